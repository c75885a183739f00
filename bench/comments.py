"""Row 3: durable comments per second, 64 writers, against the same without shared commits, one writer, Isso, the disk."""

import contextlib
import json
import os
import random
import re
import select
import signal
import statistics
import subprocess
import time
import urllib.parse

import processes
from isso import isso
from paper import paper, settle
from postgres import postgres

WRITERS = 64
BLOCK = 4096
# One whom the site knows: so many of strangers at once would be a rush, and held.
KNOWN = {"name": "Writer", "email": "writer@example.org"}


class Shot:
    """What one burst of writers saw."""

    def __init__(self, told, spent):
        self.accepted = told["accepted"]
        self.waits = sorted(told["waits"])
        self.refused = told["refused"]
        self.elapsed = told["elapsed"]
        self.busy = told["cpu"] / told["elapsed"]
        self.spent = spent

    def rate(self):
        return len(self.accepted) / self.elapsed

    def wait(self, share):
        """A quantile of the waiting times in milliseconds."""
        return self.waits[min(len(self.waits) - 1, int(len(self.waits) * share))]

    def cost(self):
        """Milliseconds of the server's CPU for each accepted comment."""
        return self.spent * 1000 / max(len(self.accepted), 1)


class Writers:
    """Has comments sent to a server by a program of its own, on the client's core."""

    def __init__(self, plan, server, path, kind="form"):
        self.program = plan.binary.parent / "examples" / "writers"
        if not self.program.exists():
            raise processes.Missing("not measured: build it with: cargo build --release -p courant --example writers")
        self.server, self.path, self.kind, self.core = server, path, kind, plan.client_core
        self.number = 0
        self.sent = 0
        self.every = []

    def burst(self, writers, seconds, rate=0):
        """`writers` at a time for some seconds, each waiting for its answer before its next comment; or so many comments a
        second, whatever becomes of those before."""
        words = [self.program, f"{self.server.host}:{self.server.port}", self.path, self.kind, writers, seconds, rate, self.number]
        before = self.server.cpu()
        child = processes.start(words, self.core, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said, wrong = child.communicate(timeout=seconds + 120)
        processes.end(child)
        if child.returncode:
            raise RuntimeError(f"writers: {wrong.strip()[-300:]}")
        shot = Shot(json.loads(said), self.server.cpu() - before)
        # Each comment is said once in its life: the same words again would be a double click.
        self.sent += len(shot.waits)
        self.number += len(shot.waits) + 1000
        self.every.append(shot)
        return shot


def introduce(server, permalink):
    """A person approves one comment of the known writer's."""
    form = urllib.parse.urlencode({**KNOWN, "body": "The first one."})
    status, headers, _ = server.ask("POST", f"{permalink}/comments", form, Content_Type="application/x-www-form-urlencoded")
    remark = headers.get("Location", "").rpartition("#comment-")[2]
    if status != 303 or not remark:
        raise RuntimeError(f"the first comment was answered {status}")
    for verdict in ("hold", "approve"):
        server.api("POST", f"/api/comments/{remark}/verdicts", {"verdict": verdict})


def courant(plan, server):
    """Writers to a post of a server, known to it: so many strangers at once would be a rush, and held."""
    permalink = server.post("What readers said about the ferry", [90] * 4, random.Random(3))
    introduce(server, permalink)
    settle(server)
    writers = Writers(plan, server, f"{permalink}/comments")
    writers.burst(WRITERS, 0.3)
    return writers


def own_address(n):
    """The n-th address of 127.0.0.0/8, without those that end in 0 or 255 and without 127.0.x.x: as many networks
    (/24) as possible before a second address of one."""
    low, net = divmod(n - 1, 254 * 256)
    return f"127.{1 + net // 256}.{net % 256}.{low % 254 + 1}"


def measure(plan, table):
    """All by turns, then the syncs, then whether everything accepted is there."""
    alone = {"COURANT_COMMIT_SHARE": "1"}
    with paper(plan, "comments") as server, paper(plan, "comments-unshared", alone) as unshared:
        ours, each = courant(plan, server), courant(plan, unshared)
        with contextlib.ExitStack() as others:
            theirs = None
            try:
                theirs = Writers(plan, others.enter_context(isso(plan)), "/new?uri=%2Fferry", "json")
                theirs.burst(WRITERS, 0.3)
            except processes.Missing as missing:
                table.absent(f"durable comments, {WRITERS} writers, against Isso", str(missing))
            many, one, apart, foreign, disk = [], [], [], [], []
            for _ in range(plan.rounds):
                many.append(ours.burst(WRITERS, plan.seconds))
                one.append(ours.burst(1, plan.seconds))
                apart.append(each.burst(WRITERS, plan.seconds))
                if theirs:
                    foreign.append(theirs.burst(WRITERS, plan.seconds))
                disk.append(disk_rate(server.data, plan.seconds))
            if theirs and theirs.server.stored() != sum(len(shot.accepted) for shot in theirs.every):
                table.remark(f"Isso answered 201 to {sum(len(s.accepted) for s in theirs.every):,} comments and has {theirs.server.stored():,}.")
        half = statistics.median(shot.rate() for shot in many) / 2
        calm = [ours.burst(4 * WRITERS, plan.seconds, half) for _ in range(plan.rounds)]
        rates = [shot.rate() for shot in many]
        name = f"durable comments, {WRITERS} writers"
        table.pair(name, "/s", rates, [s.rate() for s in apart], "one commit per comment", "higher")
        table.pair(name, "/s", rates, [s.rate() for s in one], "one writer", "higher")
        if foreign:
            table.pair(name, "/s", rates, [s.rate() for s in foreign], "Isso", "higher")
        table.pair(name, "/s", rates, disk, "write + fdatasync of the disk", "higher")
        for share in (0.5, 0.99):
            quantile = f"comment answered, p{share * 100:.0f}"
            full = [s.wait(share) for s in many]
            table.pair(f"{quantile}, {WRITERS} writers", "ms", full, [s.wait(share) for s in one], "one writer", "lower")
            table.pair(f"{quantile}, {half:.0f}/s, half of that", "ms", [s.wait(share) for s in calm], full, "full load", "lower")
        costs = [[s.cost() for s in shots] for shots in (many, one)]
        table.pair(f"comment accepted: server CPU, {WRITERS} writers", "ms", *costs, "one writer", "lower")
        busy = statistics.median(s.busy for s in many)
        if busy > 0.8:
            table.remark(f"The client was busy {busy:.0%} of the time with {WRITERS} writers: their rate is a lower bound.")
        try:
            syncs(plan, table, server, ours)
        except processes.Missing as missing:
            table.absent("syncs per accepted comment", str(missing))
        stored(table, server, ours)
        stored(table, unshared, each)
    try:
        on_postgres(plan, table)
    except processes.Missing as missing:
        table.absent(f"durable comments, {WRITERS} writers, PostgreSQL", str(missing))


def on_postgres(plan, table):
    """The same site on a durable PostgreSQL, which has the server's core too, against what one connection commits there."""
    with postgres(plan) as engine, paper(plan, "comments-postgres", {"COURANT_DATABASE": engine.url}) as server:
        writers = courant(plan, server)
        engine.commits(1)
        many, commits = [], []
        for _ in range(plan.rounds):
            many.append(writers.burst(WRITERS, plan.seconds))
            commits.append(engine.commits(plan.seconds))
        rates = [shot.rate() for shot in many]
        table.pair(f"durable comments, {WRITERS} writers, PostgreSQL", "/s", rates, commits, "commits of one connection", "higher")
        table.remark(f"On PostgreSQL the server itself took {statistics.median(s.cost() for s in many):.2f} ms of CPU per comment; PostgreSQL's own is not in that.")
        stored(table, server, writers)


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


def syncs(plan, table, server, writers):
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
        processes.end(tracer, signal.SIGINT)
        calls = [int(row.split()[3]) for row in report.read_text().splitlines() if re.search(r"sync\w*$", row)]
        into.append(sum(calls) / max(len(shot.accepted), 1))
    table.pair(f"syncs per accepted comment, {WRITERS} writers", "", ours, alone, "one writer", "lower")


def stored(table, server, writers):
    """Every accepted comment must come back from the API, once, and no other."""
    every = writers.every
    accepted = {remark for shot in every for remark in shot.accepted}
    promised = sum(len(shot.accepted) for shot in every)
    found, before = set(), ""
    while before is not None:
        answer = server.api("GET", "/api/comments?verdict=approved" + (f"&before={before}" if before else ""))
        found.update(row["id"] for row in answer["comments"])
        before = answer["next"]
    lost = len(accepted - found)
    text = f"Comments accepted by {server.data.name}: {promised:,}; found again through the API: {len(accepted & found):,}; lost: {lost}."
    refused = {}
    for shot in every:
        for status, count in shot.refused.items():
            refused[status] = refused.get(status, 0) + count
    if refused:
        text += " Refused: " + ", ".join(f"{count} with {status}" for status, count in sorted(refused.items())) + "."
    table.remark(text)
    if lost or promised != len(accepted):
        raise RuntimeError(text)
    # One more than were sent by the program: the one by which its author is known.
    if len(found) > writers.sent + 1:
        raise RuntimeError(f"{len(found)} comments are stored but only {writers.sent + 1} were sent")
