"""A PostgreSQL of our own, durable as it comes, on the disk that is measured; and how fast one connection commits there."""

import contextlib
import glob
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

import processes


class Postgres:
    """A running server, on the server's core."""

    def __init__(self, plan):
        folders = [*sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True), *os.environ.get("PATH", "").split(":")]
        wanted = ("initdb", "postgres", "pgbench", "psql")
        whole = (folder for folder in map(pathlib.Path, folders) if all((folder / name).exists() for name in wanted))
        self.programs = next(whole, None)
        if self.programs is None:
            raise processes.Missing("not measured: install postgresql (apt-get install postgresql)")
        # Root may not run it; then it is Debian's account that does, and its directories are that account's.
        self.prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="bench-postgres-", dir=plan.work.parent))
        self.sockets = pathlib.Path(tempfile.mkdtemp(prefix="bench-"))
        if self.prefix:
            for folder in (self.data, self.sockets):
                shutil.chown(folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "-D", self.data / "pg")
        words = [*self.prefix, self.programs / "postgres", "-D", self.data / "pg", "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.sockets}"]
        self.child = processes.start(words, plan.server_core, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        self._until_it_answers()
        self._sql("CREATE TABLE bare (id bigserial PRIMARY KEY, body text NOT NULL)")
        self._sql("CREATE DATABASE courant ENCODING 'UTF8' TEMPLATE template0")
        self.script = self.sockets / "one.sql"
        self.script.write_text("INSERT INTO bare (body) VALUES (repeat('x', 300));\n")
        self.script.chmod(0o644)
        self.core = plan.client_core

    @property
    def url(self):
        """The address of the site's database."""
        return f"postgres://postgres@{str(self.sockets).replace('/', '%2F')}/courant"

    def commits(self, seconds):
        """Rows of a comment's size that one connection commits in a second, one by one: a table, a key, nothing else."""
        words = [self.programs / "pgbench", "-h", self.sockets, "-U", "postgres", "-n", "-c", "1", "-j", "1", "-T", str(seconds), "-f", self.script, "postgres"]
        child = processes.start(words, self.core, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said, _ = child.communicate(timeout=seconds + 30)
        processes.end(child)
        found = re.search(r"tps = ([\d.]+)", said)
        if not found:
            raise RuntimeError(f"pgbench said {said.strip()[-200:]!r}")
        return float(found[1])

    def _run(self, program, *words):
        done = subprocess.run([str(w) for w in (*self.prefix, self.programs / program, *words)], capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()[-300:]}")

    def _sql(self, text):
        self._run("psql", "-h", self.sockets, "-U", "postgres", "-q", "-c", text, "postgres")

    def _until_it_answers(self):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(RuntimeError):
                return self._sql("SELECT 1")
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start")

    def close(self):
        """Ends it; nothing of it stays."""
        processes.end(self.child)
        for folder in (self.data, self.sockets):
            shutil.rmtree(folder, ignore_errors=True)


def postgres(plan):
    """One that ends with the block."""
    return contextlib.closing(Postgres(plan))
