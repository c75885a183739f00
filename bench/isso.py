"""Isso, a comment server many put beside a static site, as its own documentation runs it, without its brakes."""

import contextlib
import http.client
import os
import pathlib
import socket
import sqlite3
import time

import processes

# No limit per reader, no mail, nothing held for a moderator: every comment is accepted, as on our side.
CONFIGURATION = """
[general]
dbpath = {database}
host = http://127.0.0.1:{port}/
notify = stdout
[server]
listen = http://127.0.0.1:{port}/
[guard]
enabled = false
[moderation]
enabled = false
"""


class Isso:
    """A running Isso, on the server's core. With gevent installed `isso run` serves with that, and so we have it."""

    def __init__(self, plan):
        program = os.environ.get("COURANT_BENCH_ISSO", "")
        if not pathlib.Path(program).is_file():
            raise processes.Missing("not measured: COURANT_BENCH_ISSO names no `isso`; `cargo xtask bench` installs it")
        self.database = plan.work / "isso.db"
        self.host, self.port = "127.0.0.1", free_port()
        settings = plan.work / "isso.cfg"
        settings.write_text(CONFIGURATION.format(database=self.database, port=self.port))
        self.log = open(plan.work / "isso.log", "w+")
        words = [program, "-c", settings, "run"]
        self.child = processes.start(words, plan.server_core, stdout=self.log, stderr=self.log)
        self._until_it_answers()

    def _until_it_answers(self):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                link = http.client.HTTPConnection(self.host, self.port, timeout=5)
                link.request("GET", "/latest?limit=1")
                link.getresponse().read()
                return
            time.sleep(0.1)
        self.log.seek(0)
        raise RuntimeError(f"Isso did not start: {self.log.read().strip()[-400:]}")

    def cpu(self):
        """CPU seconds so far."""
        return processes.cpu_seconds(self.child.pid)

    def stored(self):
        """How many comments it has kept."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return database.execute("SELECT count(*) FROM comments").fetchone()[0]


@contextlib.contextmanager
def isso(plan):
    """One that ends with the block."""
    made = Isso(plan)
    try:
        yield made
    finally:
        processes.end(made.child)
        made.log.close()


def free_port():
    """A port nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
