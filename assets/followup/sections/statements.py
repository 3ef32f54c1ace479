"""What people have written that the steering model asks for, by the kinds that the municipality declares."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal

from assets.followup.content import Block, OwnWords, Paragraph, Section, section
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import StatementKind, Unit, period_end, subtree
from models.tables.rows import StatementsRow
from models.words import numbers
from models.words import profile as sv
from models.words.goals import goal_decided
from models.words.sentences import listed

Place = Literal["before_goals", "after_goals"]
PLACES: tuple[Place, ...] = ("before_goals", "after_goals")


def statement_sections(view: ReportView, unit: UnitView, place: Place) -> list[Section | None]:
    """Return the sections of a unit's page: its own statements, those of units below it without a page, and the council's view."""
    shown = {page.unit.id for page in view.pages}
    units = view.definitions.model.units
    hidden = {one for other in shown - {unit.unit.id} for one in subtree(units, other)}
    own = [one for one in subtree(units, unit.unit.id) if one == unit.unit.id or one not in hidden]
    council = unit.name == "council"
    return [
        _section(view, kind, own if "unit" in kind.pages else [], everyone=council and "council" in kind.pages)
        for kind in _kinds(view, place)
    ]


def oversight_statements(view: ReportView) -> list[Section | None]:
    """Return the sections of the executive's supervision: every unit's statements of the kinds that stand there."""
    return [
        _section(view, kind, [], everyone=True)
        for place in PLACES
        for kind in _kinds(view, place)
        if "oversight" in kind.pages
    ]


def texts_missing(view: ReportView, unit: Unit) -> tuple[int, list[str]]:
    """Return how many of the texts that the report asks a unit for are written in all their parts, and what is not."""
    lacking: list[str] = []
    asked = [kind for place in PLACES for kind in _kinds(view, place) if unit.level in kind.levels]
    for kind in asked:
        texts = [
            row["text"] for row in view.rows(StatementsRow) if row["kind"] == kind.id and row["unit_id"] == unit.id
        ]
        if None in texts or not texts:
            lacking.append((sv.TEXT_LACKS_PART if texts else sv.TEXT_LACKS).format(title=kind.title))
    return len(asked) - len(lacking), lacking


def _kinds(view: ReportView, place: Place) -> list[StatementKind]:
    model = view.definitions.model
    shown = model.texts_of(view.report)
    return [kind for kind in model.municipality.statements if kind.place == place and kind.id in shown]


def _section(view: ReportView, kind: StatementKind, units: Sequence[str], *, everyone: bool) -> Section | None:
    rows = [row for row in view.rows(StatementsRow) if row["kind"] == kind.id and (everyone or row["unit_id"] in units)]
    model = view.definitions.model
    titles = {one.id: one.title for one in (*model.activities, *model.assignments, *model.goals)} if rows else {}
    blocks: list[Block | None] = []
    for _, parts in groupby(rows, key=lambda row: row["statement_id"]):
        blocks += _statement(view, list(parts), titles)
    if view.planning is None:
        return section(f"text-{kind.id}", [], title=kind.title, folded=blocks)
    # A plan is made of its texts: they stand open, and one that is not written has its place.
    written = {row["unit_id"] for row in rows}
    for unit in view.definitions.model.units_on(period_end(view.report)):
        if unit.level in kind.levels and unit.id not in written and (everyone or unit.id in units):
            parts_asked = listed([part.title for part in kind.parts if part.required])
            blocks.append(OwnWords(unit.title, sv.TEXT_NOT_WRITTEN.format(parts=parts_asked)))
    return section(f"text-{kind.id}", blocks, title=kind.title)


def _statement(view: ReportView, parts: Sequence[StatementsRow], titles: Mapping[str, str]) -> list[Block]:
    first = parts[0]
    about = [view.units[first["unit_id"]].title, *([view.goals[first["goal_id"]].title] if first["goal_id"] else [])]
    days = [numbers.day(day) if day else "" for day in (first["decided_at"], first["valid_from"], first["valid_to"])]
    by = view.units[first["decided_by"]].title if first["decided_by"] else ""
    holds = goal_decided(by, first["decision"] or "", *days)
    leads_to = [titles[one] for one in (first["leads_to"] or "").split(",") if one in titles]
    return [
        OwnWords(sv.BY.format(what=", ".join(about), by=first["by"]), holds or sv.NOT_DECIDED),
        *(OwnWords(row["part_title"], row["text"] or sv.NOT_WRITTEN) for row in parts),
        Paragraph(sv.leads_to(leads_to) if leads_to else "", soft=True),
    ]
