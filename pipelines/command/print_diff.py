"""What `styrtal diff` says on a terminal and to machines."""

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assets.finished.diff import Diff, changes
from assets.followup.lineage_pages.page import titles
from models.tables.check_header import checks
from models.tables.header import table, table_title
from models.words.changes import CAUSE, KIND_OF_CHANGE, SECTION, TARGET_FIELD, VALUE_CHANGE
from models.words.checks import CHECK_STATUS, SEVERITY
from models.words.judgements import COLOUR, GENDER, GROUP_KIND

SHOWN = {
    "figure_change": ("table_name", "figure", "column_name", "before", "after", "cause"),
    "scope_change": ("goal_id", "unit_id", "level", "status_before", "status_after"),
    "colour_change": ("indicator_id", "gender", "set_name", "colour_before", "colour_after", "cause"),
    "target_change": ("plan_version", "goal_id", "indicator_id", "gender", "field", "kind", "before", "after"),
    "definition_change": ("section", "id", "field", "kind", "before", "after"),
    "set_change": ("group_kind", "set_name", "kind", "members_in", "members_out"),
    "check_change": ("check_id", "subject", "severity", "status_before", "status_after"),
}
# All stand in the tables of the folder.
MAX_PRINTED = 50
STATUS = ("indicator_id", "goal_id", "gender", "status_before", "status_after", "cause", "value_before", "value_after")
VALUE = ("indicator_id", "year", "gender", "kind", "value_before", "value_after", "known_from_after")


def as_json(diff: Diff, folder: Path) -> str:
    """Return everything that changed as one line of JSON; other municipalities' values as counts only."""
    values = diff.tables["value_change"]
    others = values.filter(~pl.col("own"))["kind"].value_counts().sort("kind")
    content: dict[str, object] = {
        "before": str(diff.before.name),
        "after": str(diff.after.name),
        "folder": str(folder),
        "status_causes": diff.causes("status_change"),
        "colour_causes": diff.causes("colour_change"),
        "others_values": dict(others.iter_rows()),
        **{name: diff.tables[name].to_dicts() for name in changes() if name != "value_change"},
        "value_change": values.filter(pl.col("own")).to_dicts(),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}")


def print_diff(diff: Diff, folder: Path) -> None:
    """Print what changed as tables, and where the page is."""
    console = Console(soft_wrap=False)
    names = {**titles(diff.before.definitions), **titles(diff.after.definitions)}
    console.print(f"Från {diff.before.name} till {diff.after.name}", highlight=False)
    if diff.empty:
        console.print("Inget har ändrats.")
    else:
        _print_table(console, "status_change", names, diff.tables["status_change"].select(STATUS))
        _print_causes(console, diff, "status_change")
        for name, columns in SHOWN.items():
            frame = diff.tables[name].select(columns)
            _print_table(console, name, names, frame.head(MAX_PRINTED), frame.height)
            if name == "colour_change":
                _print_causes(console, diff, name)
        values = diff.tables["value_change"]
        _print_table(console, "value_change", names, values.filter(pl.col("own")).select(VALUE))
        if others := values.filter(~pl.col("own")).height:
            console.print(f"och {others} värden för andra kommuner, i tables/value_change.csv", highlight=False)
    console.print(f"Öppna {folder / 'index.html'}", soft_wrap=True, highlight=False)


def _print_causes(console: Console, diff: Diff, name: str) -> None:
    causes = diff.causes(name)
    if causes:
        counted = ", ".join(f"{n} {CAUSE[cause].lower()}" for cause, n in causes.items())
        console.print(f"Orsaker: {counted}; sammanlagt {sum(causes.values())}", highlight=False)


def _print_table(
    console: Console, name: str, names: Mapping[str, str], frame: pl.DataFrame, n: int | None = None
) -> None:
    if frame.is_empty():
        return
    titled = {column.name: column.title for column in table(name).columns}
    shown = Table(title=f"{table(name).title} ({n or frame.height})", title_justify="left", show_edge=False)
    for column in frame.columns:
        shown.add_column(titled[column], justify="right" if frame[column].dtype.is_numeric() else "left")
    for row in frame.iter_rows(named=True):
        shown.add_row(*(Text(_said(row, column, names)) for column in frame.columns))
    console.print(shown)


# The words of each column's codes; what is no code of it may be the id of something that has a title.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "cause": CAUSE, "gender": GENDER, "field": TARGET_FIELD, "kind": {**KIND_OF_CHANGE, **VALUE_CHANGE}, "section": SECTION,
    "group_kind": GROUP_KIND, "severity": SEVERITY, "colour_before": COLOUR, "colour_after": COLOUR,
}  # fmt: skip


def _said(row: Mapping[str, object], column: str, names: Mapping[str, str]) -> str:
    if row[column] is None:
        return "–"
    said = f"{row[column]}"
    words = _WORDS.get(column, names)
    if column == "table_name":
        words = {said: table_title(said)}
    elif column == "column_name":
        words = {each.name: each.title for each in table(str(row["table_name"])).columns if each.title}
    elif column == "check_id":
        words = {name: check.title for name, check in checks().items()}
    elif "check_id" in row and column.startswith("status"):
        words = CHECK_STATUS
    return " · ".join(words.get(part, part) for part in said.split(" · "))
