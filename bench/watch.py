#!/usr/bin/env python3
"""What it costs to look at cited sources again: CPU per look, measured, and a simulated year of looks.

    cargo build --release && cargo build --release -p model --example watch
    COURANT_BINARY=target/release/courant python3 bench/watch.py [--pages 200] [--sources 100000]

An outlet of our own on loopback serves pages made of the samples; the program publishes a post for each, and
every page is looked at again: once as it was clipped, once answered 304, once unchanged without a condition,
once with a word changed. What is measured is the server's CPU from the press of the button until the last
look is written, less what it uses at rest in the same time; promise, fetch, reading, comparison, captures and
the row of each look are in it. Then the schedule of `crates/model/src/watch/pace.rs` is run through a year by
`crates/model/examples/watch.rs`, and looks are multiplied by what one costs.
"""

import argparse
import http.client
import http.server
import os
import pathlib
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import processes

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "crates/courant/samples"
PASSWORD = "a sentence is easy to remember"


class Outlet(http.server.ThreadingHTTPServer):
    """Pages of the samples; `mode` says how they are answered."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.pages = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*/*.html"))]
        self.mode = "first"

    @property
    def origin(self):
        return f"127.0.0.1:{self.server_address[1]}"


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        number = re.fullmatch(r"/story/(\d+)", self.path)
        if not number:
            self.answer(404, b"", {})
            return
        number, pages, mode = int(number[1]), self.server.pages, self.server.mode
        # A page that names its own address would be the same source each time.
        text = re.sub(r'<link rel="?canonical[^>]*>|<meta property="?og:url[^>]*>', "", pages[number % len(pages)])
        text = text.replace("</h1>", f" {number}</h1>", 1)
        if mode == "changed":
            # The second for texts without spaces between words.
            text, times = re.subn(r"(<p>[^<]{80,}?) (\w+) ", r"\1 otherwise ", text, count=1)
            if not times:
                text = re.sub(r"(<p[^>]*>[^<]{20,}?)的", r"\1最", text, count=1)
        tag = {"etag": f'"{number}"'} if mode in ("first", "304") else {}
        if mode == "304" and self.headers.get("If-None-Match") == f'"{number}"':
            self.answer(304, b"", tag)
        else:
            self.answer(200, text.encode(), tag)

    def answer(self, status, body, headers):
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def ask(port, method, path, fields=None, cookie=""):
    """One request to the program; status, cookie, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    body = urllib.parse.urlencode(fields or [])
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, (answer.getheader("set-cookie") or "").split(";")[0], answer.read().decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200, help="pages that are looked at (200)")
    parser.add_argument("--sources", type=int, default=100_000, help="sources of the simulated site (100,000)")
    given = parser.parse_args()
    binary = pathlib.Path(os.environ.get("COURANT_BINARY", "target/release/courant")).resolve()
    if not binary.exists():
        sys.exit(f"{binary} is not there; build it, or name it in COURANT_BINARY")
    processes.end_with_us()
    outlet = Outlet()
    threading.Thread(target=outlet.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(dir=binary.parent) as folder:
        costs = measure(binary, pathlib.Path(folder), outlet, given.pages)
    for name, cost in costs.items():
        print(f"{name:<44}{cost:>8.2f} ms of CPU a look")
    # Most outlets answer no conditions, and few pages change: the dearer of the usual cases stands for all.
    usual = max(costs["answered 304"], costs["sent again, unchanged"])
    simulation = binary.parent / "examples/watch"
    if not simulation.exists():
        sys.exit("cargo build --release -p model --example watch gives the simulated year")
    print(f"\nEvery look counted as {usual:.2f} ms:", flush=True)
    os.execv(simulation, [str(simulation), str(given.sources), f"{usual:.3f}"])


def measure(binary, folder, outlet, pages):
    """CPU milliseconds of a look, by what the outlet answers."""
    environment = {**os.environ, "COURANT_FETCH_ALLOW": outlet.origin}
    core, _ = processes.cores()
    port = free_port()
    clip = [binary, "--data", folder, "clip", "--publish"] + [f"http://{outlet.origin}/story/{n}" for n in range(pages)]
    people = [binary, "--data", folder, "account", "add", "ada", "--role", "owner", "--password-stdin"]
    subprocess.run(people, input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
    clipping = processes.start(clip, core, env=environment, stdout=open(os.devnull, "wb"), stderr=open(os.devnull, "wb"))
    if clipping.wait() != 0:
        raise RuntimeError("the pages could not be clipped")
    server = processes.start([binary, "--data", folder, "serve", "--listen", f"127.0.0.1:{port}"], core, env=environment, stdout=open(os.devnull, "wb"), stderr=open(os.devnull, "wb"))
    wait_until(lambda: is_up(port))
    _, cookie, _ = ask(port, "POST", "/sign-in", {"name": "ada", "password": PASSWORD})
    database = sqlite3.connect(folder / "courant.sqlite")
    ids = [crockford(row[0]) for row in database.execute("SELECT id FROM watches WHERE source_id IS NOT NULL ORDER BY id")]
    assert len(ids) == pages, f"{len(ids)} of {pages} pages are watched"
    costs = {}
    for name, mode in [("first look, as it was clipped", "first"), ("answered 304", "304"), ("sent again, unchanged", "same"), ("a word changed: capture, diff, alert", "changed")]:
        outlet.mode = mode
        time.sleep(2)
        rest = processes.cpu_seconds(server.pid)
        time.sleep(5)
        rest = (processes.cpu_seconds(server.pid) - rest) / 5
        newest = database.execute("SELECT coalesce(max(looked), 0) FROM watches").fetchone()[0]
        before, began = processes.cpu_seconds(server.pid), time.monotonic()
        for start in range(0, pages, 200):
            fields = [("id", one) for one in ids[start:start + 200]] + [("then", "look"), ("back", "all")]
            status, _, body = ask(port, "POST", "/desk/watch", fields, cookie)
            if status != 303:
                raise RuntimeError(f"looking again was answered {status}: {body[:300]}")
        done = "SELECT count(*) FROM watches WHERE source_id IS NOT NULL AND looked > ?"
        wait_until(lambda: database.execute(done, (newest,)).fetchone()[0] == pages, 600)
        spent = processes.cpu_seconds(server.pid) - before - rest * (time.monotonic() - began)
        costs[name] = spent * 1000 / pages
    changed = database.execute("SELECT count(*) FROM watches WHERE state = 'changed'").fetchone()[0]
    print(f"{pages} pages looked at; {changed} told as changed when a word of each was.")
    processes.end(server)
    return costs


def crockford(number):
    """An id as people see it."""
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    return "".join(letters[number >> (5 * place) & 31] for place in range(12, -1, -1))


def is_up(port):
    try:
        return ask(port, "GET", "/healthz")[0] == 200
    except OSError:
        return False


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until(is_so, patience=60):
    until = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > until:
            raise RuntimeError("waited in vain")
        time.sleep(0.05)


if __name__ == "__main__":
    main()
