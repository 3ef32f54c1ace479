"""The page of what Kolada has changed in what it had answered, and which judgements that moved."""

from collections import defaultdict

from assets.followup.content import (
    Cell,
    Page,
    Paragraph,
    ShownTable,
    column,
    figure,
    number_column,
    on_day,
    section,
    words,
)
from assets.followup.view import KOLADA_CHANGES, ReportView
from models.tables.rows import KoladaChangesRow
from models.words import kolada_changes as sv
from models.words import numbers


def kolada_changes_page(view: ReportView) -> Page | None:
    """Return the page; None where nothing that was answered has been changed."""
    rows = view.rows(KoladaChangesRow)
    if not rows:
        return None
    moved = _moved(view)
    w = sv.CHANGES
    heads = [
        column(w["kpi_id"], 40), column(w["change"], 34), column(w["first_seen"], 12), number_column(w["n_values"], 12),
        number_column(w["n_areas"], 12), column(w["years"], 12), number_column(w["own_before"], 14),
        number_column(w["own_after"], 14), column(w["moved"], 40),
    ]  # fmt: skip
    shown = ShownTable(w.caption, heads, [_cells(view, row, moved) for row in rows], sheet=w.sheet)
    told = section("andringar", [Paragraph(sv.WHAT, soft=True), shown], sv.SECTION)
    return Page(KOLADA_CHANGES, sv.TITLE, [told] if told is not None else [])


def _moved(view: ReportView) -> dict[str, list[str]]:
    """Return, by KPI, the judgements that a revision has moved since the report before."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in view.changes.statuses if view.changes is not None else ():
        indicator = view.indicators.get(row["indicator_id"])
        if row["cause"] == "revision" and indicator is not None and indicator.kpi_id is not None:
            before, after = (view.statuses.get(row[side] or "", "") for side in ("status_before", "status_after"))
            found[indicator.kpi_id].append(sv.MOVED.format(unit=row["unit"], before=before, after=after.lower()))
    return found


def _cells(view: ReportView, row: KoladaChangesRow, moved: dict[str, list[str]]) -> list[Cell]:
    years = "–".join(dict.fromkeys(f"{year}" for year in (row["first_year"], row["last_year"]) if year is not None))
    decimals = next((each.decimals for each in view.indicators.values() if each.kpi_id == row["kpi_id"]), 1)
    return [
        words(row["title"], note=row["kpi_id"]),
        words(sv.CHANGE[row["change"]], note=_how(row)),
        on_day(row["first_seen"]),
        figure(row["n_values"] or None, 0, lineage=row["lineage_id"]),
        figure(row["n_areas"] or None, 0, lineage=row["lineage_id"]),
        words(years),
        figure(
            row["own_before"],
            decimals,
            lineage=row["lineage_id"],
            note="" if row["own_year"] is None else f"{row['own_year']}",
        ),
        figure(row["own_after"], decimals, lineage=row["lineage_id"]),
        words("; ".join(moved.get(row["kpi_id"], []))),
    ]


def _how(row: KoladaChangesRow) -> str:
    if row["factor"] is not None:
        return sv.BY_FACTOR.format(factor=numbers.number(row["factor"], 1))
    return sv.BEFORE.format(title=row["title_before"]) if row["title_before"] is not None else ""
