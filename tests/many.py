"""Made municipalities for the tests and benchmarks of many at once, and a run worker that does their work.

python -m tests.many KEY ...    makes these reports, one after another, with the settings of the environment
"""

import sys
from pathlib import Path
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from assets.definitions.of_run import RunDefinitions
from assets.playback.recording import Recording, Vintage
from assets.warehouse.place import warehouse_of
from assets.warehouse.store import reading
from assets.workplace import Workplace
from models.tables.header import tables
from tests.small import AREAS, Cell, catalogue, cells, definition, indicator, vintage, write

REPORT = "2024-12"
# What this machine's clock said; everything else is the same in every run.
VOLATILE = {"source_answer": ("fetched_at",)}


def municipality(number: int, *, shared: bool) -> dict[str, Any]:
    """A municipality with a KPI of its own, or one that all of them follow."""
    made = definition(indicators=[indicator(kpi_id=kpi(number, shared=shared))])
    profile = {
        **made["municipality"],
        "id": f"prov{number:02d}",
        "title": f"Prov {number}",
        "area_id": AREAS[number % len(AREAS)],
    }
    return {**made, "municipality": profile}


def kpi(number: int, *, shared: bool) -> str:
    return "N99001" if shared else f"N99{100 + number}"


def write_municipalities(folder: Path, count: int, *, shared: bool = False) -> list[str]:
    """Write municipalities in folders of their own; return the keys of their reports."""
    names: list[str] = []
    for number in range(count):
        made = municipality(number, shared=shared)
        names.append(made["municipality"]["id"])
        written = write(folder / "parts" / names[-1], made)
        folder.mkdir(parents=True, exist_ok=True)
        written.replace(folder / names[-1])
    return [f"{name}/{REPORT}" for name in names]


def recordings(count: int, *, shared: bool = False, years: int = 6) -> list[Recording]:
    """Two days of values: in the second some are revised, one is rounding noise, one is gone and one is new."""
    kpis = sorted({kpi(number, shared=shared) for number in range(count)})
    first: list[Cell] = []
    second: list[Cell] = []
    for k, kpi_id in enumerate(kpis):
        values = {2025 - y: [60.0 + (7 * i + 3 * y + k) % 37 for i in range(len(AREAS))] for y in range(1, years + 1)}
        first += cells(values, kpi=kpi_id) + cells(values, kpi=kpi_id, gender="K")
        later = {year: list(given) for year, given in values.items()}
        later[2024] = [value + 0.5 for value in later[2024]]
        later[2023][0] += 1e-6
        del later[2025 - years]
        later[2025] = [70.0 + k % 9]
        second += cells(later, kpi=kpi_id) + cells(values, kpi=kpi_id, gender="K")
    days: list[Vintage] = [vintage("2025-02-01", first), vintage("2025-03-20", second)]
    return [Recording(days, catalogue(kpis), at=at, origin="replay") for at in range(len(days))]


def contents(
    workplace: Workplace, name: str, without: dict[str, tuple[str, ...]] = VOLATILE
) -> dict[str, pl.DataFrame]:
    """Every table of the warehouse, all rows in order, less what the machine's clock said."""
    found: dict[str, pl.DataFrame] = {}
    with reading(warehouse_of(RunDefinitions(workplace), name)) as con:
        for table in tables("warehouse"):
            left = f" EXCLUDE ({', '.join(without[table])})" if table in without else ""
            frame = con.sql(f"SELECT *{left} FROM warehouse.{table} ORDER BY ALL").pl()
            # A file holds a column of few words as an ENUM, a lake as text.
            found[table] = frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return found


def assert_same(one: dict[str, pl.DataFrame], many: dict[str, pl.DataFrame]) -> None:
    """Hold two warehouses to be the same, row by row; none of these municipalities asks for units."""
    assert one.keys() == many.keys() == tables("warehouse").keys()
    for name, frame in one.items():
        assert frame.height > 0 or name in {"kolada_unit", "kolada_unit_value"}, name
        assert_frame_equal(frame, many[name], check_exact=True)


def make_reports(keys: list[str]) -> None:
    """Make reports as a run of Dagster does, in this process."""
    import dagster as dg

    from pipelines.definitions import build_definitions
    from pipelines.jobs import REPORT_JOB
    from pipelines.settings import Settings

    for key in keys:
        job = build_definitions(RunDefinitions(Settings().workplace()), [key]).resolve_job_def(REPORT_JOB)
        with dg.DagsterInstance.ephemeral() as instance:
            job.execute_in_process(instance=instance, partition_key=key)


if __name__ == "__main__":
    for line in sys.stdin:
        make_reports(line.split())
        sys.stdout.write("done\n")
        sys.stdout.flush()
