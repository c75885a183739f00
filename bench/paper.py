"""A site to measure: a Courant server with posts and comments, made through its public doors alone."""

import contextlib
import http.client
import itertools
import json
import os
import random
import subprocess
import time
import urllib.parse

import processes

# A browser's, so that visits are counted: what is measured includes the counter.
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PASSWORD = "a password for measuring only"
# Seconds after which a kept connection is made anew.
IDLE = 4

WORDS = """
harbour lantern council bridge morning statement river season printer market engine teacher winter
window answer orchard figure station account voter meadow signal paper minister copper village reason
ferry island letter budget history carriage kitchen weather promise silence journey captain garden
between under after before without against through around because while where since although until
found built carried written opened closed measured counted repaired painted sold raised kept lost
slow bright narrow public quiet early common certain northern heavy open plain new other second
the a its their every some no this that one two seven of in on by for from with at and or but
""".split()


class Paper:
    """A running server and a way to talk to it."""

    def __init__(self, plan, folder, data=None, account="bench", settings=None):
        self.data = data or plan.work / folder
        courant, told = [plan.binary, "--data", self.data], {**os.environ, **(settings or {})}
        run([*courant, "account", "add", account, "--role", "owner", "--password-stdin"], PASSWORD + "\n", told)
        self.token = run([*courant, "token", "add", "--account", account], None, told).strip()
        self.log = open(plan.work / f"{folder}.log", "w+")
        words = [*courant, "serve", "--listen", "127.0.0.1:0"]
        self.called = time.perf_counter()
        self.child = processes.start(words, plan.server_core, stdout=subprocess.PIPE, stderr=self.log, text=True, env=told)
        self.host, self.port = self._address()
        self.connection, self.asked = http.client.HTTPConnection(self.host, self.port, timeout=30), time.monotonic()

    def _address(self):
        for line in self.child.stdout:
            if line.startswith("Courant serves http://"):
                host, _, port = line.strip().rpartition("/")[2].rpartition(":")
                return host, int(port)
        self.log.seek(0)
        raise RuntimeError(f"the server did not start: {self.log.read().strip()}")

    def ask(self, method, path, body=None, **headers):
        """One request on the kept connection; answers status, headers, bytes."""
        headers = {"User-Agent": AGENT, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if time.monotonic() - self.asked > IDLE:
            # A server lets go of a connection that says nothing for long.
            self.connection.close()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        self.asked = time.monotonic()
        return answer.status, answer.headers, answer.read()

    def api(self, method, path, value=None):
        """One API call that must succeed."""
        body = None if value is None else json.dumps(value)
        status, _, content = self.ask(
            method, path, body, Authorization=f"Bearer {self.token}", Content_Type="application/json"
        )
        if status >= 300:
            raise RuntimeError(f"{method} {path} answered {status}: {content[:300]!r}")
        return json.loads(content)

    def post(self, headline, paragraphs, chance):
        """Publishes a post that takes comments at once; answers its permalink."""
        body = "\n\n".join(prose(chance, words) for words in paragraphs)
        made = {
            "headline": headline, "dek": prose(chance, 14), "body": body, "format": "markdown", "language": "en",
            "byline": ["A. Measurer"], "labels": ["Measures", "Harbours"], "comments": "open", "publish": True,
        }
        return self.api("POST", "/api/posts", made)["permalink"]

    def comment(self, permalink, name, body, source):
        """One comment by the form, as if from another address; answers its id."""
        form = urllib.parse.urlencode({"name": name, "body": body})
        status, headers, content = self.ask(
            "POST", f"{permalink}/comments", form,
            Content_Type="application/x-www-form-urlencoded", X_Forwarded_For=source,
        )
        place = headers.get("Location", "")
        if status != 303 or "#comment-" not in place:
            raise RuntimeError(f"a comment was answered {status}: {content[:300]!r}")
        return place.rpartition("#comment-")[2].removeprefix("comment-")

    def cpu(self):
        """CPU seconds of the server so far."""
        return processes.cpu_seconds(self.child.pid)


    def close(self):
        """Ends it."""
        self.connection.close()
        processes.end(self.child)
        self.log.close()


class Pace:
    """Turns at a steady rate, whatever becomes of them. `late` is by how many seconds one was, at most."""

    def __init__(self, rate):
        self.rate = rate
        self.late = 0.0

    def turns(self):
        """The turns' numbers, each when it is due or as soon after as it is asked for."""
        began = time.perf_counter()
        for turn in itertools.count():
            wait = began + turn / self.rate - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            else:
                self.late = max(self.late, -wait)
            yield turn


def paper(plan, folder, environment=None):
    """A server that ends with the block; `environment` has what it is told besides."""
    return contextlib.closing(Paper(plan, folder, settings=environment))


def article(server):
    """The page most rows fetch: about 25 KB, 20 comments, 10 popular posts. Answers permalink, comment ids."""
    chance = random.Random(7)
    for number in range(11):
        server.post(f"Notice number {number} from the harbour office", [26, 9], chance)
    permalink = server.post("How the old ferry was measured", [54] * 5, chance)
    remarks = [
        server.comment(permalink, f"Reader {n}", prose(chance, 28) + "\n\n" + prose(chance, 9), f"10.0.0.{n + 1}")
        for n in range(20)
    ]
    settle(server)
    return permalink, remarks


def settle(server, quiet=0.5, patience=6.0):
    """Waits until the server's background work (ranking, search terms) has come to rest."""
    until = time.monotonic() + patience
    before = server.cpu()
    while time.monotonic() < until:
        time.sleep(quiet)
        now = server.cpu()
        if now - before < 0.02:
            return
        before = now


def prose(chance, words):
    """Sentences of a given number of words in all."""
    text = []
    while words > 0:
        length = min(words, chance.randint(7, 16))
        sentence = [chance.choice(WORDS) for _ in range(length)]
        text.append(" ".join(sentence).capitalize() + ".")
        words -= length
    return " ".join(text)


def run(words, typed=None, environment=None):
    """A short command that must succeed; answers what it printed."""
    done = subprocess.run([str(w) for w in words], input=typed, capture_output=True, text=True, timeout=60, env=environment)
    if done.returncode:
        raise RuntimeError(f"{words[0].name} {words[3]}: {done.stderr.strip()}")
    return done.stdout
