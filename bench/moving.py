"""Row: a whole site comes over. Megabytes of XML a second from the file to durable posts and comments on SQLite, pictures
left where they are, beside the bare XML parser reading the same file."""

import pathlib
import resource
import shutil
import subprocess
import time

import processes

# Posts of the generated export: some 16 kB each with their comments.
POSTS = {True: 4_000, False: 16_000}
COMMENTS = 8


def measure(plan, table):
    """The same file by turns: parsed by quick-xml alone, and brought over by `courant import`."""
    examples = plan.binary.parent / "examples"
    generate, read = examples / "generate", examples / "read"
    if not (generate.exists() and read.exists()):
        raise processes.Missing("not measured: cargo build --release -p carry --examples")
    export = plan.work / "export.xml"
    words = [generate, "--format", "blogger", "--posts", POSTS[plan.quick], "--comments-per-post", COMMENTS, "--to", export]
    subprocess.run([str(word) for word in words], check=True, capture_output=True)
    size = export.stat().st_size / 1e6
    bare, ours, again, peak = [], [], [], 0
    for _ in range(1 if plan.quick else 2):
        bare.append(size / timed([read, "bare", export]))
        home = plan.work / "moved"
        shutil.rmtree(home, ignore_errors=True)
        line = [plan.binary, "--data", home, "import", "blogger", export, "--without-pictures"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        ours.append(size / timed(line))
        peak = max(peak, before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        again.append(size / timed(line))
        shutil.rmtree(home, ignore_errors=True)
    table.pair("site brought over from Blogger, pictures left", "MB/s", ours, bare, "bare XML parser", "higher, at least 20 MB/s")
    table.pair("the same once more: everything is here", "MB/s", again, bare, "bare XML parser", "higher")
    table.remark(
        f"Import: {size:.0f} MB of XML, {POSTS[plan.quick]} posts with {COMMENTS} comments each on average; "
        f"at most {peak / 1024:.0f} MiB held by the import, or by what was measured before it."
    )
    pathlib.Path(export).unlink()


def timed(words):
    """Seconds of wall time."""
    started = time.monotonic()
    subprocess.run([str(word) for word in words], check=True, capture_output=True)
    return time.monotonic() - started
