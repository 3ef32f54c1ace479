"""The way of a figure as a tree for the terminal, and as JSON for machines."""

import json
from datetime import date, datetime
from io import StringIO

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from assets.finished.trace import LineageStep, Trace
from models.words import lineage as sv

# Addresses and hashes are never broken: they are there to be copied.
_UNFOLDED = 20_000
# What of a row is told with the figure; JSON has all of it.
_SHOWN = ("value", "year", "target", "status", "coverage", "score", "rank", "n", "source_label")


def as_text(trace: Trace) -> str:
    """Return the tree. Each step is written out once; where it comes again it refers to the first."""
    seen: set[str] = set()
    tree = _tree(trace, trace.steps[trace.root], seen)
    report = sv.TRACE["report"].format(name=trace.report.name)
    tree.label = Text(f"{report}\n{tree.label}")
    out = StringIO()
    Console(file=out, width=_UNFOLDED).print(tree)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    if trace.also_in:
        lines.append(sv.TRACE["also_in"].format(names=", ".join(trace.also_in)))
    return "\n".join(lines) + "\n"


def _tree(trace: Trace, step: LineageStep, seen: set[str]) -> Tree:
    seen.add(step.lineage_id)
    tree = Tree(Text(_words(trace, step)))
    for child in trace.children(step):
        if child.lineage_id in seen:
            tree.add(Text(f"{sv.TRACE_KIND[child.kind]} {child.lineage_id} {sv.TRACE['above']}"))
        else:
            tree.children.append(_tree(trace, child, seen))
    return tree


def _words(trace: Trace, step: LineageStep) -> str:
    """Return what is told of a step, a line for each part."""
    lines = [f"{sv.TRACE_KIND[step.kind]} {step.lineage_id}  {step.label}"]
    if step.lineage_id == trace.root and trace.table is not None:
        facts = [f"{key} {trace.row[key]}" for key in _SHOWN if trace.row.get(key) is not None]
        lines.append(sv.TRACE["figure"].format(table=trace.table, facts=", ".join(facts)))
    if step.kind == "value":
        value = sv.TRACE["no_value"] if step.value is None else str(step.value)
        status = f" ({step.status})" if step.status else ""
        until = (
            sv.TRACE["known_to"].format(at=_time(step.known_to), by=step.closed_by)
            if step.known_to
            else sv.TRACE["still_known"]
        )
        lines.append(sv.TRACE["known"].format(value=f"{value}{status}", at=_time(step.at), until=until))
    if step.kind == "source_answer":
        lines.append(sv.TRACE["answer"].format(at=_time(step.at), size=step.size, origin=step.origin))
    if step.kind == "check":
        lines.append(f"  {step.status}")
    if step.sha256 is not None:
        state = f": {sv.TRACE_STATE[(step.kind, step.state)]}" if step.state is not None else ""
        lines.append(f"  SHA-256 {step.sha256}{state}")
    return "\n".join(lines)


def _time(at: datetime | None) -> str:
    return "–" if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def as_json(trace: Trace) -> str:
    """Return the way as one JSON object: the figure's row, and each step with its parents."""
    steps = [
        {key: _plain(value) for key, value in step.__dict__.items() if value is not None}
        for step in trace.steps.values()
    ]
    content = {
        "lineage_id": trace.root,
        "report": str(trace.report.name),
        "also_in": list(trace.also_in),
        "table": trace.table,
        "row": {key: _plain(value) for key, value in trace.row.items()},
        "whole": not trace.damaged,
        "damaged": [step.lineage_id for step in trace.damaged],
        "steps": steps,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else value
