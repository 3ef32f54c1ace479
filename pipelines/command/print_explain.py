"""What `styrtal explain` says on a terminal and to machines."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assets.finished.explain import Explanation
from assets.finished.open_finished import Side
from models.words.explanation import EXPLAIN_STEP
from models.words.lineage import TRACED


def as_text(side: Side, explanations: Sequence[Explanation]) -> str:
    """Return judgements as numbered steps for people."""
    parts: list[str] = []
    for explanation in explanations:
        lines = [f"{side.title} ({side.name})", explanation.title]
        lines += [f"{i}. {EXPLAIN_STEP[step.key]}: {step.text}" for i, step in enumerate(explanation.steps, start=1)]
        parts.append("\n".join([*lines, f"{TRACED}: {explanation.row['lineage_id']}"]))
    return "\n\n".join(parts) + "\n"


def as_json(side: Side, explanations: Sequence[Explanation]) -> dict[str, object]:
    """Return judgements with their steps' numbers, for machines."""
    key = ("goal_id", "indicator_id", "unit_id", "gender", "status", "lineage_id")
    judgements = [
        {
            **{name: explanation.row[name] for name in key},
            "title": explanation.title,
            "steps": [
                {"step": step.key, "text": step.text, **{name: _plain(value) for name, value in step.numbers.items()}}
                for step in explanation.steps
            ],
        }
        for explanation in explanations
    ]
    return {"report": str(side.name), "as_of": f"{side.as_of:%Y-%m-%dT%H:%M:%SZ}", "judgements": judgements}


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value
