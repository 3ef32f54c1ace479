"""What is withheld stays so: nothing of it can be told from all that is published together (measures.md §12).

One edition never tells it, since its report withholds what would. Several may: what one withholds another may have, or the
part of a sum that it lacks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

import polars as pl

from models.errors import BlockedError
from models.words.pictures import OWN_VALUE

Cell = tuple[str, ...]
_COUNTS = ("headcount", "fte")


def refuse_revealed(frames: Mapping[str, pl.DataFrame]) -> None:
    """Refuse tables of several editions from which a withheld cell can be told, and name the cell.

    Raises:
        BlockedError: there is such a cell.
    """
    found = sorted(set(chain(_of_staff(frames), _of_targets(frames), _of_charts(frames))))
    if found:
        listed = "\n".join(f"  {' · '.join(cell)}" for cell in found)
        raise BlockedError(
            "Det som undanhålls i en utgåva går att räkna ut ur alla utgåvor tillsammans:\n"
            f"{listed}\nPublicera i en ny mapp, utan den utgåva som visar det eller utan tabellen. Inget skrevs."
        )


def _of_targets(frames: Mapping[str, pl.DataFrame]) -> Iterator[Cell]:
    """Yield the measured values that one edition of a report withholds and another has."""
    frame = frames.get("fact_target")
    if frame is None:
        return
    cells = (
        frame.join(_reports(frames), on="report_key")
        .select("municipality_id", "report", "indicator_key", "unit_key", "gender", "reason", "value")
        .with_columns(pl.col("indicator_key", "unit_key").str.split("|").list.last())
    )
    by = ["municipality_id", "report", "indicator_key", "unit_key", "gender"]
    seen = cells.group_by(by).agg(
        withheld=(pl.col("reason") == "privacy").any(), known=pl.col("value").is_not_null().any()
    )
    for row in seen.filter("withheld", "known").select(by).rows():
        yield ("fact_target", *row)


def _of_charts(frames: Mapping[str, pl.DataFrame]) -> Iterator[Cell]:
    """Yield the own values of a year that a picture has of an indicator, and that some edition of that year withholds."""
    targets, charts = frames.get("fact_target"), frames.get("fact_chart")
    if targets is None or charts is None:
        return
    by = ["municipality_id", "indicator_key", "gender", "year", "unit_key"]
    reports = frames["dim_report"].select("report_key", "municipality_id", "year")
    parts = pl.col("indicator_key", "unit_key").str.split("|").list.last()
    withheld = targets.filter(pl.col("reason") == "privacy").join(reports, on="report_key").with_columns(parts)
    drawn = charts.filter(pl.col("series").str.starts_with(OWN_VALUE) & pl.col("value").is_not_null())
    seen = drawn.join(reports.drop("year"), on="report_key").with_columns(parts)
    # A picture of an indicator that is of several units, its own and its goal's, may be of either.
    either = withheld.join(seen, on=by[:4], how="semi").join(seen.select(by), on=by[:4], suffix="_drawn")
    told = either.filter(pl.col("unit_key_drawn").is_null() | (pl.col("unit_key_drawn") == pl.col("unit_key")))
    for row in told.select(pl.col(by).cast(pl.String)).unique().sort(by).rows():
        yield ("fact_chart", *row)


def _of_staff(frames: Mapping[str, pl.DataFrame]) -> Iterator[Cell]:
    frame = frames.get("fact_staff")
    if frame is None:
        return
    staff = (
        frame.join(_reports(frames), on="report_key")
        .join(frames["dim_unit"].select("unit_key", "unit_id", "parent_key"), on="unit_key", how="left")
        .with_columns(
            parent_id=pl.col("parent_key").str.split("|").list.last(), period=pl.col("period_key").cast(pl.String)
        )
    )
    for count in _COUNTS:
        known: set[Cell] = set()
        withheld: set[Cell] = set()
        sums: dict[Cell, set[Cell]] = defaultdict(set)
        rows = staff.select("municipality_id", "unit_id", "period", "gender", "parent_id", "withheld", count).rows()
        for municipality, unit, period, gender, parent, is_withheld, value in rows:
            cell = (municipality, unit, period, gender)
            if value is not None:
                known.add(cell)
            elif is_withheld:
                withheld.add(cell)
            if gender != "T":
                sums[municipality, unit, period, "T"].add(cell)
            if parent is not None:
                sums[municipality, parent, period, gender, "below"].add(cell)
        equations = [{(*key[:4],), *parts} for key, parts in sums.items()]
        for cell in _told(known, equations) & withheld:
            yield ("fact_staff", count, *cell)


def _told(known: Collection[Cell], equations: list[set[Cell]]) -> set[Cell]:
    """Return every cell that is known or follows from sums of which it is the only part that is not."""
    told = set(known)
    while True:
        more = {*chain.from_iterable(rest for each in equations if len(rest := each - told) == 1)}
        if not more:
            return told
        told |= more


def _reports(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return frames["dim_report"].select("report_key", "municipality_id", "report")
