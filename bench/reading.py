"""Row 5: how faithfully pages are read, against the extraction crate alone, on corpora with the right answers.

A corpus is JSON lines {"id", "url", "html", "gold": {"text", "headline"?, "byline"?, "published"?}}, also gzipped.
Text is compared by runs of four words: precision and recall of each page, averaged, F1 of the averages, as the
public article extraction benchmark does. A headline is right when it is equal but for case and punctuation, a
byline when it is the same set of names, a date when it is the same day.
"""

import collections
import gzip
import json
import pathlib
import re
import unicodedata

import clips
import processes

SHARED = pathlib.Path(__file__).resolve().parent.parent.parent / "shared/corpora/extraction"
WORD = re.compile(r"\w+")


def measure(plan, table):
    """Both programs over each corpus there is."""
    if plan.quick and not plan.corpus:
        raise processes.Missing("not in a quick run: its figures are not of speed and stay what they are")
    theirs = plan.binary.parent / "examples/baseline"
    corpora = [pathlib.Path(plan.corpus)] if plan.corpus else sorted(SHARED.glob("*.jsonl.gz"))
    if not corpora or not theirs.exists():
        raise processes.Missing("needs corpora beside the project (shared/corpora/extraction) or --corpus, and the baseline built")
    for corpus in corpora:
        pages = [json.loads(line) for line in lines_of(corpus)]
        if not any("gold" in page for page in pages):
            table.absent(f"reading {corpus.name}", "this corpus has no right answers")
            continue
        asked = plan.work / "reading.jsonl"
        asked.write_text("".join(json.dumps({key: page[key] for key in ("id", "url", "html")}) + "\n" for page in pages), "utf-8")
        figures = []
        for words in ([plan.binary, "extract"], [theirs]):
            run = clips.run(plan, words, asked)
            answers = {answer["id"]: answer for answer in map(json.loads, open(plan.work / "clippings.jsonl", encoding="utf-8"))}
            figures.append(score(pages, answers) | {"pages per CPU-second": run.lines and len(pages) / run.cpu})
        name = corpus.name.split(".")[0]
        for key in figures[0]:
            better = "lower" if "invented" in key else "higher"
            ours, baseline = figures[0][key], figures[1].get(key)
            if ours is not None and baseline is not None:
                table.pair(f"{name}: {key}", "", [ours], [baseline], "trafilatura alone", better)


def score(pages, answers):
    """The figures of one program on one corpus; None where the corpus has nothing to compare."""
    precisions, recalls = [], []
    facts = collections.defaultdict(list)
    for page in pages:
        gold, answer = page.get("gold", {}), answers.get(page["id"], {})
        precision, recall = compare(gold.get("text", ""), answer.get("text") or "")
        precisions += [precision] if precision is not None else []
        recalls += [recall] if recall is not None else []
        for key, form in (("headline", folded), ("published", day), ("byline", names)):
            if key in gold:
                want, have = form(gold[key]), form(answer.get(key))
                facts[key if want else f"{key} invented"].append(bool(have) if not want else want == have)
    precision, recall = mean(precisions), mean(recalls)
    figures = {
        "text F1": 2 * precision * recall / (precision + recall) if precision and recall else 0.0,
        "text precision": precision,
        "text recall": recall,
    }
    return figures | {key: mean(values) for key, values in facts.items() if "invented" not in key or sum(values)}


def compare(gold, answer):
    """Precision and recall of one page's text."""
    want, have = runs(gold), runs(answer)
    both = sum((want & have).values())
    return (both / sum(have.values()) if have else None, both / sum(want.values()) if want else None)


def runs(text):
    words = WORD.findall(text)
    return collections.Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def folded(text):
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text or "").casefold()))


def names(line):
    """A list of names, or one line with commas and the like between them."""
    parts = line if isinstance(line, list) else re.split(r"[;,]", line or "")
    return {folded(part) for part in parts if folded(part)}


def day(text):
    found = re.match(r"\s*(\d{4}-\d\d-\d\d)", str(text or ""))
    return found and found.group(1)


def mean(values):
    return sum(values) / len(values) if values else 0.0


def lines_of(path):
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from (line for line in lines if line.strip())
