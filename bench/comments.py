"""Row 3: durable comments per second, 64 writers, against one writer and against the disk itself."""

import os
import random
import re
import select
import signal
import socket
import statistics
import subprocess
import time
import urllib.parse

import processes
from paper import AGENT, paper, prose, settle

WRITERS = 64
BLOCK = 4096
# One whom the site knows: so many of strangers at once would be a rush, and held.
KNOWN = {"name": "Writer", "email": "writer@example.org"}


class Shot:
    """What one burst of writers saw."""

    def __init__(self):
        self.accepted = []
        self.waits = []
        self.refused = {}
        self.elapsed = 0.0
        self.busy = 0.0
        self.spent = 0.0

    def rate(self):
        return len(self.accepted) / self.elapsed

    def wait(self, share):
        """A quantile of the waiting times in milliseconds."""
        ranked = sorted(self.waits)
        return ranked[min(len(ranked) - 1, int(len(ranked) * share))] * 1000


class Writers:
    """Sends comments; every one from a loopback address of its own, on a connection of its own."""

    def __init__(self, server, permalink):
        self.server = server
        self.goal = (server.host, server.port)
        self.path = f"{permalink}/comments"
        self.number = 0
        self.words = prose(random.Random(11), 30)
        self._introduce(permalink)

    def _introduce(self, permalink):
        """A person approves one comment of the writer's."""
        server = self.server
        form = urllib.parse.urlencode({**KNOWN, "body": "The first one."})
        kind = "application/x-www-form-urlencoded"
        status, headers, _ = server.ask("POST", f"{permalink}/comments", form, Content_Type=kind)
        remark = headers.get("Location", "").rpartition("#comment-")[2]
        if status != 303 or not remark:
            raise RuntimeError(f"the first comment was answered {status}")
        for verdict in ("hold", "approve"):
            server.api("POST", f"/api/comments/{remark}/verdicts", {"verdict": verdict})
        self.number += 1

    def burst(self, writers, seconds):
        """`writers` at a time, each waiting for its answer before the next comment, for some seconds."""
        shot, open_sockets = Shot(), {}
        poll = select.epoll()
        began, busy, spent = time.perf_counter(), time.process_time(), self.server.cpu()
        until = began + seconds
        try:
            for _ in range(writers):
                self._send(poll, open_sockets)
            while open_sockets:
                for handle, _ in poll.poll(20):
                    sent, since = open_sockets.pop(handle)
                    shot.waits.append(time.perf_counter() - since)
                    self._read(sent, shot)
                    if time.perf_counter() < until:
                        self._send(poll, open_sockets)
                if time.perf_counter() > until + 20:
                    raise RuntimeError(f"{len(open_sockets)} comments got no answer within 20 s")
        finally:
            for sent, _ in open_sockets.values():
                sent.close()
            poll.close()
        shot.elapsed = time.perf_counter() - began
        shot.busy = (time.process_time() - busy) / shot.elapsed
        shot.spent = self.server.cpu() - spent
        return shot

    def _send(self, poll, open_sockets):
        self.number += 1
        n = self.number
        form = urllib.parse.urlencode({**KNOWN, "body": f"Remark {n}. {self.words}"})
        request = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.goal[0]}:{self.goal[1]}\r\nUser-Agent: {AGENT}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
            f"Connection: close\r\n\r\n{form}"
        )
        since = time.perf_counter()
        sent = socket.socket()
        sent.bind((own_address(n), 0))
        sent.connect(self.goal)
        sent.sendall(request.encode())
        poll.register(sent.fileno(), select.EPOLLIN)
        open_sockets[sent.fileno()] = (sent, since)

    def _read(self, sent, shot):
        sent.settimeout(5)
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = sent.recv(65536)
            if not more:
                break
            answer += more
        sent.close()
        status = answer[9:12].decode("ascii", "replace")
        place = re.search(rb"\r\nlocation: [^\r]*#comment-([0-9a-zA-Z]+)\r", answer)
        if status == "303" and place:
            shot.accepted.append(place[1].decode())
        else:
            shot.refused[status] = shot.refused.get(status, 0) + 1


def own_address(n):
    """The n-th address of 127.0.0.0/8, without those that end in 0 or 255 and without 127.0.x.x: as many networks
    (/24) as possible before a second address of one."""
    low, net = divmod(n - 1, 254 * 256)
    return f"127.{1 + net // 256}.{net % 256}.{low % 254 + 1}"


def measure(plan, table):
    """All three by turns, then the syncs, then whether everything accepted is there."""
    with paper(plan, "comments") as server:
        permalink = server.post("What readers said about the ferry", [90] * 4, random.Random(3))
        settle(server)
        writers = Writers(server, permalink)
        writers.burst(WRITERS, 0.3)
        many, one, disk = [], [], []
        for _ in range(plan.rounds):
            many.append(writers.burst(WRITERS, plan.seconds))
            one.append(writers.burst(1, plan.seconds))
            disk.append(disk_rate(server.data, plan.seconds))
        every = many + one
        rates = [shot.rate() for shot in many]
        table.pair(f"durable comments, {WRITERS} writers", "/s", rates, [s.rate() for s in one], "one writer", "higher")
        table.pair(f"durable comments, {WRITERS} writers", "/s", rates, disk, "write + fdatasync of the disk", "higher")
        for share in (0.5, 0.99):
            name = f"comment answered, p{share * 100:.0f}, {WRITERS} writers"
            table.pair(name, "ms", [s.wait(share) for s in many], [s.wait(share) for s in one], "one writer", "lower")
        costs = [[s.spent * 1000 / max(len(s.accepted), 1) for s in shots] for shots in (many, one)]
        table.pair(f"comment accepted: server CPU, {WRITERS} writers", "ms", *costs, "one writer", "lower")
        busy = statistics.median(s.busy for s in many)
        if busy > 0.8:
            table.remark(f"The client (Python, one core) was busy {busy:.0%} of the time with {WRITERS} writers: their rate is a lower bound.")
        try:
            syncs(plan, table, server, writers, every)
        except processes.Missing as missing:
            table.absent("syncs per accepted comment", str(missing))
        stored(table, server, every, writers)


def disk_rate(folder, seconds):
    """Blocks per second written and synced one by one, over and over in a file that has its size already."""
    place = folder / "disk-rate"
    blocks = 256
    handle = os.open(place, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        os.write(handle, bytes(BLOCK * blocks))
        os.fsync(handle)
        block, count = os.urandom(BLOCK), 0
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            os.pwrite(handle, block, count % blocks * BLOCK)
            os.fdatasync(handle)
            count += 1
        return count / (time.perf_counter() - began)
    finally:
        os.close(handle)
        place.unlink()


def syncs(plan, table, server, writers, every):
    """Calls that reach the disk, per accepted comment; a shot of its own, because tracing slows it down."""
    ours, alone = [], []
    for count, into in ((WRITERS, ours), (1, alone)):
        report = plan.work / "strace"
        words = [processes.tool("strace"), "-f", "-c", "-e", "trace=fsync,fdatasync,sync_file_range,msync"]
        words += ["-o", report, "-p", server.child.pid]
        tracer = processes.start(words, plan.client_core, stderr=subprocess.PIPE, text=True)
        first = tracer.stderr.readline()
        if "attached" not in first:
            table.absent("syncs per accepted comment", f"not measured: strace says {first.strip()!r}")
            return
        shot = writers.burst(count, max(1, plan.seconds // 2))
        every.append(shot)
        processes.end(tracer, signal.SIGINT)
        calls = [int(row.split()[3]) for row in report.read_text().splitlines() if re.search(r"sync\w*$", row)]
        into.append(sum(calls) / max(len(shot.accepted), 1))
    table.pair(f"syncs per accepted comment, {WRITERS} writers", "", ours, alone, "one writer", "lower")


def stored(table, server, every, writers):
    """Every accepted comment must come back from the API, once, and no other."""
    accepted = {remark for shot in every for remark in shot.accepted}
    promised = sum(len(shot.accepted) for shot in every)
    found, before = set(), ""
    while before is not None:
        answer = server.api("GET", "/api/comments?verdict=approved" + (f"&before={before}" if before else ""))
        found.update(row["id"] for row in answer["comments"])
        before = answer["next"]
    lost = len(accepted - found)
    text = f"Comments accepted in the measured bursts: {promised:,}; found again through the API: {len(accepted & found):,}; lost: {lost}."
    refused = {}
    for shot in every:
        for status, count in shot.refused.items():
            refused[status] = refused.get(status, 0) + count
    if refused:
        text += " Refused: " + ", ".join(f"{count} with {status}" for status, count in sorted(refused.items())) + "."
    table.remark(text)
    if lost or promised != len(accepted):
        raise RuntimeError(text)
    if len(found) > writers.number:
        raise RuntimeError(f"{len(found)} comments are stored but only {writers.number} were sent")
