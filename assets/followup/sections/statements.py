"""What people have written that the steering model asks for, by the kinds that the municipality declares."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal

from assets.followup.content import Block, OwnWords, Paragraph, Section, section
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import StatementKind, subtree
from models.tables.rows import StatementsRow
from models.words import numbers
from models.words import profile as sv
from models.words.goals import goal_decided

Place = Literal["before_goals", "after_goals"]


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
    places: tuple[Place, ...] = ("before_goals", "after_goals")
    return [
        _section(view, kind, [], everyone=True)
        for place in places
        for kind in _kinds(view, place)
        if "oversight" in kind.pages
    ]


def _kinds(view: ReportView, place: Place) -> list[StatementKind]:
    month = int(view.report[5:])
    kinds = view.definitions.model.municipality.statements
    return [kind for kind in kinds if kind.place == place and (kind.months is None or month in kind.months)]


def _section(view: ReportView, kind: StatementKind, units: Sequence[str], *, everyone: bool) -> Section | None:
    rows = [row for row in view.rows(StatementsRow) if row["kind"] == kind.id and (everyone or row["unit_id"] in units)]
    model = view.definitions.model
    titles = {one.id: one.title for one in (*model.activities, *model.assignments, *model.goals)} if rows else {}
    blocks: list[Block | None] = []
    for _, parts in groupby(rows, key=lambda row: row["statement_id"]):
        blocks += _statement(view, list(parts), titles)
    return section(f"text-{kind.id}", [], title=kind.title, folded=blocks)


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
