"""Row: the page while 50 comments and 2 publications a second come, against itself in peace and against nginx. Its first
page of comments is full before, or it would grow meanwhile and be measured against a smaller one."""

import http.client
import random
import threading
import urllib.parse

import comments
import page
import processes
from paper import Pace, article, paper

COMMENTS, POSTS = 50, 2
# Threads on a page of comments.
FULL = 50


class Life(threading.Thread):
    """Comments of a known author on the measured page, and new posts, at their pace until told to end."""

    def __init__(self, server, permalink):
        super().__init__()
        self.server, self.permalink = server, permalink
        self.over = threading.Event()
        self.commented = self.published = 0
        self.pace = Pace(COMMENTS)
        self.chance = random.Random(5)
        self.connection = http.client.HTTPConnection(server.host, server.port, timeout=30)

    def comment(self):
        form = urllib.parse.urlencode({**comments.KNOWN, "body": f"Remark {self.commented} of {id(self)} on the ferry."})
        source = comments.own_address(10_000 + id(self) % 1_000_000 + self.commented)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": source}
        self.connection.request("POST", f"{self.permalink}/comments", form, headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 303 or "#comment-form" in answer.headers.get("Location", ""):
            raise RuntimeError(f"a comment was answered {answer.status} {answer.headers.get('Location')}")
        self.commented += 1

    def run(self):
        for turn in self.pace.turns():
            if self.over.is_set():
                return
            self.comment()
            if turn % (COMMENTS // POSTS) == 0:
                self.server.post(f"Notice {self.published} of {id(self)}", [26, 9], self.chance)
                self.published += 1


def measure(plan, table):
    """By turns: the page in peace, nginx's copy of it, the page while the site lives."""
    seconds = 1 if plan.quick else 4
    with paper(plan, "busy") as ours:
        path, _ = article(ours)
        comments.introduce(ours, path)
        before = Life(ours, path)
        for _ in range(FULL):
            before.comment()
        calm, lively, copies = ([], []), ([], []), ([], [])
        told, late = [], 0.0
        for _ in range(plan.rounds):
            bodies = page.settled(ours, path, {"identity": "identity", "gzip": "gzip"})
            nginx = page.Static(plan, {"page": bodies})
            life = Life(ours, path)
            for side, figures in (((nginx, "/page.html"), copies), ((ours, path), calm), ((ours, path), lively)):
                if figures is lively:
                    life.start()
                rate, _, worst = page.shot(plan, *side, 32, {"Accept-Encoding": "gzip"}, seconds=seconds)
                figures[0].append(rate)
                figures[1].append(worst)
            life.over.set()
            life.join()
            told.append((life.commented / seconds, life.published / seconds))
            late = max(late, life.pace.late)
            processes.end(nginx.child)
        table.pair("page while comments and posts come, 32 connections", "/s", lively[0], calm[0], "in peace", "higher")
        table.pair("page while comments and posts come: p99", "ms", lively[1], copies[1], "nginx in peace", "lower")
        rates = ", ".join(f"{c:.0f} comments and {p:.1f} posts" for c, p in told)
        table.remark(f"What came a second, by round: {rates}; at most {late:.2f} s late. All comments on the page that is measured.")
