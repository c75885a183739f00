"""Child processes: started on a core, measured by /proc, always ended."""

import atexit
import ctypes
import os
import shutil
import signal
import subprocess
import sys

TICK = os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1

_running = []


class Missing(Exception):
    """A tool that isn't there; the text says what to install."""


def tool(name, package=None):
    """The path of a program, looked for where Debian puts daemons too."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        raise Missing(f"not measured: install {package or name} (apt-get install {package or name})")
    return found


def cores():
    """A core for the server and one for the client; the same one twice if there is only one."""
    ours = sorted(os.sched_getaffinity(0))
    return ours[0], ours[-1]


def start(words, core, **more):
    """Starts a child of its own session on one core. It ends when we do, however we end."""
    prctl = ctypes.CDLL(None).prctl

    def prepare():
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        os.sched_setaffinity(0, {core})

    child = subprocess.Popen([str(w) for w in words], start_new_session=True, preexec_fn=prepare, **more)
    _running.append(child)
    return child


def end(child, how=signal.SIGTERM, patience=12):
    """Ends a child and what it started, and waits."""
    if child.poll() is None:
        _signal(child, how)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    _signal(child, signal.SIGKILL)
    child.wait()
    if child in _running:
        _running.remove(child)


def _signal(child, number):
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def end_all():
    """Ends every child that still runs."""
    for child in list(_running):
        end(child, patience=3)


def end_with_us():
    """Turns polite signals into an ordinary exit, so that everything is cleaned up."""
    atexit.register(end_all)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))


def cpu_seconds(root):
    """User and system time of a process with all its threads, and of its children that run."""
    total = 0
    for pid in _family(root):
        try:
            fields = _stat(pid)
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def peak_kib(pid):
    """The most memory a running process has held; 0 when it is gone."""
    with open(f"/proc/{pid}/status") as lines:
        return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _stat(pid):
    """The fields of /proc/PID/stat after the name, which may hold spaces."""
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()


def _family(root):
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parents[int(entry)] = int(_stat(entry)[1])
            except OSError:
                continue
    family = [root]
    for pid in family:
        family.extend(child for child, parent in parents.items() if parent == pid)
    return family
