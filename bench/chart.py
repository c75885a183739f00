"""A chart of what grows with a site, as SVG: the number of posts to the right, milliseconds upwards."""

import math

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 44, 56
# Told apart by colour and by dashes, on white and on black.
LOOKS = (("#0b6bcb", "#6cb6ff", ""), ("#c2410c", "#ff9d5c", "7 4"), ("#15803d", "#5fd38d", "2 4"), ("#7e22ce", "#cf9bff", "10 3 2 3"))
STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 16px; }
.small { fill: #57606a; font-size: 13px; }
.grid { stroke: #d0d7de; stroke-width: 1; }
.line { fill: none; stroke-width: 2.5; }
"""


def draw(lines):
    """The chart of lines: a name, and pairs of posts and milliseconds."""
    posts = [at for line in lines.values() for at, _ in line]
    low, high = math.log10(min(posts)), math.log10(max(posts))
    top, step = scale(max(value for line in lines.values() for _, value in line))
    x = lambda at: LEFT + (math.log10(at) - low) / ((high - low) or 1) * (WIDTH - LEFT - RIGHT)
    y = lambda value: HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)
    light = "".join(f".c{n} {{ stroke: {look[0]}; }} .f{n} {{ fill: {look[0]}; }}\n" for n, look in enumerate(LOOKS))
    dark = "".join(f".c{n} {{ stroke: {look[1]}; }} .f{n} {{ fill: {look[1]}; }}\n" for n, look in enumerate(LOOKS))
    night = f"text {{ fill: #e6edf3; }} .small {{ fill: #9da7b1; }} .grid {{ stroke: #3d444d; }}\n{dark}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d">',
        '<title id="t">What grows with a site</title>',
        f'<desc id="d">{told(lines)}</desc>',
        f"<style>{STYLE}{light}@media (prefers-color-scheme: dark) {{ {night} }}</style>",
        f'<text class="title" x="{LEFT}" y="24">Server CPU of one act, in milliseconds, by the size of the site</text>',
    ]
    value = 0.0
    while value <= top + step / 2:
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        parts.append(f'<text class="small" text-anchor="end" x="{LEFT - 8}" y="{y(value) + 4:.1f}">{value:g}</text>')
        value += step
    for power in range(math.ceil(low), math.floor(high) + 1):
        at = 10**power
        parts.append(f'<line class="grid" x1="{x(at):.1f}" x2="{x(at):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text class="small" text-anchor="middle" x="{x(at):.1f}" y="{HEIGHT - BOTTOM + 20}">{at:,}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text class="small" text-anchor="middle" x="{middle}" y="{HEIGHT - 12}">posts, each with ten comments in the mean</text>')
    ends = apart([(y(line[-1][1]), name) for name, line in lines.items()])
    for number, (name, line) in enumerate(lines.items()):
        dashes = f' stroke-dasharray="{LOOKS[number][2]}"' if LOOKS[number][2] else ""
        path = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in line)
        parts.append(f'<polyline class="line c{number}"{dashes} points="{path}"/>')
        parts += [f'<circle class="f{number}" cx="{x(at):.1f}" cy="{y(value):.1f}" r="3.5"/>' for at, value in line]
        parts.append(f'<text class="f{number}" x="{WIDTH - RIGHT + 12}" y="{ends[name] + 5:.1f}">{name} {line[-1][1]:.1f}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def scale(most):
    """A round end of the axis, and the step between its marks."""
    rough = most / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    return step * math.ceil(most * 1.05 / step), step


def apart(ends, least=19):
    """Heights of labels, moved so that none stands on another."""
    placed, last = {}, -math.inf
    for height, name in sorted(ends):
        last = max(height, last + least)
        placed[name] = last
    return placed


def told(lines):
    """The figures in words, for those who don't see it."""
    return "; ".join(f"{name}: " + ", ".join(f"{value:.2f} ms at {at:,} posts" for at, value in line) for name, line in lines.items())
