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
    ShownTable,
    column,
    judged,
    on_day,
    section,
    telling,
    words,
)
from assets.followup.pictures.svg import statuses
from assets.followup.sections.assignments_and_efficiency import inner, states
from assets.followup.sections.goals import (
    COUNTED,
    all_assessed,
    method,
    surroundings,
    unit_columns,
    unit_row,
    vision,
)
from assets.followup.sections.money_and_staff import control, economy, management
from assets.followup.sections.statements import oversight_statements
from assets.followup.view import OVERSIGHT, GoalView, ReportView, UnitView
from models.definitions.steering import Level
from models.tables.rows import AssignmentsRow
from models.words import goals as sv
from models.words import numbers
from models.words.own_names import goal_kind, in_own_words, unit_level
from models.words.sections import SECTION_TITLE
from models.words.work import WORK_STATE


def oversight_page(view: ReportView) -> Page:
    """Return the page of the executive's supervision."""
    council = next(page for page in view.pages if page.unit.level is Level.COUNCIL)
    under = [page for page in view.pages if page.has_workbook and page is not council]
    page_sections: list[Section | None] = [
        _summary(view, under),
        surroundings(view, council),
        vision(view),
        _goals(view, "mal", under, lambda g: g.goal.kind not in {"quality_factor", "financial_goal"}),
        _assignments(view, under),
        _goals(view, "finansiella-mal", [council, *under], lambda g: g.goal.kind == "financial_goal"),
        economy(view, council),
        management(view, council),
        _goals(view, "kvalitetsfaktorer", under, lambda g: g.goal.kind == "quality_factor"),
        inner(view, council),
        control(view, council),
        *oversight_statements(view),
        method(view),
    ]
    return Page(OVERSIGHT, in_own_words(sv.OVERSIGHT_TITLE, view.words), [s for s in page_sections if s is not None])


def _summary(view: ReportView, under: Sequence[UnitView]) -> Section | None:
    rows = [
        unit_row(
            view, page.status, words(page.unit.title, link=f"{page.name}.html", note=unit_level(view.words, page.unit))
        )
        for page in under
    ]
    bars = [(p.unit.title, {word: p.status[key] for key, word in COUNTED.items()}) for p in under]
    whole = [p.status["status"] for p in under if all_assessed(p.status)]
    n = {word: whole.count(word) for word in view.statuses}
    without = [p.unit.title for p in under if not p.goals]
    w = sv.SUPERVISED.in_own_words(view.words)
    blocks: list[Block | None] = [
        Paragraph(sv.supervised_in_short(len(under), n, len(under) - len(whole), view.words)),
        Paragraph(sv.WITHOUT_GOALS.format(units=numbers.listed(without))) if without else None,
        telling(
            statuses(
                in_own_words(sv.TARGETS_OF_ALL_BY_STATUS, view.words),
                bars,
                view.statuses,
                [page.status["lineage_id"] for page in under],
            ),
            "fact_unit fact_target",
            [page.unit.id for page in under],
        ),
        ShownTable(
            w.caption,
            unit_columns(view, column(w["unit"], 40), w["status"]),
            rows,
            w.sheet,
        ),
    ]
    return section("i-korthet", blocks)


def _goals(
    view: ReportView, anchor: str, under: Sequence[UnitView], chosen: Callable[[GoalView], bool]
) -> Section | None:
    rows: list[list[Cell]] = []
    for page in under:
        for g in page.goals:
            if chosen(g):
                failing = [i.title for i in g.indicators if i.row["status"] == "not_met"]
                rows.append(
                    [
                        words(
                            g.goal.title,
                            note=goal_kind(view.words, g.goal.kind),
                            link=f"{page.name}.html#mal-{g.goal.id}",
                        ),
                        words(page.unit.title, note="" if g.unit.id == page.unit.id else g.unit.title),
                        words(g.goal.perspective),
                        judged(view.statuses, g.status["status"]),
                        words("; ".join(failing)),
                    ]
                )
    w, title = sv.SUPERVISED_GOALS.in_own_words(view.words), in_own_words(SECTION_TITLE[anchor], view.words)
    heads = [
        column(w["goal"], 44), column(w["unit"], 34), column(w["perspective"], 16), column(w["status"], 18),
        column(w["not_met"], 50),
    ]  # fmt: skip
    caption = in_own_words(sv.PER_COMMITTEE, view.words, title=title)
    return section(anchor, [ShownTable(caption, heads, rows, sheet=title)], title)


def _assignments(view: ReportView, under: Sequence[UnitView]) -> Section | None:
    rows: list[list[Cell]] = []
    paragraphs: list[Block | None] = []
    for page in under:
        given = [r for r in view.rows(AssignmentsRow) if r["unit_id"] in page.covers]
        items = sorted({r["item_id"]: r for r in given}.values(), key=lambda r: (r["planned_end"], r["item_id"]))
        if items:
            paragraphs.append(Paragraph(f"{page.unit.title}, {states(items, 'assignment')}"))
        rows += [
            [
                replace(words(r["title"]), lineage=r["lineage_id"]),
                words(page.unit.title),
                words(view.units[r["decided_by"]].title),
                on_day(r["planned_end"]),
                words(WORK_STATE[r["state"]]),
            ]
            for r in items
        ]
    w = sv.SUPERVISED_ASSIGNMENTS.in_own_words(view.words)
    heads = [
        column(w["title"], 50), column(w["unit"], 34), column(w["decided_by"], 24), column(w["planned_end"]),
        column(w["state"]),
    ]  # fmt: skip
    return section("uppdrag", [*paragraphs, ShownTable(w.caption, heads, rows, w.sheet)])
