"""The executive's supervision (uppsikt) of committees, joint committees and companies.

In the order of the model: premises and surroundings; vision, goals, indicators and assignments; finances and budget;
quality factors; internal control.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assets.followup.content import (
    Block,
    Cell,
    Page,
    Paragraph,
    Section,
    Table,
    column,
    judged,
    section,
    words,
)
from assets.followup.pictures.svg import statuses
from assets.followup.sections.goals import COUNT_COLUMNS, COUNTED, counts, method, surroundings, vision
from assets.followup.sections.money_and_staff import control, economy, management
from assets.followup.sections.work import inner, states
from assets.followup.view import OVERSIGHT, GoalView, ReportView, UnitView
from models.definitions.steering import Level
from models.tables.rows import AssignmentsRow
from models.words import numbers, sentences
from models.words.judgements import GOAL_KIND, STATUS, UNIT_LEVEL
from models.words.work import WORK_STATE


def oversight_page(view: ReportView) -> Page:
    """Return the page of the executive's supervision."""
    council = next(page for page in view.pages if page.unit.level is Level.COUNCIL)
    under = [page for page in view.pages if page.has_workbook and page is not council]
    made: list[Section | None] = [
        _summary(under),
        surroundings(view, council),
        vision(view),
        _goals("Mål och indikatorer", "mal", under, lambda g: g.goal.kind not in {"quality_factor", "financial_goal"}),
        _assignments(view, under),
        _goals("Finansiella mål", "finansiella-mal", [council, *under], lambda g: g.goal.kind == "financial_goal"),
        economy(view, council),
        management(view, council),
        _goals("Kvalitetsfaktorer", "kvalitetsfaktorer", under, lambda g: g.goal.kind == "quality_factor"),
        inner(view, council),
        control(view, council),
        method(view),
    ]
    return Page(OVERSIGHT, "Kommunstyrelsens uppsikt", [s for s in made if s is not None])


def _summary(under: Sequence[UnitView]) -> Section | None:
    rows = [
        [
            words(page.unit.title, link=f"{page.name}.html", note=UNIT_LEVEL[page.unit.level]),
            judged(page.status["status"]),
            *counts(page.status),
        ]
        for page in under
    ]
    bars = [(p.unit.title, {word: p.status[key] for key, word in COUNTED.items()}) for p in under]
    n = {word: sum(p.status["status"] == word for p in under) for word in STATUS}
    told = [f"{STATUS[word].lower()} för {k}" for word, k in n.items() if k]
    without = [p.unit.title for p in under if not p.goals]
    blocks: list[Block | None] = [
        Paragraph(
            f"Uppsikten omfattar {numbers.count(len(under), 'nämnd eller bolag', 'nämnder och bolag')}. Samlad bedömning: "
            f"{sentences.listed(told)}."
            if told
            else ""
        ),
        Paragraph(f"Utan inlagda mål: {sentences.listed(without)}.") if without else None,
        statuses("Målvärden efter bedömning, per nämnd och bolag", bars),
        Table(
            "Nämnder, gemensamma nämnder och bolag",
            [column("Enhet", 40), column("Bedömning", 18), *COUNT_COLUMNS],
            rows,
            sheet="Uppsikt",
        ),
    ]
    return section("i-korthet", "I korthet", blocks)


def _goals(title: str, anchor: str, under: Sequence[UnitView], chosen: Callable[[GoalView], bool]) -> Section | None:
    rows: list[list[Cell]] = []
    for page in under:
        for g in page.goals:
            if chosen(g):
                failing = [i.title for i in g.indicators if i.row["status"] == "not_met"]
                rows.append(
                    [
                        words(g.goal.title, note=GOAL_KIND[g.goal.kind], link=f"{page.name}.html#mal-{g.goal.id}"),
                        words(page.unit.title, note="" if g.unit.id == page.unit.id else g.unit.title),
                        words(g.goal.perspective),
                        judged(g.status["status"]),
                        words("; ".join(failing)),
                    ]
                )
    heads = [
        column("Mål", 44),
        column("Nämnd eller bolag", 34),
        column("Perspektiv", 16),
        column("Bedömning", 18),
        column("Ej uppfyllda indikatorer", 50),
    ]
    return section(anchor, title, [Table(f"{title} per nämnd och bolag", heads, rows, sheet=title)])


def _assignments(view: ReportView, under: Sequence[UnitView]) -> Section | None:
    rows: list[list[Cell]] = []
    told: list[Block | None] = []
    for page in under:
        given = [r for r in view.rows(AssignmentsRow) if r["unit_id"] in page.covers]
        items = sorted({r["item_id"]: r for r in given}.values(), key=lambda r: (r["planned_end"], r["item_id"]))
        if items:
            told.append(Paragraph(f"{page.unit.title}, {states(items, 'uppdrag', 'uppdrag')}"))
        rows += [
            [
                replace(words(r["title"]), lineage=r["lineage_id"]),
                words(page.unit.title),
                words(view.units[r["decided_by"]].title),
                words(numbers.day(r["planned_end"])),
                words(WORK_STATE[r["state"]]),
            ]
            for r in items
        ]
    heads = [
        column("Uppdrag", 50),
        column("Nämnd eller bolag", 34),
        column("Beslutat av", 24),
        column("Planerat klart", 14),
        column("Läge", 14),
    ]
    return section("uppdrag", "Uppdrag", [*told, Table("Uppdrag per nämnd, med läge", heads, rows, sheet="Uppdrag")])
