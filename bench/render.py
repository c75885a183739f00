"""Row 2: the first render of a page after a verdict, against the same page from the cache."""

from page import CODINGS
from paper import article, paper, settle


def measure(plan, table):
    """CPU milliseconds of the server, by subtraction: (verdict and fetch) minus (verdict alone)."""
    with paper(plan, "render") as server:
        path, remarks = article(server)
        honest(server, path, remarks[3])
        for name, coding in list(CODINGS.items())[: 2 if plan.quick else None]:
            first, kept = [], []
            for _ in range(plan.rounds):
                both = spent(server, plan.renders, lambda n: (verdict(server, remarks[3], n), fetch(server, path, coding)))
                alone = spent(server, plan.renders, lambda n: verdict(server, remarks[3], n))
                fetch(server, path, coding)
                kept.append(spent(server, plan.renders * 20, lambda _: fetch(server, path, coding)))
                first.append(max(both - alone, 0.0))
            told = "no compression" if name == "identity" else f"compressed with {name}"
            table.pair(f"first render after a verdict, {told}: CPU", "ms", first, kept, "from cache", "lower")
        settle(server)


def spent(server, times, act):
    """CPU milliseconds of the server per call of `act`."""
    before = server.cpu()
    for number in range(times):
        act(number)
    return (server.cpu() - before) * 1000 / times


def verdict(server, remark, number):
    """Holds and approves by turns; an even number of calls leaves the comment approved."""
    word = "held" if number % 2 == 0 else "approved"
    server.api("POST", f"/api/comments/{remark}/verdicts", {"verdict": word, "reason": "measuring"})


def fetch(server, path, coding):
    status, _, body = server.ask("GET", path, Accept_Encoding=coding)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return body


def honest(server, path, remark):
    """A verdict must change the very next page, or nothing here means anything."""
    mark = f"comment-{remark}".encode()
    for number, expected in ((0, False), (1, True)):
        verdict(server, remark, number)
        if (mark in fetch(server, path, "identity")) != expected:
            raise RuntimeError("the page did not follow a verdict")
