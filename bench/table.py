"""The table at the end: medians of rounds, ours beside the baseline, and the spread of their ratio."""

import statistics
import sys

HEAD = ("measured", "ours", "baseline", "ratio", "min..max", "better is")


class Table:
    """Rows as they come in."""

    def __init__(self):
        self.rows = []
        self.remarks = []

    def say(self, text):
        """Progress, on standard error: the table alone goes to standard output."""
        print(f"  {text}", file=sys.stderr, flush=True)

    def pair(self, name, unit, ours, baseline, against, better):
        """One row of figures taken by turns: ours[i] and baseline[i] belong to the same round."""
        ratios = [a / b for a, b in zip(ours, baseline) if b]
        if not ratios:
            return self.absent(name, "not measured: the baseline was too small to see; use longer shots")
        gap = " " if unit else ""
        row = (
            name,
            f"{figure(statistics.median(ours))} {unit}".strip(),
            f"{figure(statistics.median(baseline))}{gap}{unit} ({against})",
            f"**{statistics.median(ratios):.2f}**",
            f"{min(ratios):.2f}..{max(ratios):.2f}",
            better,
        )
        self.rows.append(row)
        self.say(" | ".join(row))

    def absent(self, name, why):
        """A row that could not be measured."""
        self.rows.append((name, why, "", "", "", ""))
        self.say(f"{name}: {why}")

    def remark(self, text):
        """A sentence under the table."""
        self.remarks.append(text)
        self.say(text)

    def markdown(self):
        """The whole."""
        lines = ["", line(HEAD), line("---" for _ in HEAD)]
        lines += [line(row) for row in self.rows]
        if self.remarks:
            lines += [""] + [f"- {remark}" for remark in self.remarks]
        return "\n".join(lines)


def line(cells):
    return "| " + " | ".join(cells) + " |"


def figure(value):
    """Three significant digits, no exponent."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
