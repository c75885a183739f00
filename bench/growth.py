"""Rows: what grows with a site. The same work on sites of 1,000 posts and of very many, by turns: publishing, a comment, pages
that nobody has asked for yet, the lists of the desk, the start, the popular lists."""

import contextlib
import os
import pathlib
import random
import re
import statistics
import subprocess
import time
import urllib.parse
import uuid

import chart
import processes
import sites
from paper import PASSWORD, Paper, prose, settle

# Threads of the server that answer nobody.
BEHIND = ("worker-", "visits", "notices", "news")
DESK = {
    "posts": "/desk", "drafts": "/desk?standing=draft", "published": "/desk?standing=published", "comments held": "/desk/comments",
    "all comments": "/desk/comments?verdict=all", "spam": "/desk/comments?verdict=spam", "feeds": "/desk/feeds",
    "items of feeds": "/desk/feeds/items", "watch": "/desk/watch", "jobs": "/desk/jobs", "pictures, in a new post": "/desk/posts/new",
    "popular": "/desk/popular", "readers": "/desk/stats",
}


class Grown(Paper):
    """A server on a filled site."""

    def __init__(self, plan, table, posts, settings=None):
        self.posts, self.chance = posts, random.Random(posts)
        name = f"bench-{uuid.uuid4().hex[:8]}"
        super().__init__(plan, f"site-{posts}", data=sites.filled(plan, table, posts), account=name, settings=settings)
        self.cookie, self.name = None, name

    def threads(self):
        """Nanoseconds of CPU so far: of threads that answer, and of those behind them."""
        front = behind = 0
        for task in pathlib.Path(f"/proc/{self.child.pid}/task").iterdir():
            try:
                spent = int((task / "schedstat").read_text().split()[0])
                is_behind = (task / "comm").read_text().startswith(BEHIND)
            except OSError:
                continue
            front, behind = front + spent * (not is_behind), behind + spent * is_behind
        return front, behind

    def cost(self, act):
        """Milliseconds of an act: CPU of those who answer, CPU behind them until then, and until it was answered."""
        began, (front, behind) = time.perf_counter(), self.threads()
        act()
        waited = time.perf_counter() - began
        after = self.threads()
        return (after[0] - front) / 1e6, (after[1] - behind) / 1e6, waited * 1e3

    def get(self, path, **headers):
        """A page that must be there."""
        status, _, content = self.ask("GET", path, **headers)
        if status != 200:
            raise RuntimeError(f"{path} answered {status} on the site of {self.posts:,} posts")
        return content

    def publish(self):
        """A post comes out; its path."""
        words = prose(self.chance, 8).rstrip(".")
        made = {
            "headline": f"{words} {self.chance.randrange(10**9)}", "body": prose(self.chance, 150), "format": "markdown",
            "labels": ["label qwvvq", "Measures"], "comments": "open", "publish": True,
        }
        return self.api("POST", "/api/posts", made)["permalink"]

    def remark(self, permalink):
        """A stranger's comment."""
        source = ".".join(str(self.chance.randrange(1, 250)) for _ in range(4))
        self.comment(permalink, f"Reader {self.chance.randrange(10**6)}", prose(self.chance, 20), source)

    def some(self, count):
        """Paths of posts from all over the site, as the sitemap has them, none twice."""
        paths = lambda text: [urllib.parse.urlsplit(loc).path for loc in re.findall(r"<loc>([^<]+)</loc>", text)]
        found = paths(self.get("/sitemap.xml").decode())
        if any(path.startswith("/sitemap/") for path in found):
            files, found = [path for path in found if path != "/sitemap/pages.xml"], []
            self.chance.shuffle(files)
            for at, file in enumerate(files):
                # A dozen files are of all ages; of a small site they don't hold enough.
                if at >= 12 and len(found) >= count:
                    break
                found += paths(self.get(file).decode())
        found = [path for path in found if path != "/"]
        self.chance.shuffle(found)
        return found[:count]

    def sign_in(self):
        """From here on `desk` is somebody's."""
        form = urllib.parse.urlencode({"name": self.name, "password": PASSWORD})
        origin = f"http://{self.host}:{self.port}"
        status, headers, _ = self.ask("POST", "/sign-in", form, Content_Type="application/x-www-form-urlencoded", Origin=origin)
        if status != 303:
            raise RuntimeError(f"signing in was answered {status}")
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def desk(self, path):
        """A page of the desk."""
        return self.get(path, Cookie=self.cookie)


def grown(plan, table, posts, settings=None):
    """A server on a filled site that ends with the block."""
    return contextlib.closing(Grown(plan, table, posts, settings))


def measure(plan, table):
    """All of it."""
    sizes = sorted({1_000, plan.posts} | ({10_000, 100_000} if plan.posts > 100_000 else set()))
    memory(plan, table)
    starts(plan, table, 10_000 if plan.quick else 100_000)
    with contextlib.ExitStack() as stack:
        servers = {}
        for posts in sizes:
            servers[posts] = stack.enter_context(grown(plan, table, posts))
        for server in servers.values():
            settle(server, patience=30)
            server.sign_in()
        small, large = servers[sizes[0]], servers[sizes[-1]]
        costs = by_turns(plan, servers)
        against = f"at {small.posts:,} posts"
        for what, goal in (("publish", "1.0; at most 1.2"), ("comment", "1.0"), ("cold page", "1.0")):
            for at, kind in ((0, "CPU"), (2, "until answered")):
                ours, base = ([statistics.median(one[at] for one in turn) for turn in costs[what][site.posts]] for site in (large, small))
                table.pair(f"{what} at {large.posts:,} posts: {kind}", "ms", ours, base, against, goal)
        behind = lambda site: [statistics.mean(one[1] for one in turn) for turn in costs["publish"][site.posts]]
        table.pair(f"work behind publishing at {large.posts:,} posts: CPU", "ms", behind(large), behind(small), against, "lower")
        waits = sorted(one[2] for turn in costs["cold page"][large.posts] for one in turn)
        table.remark(f"Cold pages at {large.posts:,} posts, {len(waits)} of all ages: p50 {at_share(waits, 0.5):.2f} ms, p99 {at_share(waits, 0.99):.2f} ms (goal: 10).")
        desks(plan, table, large, small)
        renders(plan, table, large, small)
        lines = {what: [(posts, statistics.median(one[0] for turn in costs[what][posts] for one in turn)) for posts in sizes] for what in costs}
        drawn = plan.binary.parent / "growth.svg"
        drawn.write_text(chart.draw(lines))
        table.remark(f"The chart: {drawn}")
    scan(plan, table)
    ranking(plan, table)


def by_turns(plan, servers):
    """Milliseconds of each act, by what, posts and turn."""
    each = 10 if plan.quick else 20
    costs = {what: {posts: [] for posts in servers} for what in ("publish", "comment", "cold page", "desk list")}
    cold = {posts: iter(server.some(each * plan.rounds)) for posts, server in servers.items()}
    for turn in range(plan.rounds):
        for posts in list(servers) if turn % 2 == 0 else list(servers)[::-1]:
            server = servers[posts]
            made = []

            def publish():
                made.append(server.publish())

            def calmly(act):
                # What an act leaves behind, such as finding related posts, ends before the next one.
                cost, (_, before) = server.cost(act), server.threads()
                time.sleep(0.15)
                return cost[0], cost[1] + (server.threads()[1] - before) / 1e6, cost[2]

            costs["publish"][posts].append([calmly(publish) for _ in range(each)])
            costs["comment"][posts].append([server.cost(lambda: server.remark(made[at % len(made)])) for at in range(each)])
            costs["cold page"][posts].append([server.cost(lambda: server.get(next(cold[posts]))) for _ in range(each)])
            costs["desk list"][posts].append([server.cost(lambda: server.desk("/desk")) for _ in range(each)])
    return costs


def desks(plan, table, large, small):
    """Every list of the desk."""
    dearest, told, figures = 0, [], {}
    for name, path in DESK.items():
        for site in (large, small):
            site.desk(path)
            figures[site] = [site.cost(lambda: site.desk(path))[0] for _ in range(plan.rounds)]
        ours, base = statistics.median(figures[large]), statistics.median(figures[small])
        told.append(f"{name} {ours:.1f} ({base:.1f})")
        if name != "readers" and ours > dearest:
            dearest, row = ours, (name, figures[large], figures[small])
    table.pair(f"dearest list of the desk at {large.posts:,} posts ({row[0]}): CPU", "ms", row[1], row[2], f"at {small.posts:,} posts", "at most 20 ms")
    table.remark(f"The desk at {large.posts:,} posts, ms of CPU (at {small.posts:,}): {', '.join(told)}.")


def renders(plan, table, large, small):
    """The lists that readers see, each made once after a post has come out."""
    month = time.strftime("%Y-%m", time.gmtime())
    pages = {
        "front page": "/", "page far down": "/page/{deep}", "label": "/labels/label-qwvvq", "feed": "/feed.atom", "archive": "/archive",
        "sitemap": "/sitemap.xml", "sitemap of a month": f"/sitemap/{month}.xml", "search, a common word": "/search?q=ba",
        "search, two words": "/search?q=ba+lo",
    }
    told = []
    for name, path in pages.items():
        figures = {}
        for site in (large, small):
            figures[site] = []
            where = path.format(deep=max(2, site.posts // 25))
            for _ in range(min(plan.rounds, 3)):
                site.publish()
                try:
                    figures[site].append(site.cost(lambda: site.get(where))[0])
                except RuntimeError:
                    break
        show = lambda site: f"{statistics.median(figures[site]):.1f}" if figures[site] else "–"
        told.append(f"{name} {show(large)} ({show(small)})")
    table.remark(f"First renders at {large.posts:,} posts, ms of CPU (at {small.posts:,}): {', '.join(told)}.")


def starts(plan, table, posts):
    """From the call to the first page."""
    times = {posts: [], 1_000: []}
    for _ in range(plan.rounds):
        for size in times:
            sites.filled(plan, table, size)
            with grown(plan, table, size) as server:
                server.get("/")
                times[size].append((time.perf_counter() - server.called) * 1e3)
    table.pair(f"start to first page at {posts:,} posts", "ms", times[posts], times[1_000], "at 1,000 posts", "at most 50 ms")


def memory(plan, table):
    """What a server of 1,000 posts holds: idle, and after every page was asked for by 32 readers at once."""
    with grown(plan, table, 1_000) as server:
        server.get("/")
        settle(server, patience=20)
        idle = resident(server.child.pid)
        paths = server.some(1_000)
        words = [processes.tool("wrk"), "-t1", "-c32", f"-d{plan.seconds * 3}s", "-s", walk(plan, paths), f"http://{server.host}:{server.port}"]
        wrk = processes.start(words, plan.client_core, stdout=subprocess.DEVNULL)
        wrk.wait(plan.seconds * 3 + 30)
        table.remark(
            f"Memory at 1,000 posts: {idle / 1024:.0f} MiB idle after the first page (goal: 30), at most {processes.peak_kib(server.child.pid) / 1024:.0f} MiB "
            f"while 32 connections asked for all {len(paths):,} pages (goal: 100), {resident(server.child.pid) / 1024:.0f} MiB afterwards."
        )


def walk(plan, paths):
    """A script for wrk that asks for one path after the other."""
    script = plan.work / "walk.lua"
    listed = ",\n".join(f'"{path}"' for path in paths)
    script.write_text(f"local paths = {{{listed}}}\nlocal at = 0\nrequest = function()\n  at = at % #paths + 1\n  return wrk.format('GET', paths[at])\nend\n")
    return script


def scan(plan, table):
    """A robot walks through posts whose pages are many times what the cache may hold."""
    count = 400 if plan.quick else 3_000
    with grown(plan, table, plan.posts, settings={"COURANT_CACHE_MIB": "8"}) as server:
        settle(server, patience=20)
        paths = server.some(count)
        first = server.cost(lambda: server.get("/"))[0]
        for _ in range(20):
            server.get("/")
        hits, size = [], 0
        for at, path in enumerate(paths):
            size += len(server.get(path))
            if at % 20 == 19:
                hits.append(server.cost(lambda: server.get("/"))[0])
        made = sum(1 for one in hits if one > first / 3)
        table.remark(
            f"A robot's walk through {len(paths):,} posts ({size / 2**20:.0f} MiB of pages, a cache of 8 MiB): the front page, asked for after every "
            f"20th, was made anew {made} times of {len(hits)}."
        )


def ranking(plan, table):
    """The popular lists made anew, by the example that fills a site for it."""
    program = plan.binary.parent / "examples" / "ranking"
    if not program.exists():
        raise processes.Missing("not measured: cargo build --release -p desk --examples")
    posts, visits = (10_000, 500_000) if plan.quick else (100_000, 10_000_000)
    quiet = {name: value for name, value in os.environ.items() if name != "COURANT_TEST_POSTGRES"}
    said = subprocess.run([program, str(posts), str(visits)], check=True, capture_output=True, text=True, env=quiet).stdout
    line = next(line for line in said.splitlines() if line.startswith("a ranking"))
    table.remark(f"Popular lists, {posts:,} posts and {visits:,} visits of a month: {line} (goal: 100 ms).")


def resident(pid):
    """KiB that a process holds now."""
    with open(f"/proc/{pid}/status") as lines:
        return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def at_share(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
