#!/usr/bin/env python3
"""Measures Courant beside a baseline in the same run and prints one Markdown table.

    COURANT_BINARY=target/release/courant python3 bench/run.py [--quick] [--row NAME]... [--corpus FILE]

Not a test: no figure is good or bad here. See bench/README.md for what each row means.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import os
import pathlib
import platform
import signal
import tempfile
import time
import traceback

import busy
import capture
import clips
import comments
import flood
import growth
import moving
import page
import processes
import reading
import render
from table import Table

ROWS = {"page": page.measure, "busy": busy.measure, "render": render.measure, "comments": comments.measure, "clips": clips.measure, "reading": reading.measure, "capture": capture.measure, "flood": flood.measure, "moving": moving.measure, "growth": growth.measure}


class TimeIsUp(Exception):
    """The whole run has taken as long as it may."""


class Plan:
    """How much is measured."""

    def __init__(self, given, work):
        quick = given.quick
        self.quick = quick
        self.binary = pathlib.Path(os.environ.get("COURANT_BINARY", "target/release/courant")).resolve()
        self.corpus = given.corpus
        self.work = work
        self.rounds = given.rounds or (1 if quick else 4)
        self.seconds = given.seconds or (1 if quick else 2)
        # One run of wrk: a second is tens of thousands of answers.
        self.shot = given.seconds or 1
        self.connections = (32,) if quick else (32, 128)
        self.renders = 100 * self.seconds
        self.pages = 100 if quick else 400
        self.posts = given.posts or (10_000 if quick else 100_000)
        self.limit = given.limit or (118 if quick else 14 * 60)
        self.server_core, self.client_core = processes.cores()


def arguments():
    parser = argparse.ArgumentParser(description="Courant beside baselines, measured in one run.")
    parser.add_argument("--quick", action="store_true", help="under 2 minutes instead of under 15; noisier")
    parser.add_argument("--row", action="append", choices=ROWS, help="only this one (may be repeated)")
    parser.add_argument("--corpus", metavar="FILE", help='pages to clip: JSON lines {"id","url","html"}, also .gz')
    parser.add_argument("--posts", type=int, help="posts of the large site of the row growth")
    parser.add_argument("--limit", type=int, help="seconds after which the run stops")
    parser.add_argument("--rounds", type=int, help="rounds per row")
    parser.add_argument("--seconds", type=int, help="seconds per shot")
    return parser.parse_args()


def stop_on_time(limit):
    def up(*_):
        raise TimeIsUp

    signal.signal(signal.SIGALRM, up)
    signal.alarm(limit)


def main():
    given = arguments()
    processes.end_with_us()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=scratch()) as work:
        plan = Plan(given, pathlib.Path(work))
        if not plan.binary.exists():
            sys.exit(f"{plan.binary} is missing; build it with: cargo build --release")
        print(machine(plan), flush=True)
        stop_on_time(plan.limit)
        failed = False
        started = time.monotonic()
        try:
            for name in given.row or ROWS:
                table.say(f"measuring: {name}, after {time.monotonic() - started:.0f} s")
                try:
                    ROWS[name](plan, table)
                except processes.Missing as missing:
                    table.absent(name, str(missing))
                except TimeIsUp:
                    raise
                except Exception as error:
                    failed = True
                    traceback.print_exc()
                    table.absent(name, f"failed: {error}")
                finally:
                    processes.end_all()
        except TimeIsUp:
            failed = True
            table.remark(f"Stopped after {plan.limit} s, the limit of the run: rows are missing.")
        finally:
            signal.alarm(0)
            processes.end_all()
    print(table.markdown())
    print(f"\n{time.monotonic() - started:.0f} s; load average at the end {load()}")
    return 1 if failed else 0


def scratch():
    """A directory on a real disk: the build directory, not a /tmp that may live in memory."""
    built = pathlib.Path(os.environ.get("COURANT_BINARY", "target/release/courant")).resolve().parent
    return built if os.access(built, os.W_OK) else None


def load():
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def machine(plan):
    pinned = "server and client share the only core: ratios say little"
    if plan.server_core != plan.client_core:
        pinned = f"server on core {plan.server_core}, client on core {plan.client_core}"
    return (
        f"{os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}, "
        f"load average {load()}; {pinned}; {plan.rounds} rounds of {plan.seconds} s"
    )


if __name__ == "__main__":
    sys.exit(main())
