"""Row 6: what it costs to keep a page as evidence, over fetching it: CPU of the fetching program."""

import gzip
import http.server
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import threading

import clips
import processes

# Fetches of a shot.
PAGES = {True: 250, False: 1000}
MEMORY = pathlib.Path("/dev/shm")


def measure(plan, table):
    """The same pages from the same server, by turns: fetched, and fetched and kept."""
    program = plan.binary.parent / "examples/fetching"
    if not program.exists():
        raise processes.Missing("not measured: cargo build --release -p courant --example fetching")
    ways = (
        ("over TLS, packed, a connection for each as a clip makes it", True, True),
        ("in the clear, packed, over one connection", True, False),
        ("in the clear, unpacked, over one connection", False, False),
    )
    for name, packed, secret in ways[:2] if plan.quick else ways:
        outlet = Outlet(plan, packed, secret)
        try:
            # What waits for no disk shows how much of the cost is ours.
            memory_folder = MEMORY / f"kept-{os.getpid()}"
            places = {"-": [], plan.work / f"kept-{packed}-{secret}": []} | ({memory_folder: []} if MEMORY.is_dir() else {})
            for turn in range(plan.rounds):
                for folder in list(places) if turn % 2 == 0 else reversed(places):
                    # Nothing is taken away before the end: ext4 searches long for a place where files went just before.
                    place = folder if folder == "-" else folder / str(turn)
                    places[folder].append(outlet.fetched(program, place))
        finally:
            outlet.server.shutdown()
            shutil.rmtree(memory_folder, ignore_errors=True)
        baseline, ours, *memory = places.values()
        table.pair(f"page kept as evidence, {name}: CPU", "ms", ours, baseline, "fetched only", "lower, at most 1.3")
        if memory:
            table.pair("the same, on a disk that is memory: CPU", "ms", memory[0], baseline, "fetched only", "lower")
        table.remark(f"Evidence, {name}: {outlet.pages} fetches of {len(outlet.bodies)} pages, {outlet.size:.0f} KiB each on average before packing.")


class Outlet:
    """A server on this machine with the sample pages, or those of the corpus."""

    def __init__(self, plan, packed, secret):
        place = plan.work / "evidence.jsonl"
        clips.write_pages(plan, place)
        texts = sorted({json.loads(line)["html"].encode() for line in place.read_text("utf-8").split("\n") if line})
        self.size = sum(map(len, texts)) / len(texts) / 1024
        self.bodies = bodies = [gzip.compress(text, 6) for text in texts] if packed else texts
        self.packed, self.secret, self.pages = packed, secret, PAGES[plan.quick]

        class Answers(http.server.BaseHTTPRequestHandler):
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
                if secret:
                    # Pages are clipped from one outlet after another.
                    self.send_header("Connection", "close")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.trusted = self._certified(plan) if secret else None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _certified(self, plan):
        """Puts the server behind a certificate of its own, and gives its file."""
        key, certificate = plan.work / "outlet.key", plan.work / "outlet.pem"
        words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=outlet"]
        words += ["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE", "-keyout", str(key), "-out", str(certificate)]
        subprocess.run([processes.tool("openssl"), *words], check=True, capture_output=True)
        secrecy = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secrecy.load_cert_chain(certificate, key)
        # A client that has been here before would be spared most of the handshake.
        secrecy.num_tickets = 0
        self.server.socket = secrecy.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        return certificate

    def fetched(self, program, folder):
        """Milliseconds of CPU per page, as the program counts its own."""
        scheme = "https" if self.secret else "http"
        words = [program, "{}://{}:{}".format(scheme, *self.server.server_address), self.pages, folder]
        trust = {"SSL_CERT_FILE": str(self.trusted)} if self.trusted else {}
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, env=os.environ | trust)
        if done.returncode:
            raise RuntimeError(f"{program.name}: {done.stderr.strip()}")
        return float(done.stdout) / self.pages
