"""Row 4: pages clipped per CPU-second, against the extraction crate alone on the same pages."""

import gzip
import itertools
import json
import os
import pathlib
import time

import processes

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "crates/courant/samples"


def measure(plan, table):
    """Both programs by turns over the same JSON lines."""
    pages = plan.work / "pages.jsonl"
    count, size, kinds = write_pages(plan, pages)
    ours = [plan.binary, "extract"]
    theirs = [plan.binary.parent / "examples/baseline"]
    if not theirs[0].exists():
        table.absent("pages clipped per CPU-second", "not measured: cargo build --release -p clip --example baseline")
        return
    rates, peaks = ([], []), ([], [])
    for turn in range(plan.rounds):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            measured = run(plan, (ours, theirs)[side], pages)
            if measured.lines != count:
                raise RuntimeError(f"{count} pages went in and {measured.lines} lines came out")
            rates[side].append(count / measured.cpu)
            peaks[side].append(measured.peak / 1024)
    table.pair("pages clipped per CPU-second", "", *rates, "trafilatura alone", "higher")
    table.pair("clipping: most memory held", "MiB", *peaks, "trafilatura alone", "lower")
    table.remark(f"Clipped: {count} lines of {kinds} pages, {size / count / 1024:.0f} KiB each on average.")


class Run:
    """One pass over the pages."""

    def __init__(self, lines, cpu, peak):
        self.lines, self.cpu, self.peak = lines, cpu, peak


def run(plan, words, pages):
    """CPU seconds as the system counted them when the program ended; memory as last seen before."""
    out = plan.work / "clippings.jsonl"
    with open(pages, "rb") as typed, open(out, "wb") as said:
        child = processes.start(words, plan.server_core, stdin=typed, stdout=said)
        # Not the peak in `usage`: that one remembers this script's own memory from before the exec.
        peak, gone = 0, 0
        while not gone:
            peak = max(peak, processes.peak_kib(child.pid))
            time.sleep(0.01)
            gone, status, usage = os.wait4(child.pid, os.WNOHANG)
    child.returncode = os.waitstatus_to_exitcode(status)
    processes.end(child)
    if child.returncode:
        raise RuntimeError(f"{words[0].name} ended with {child.returncode}")
    with open(out, "rb") as lines:
        return Run(sum(1 for _ in lines), usage.ru_utime + usage.ru_stime, peak)


def write_pages(plan, place):
    """The corpus, or the samples again and again: lines, bytes, different pages."""
    if plan.corpus:
        opened = gzip.open if plan.corpus.endswith(".gz") else open
        with opened(plan.corpus, "rt", encoding="utf-8") as lines:
            source = [line.rstrip("\n") for line in itertools.islice(lines, plan.pages) if line.strip()]
        chosen = source
    else:
        source = [
            json.dumps({"id": page.stem, "url": f"https://{page.parent.name}.example/{page.name}", "html": page.read_text("utf-8")})
            for page in sorted(SAMPLES.glob("*/*.html"))
        ]
        chosen = list(itertools.islice(itertools.cycle(source), plan.pages))
    if not chosen:
        raise RuntimeError("there are no pages to clip")
    text = "\n".join(chosen) + "\n"
    place.write_text(text, "utf-8")
    return len(chosen), len(text.encode()), len(source)
