"""The municipality's own sources, read and put beside its definitions: rows by table, and what is wrong with them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from assets.definitions.money_rows import spread
from assets.definitions.read_yaml import Definitions
from assets.own_files.cell_faults import CellFault
from assets.own_files.file_store import FileStore
from assets.own_files.ledger import turned
from assets.own_files.read_source import SourceReading, read_source
from models.definitions.faults_of_work import POLITICAL
from models.definitions.municipality import Municipality, step_rank
from models.definitions.own_files import Known, KnownUnit
from models.definitions.steering import period_end
from models.definitions.work import REASONS
from models.words import numbers
from models.words.checks import CHECK_FAILED, CHECK_PASSED
from models.words.judgements import OWN_SOURCE_EXAMPLE, OWN_SOURCE_NAMED

Row = dict[str, Any]
WORK = {"activities": "activity", "assignments": "assignment"}


@dataclass(frozen=True)
class OwnSources:
    """What a municipality's own sources held, in the order of their definitions."""

    readings: tuple[SourceReading, ...]

    @property
    def faults(self) -> list[CellFault]:
        """Everything that is wrong, in every file."""
        return [fault for reading in self.readings for fault in reading.faults]

    @property
    def sha256(self) -> str:
        """Return one hash of the bytes of every file that was read, by its source and name."""
        read = sorted((one.source.id, file.name, file.sha256) for one in self.readings for file in one.files)
        return hashlib.sha256("\n".join(" ".join(each) for each in read).encode()).hexdigest()

    def of_kind(self, kind: str) -> list[SourceReading]:
        """Return the readings of the sources of a kind."""
        return [reading for reading in self.readings if reading.source.kind == kind]

    def ledger(self) -> pl.DataFrame | None:
        """Return the ledger's rows; None where there is no ledger, or where a row of it could not be read.

        What a row that cannot be read was booked on is not known, so no sum can be trusted without it.
        """
        readings = self.of_kind("ledger")
        if not readings or any(reading.faults for reading in readings):
            return None
        return pl.concat([reading.frame for reading in readings])


def known_ids(model: Municipality) -> Known:
    """Return the ids that the municipality's files may name."""
    return Known(
        units={
            unit.id: KnownUnit(unit.title, unit.valid_from, unit.valid_to, unit.level in POLITICAL)
            for unit in model.units
        },
        indicators={item.id: tuple(item.steps or ()) for item in model.indicators if item.kpi_id is None},
        goals=frozenset(goal.id for goal in model.goals),
    )


def read_own(folder: Path, definitions: Definitions, store: FileStore | None = None) -> OwnSources:
    """Read every source of a municipality; keep the files' bytes where a store is given.

    Raises:
        PlaceError: the store could not be written.
    """
    known = known_ids(definitions.model)
    at = datetime.now(tz=UTC) if store is not None else None
    return OwnSources(
        tuple(read_source(folder, source, known, store=store, at=at) for source in definitions.model.sources)
    )


def own_rows(own: OwnSources, definitions: Definitions, report: str) -> dict[str, list[Row]]:
    """Return the sources' rows for the tables in `models/sql/definitions`, for one report."""
    model = definitions.model
    last_day = period_end(report)
    ledger = own.ledger()
    given: dict[str, list[Row]] = {
        "measurement": [row for reading in own.of_kind("measurements") for row in _measurements(reading, model)],
        "booked": [] if ledger is None else turned(ledger, model.municipality.accounts, last_day.year).to_dicts(),
        "frame": _frames(own, last_day),
        "budget_forecast": [
            {key: row[key] for key in ("unit_id", "kind", "month", "amount", "measure")}
            for row in _rows(own, "budget_forecast")
            if row["year"] == last_day.year
        ],
        "staff_month": [
            {key: value for key, value in row.items() if key not in {"file", "sheet", "row"}}
            for row in _rows(own, "staff")
        ],
        "work_item": [],
        "work_goal": [],
        "own_file": _files(own, model),
    }
    for kind, item_kind in WORK.items():
        for row in _rows(own, kind):
            item_id = row[f"{item_kind}_id"]
            given["work_item"].append(_work_item(item_kind, item_id, row))
            if row["goal_id"] is not None:
                given["work_goal"].append({"item_kind": item_kind, "item_id": item_id, "goal_id": row["goal_id"]})
    return given


def _rows(own: OwnSources, kind: str) -> list[Row]:
    return [row for reading in own.of_kind(kind) for row in reading.frame.to_dicts()]


def place_of(row: Row) -> str:
    """Return where a row came from: file, sheet and row."""
    sheet = f" {row['sheet']}" if row["sheet"] else ""
    return f"{row['file']}{sheet}:{row['row']}"


def source_label(reading: SourceReading, model: Municipality) -> str:
    """Return how a local source must be named (docs/measures.md §12)."""
    return OWN_SOURCE_EXAMPLE if model.municipality.fictional else OWN_SOURCE_NAMED.format(title=reading.source.title)


def _measurements(reading: SourceReading, model: Municipality) -> list[Row]:
    indicators = {indicator.id: indicator for indicator in model.indicators}
    shas = {file.name: file.sha256 for file in reading.files}
    return [
        {
            "indicator_id": row["indicator_id"],
            "unit_id": row["unit_id"],
            "year": row["period"],
            "month": row["month"],
            "gender": row["gender"],
            "value": float(step_rank(indicators[row["indicator_id"]], row["label"])) if row["label"] else row["value"],
            "reason": REASONS.get(row["status"] or ""),
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "count": row["count"],
            "publication": row["publication"],
            "source_id": reading.source.id,
            "source_label": source_label(reading, model),
            "file": row["file"],
            "sha256": shas[row["file"]],
            "place": place_of(row),
        }
        for row in reading.frame.to_dicts()
    ]


def _frames(own: OwnSources, last_day: date) -> list[Row]:
    rows: list[Row] = []
    for row in _rows(own, "budget"):
        if row["year"] != last_day.year:
            continue
        months = (
            {row["month"]: row["amount"]}
            if row["month"]
            else dict(enumerate(spread(Decimal(str(row["amount"]))), start=1))
        )
        rows += [
            {"unit_id": row["unit_id"], "kind": row["kind"], "month": month, "amount": float(amount)}
            for month, amount in months.items()
        ]
    return rows


def _work_item(kind: str, item_id: str, row: Row) -> Row:
    same = (
        "unit_id", "title", "responsible_role", "planned_start", "planned_end", "actual_end", "state", "budget", "outcome",
        "quality", "contributed", "evidence", "cancelled_by",
    )  # fmt: skip
    given = {key: row.get(key) for key in ("decided_by", "decided_at", "financing")}
    return {"item_kind": kind, "item_id": item_id, **{key: row[key] for key in same}, **given}


def _files(own: OwnSources, model: Municipality) -> list[Row]:
    return [
        {
            "source_id": reading.source.id,
            "kind": reading.source.kind,
            "file": file.name,
            "sha256": file.sha256,
            "size": file.size,
            "source_label": source_label(reading, model),
        }
        for reading in own.readings
        for file in reading.files
    ]


def source_checks(readings: Sequence[SourceReading]) -> list[Row]:
    """Return the check `own_source_read` of each source as rows of the table `checks`, without a value of any cell."""
    rows: list[Row] = []
    for reading in readings:
        n_rows = sum(counts.read + counts.reported for counts in reading.counts.values())
        n_failed = len({(fault.file, fault.sheet, fault.row) for fault in reading.faults})
        places = [
            f"{fault.file}{' ' + fault.sheet if fault.sheet else ''}:{fault.row or '–'}" for fault in reading.faults
        ]
        words = {"source": reading.source.title, "failed": numbers.number(n_failed, 0)}
        rows.append(
            {
                "check_id": "own_source_read",
                "subject": reading.source.id,
                "severity": "error",
                "status": "failed" if n_failed else "passed",
                "n_checked": max(n_rows, n_failed),
                "n_failed": n_failed,
                "message": CHECK_FAILED["own_source_read"].format(**words) if n_failed else CHECK_PASSED,
                "sample": "; ".join(dict.fromkeys(places[:5])) or None,
            }
        )
    return rows
