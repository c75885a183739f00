"""Scores the reading of feeds against a corpus of small feeds that carry their expectations.

Each file of the corpus (feedparser's well-formed tests) has a comment with a Python expression about what
a reader should find. It is evaluated here over a view of what `clip::feed` understood.

    cargo build --release -p clip --example feeds
    python3 bench/feeds.py CORPUS_DIRECTORY_OR_TAR_GZ [--misses] [--reader target/release/examples/feeds]
"""

import argparse
import ast
import html
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

# Which field of an expectation asks for which of ours. All else is out of scope, see REASONS.
TEXTS = {
    "title": "title", "title_detail": "title",
    "subtitle": "dek", "subtitle_detail": "dek", "tagline": "dek", "tagline_detail": "dek",
    "description": "dek", "description_detail": "dek", "summary": "dek", "summary_detail": "dek",
    "content": "content",
}
DATES = {"published": "published", "updated": "modified", "created": "published", "issued": "published",
         "modified": "modified"}
REASONS = {
    "parts": "a part of a text that is not its value (media type, base, language label, mode): we keep one "
             "reading of a text, not how it was packed",
    "others": "another fact (categories, rights, generator, pictures, clouds, licences, podcasts, places, "
              "made-up elements, versions, HTTP headers)",
    "roles": "another person than an author (contributor, publisher, webmaster)",
    "links": "an attribute of a link that is neither address, relation nor media type",
    "drawings": "drawings and formulas inside a text: the sanitizer's matter, which leaves them out",
    "raw": "the constant true: nothing is expected but that the file can be read",
    "expired": "dates of expiry and validity",
}


class Words(HTMLParser):
    """The words of HTML and the addresses it names."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.addresses = [], []

    def handle_starttag(self, tag, attrs):
        self.text.append(" " if tag in ("p", "div", "br", "li", "blockquote") else "")
        self.addresses += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data):
        self.text.append(data)


def words(markup):
    parser = Words()
    parser.feed(markup)
    parser.close()
    return " ".join("".join(parser.text).split()), parser.addresses


class Text(str):
    """A text of ours: plain. Equal to an expectation with the same words once that is without markup, and,
    where we keep HTML, with the same addresses. An expectation may itself be plain text or HTML."""

    kept = None

    def __eq__(self, other):
        if other is None:
            return not self
        expected, addresses = words(other)
        if self.kept is not None:
            linked = [tidy(address) for address in words(self.kept)[1]]
            if any(tidy(address) not in linked for address in addresses):
                return False
        squeeze = lambda text: re.sub(r"\s", "", text)
        return squeeze(self) in map(squeeze, (expected, other, html.unescape(other)))

    __hash__ = str.__hash__


def text(plain, kept=None):
    made = Text(plain or "")
    made.kept = kept
    return made


def tidy(address):
    """Addresses are compared as browsers write them: percent-encoded, hosts in ASCII."""
    match = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*://)([^/?#]*)(.*)", address, re.S)
    if not match:
        return str(address)
    scheme, host, rest = match.groups()
    try:
        host = host.lower().encode("idna").decode()
    except UnicodeError:
        pass
    rest = "".join(c if ord(c) < 128 else "".join(f"%{b:02X}" for b in c.encode()) for c in rest)
    return scheme.lower() + host + (rest or "/")


class Address(str):
    def __eq__(self, other):
        return isinstance(other, str) and tidy(self) == tidy(other)

    __hash__ = str.__hash__


class Tag(str):
    """A language tag: case says nothing (RFC 5646, 2.1.1)."""

    def __eq__(self, other):
        return isinstance(other, str) and self.lower() == other.lower()

    __hash__ = str.__hash__


class Name(str):
    """An author on one line: the name, and the address if the expectation has one."""

    def __new__(cls, person):
        made = super().__new__(cls, person.get("name") or person.get("email") or "")
        made.person = person
        return made

    def __eq__(self, other):
        name, email = self.person.get("name"), self.person.get("email")
        both = f"{name} ({email})" if name and email else name or email
        return other in (both, name)

    __hash__ = str.__hash__


class Day(str):
    """A date: equal to a printed date of the same moment, or to its parts."""

    def moment(self):
        stamp = self if "T" in self else self + "T00:00:00Z"
        return datetime.fromisoformat(str(stamp).replace("Z", "+00:00"))

    def __eq__(self, other):
        if not self:
            return not other
        if isinstance(other, tuple):
            return self.moment().timetuple()[:6] == other[:6]
        for read in (lambda: datetime.fromisoformat(other.replace("Z", "+00:00")), lambda: parsedate_to_datetime(other)):
            try:
                wanted = read()
                if wanted.tzinfo is None:
                    wanted = wanted.replace(tzinfo=timezone.utc)
                return wanted == self.moment()
            except (ValueError, TypeError):
                continue
        return False

    __hash__ = str.__hash__


class View(dict):
    """A dictionary that also answers to attributes, as feedparser's do."""

    __getattr__ = dict.__getitem__

    def has_key(self, key):
        return bool(self.get(key))


class Link(View):
    def __eq__(self, other):
        return all(self.get(name) == value for name, value in other.items())


def person(said):
    return View(name=said.get("name"), email=said.get("email"), url=Address(said.get("address") or ""),
                href=Address(said.get("address") or ""))


def view(said, is_item):
    links = [Link(rel=l["rel"], href=Address(l["address"]), url=Address(l["address"]), type=l["media_type"]) for l in said.get("links", [])]
    summary = said.get("summary") if is_item else said.get("dek")
    kept = said.get("html") if is_item else None
    made = View(
        title=text(said.get("headline") if is_item else said.get("title")),
        id=said.get("id"), guid=said.get("id"),
        link=Address(said.get("address") or ""), href=Address(said.get("address") or ""),
        links=links,
        enclosures=[link for link in links if link.rel == "enclosure"],
        authors=[person(author) for author in said.get("authors", [])],
    )
    for name in ("summary", "description", "subtitle", "tagline"):
        made[name] = text(summary, kept)
        made[name + "_detail"] = View(value=made[name])
    made["title_detail"] = View(value=made["title"])
    if is_item:
        made["content"] = [View(value=text(words(kept)[0], kept), src=next((l.href for l in links if l.rel == "content"), None))]
    if said.get("language"):
        made["language"] = Tag(said["language"])
    if made["authors"]:
        made["author"] = Name(said["authors"][0])
        made["author_detail"] = made["authors"][0]
    for name, ours in DATES.items():
        made[name] = made[name + "_parsed"] = Day(said.get(ours) or "")
    if said.get("source"):
        made["source"] = view(said["source"], False)
    return made


def keys_of(expression):
    """The fields that an expression asks for."""
    keys = set()
    for node in ast.walk(ast.parse(expression, mode="eval")):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            keys.add(node.slice.value)
        if isinstance(node, ast.Attribute):
            keys.add(node.attr)
        if isinstance(node, ast.Dict):
            keys.update(key.value for key in node.keys)
        if isinstance(node, ast.Call):
            keys.update(argument.value for argument in node.args if isinstance(argument, ast.Constant))
    return {re.sub("_parsed$", "", key) for key in keys if isinstance(key, str)}


def scope(expression):
    """Whether an expectation is in scope; if not, the key of the reason."""
    if expression in ("1", ""):
        return "raw"
    keys = keys_of(expression)
    if "<svg" in expression or "<math" in expression:
        return "drawings"
    if keys & {"expired", "validity", "validity_start", "validity_end"}:
        return "expired"
    if keys & {"contributors", "publisher", "publisher_detail"}:
        return "roles"
    if keys & {"links", "enclosures"} and keys & {"hreflang", "length", "title"}:
        return "links"
    known = set(TEXTS) | set(DATES) | {"value", "id", "guid", "link", "links", "href", "rel", "enclosures", "author",
                                       "authors", "author_detail", "name", "email", "url", "language", "source", "src", "has_key"}
    texts = keys & {name for name in keys if name.endswith("_detail") or name == "content"}
    if keys & {"type", "base", "mode"} and texts or "language" in keys and texts:
        return "parts"
    if not keys or keys - known - ({"type"} if keys & {"links", "enclosures"} else set()):
        return "others"
    return None


def expectation(raw):
    for encoding in ("utf-8", "utf-16", "utf-32", "latin-1", "cp037"):
        try:
            found = re.search(r"Expect:[ \t]*(.*?)\s*(?:-->|\n)", raw.decode(encoding))
        except UnicodeError:
            continue
        if found:
            return re.sub(r"^not bozo( and )?", "", found.group(1).strip())
    return ""


def evaluate(expression, reading):
    head = view(reading, False)
    items = [view(item, True) for item in reading["items"]]
    tree = ast.parse(expression, mode="eval")
    allowed = (ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.Not, ast.UnaryOp, ast.USub, ast.Compare, ast.Eq,
               ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn, ast.Subscript, ast.Attribute, ast.Name, ast.Load,
               ast.Constant, ast.Tuple, ast.Dict, ast.List, ast.Call)
    if not all(isinstance(node, allowed) for node in ast.walk(tree)):
        raise ValueError("an expression of a kind that is not evaluated")
    names = {"feed": head, "entries": items, "len": len, "__builtins__": {}}
    return bool(eval(compile(tree, "expectation", "eval"), names))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("corpus", type=Path)
    options.add_argument("--reader", default="target/release/examples/feeds")
    options.add_argument("--misses", action="store_true", help="print every expectation that is not met")
    asked = options.parse_args()
    if not asked.corpus.exists():
        sys.exit(f"{asked.corpus} is not here: give the corpus, a directory or a .tar.gz of feedparser's well-formed tests")
    with tempfile.TemporaryDirectory() as place:
        directory = asked.corpus
        if directory.is_file():
            with tarfile.open(directory) as packed:
                packed.extractall(place, filter="data")
            directory = Path(place)
        files = sorted(path for path in directory.rglob("*") if path.is_file())
        run = subprocess.run([asked.reader], input="\n".join(map(str, files)), capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"the reader stopped with {run.returncode}: {run.stderr[-500:]}")
        answers = {line["file"]: line for line in map(json.loads, run.stdout.splitlines())}
        count(asked, files, answers, directory)


def count(asked, files, answers, directory):
    met, missed, outside, kinds = 0, [], Counter(), Counter()
    unread = [path for path in files if "reading" not in answers.get(str(path), {})]
    for path in files:
        expression = expectation(path.read_bytes())
        why = scope(expression)
        if why:
            outside[why] += 1
            continue
        answer = answers.get(str(path), {})
        name = str(path.relative_to(directory))
        try:
            good = "reading" in answer and evaluate(expression, answer["reading"])
            said = "" if good else "differs"
        except (KeyError, IndexError, AttributeError, TypeError, ValueError, SyntaxError) as error:
            good, said = False, f"{type(error).__name__}: {error}"
        if good:
            met += 1
        else:
            missed.append((name, expression, said, answer.get("error")))
    total = met + len(missed)
    print(f"{len(files)} files, {len(files) - len(unread)} read, {len(unread)} refused in words, none stopped the reader")
    for path in unread:
        print(f"  refused: {path.relative_to(directory)}: {answers.get(str(path), {}).get('error', 'no answer')}")
    print(f"{met} of {total} expectations on titles, links, dates, authors, content met: {100 * met / max(total, 1):.2f} %")
    for key, number in outside.most_common():
        print(f"  out of scope {number:4}: {REASONS[key]}")
    if asked.misses:
        for name, expression, said, error in missed:
            print(f"  missed {name}: {expression} ({error or said})")


if __name__ == "__main__":
    main()
