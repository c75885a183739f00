"""Row 1: a page from the cache, against nginx with the very same bytes in static files."""

import http.client
import os
import re
import socket
import subprocess
import time

import processes
from paper import AGENT, article, paper

CONF = """
{user}
worker_processes 1;
daemon off;
pid {dir}/pid;
error_log {dir}/error.log;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; }}
    charset utf-8;
    access_log off;
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;
    open_file_cache max=64 inactive=1h;
    open_file_cache_valid 1h;
    keepalive_requests 100000000;
    keepalive_timeout 300;
    client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
    uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
    server {{
        listen 127.0.0.1:{port};
        root {dir}/pages;
        location / {{ gzip_static on; add_header Vary Accept-Encoding; }}
        location /br/ {{ add_header Content-Encoding br; add_header Vary Accept-Encoding; }}
        location /zstd/ {{ add_header Content-Encoding zstd; add_header Vary Accept-Encoding; }}
    }}
}}
"""

CODINGS = {"identity": "identity", "gzip": "gzip", "brotli": "br", "zstd": "zstd"}
# Asked for so often and left alone so long, a page is packed as small as it ever will be.
WARM, REST = 40, 1.5


class Static:
    """nginx, with one worker on the server's core, over copies of what Courant answered."""

    def __init__(self, plan, pages):
        self.folder = plan.work / "nginx"
        for part in ("", "br", "zstd"):
            (self.folder / "pages" / part).mkdir(parents=True, exist_ok=True)
        for name, bodies in pages.items():
            for coding, place in (("identity", "{}.html"), ("gzip", "{}.html.gz"), ("brotli", "br/{}.html"), ("zstd", "zstd/{}.html")):
                if coding in bodies:
                    (self.folder / "pages" / place.format(name)).write_bytes(bodies[coding])
        self.host, self.port = "127.0.0.1", free_port()
        user = "user root root;" if os.geteuid() == 0 else ""
        conf = self.folder / "nginx.conf"
        conf.write_text(CONF.format(user=user, dir=self.folder, port=self.port))
        words = [processes.tool("nginx"), "-p", self.folder, "-e", self.folder / "error.log", "-c", conf]
        self.child = processes.start(words, plan.server_core, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self):
        for _ in range(100):
            try:
                socket.create_connection((self.host, self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx did not start: " + (self.folder / "error.log").read_text().strip())

    def cpu(self):
        return processes.cpu_seconds(self.child.pid)


def measure(plan, table):
    """Requests per second and CPU per page, both servers by turns."""
    processes.tool("nginx"), processes.tool("wrk")
    with paper(plan, "page") as ours:
        path, _ = article(ours)
        bodies = settled(ours, path, CODINGS)
        others = {"home": "/"} if plan.quick else {"home": "/", "label": "/labels/harbours", "feed": "/feed.atom", "sitemap": "/sitemap.xml"}
        pages = {name: settled(ours, place, {"identity": "identity", "gzip": "gzip"}) for name, place in others.items()}
        nginx = Static(plan, {"page": bodies, **pages})
        sizes = ", ".join(f"{len(body):,} bytes {name}" for name, body in bodies.items())
        table.remark(f"The page: {sizes}; 20 comments, 10 popular posts.")
        for connections in plan.connections:
            for name, coding in CODINGS.items():
                if name == "zstd" and (plan.quick or connections > 32):
                    continue
                theirs = {"br": "/br/page.html", "zstd": "/zstd/page.html"}.get(coding, "/page.html")
                same(ours, path, nginx, theirs, coding, bodies[name])
                compare(plan, table, f"page, {name}", connections, coding, [(ours, path, {}), (nginx, theirs, {})])
        tags = [(s, p, {"If-None-Match": tag(s, p)}) for s, p in ((ours, path), (nginx, "/page.html"))]
        compare(plan, table, "304 by ETag", 32, "identity", tags)
        for name, place in others.items():
            same(ours, place, nginx, f"/{name}.html", "gzip", pages[name]["gzip"])
            compare(plan, table, f"{name}, gzip", 32, "gzip", [(ours, place, {}), (nginx, f"/{name}.html", {})])
        if fetch(ours, path, "identity")[2] != bodies["identity"]:
            table.remark("The page changed while it was measured: nginx and Courant did not serve the same bytes to the end.")
        processes.end(nginx.child)


def settled(server, path, codings):
    """The bodies of a page once nothing better will be made of them."""
    for _ in range(WARM):
        for coding in codings.values():
            fetch(server, path, coding)
    time.sleep(REST)
    return {name: fetch(server, path, coding)[2] for name, coding in codings.items()}


def compare(plan, table, name, connections, coding, sides):
    rates, costs = ([], []), ([], [])
    for turn in range(plan.rounds):
        # Who goes first changes from round to round.
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            server, path, headers = sides[side]
            rate, cost, _ = shot(plan, server, path, connections, {"Accept-Encoding": coding, **headers})
            rates[side].append(rate)
            costs[side].append(cost)
    at = f"{name}, {connections} connections"
    table.pair(at, "/s", *rates, "nginx", "higher")
    table.pair(f"{at}: server CPU", "µs", *costs, "nginx", "lower")


def shot(plan, server, path, connections, headers, seconds=None):
    """One run of wrk: answers per second, server CPU microseconds per answer, milliseconds of the slowest hundredth."""
    seconds = seconds or plan.shot
    words = [processes.tool("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"User-Agent: {AGENT}"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    words.append(f"http://{server.host}:{server.port}{path}")
    before = server.cpu()
    wrk = processes.start(words, plan.client_core, stdout=subprocess.PIPE, text=True)
    said, _ = wrk.communicate(timeout=seconds + 30)
    spent = server.cpu() - before
    processes.end(wrk)
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError("wrk met errors: " + " ".join(said.split()))
    count = int(re.search(r"(\d+) requests in", said)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    worst, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return rate, spent * 1e6 / max(count, 1), float(worst) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def fetch(server, path, coding, **headers):
    """One answer: status, headers, bytes as sent."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
    headers = {"User-Agent": AGENT, "Accept-Encoding": coding, **headers}
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def same(ours, path, nginx, theirs, coding, body):
    """Makes sure both sides answer what is said to be compared."""
    for name, server, place in (("Courant", ours, path), ("nginx", nginx, theirs)):
        status, headers, got = fetch(server, place, coding)
        sent = headers.get("Content-Encoding", "identity")
        if status != 200 or got != body or sent != coding:
            raise RuntimeError(f"{name} answered {status}, {sent}, {len(got)} bytes; expected {coding}, {len(body)} bytes")


def tag(server, path):
    """The page's ETag, once it is known to give 304."""
    etag = fetch(server, path, "identity")[1]["ETag"]
    status, _, _ = fetch(server, path, "identity", **{"If-None-Match": etag})
    if status != 304:
        raise RuntimeError(f"If-None-Match: {etag} was answered {status} on port {server.port}")
    return etag


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
