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
    }}
}}
"""

CODINGS = {"identity": "identity", "gzip": "gzip", "brotli": "br"}


class Static:
    """nginx, with one worker on the server's core, over copies of what Courant answered."""

    def __init__(self, plan, bodies):
        self.folder = plan.work / "nginx"
        (self.folder / "pages/br").mkdir(parents=True)
        (self.folder / "pages/page.html").write_bytes(bodies["identity"])
        (self.folder / "pages/page.html.gz").write_bytes(bodies["gzip"])
        (self.folder / "pages/br/page.html").write_bytes(bodies["brotli"])
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
        bodies = {name: fetch(ours, path, coding)[2] for name, coding in CODINGS.items()}
        nginx = Static(plan, bodies)
        sizes = ", ".join(f"{len(body):,} bytes {name}" for name, body in bodies.items())
        table.remark(f"The page: {sizes}; 20 comments, 10 popular posts.")
        for connections in plan.connections:
            for name, coding in CODINGS.items():
                theirs = "/br/page.html" if name == "brotli" else "/page.html"
                same(ours, path, nginx, theirs, coding, bodies[name])
                sides = [(ours, path, {}), (nginx, theirs, {})]
                compare(plan, table, f"page, {name}", connections, coding, sides)
            sides = [(s, p, {"If-None-Match": tag(s, p)}) for s, p in ((ours, path), (nginx, "/page.html"))]
            compare(plan, table, "304 by ETag", connections, "identity", sides)
        if fetch(ours, path, "identity")[2] != bodies["identity"]:
            table.remark("The page changed while it was measured: nginx and Courant did not serve the same bytes to the end.")
        processes.end(nginx.child)


def compare(plan, table, name, connections, coding, sides):
    rates, costs = ([], []), ([], [])
    for turn in range(plan.rounds):
        # Who goes first changes from round to round.
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            server, path, headers = sides[side]
            rate, cost = shot(plan, server, path, connections, {"Accept-Encoding": coding, **headers})
            rates[side].append(rate)
            costs[side].append(cost)
    at = f"{name}, {connections} connections"
    table.pair(at, "/s", *rates, "nginx", "higher")
    table.pair(f"{at}: server CPU", "µs", *costs, "nginx", "lower")


def shot(plan, server, path, connections, headers):
    """One run of wrk: answers per second, server CPU microseconds per answer."""
    words = [processes.tool("wrk"), "-t1", f"-c{connections}", f"-d{plan.seconds}s", "-H", f"User-Agent: {AGENT}"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    words.append(f"http://{server.host}:{server.port}{path}")
    before = server.cpu()
    wrk = processes.start(words, plan.client_core, stdout=subprocess.PIPE, text=True)
    said, _ = wrk.communicate(timeout=plan.seconds + 30)
    spent = server.cpu() - before
    processes.end(wrk)
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError("wrk met errors: " + " ".join(said.split()))
    count = int(re.search(r"(\d+) requests in", said)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, spent * 1e6 / max(count, 1)


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
