"""The folder of published data: one file a table, to which each report and edition adds its rows, put in place whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from assets.finished.editions import editions
from assets.finished.open_finished import Side, open_side
from assets.finished.publish import publish
from assets.finished.tables import write_tables
from assets.publishing.charts import CHARTS, TABLE, charts_of, keep_files, lacks_own_series
from assets.publishing.describe import DESCRIBED, Terms, write_descriptions
from assets.publishing.report_star import star_of
from assets.publishing.secrecy import refuse_revealed
from assets.storage.report_folders import frozen_editions, parse_name
from assets.workplace import Workplace
from models.definitions.municipality import Municipality
from models.definitions.publishing import Publishing
from models.errors import BlockedError, UsageError
from models.tables.header import table, tables

_MARK = "datapackage.json"


@dataclass(frozen=True)
class Published:
    """What was published, or would be: the reports, the rows that each table then has, and what the decision leaves out."""

    folder: Path
    reports: tuple[str, ...]
    n_rows: Mapping[str, int]
    tables_left_out: tuple[str, ...]
    units_left_out: int
    without_own_series: tuple[str, ...]


def publish_reports(
    workplace: Workplace,
    model: Municipality,
    names: Sequence[str],
    folder: Path,
    *,
    csv: bool = False,
    dry_run: bool = False,
) -> Published:
    """Add reports to a folder of published data, in the place of what it has of them already.

    Args:
        workplace: where reports lie.
        model: the municipality as it is now, whose decision on what is published counts.
        names: its reports or editions; none for every frozen edition.
        folder: where the data lies, or will.
        csv: each table as CSV too.
        dry_run: write nothing.

    Raises:
        UsageError: nothing is decided, a report is not the municipality's or does not exist, or the folder holds other files.
        BlockedError: a report is a draft, or what is withheld could be told from all that would then be published.
        PlaceError: the folder could not be written.
    """
    decided = _decided(model)
    sides = _sides(workplace, model, names)
    before = _read(folder)
    others = set(before["dim_report"]["municipality_id"]) - {model.id} if before else set[str]()
    if others:
        raise UsageError(
            f"{folder} är en annan kommuns: {', '.join(sorted(others))}. Ange en mapp för varje kommun med --to."
        )
    # What others read as CSV they go on reading.
    csv = csv or any(folder.glob("fact_*.csv"))
    drawn = [charts_of(side, decided) for side in sides]
    files = {name: data for _, made in drawn for name, data in made.items()}
    stars = [star_of(side, decided.levels, rows) for side, (rows, _) in zip(sides, drawn, strict=True)]
    chosen = [name for name in tables("star") if name.startswith("dim_") or name in decided.tables]
    frames = {name: _merged(name, before.get(name), [star[name] for star in stars]) for name in chosen}
    frames["dim_report"] = _with_latest(frames["dim_report"])
    refuse_revealed(frames)
    if not dry_run:
        publish(folder, lambda new: _write(new, folder, frames, files, model, csv=csv))
    return Published(
        folder,
        tuple(str(side.name) for side in sides),
        {name: frame.height for name, frame in frames.items()},
        tuple(name for name in tables("star") if name not in chosen),
        sum(unit.level not in decided.levels for unit in model.units),
        tuple(str(side.name) for side in sides if TABLE in chosen and lacks_own_series(side)),
    )


def _decided(model: Municipality) -> Publishing:
    decided = model.municipality.publishing
    if decided is None:
        raise UsageError(
            f"{model.municipality.title} har inte beslutat vad som publiceras. Skriv det i municipality.yaml under "
            "municipality.publishing: vem som beslutat, när, vilka tabeller och vilka nivåer (docs/publishing.md)."
        )
    return decided


def _sides(workplace: Workplace, model: Municipality, names: Sequence[str]) -> list[Side]:
    chosen = names or [str(each.name) for each in frozen_editions(workplace.frozen(), model.id)]
    if not chosen:
        raise UsageError(
            f"{model.id} har ingen fryst rapport att publicera. Frys en (styrtal freeze), eller namnge en rapport."
        )
    named = [parse_name(name) for name in dict.fromkeys(chosen)]
    # As everywhere: without an edition, the newest one, where there is one.
    newest = [
        replace(name, edition=kept[-1].edition)
        if name.edition is None and (kept := editions(workplace.frozen(), name))
        else name
        for name in named
    ]
    sides = [open_side(workplace, str(name)) for name in dict.fromkeys(newest)]
    for side in sides:
        if side.name.municipality != model.id:
            raise UsageError(f"{side.name} är inte en rapport av {model.id}. Ange dess kommun med --municipality.")
        if side.draft:
            raise BlockedError(
                f"{side.name} är ett utkast, och utkast publiceras aldrig. Gör om rapporten när perioden är slut."
            )
    return sides


def _read(folder: Path) -> dict[str, pl.DataFrame]:
    """Return what the folder holds, by table.

    Raises:
        UsageError: it is no folder of published data, or cannot be read.
    """
    if not folder.exists():
        return {}
    if not folder.is_dir():
        raise UsageError(f"{folder} är en fil. Ange en mapp med --to.")
    ours = {*DESCRIBED, CHARTS, *(f"{name}.{ending}" for name in tables("star") for ending in ("parquet", "csv"))}
    other = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    if other or (any(folder.iterdir()) and not (folder / _MARK).is_file()):
        named = other[0] if other else folder.name
        raise UsageError(
            f"{folder} har annat än det som styrtal publicerar ({named}), och skulle ersättas. Ange en tom mapp med --to."
        )
    try:
        frames = {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
        files = frames[TABLE]["file"].unique().sort().to_list() if TABLE in frames else []
        for file in (folder / f"{name}.{ending}" for name in files for ending in ("svg", "csv")):
            file.stat()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UsageError(f"{folder} gick inte att läsa ({error}). Ta bort mappen och publicera igen.") from error
    return frames


def _merged(name: str, before: pl.DataFrame | None, new: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a table with new rows in the place of those of the same reports; what is of no report has the newest row."""
    key = list(table(name).key)
    columns = new[0].columns
    if "report_key" not in columns:
        return (
            pl.concat([*reversed(new), *([] if before is None else [before])], how="diagonal_relaxed")
            .unique(key, keep="first", maintain_order=True)
            .select(columns)
            .sort(key)
        )
    fresh = pl.concat(new)
    if before is None:
        return fresh.sort(key, nulls_last=False)
    kept = before.join(fresh.select("report_key").unique(), on="report_key", how="anti")
    return pl.concat([kept, fresh], how="diagonal_relaxed").select(columns).sort(key, nulls_last=False)


def _with_latest(reports: pl.DataFrame) -> pl.DataFrame:
    """Return the reports with what is the latest of each: its highest edition, or what is not frozen where there is none."""
    newest = pl.col("edition").fill_null(0)
    return reports.with_columns(latest=newest == newest.max().over("municipality_id", "report"))


def _write(
    folder: Path,
    place: Path,
    frames: Mapping[str, pl.DataFrame],
    files: Mapping[str, bytes],
    model: Municipality,
    *,
    csv: bool,
) -> None:
    write_tables(frames, folder, csv=csv)
    if TABLE in frames:
        keep_files(place, folder, files, set(frames[TABLE]["file"]))
    write_descriptions(folder, place, frames, Terms(_decided(model), csv, model.municipality.fictional))
