"""Sites of any size, filled once and kept beside the build for the next run, as long as what fills them is the same."""

import hashlib
import pathlib
import shutil
import subprocess

import processes

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What decides how a filled site looks.
MAKERS = ("crates/trial/src/large/*.rs", "crates/store/src/fill.rs", "crates/store/src/fill/*.rs", "crates/store/migrations/*.sql", "crates/desk/examples/fill.rs")


def filled(plan, table, posts):
    """The data directory of a site with so many posts and ten comments to each."""
    fill = plan.binary.parent / "examples" / "fill"
    if not fill.exists():
        raise processes.Missing("not measured: cargo build --release -p desk --examples")
    shelf = plan.binary.parent / "sites"
    place = shelf / f"{made_by()}-{posts}"
    if place.exists():
        return place
    for old in shelf.glob("*"):
        # Made by another filler, or not to the end.
        if not old.name.startswith(made_by()):
            shutil.rmtree(old)
    unfinished = shelf / f"unfinished-{posts}"
    unfinished.mkdir(parents=True)
    words = [fill, "--to", f"sqlite:{unfinished / 'courant.sqlite'}", "--posts", posts]
    done = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)
    table.remark(f"Filled: {done.stdout.strip()}.")
    unfinished.rename(place)
    return place


def made_by():
    """A name for what fills sites now."""
    digest = hashlib.sha256()
    for pattern in MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
