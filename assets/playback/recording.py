"""Recorded Kolada data served as the v3 API on 127.0.0.1, with faults on request.

Values files are dated by their names and are successive downloads ("vintages"); one of them is served, and every
answer carries that day as its HTTP `Date` (docs/tables.md, the replay's clock and catalogue).

Recorded answers of the real API back the envelope, the data rows and the metadata rows. No recording exists for
the following, which is built on what clients say of the API: 422 for more than 25 ids or `per_page` above 5000,
the body of such an answer, `from_date` and `isdeleted`, 429 and `Retry-After`, and unit data (`/ou`, `/oudata`).
"""

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from assets.storage.run_sql import run
from models.errors import UsageError

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4})")
_UNITS = "ou_[0-9]*.parquet"
_KPI_GROUPS = "kpi_groups_[0-9]*.parquet"


@dataclass(frozen=True)
class Vintage:
    """One download: the day it was made, and its values (kpi, municipality or ou, period, gender, value, …)."""

    day: date
    values: pl.DataFrame


@dataclass(frozen=True)
class RecordedMetadata:
    """Metadata as frames with the v3 fields: KPIs, municipalities, groups with a row a member; units and sets of KPIs where recorded."""

    kpis: pl.DataFrame
    municipalities: pl.DataFrame
    groups: pl.DataFrame
    units: pl.DataFrame | None = None
    kpi_groups: pl.DataFrame | None = None


def read_vintages(files: Sequence[Path]) -> list[Vintage]:
    """Read values files (Parquet), oldest first.

    Raises:
        UsageError: a file is missing, is not Parquet with the columns needed, or has no date in its name.
    """
    vintages = [Vintage(_file_day(path), _read_values(path)) for path in files]
    return sorted(vintages, key=lambda vintage: vintage.day)


def read_metadata(folder: Path) -> RecordedMetadata:
    """Read the newest `kpi_*`, `municipality_*`, `municipality_groups_*` and, if there are any, `ou_*` and `kpi_groups_*` Parquet of a folder.

    Raises:
        UsageError: the folder lacks one of them.
    """
    groups = _read_groups(folder, "municipality_groups_[0-9]*.parquet")
    return RecordedMetadata(
        kpis=_read_parquet(_newest(folder, "kpi_[0-9]*.parquet")),
        municipalities=_read_parquet(_newest(folder, "municipality_[0-9]*.parquet")),
        groups=groups,
        units=_read_parquet(_newest(folder, _UNITS)) if list(folder.glob(_UNITS)) else None,
        kpi_groups=_read_groups(folder, _KPI_GROUPS) if list(folder.glob(_KPI_GROUPS)) else None,
    )


def _read_groups(folder: Path, pattern: str) -> pl.DataFrame:
    return _read_parquet(_newest(folder, pattern)).rename({"group_id": "id", "group_title": "title"})


def _newest(folder: Path, pattern: str) -> Path:
    files = sorted(folder.glob(pattern), key=_file_day)
    if not files:
        raise UsageError(f"{folder} har ingen {pattern}. Ange mappen med inspelade metadata.")
    return files[-1]


def _file_day(path: Path) -> date:
    match = _DATE.search(path.stem)
    if match is None:
        raise UsageError(f"{path.name} har inget datum i namnet. Ge den ett namn som values_2024-12-12.parquet.")
    text = match.group(1)
    try:
        return date.fromisoformat({4: f"{text}-12-31", 7: f"{text}-01", 10: text}[len(text)])
    except ValueError as error:
        raise UsageError(f"{path.name} har inget verkligt datum i namnet: {text}. Rätta namnet.") from error


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except FileNotFoundError as error:
        raise UsageError(f"{path} finns inte. Ange sökvägen till en inspelad Parquet-fil.") from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UsageError(f"{path} gick inte att läsa som Parquet. Ange en inspelad Parquet-fil.") from error


def _read_values(path: Path) -> pl.DataFrame:
    frame = _read_parquet(path)
    required = {"kpi", "period", "gender", "value", "status", "count"}
    missing = required - set(frame.columns)
    if missing or not {"municipality", "ou"} & set(frame.columns):
        raise UsageError(f"{path} saknar kolumnerna {', '.join(sorted(missing or {'municipality'}))}.")
    return frame


class Recording:
    """Vintages and a catalogue, answering questions as the v3 API would.

    `at` picks the vintage served (0 is the oldest, default the last). The catalogue is the metadata plus the served
    file's KPIs, less the KPIs that only earlier files have; a KPI that is in no metadata gets its id as title.
    """

    def __init__(self, vintages: Sequence[Vintage], catalogue: RecordedMetadata, *, at: int = -1, origin: str) -> None:
        if not vintages or not -len(vintages) <= at < len(vintages):
            raise UsageError(f"--at {at} finns inte: det finns {len(vintages)} filer med värden, räknade från 0.")
        self._vintages = list(vintages[: at % len(vintages) + 1])
        served = self._vintages[-1]
        self.day = served.day
        self.origin = f"{origin} {served.day.isoformat()}"
        self._con = duckdb.connect()
        self._lock = threading.Lock()
        self._kinds = {"data": "municipality", "oudata": "ou"}
        for kind, area in self._kinds.items():
            run(self._con, "make_rows", about={"answered_row": f"{kind}_row", "municipality": area})
            frame = served.values
            if area in frame.columns:
                frame = frame.filter(pl.col(area).is_not_null())
                self._con.register("served", frame)
                about = {"answered_row": f"{kind}_row", "served": "served", "municipality": area}
                run(self._con, "fill_rows", about=about)
        self._metadata = {
            "kpi": self._kpi_rows(catalogue.kpis, served.values),
            "municipality": catalogue.municipalities.sort("id").to_dicts(),
            "municipality_groups": _group_rows(catalogue.groups),
            "kpi_groups": [] if catalogue.kpi_groups is None else _group_rows(catalogue.kpi_groups),
            "ou": [] if catalogue.units is None else catalogue.units.sort("id").to_dicts(),
        }

    def _kpi_rows(self, kpis: pl.DataFrame, served: pl.DataFrame) -> list[dict[str, object]]:
        now = set(served["kpi"].unique())
        before = {kpi for vintage in self._vintages[:-1] for kpi in vintage.values["kpi"].unique()}
        rows = [row for row in kpis.to_dicts() if row["id"] in now or row["id"] not in before]
        kpi_ids = {row["id"] for row in rows}
        blank: Mapping[str, object] = dict.fromkeys(kpis.columns)
        divided = set(served.filter(pl.col("gender") != "T")["kpi"].unique())
        for kpi in sorted(now - kpi_ids):
            filled = {
                "id": kpi,
                "title": kpi,
                "is_divided_by_gender": kpi in divided,
                "municipality_type": "K",
            }
            rows.append({**blank, **filled})
        return sorted(rows, key=lambda row: str(row["id"]))

    def close(self) -> None:
        """Let go of the data; nothing can be asked any more."""
        with self._lock:
            self._con.close()

    def metadata(self, kind: str, ids: list[str], query: dict[str, str]) -> list[dict[str, object]] | None:
        """Return the rows of a metadata question, or None where there is no such kind."""
        rows = self._metadata.get(kind)
        if rows is None:
            return None
        if ids:
            rows = [row for row in rows if row["id"] in set(ids)]
        if "title" in query:
            title_part = query["title"].lower()
            rows = [row for row in rows if title_part in str(row["title"]).lower()]
        if "region_type" in query:
            rows = [row for row in rows if row.get("type") == query["region_type"]]
        return rows

    def data(
        self, kind: str, filters: dict[str, list[str]], since: date | None, page: int, per_page: int
    ) -> tuple[str, int, bool]:
        """Return a page of data rows as JSON text, how many there are on it, and whether more follow."""
        area = self._kinds[kind]
        asked = {"kpis": filters.get("kpi", []), "areas": filters.get(area, []), "years": filters.get("period", [])}
        with self._lock:
            table = self._changes_since(kind, since) if since else f"{kind}_row"
            about = {"answered_row": table, "municipality": area}
            rows = run(self._con, "answer_page", about=about, **asked, n=per_page + 1, passed=(page - 1) * per_page)
        texts = [str(row[0]) for row in rows[:per_page]]
        return ",".join(texts), len(texts), len(rows) > per_page

    def _changes_since(self, kind: str, since: date) -> str:
        """Return the table of what differs from the last vintage dated on or before `since`."""
        earlier = [vintage for vintage in self._vintages[:-1] if vintage.day <= since]
        area = self._kinds[kind]
        if self._vintages[-1].day <= since:
            earlier = self._vintages
        if not earlier or area not in earlier[-1].values.columns:
            return f"{kind}_row"
        base = earlier[-1]
        name = f"{kind}_since_{base.day:%Y%m%d}"
        tables = self._con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [name]).fetchall()
        if not tables[0][0]:
            self._con.register("earlier_value", base.values)
            self._con.register("later_value", self._vintages[-1].values)
            run(self._con, "changed_cells", about={"changed_cell": f"{name}_cell", "municipality": area})
            run(self._con, "make_rows", about={"answered_row": name, "municipality": area})
            about = {"answered_row": name, "served": f"{name}_cell", "municipality": area}
            run(self._con, "fill_rows", about=about)
        return name


def _group_rows(groups: pl.DataFrame) -> list[dict[str, object]]:
    members = pl.struct("member_id", "member_title").alias("members")
    return groups.group_by("id", "title", maintain_order=True).agg(members).sort("id").to_dicts()
