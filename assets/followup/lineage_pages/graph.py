"""The drawn graph of a figure's way, as inline SVG with a layout of its own: from the sources on the left to the report.

Many steps of one kind are drawn as one box with their number; the text under the drawing has them all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assets.finished.trace import KINDS, LineageStep, Trace

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 210, 50, 60, 14, 12
# More of a kind than this in one column become one box.
MAX_BOXES = {"figure": 8, "value": 8, "source_answer": 8, "definition": 6, "model": 3, "check": 3}
MAX_LETTERS = 27
# The columns of the drawing, by kind; figures stand by how far they are from the one that is traced.
COLUMN = {"source_answer": 0, "value": 1, "definition": 1, "model": 1, "check": 1}


@dataclass(frozen=True)
class Box:
    """A box of the drawing: a step, or several of one kind."""

    key: str
    kind: str
    column: int
    lines: tuple[str, str]
    href: str | None


def draw(
    trace: Trace, words: Callable[[LineageStep], str], kinds: Callable[[str, int], str], report: str, alternative: str
) -> str:
    """Return the SVG element. `words` says what stands in a step's box, `kinds` names so many of a kind."""
    depth = _depths(trace)
    columns = {key: _column(step, depth) for key, step in trace.steps.items()}
    last = max(columns.values())
    boxes, box_of = _boxes(trace, columns, words, kinds)
    boxes.append(Box("report", "report", last + 1, (report, str(trace.report.name)), None))
    edges = {(box_of[parent], box_of[key]) for key, step in trace.steps.items() for parent in step.parents}
    edges = {(start, end) for start, end in edges if start != end} | {(box_of[trace.root], "report")}
    placed = _place(boxes)
    height = max(y for _, y in placed.values()) + HEIGHT + MARGIN
    width = (last + 2) * (WIDTH + GAP_X) - GAP_X + 2 * MARGIN
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="graf-namn graf-text">',
        f'<title id="graf-namn">{escape(report)}: {escape(str(trace.report.name))}</title>',
        f'<desc id="graf-text">{escape(alternative)}</desc>',
    ]
    parts += [_edge(placed[start], placed[end]) for start, end in sorted(edges)]
    parts += [_drawn(box, *placed[box.key]) for box in boxes]
    return "\n".join([*parts, "</svg>"])


def _depths(trace: Trace) -> dict[str, int]:
    """Return for each figure the longest way down to it from the one that is traced; there are no cycles."""
    depth = {trace.root: 0}
    waiting = [trace.root]
    for key in waiting:
        for child in trace.children(trace.steps[key]):
            if child.kind == "figure" and depth.get(child.lineage_id, -1) < depth[key] + 1:
                depth[child.lineage_id] = depth[key] + 1
                waiting.append(child.lineage_id)
    return depth


def _column(step: LineageStep, depth: Mapping[str, int]) -> int:
    if step.kind == "figure":
        return 2 + max(depth.values()) - depth[step.lineage_id]
    return COLUMN[step.kind]


def _boxes(
    trace: Trace, columns: Mapping[str, int], words: Callable[[LineageStep], str], kinds: Callable[[str, int], str]
) -> tuple[list[Box], dict[str, str]]:
    groups: dict[tuple[int, str], list[LineageStep]] = {}
    for key, step in trace.steps.items():
        groups.setdefault((columns[key], step.kind), []).append(step)
    direct = set(trace.steps[trace.root].parents)
    boxes: list[Box] = []
    box_of: dict[str, str] = {}
    for (column, kind), steps in sorted(groups.items(), key=lambda item: (item[0][0], KINDS.index(item[0][1]))):
        if len(steps) > MAX_BOXES[kind]:
            key = f"{column}-{kind}"
            nearest = min(steps, key=lambda step: (step.lineage_id not in direct, step.label, step.lineage_id))
            named = (f"{kinds(kind, len(steps))} ({len(steps)})", f"{words(nearest)} …")
            boxes.append(Box(key, kind, column, named, f"#steg-{kind}"))
            box_of |= {step.lineage_id: key for step in steps}
            continue
        for step in sorted(steps, key=lambda step: (step.label, step.lineage_id)):
            key = step.lineage_id
            boxes.append(Box(key, kind, column, (kinds(kind, 1), words(step)), f"#{key}"))
            box_of[key] = key
    return boxes, box_of


def _place(boxes: Sequence[Box]) -> dict[str, tuple[int, int]]:
    """Return the upper left corner of each box: columns side by side, each centred on the tallest."""
    counts: dict[int, int] = {}
    for box in boxes:
        counts[box.column] = counts.get(box.column, 0) + 1
    tallest = max(counts.values())
    taken: dict[int, int] = {}
    placed: dict[str, tuple[int, int]] = {}
    for box in boxes:
        row = taken.get(box.column, 0)
        taken[box.column] = row + 1
        top = MARGIN + (tallest - counts[box.column]) * (HEIGHT + GAP_Y) // 2
        placed[box.key] = (MARGIN + box.column * (WIDTH + GAP_X), top + row * (HEIGHT + GAP_Y))
    return placed


def _edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + WIDTH, start[1] + HEIGHT // 2
    x2, y2 = end[0], end[1] + HEIGHT // 2
    if start[0] >= end[0]:
        # Within a column: out on the left side of both.
        x1, x2 = start[0], end[0]
        return f'<path class="edge" d="M{x1} {y1} C{x1 - 40} {y1} {x2 - 40} {y2} {x2} {y2}"/>'
    middle = (x1 + x2) // 2
    return f'<path class="edge" d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"/>'


def _drawn(box: Box, x: int, y: int) -> str:
    lines = [text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 1]}…" for text in box.lines]
    inner = (
        f'<rect class="{box.kind}" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
        f'<text x="{x + 10}" y="{y + 19}" class="kind">{escape(lines[0])}</text>'
        f'<text x="{x + 10}" y="{y + 38}">{escape(lines[1])}</text>'
    )
    return f'<a href="{box.href}">{inner}</a>' if box.href else inner
