"""The page for the auditors: what can be assessed, and what speaks for and against on the two questions of the law (§19)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assets.followup.content import (
    Block,
    Bullets,
    Cell,
    Page,
    Paragraph,
    Section,
    ShownTable,
    column,
    figure,
    judged,
    number_column,
    part,
    section,
    words,
)
from assets.followup.sections.changes import changed
from assets.followup.sections.fields import amount, yes
from assets.followup.sections.goals import method
from assets.followup.view import AUDIT, ReportView
from models.definitions.steering import Level
from models.tables.rows import AssessabilityRow, AssessabilitySummedRow, AuditQuestionsRow
from models.words import audit as sv
from models.words.money_and_staff import NOT_BALANCED
from models.words.own_names import in_own_words, standard_level

_ASKED = ("measurable", "has_target", "has_value", "has_forecast", "has_evidence", "assessable")
_COUNTED = ("n", "n_measurable", "n_target", "n_value", "n_forecast", "n_evidence", "n_assessable")


def audit_page(view: ReportView) -> Page:
    """Return the page."""
    council = next(page for page in view.pages if page.unit.level is Level.COUNCIL)
    items = view.rows(AssessabilityRow)
    parts: list[Section | None] = [
        _in_short(view),
        *(_question(view, question) for question in sv.QUESTION),
        _per_level(view),
        *(_items(view, kind, [row for row in items if row["kind"] == kind]) for kind in sv.KIND),
        changed(view, council),
        method(view),
    ]
    return Page(AUDIT, sv.AUDIT_TITLE, [each for each in parts if each is not None])


def _in_short(view: ReportView) -> Section | None:
    whole = [row for row in view.rows(AssessabilitySummedRow) if row["level"] is None]
    lines = [
        (sv.KIND[row["kind"]], sv.assessable_in_short(row["kind"], row["n_assessable"], row["n"]), f"#{row['kind']}")
        for row in whole
    ]
    for question, title in sv.SHEET.items():
        sides = [row["side"] for row in view.rows(AuditQuestionsRow) if row["question"] == question]
        if sides:
            told = sv.sides_in_short({side: sides.count(side) for side in sv.SIDE})
            lines.append((title, told, f"#{question}"))
    return section("i-korthet", [Paragraph(sv.NO_OPINION), Bullets(lines) if lines else None])


def _question(view: ReportView, question: str) -> Section | None:
    rows = [row for row in view.rows(AuditQuestionsRow) if row["question"] == question]
    w = sv.QUESTIONS_SHOWN.in_own_words(view.words)
    shown = w["coverage" if question == "goals" else "amount"]
    heads = [column(w["what"], 60), column(w["side"], 20), number_column(shown, 20), column(w["reason"], 40)]
    cells = [
        [words(_about(view, row)), words(sv.SIDE[row["side"]]), _shown(view, row), words(_reason(row["reason"]))]
        for row in rows
    ]
    sheet = sv.SHEET[question]
    return section(
        question, [ShownTable(w.caption, heads, cells, sheet)], in_own_words(sv.QUESTION[question], view.words)
    )


def _about(view: ReportView, row: AuditQuestionsRow) -> str:
    if row["part"] == "balance_requirement":
        return sv.BALANCE[view.annual]
    return sv.DEVIATION.format(unit=row["title"]) if row["part"] == "committee_deviation" else row["title"] or ""


def _shown(view: ReportView, row: AuditQuestionsRow) -> Cell:
    """Return a goal's coverage, or the amount that a row of the economy is about."""
    if row["question"] == "goals":
        return part(row["coverage"], lineage=row["lineage_id"])
    return replace(amount(view)(row["amount"]), lineage=row["lineage_id"])


def _reason(reason: str | None) -> str:
    return "" if reason is None else {**sv.LACKS, **NOT_BALANCED}.get(reason, sv.NO_FORECAST)


def _per_level(view: ReportView) -> Section | None:
    w = sv.SUMMED_SHOWN
    heads = [
        column(w["what"], 20), column(w["level"], 24), *(number_column(w[name], 12) for name in _COUNTED), number_column(w["coverage"], 12, w.notes["coverage"]),
    ]  # fmt: skip
    levels = [None, *(level.value for level in Level)]
    rows = sorted(
        view.rows(AssessabilitySummedRow), key=lambda row: ([*sv.KIND].index(row["kind"]), levels.index(row["level"]))
    )
    cells = [
        [
            words(sv.KIND[row["kind"]]),
            words(sv.ALL_LEVELS if row["level"] is None else standard_level(view.words, row["level"])),
            *(figure(row[name], 0, lineage=row["lineage_id"]) for name in _COUNTED),
            part(row["coverage"], lineage=row["lineage_id"]),
        ]
        for row in rows
    ]
    return section("tackning", [ShownTable(w.caption, heads, cells, w.sheet)])


def _items(view: ReportView, kind: str, rows: Sequence[AssessabilityRow]) -> Section | None:
    w = sv.ITEM_SHOWN[kind]
    asked = [name for name in _ASKED if any(_said(row, name) is not None for row in rows)]
    heads = [
        column(w["title"], 60), column(w["unit_id"], 34), *(column(w[name], 12) for name in asked), column(w["lacks"], 40),
        column(w["status"], 18), number_column(w["coverage"], 12),
    ]  # fmt: skip
    cells = [
        [
            words(row["title"]),
            words(view.units[row["unit_id"]].title if row["unit_id"] in view.units else row["unit_id"]),
            *(yes(_said(row, name)) for name in asked),
            words(sv.LACKS.get(row["lacks"] or "")),
            Cell() if row["status"] is None else judged(view.statuses, row["status"]),
            part(row["coverage"], lineage=row["lineage_id"]),
        ]
        for row in rows
    ]
    blocks: list[Block | None] = [ShownTable(w.caption, heads, cells, w.sheet)]
    return section(kind, blocks, sv.KIND[kind])


def _said(row: Mapping[str, object], name: str) -> bool | None:
    said = row[name]
    return said if isinstance(said, bool) else None
