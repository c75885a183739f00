"""Row 6: what it costs to keep a page as evidence, over fetching it: CPU of the fetching program."""

import gzip
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading

import clips
import processes

PAGES = 1000
MEMORY = pathlib.Path("/dev/shm")


def measure(plan, table):
    """The same pages from the same server, by turns: fetched, and fetched and kept."""
    program = plan.binary.parent / "examples/fetching"
    if not program.exists():
        raise processes.Missing("not measured: cargo build --release -p courant --example fetching")
    for name, packed in (("as outlets send them, gzip", True), ("as they are", False)):
        server, bodies = serve(plan, packed)
        try:
            # What waits for no disk shows how much of the cost is ours.
            ways = {"-": [], plan.work / "kept": []} | ({MEMORY / f"kept-{os.getpid()}": []} if MEMORY.is_dir() else {})
            for turn in range(plan.rounds):
                for folder in list(ways) if turn % 2 == 0 else reversed(ways):
                    ways[folder].append(run(program, server, folder))
        finally:
            server.shutdown()
        baseline, ours, *memory = ways.values()
        size = sum(map(len, bodies)) / len(bodies) / 1024
        table.pair(f"page kept as evidence, {name}: CPU", "ms", ours, baseline, "fetched only", "lower, at most 1.3")
        if memory:
            table.pair("the same, on a disk that is memory: CPU", "ms", memory[0], baseline, "fetched only", "lower")
        table.remark(f"Evidence: {PAGES} fetches of {len(bodies)} pages, {size:.0f} KiB each on average, {name}.")


def serve(plan, packed):
    """A server on this machine with the sample pages, or those of the corpus."""
    place = plan.work / "evidence.jsonl"
    clips.write_pages(plan, place)
    texts = [json.loads(line)["html"].encode() for line in place.read_text("utf-8").splitlines()]
    texts = sorted(set(texts))
    bodies = [gzip.compress(text, 6) for text in texts] if packed else texts

    class Outlet(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two writes: waiting for an acknowledgement between them takes 40 ms a page.
        disable_nagle_algorithm = True

        def do_GET(self):
            number = self.path.rsplit("/", 1)[1]
            known = number.isdigit()
            body = bodies[int(number) % len(bodies)] if known else b""
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if packed and known:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, texts


def run(program, server, folder):
    """Milliseconds of CPU per page, as the program counts its own."""
    words = [program, "{}:{}".format(*server.server_address), str(PAGES), folder]
    said = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True).stdout
    shutil.rmtree(folder, ignore_errors=True)
    return float(said) / PAGES
