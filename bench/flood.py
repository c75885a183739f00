"""Row 7: what readers notice of 2,000 comments of strangers, 50 a second, each from a network of its own."""

import http.client
import itertools
import random
import statistics
import threading
import time
import urllib.parse

import comments
from paper import Pace, paper, settle

FLOOD = 2_000
RATE = 50


class Flood(threading.Thread):
    """Sends comments at its pace, whatever becomes of them."""

    def __init__(self, server, permalink, first, number):
        super().__init__()
        self.server, self.permalink = server, permalink
        self.first, self.number = first, number
        self.outcomes = {}
        self.pace = Pace(RATE)

    def run(self):
        for n in itertools.islice(self.pace.turns(), self.number):
            source = comments.own_address(self.first + n + 1)
            link = http.client.HTTPConnection(self.server.host, self.server.port, timeout=30, source_address=(source, 0))
            form = urllib.parse.urlencode({"name": f"Lamps {n}", "body": f"Cheap lamps, number {self.first + n}, https://lamps.example/{n}"})
            link.request("POST", f"{self.permalink}/comments", form, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = link.getresponse()
            answer.read()
            place = answer.headers.get("Location", "")
            outcome = {303: "shown" if "#comment-form" not in place else "held"}.get(answer.status, str(answer.status))
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
            link.close()


def read(server, paths, until):
    """Milliseconds of every page, asked for one after the other until `until` says so."""
    waits = []
    while not until():
        for path in paths:
            began = time.perf_counter()
            status, _, _ = server.ask("GET", path)
            waits.append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}")
    return sorted(waits)


def measure(plan, table):
    """By turns: pages read in peace, the same pages while the flood comes; then what it left behind."""
    with paper(plan, "flood") as server:
        permalink = server.post("What readers said about the ferry", [90] * 4, random.Random(3))
        settle(server)
        comments.introduce(server, permalink)
        paths = ["/", permalink]
        rounds, part = (2, 100) if plan.quick else (4, FLOOD // 4)
        calm, flooded, outcomes, late = [], [], {}, 0.0
        for turn in range(rounds):
            end = time.perf_counter() + part / RATE
            calm.append(read(server, paths, lambda: time.perf_counter() >= end))
            flood = Flood(server, permalink, 300 + turn * part, part)
            flood.start()
            flooded.append(read(server, paths, lambda: not flood.is_alive()))
            flood.join()
            late = max(late, flood.pace.late)
            for outcome, count in flood.outcomes.items():
                outcomes[outcome] = outcomes.get(outcome, 0) + count
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            at = lambda waits: waits[min(len(waits) - 1, int(len(waits) * share))]
            table.pair(f"page during a flood, {name}", "ms", [at(w) for w in flooded], [at(w) for w in calm], "in peace", "lower")
        form = urllib.parse.urlencode({**comments.KNOWN, "body": "What I honestly think."})
        status, headers, _ = server.ask("POST", f"{permalink}/comments", form, Content_Type="application/x-www-form-urlencoded")
        if status != 303 or "#comment-form" in headers.get("Location", ""):
            raise RuntimeError(f"an honest comment was answered {status} {headers.get('Location')}")
        times = []
        for _ in range(20):
            began = time.perf_counter()
            server.api("GET", "/api/comments?verdict=held")
            times.append((time.perf_counter() - began) * 1000)
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(outcomes.items()))
        table.remark(
            f"Of {rounds * part:,} comments of strangers at {RATE}/s: {told}; the sender was at most {late:.1f} s late. A known author's "
            f"comment in the midst of it was shown at once. A page of the queue afterwards: {statistics.median(times):.1f} ms."
        )
