"""The page of Agenda 2030: for each global goal, the goals that serve it and how its indicators stand, move and compare."""

from itertools import groupby

from assets.followup.content import (
    Cell,
    Page,
    Paragraph,
    Section,
    ShownTable,
    column,
    figure,
    judged,
    number_column,
    section,
    words,
    year_of,
)
from assets.followup.view import AGENDA, ReportView
from models.tables.rows import GlobalGoalsRow
from models.words import goals as sv
from models.words.judgements import GLOBAL_GOAL, TREND


def agenda_page(view: ReportView) -> Page | None:
    """Return the page; None where no goal or indicator names a global goal."""
    goals = list(view.goals)

    def place(row: GlobalGoalsRow) -> tuple[int, int, int]:
        """Goal by goal as they are defined, each before its indicators in their order."""
        goal, indicator = view.goals[row["goal_id"]], row["indicator_id"]
        order = [item.indicator for item in goal.indicators]
        return row["sdg"], goals.index(goal.id), -1 if indicator is None else order.index(indicator)

    rows = sorted(view.rows(GlobalGoalsRow), key=place)
    # What a goal's judgement is, is said once: where the first stands.
    first = next((row["sdg"] for row in rows if row["indicator_id"] is None), None)
    sections = [
        _global_goal(view, sdg, list(of_goal), explained=sdg == first)
        for sdg, of_goal in groupby(rows, key=lambda row: row["sdg"])
    ]
    return Page(AGENDA, sv.AGENDA_TITLE, [each for each in sections if each is not None]) if rows else None


def _global_goal(view: ReportView, sdg: int, rows: list[GlobalGoalsRow], *, explained: bool) -> Section | None:
    w, title = sv.AGENDA_SHOWN, sv.GLOBAL_GOAL_TITLE.format(sdg=sdg, title=GLOBAL_GOAL[sdg])
    heads = [
        column(w["what"], 50), column(w["unit"], 30), column(w["status"], 18), number_column(w["value"], 14), column(w["year"], 8),
        column(w["trend"], 24), column(w["place"], 16),
    ]  # fmt: skip
    shown = ShownTable(w.caption, heads, [_cells(view, row) for row in rows], sheet=sv.AGENDA_SHEET.format(sdg=sdg))
    said = Paragraph(sv.AGENDA_WEIGHED, soft=True) if explained else None
    return section(f"globalt-mal-{sdg}", [said, shown], title)


def _cells(view: ReportView, row: GlobalGoalsRow) -> list[Cell]:
    goal, lineage = view.goals[row["goal_id"]].title, row["lineage_id"]
    unit = words(view.units[row["unit_id"]].title)
    if row["indicator_id"] is None:
        return [
            words(goal),
            unit,
            judged(view.statuses, row["status"]),
            figure(None, 0, lineage=lineage),
            *[Cell()] * 3,
        ]
    indicator = view.indicators[row["indicator_id"]]
    place = sv.PLACE_OF.format(rank=row["rank"], n=row["n"]) if row["rank"] is not None else None
    low, high = row["rank_low"], row["rank_high"]
    between = sv.PROBABLY_BETWEEN.format(low=low, high=high) if low is not None and low != high else ""
    return [
        words(indicator.title, note=goal),
        unit,
        judged(view.statuses, row["status"]),
        figure(
            row["value"],
            indicator.decimals,
            lineage=lineage,
            note=indicator.unit_of_measure if row["value"] is not None else "",
        ),
        year_of(row["year"], indicator.measured_kind),
        words(TREND.get(row["trend"] or "")),
        words(place, note=between),
    ]
