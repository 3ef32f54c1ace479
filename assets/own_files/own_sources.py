"""The municipality's own sources, read and put beside its definitions: rows by table, and what is wrong with them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from assets.definitions.money_rows import analysed_years, spread, staff_parts, year_money
from assets.definitions.read_yaml import Definitions
from assets.own_files.cell_faults import CellFault
from assets.own_files.declared_rows import declared_rows
from assets.own_files.file_store import FileStore, same_name
from assets.own_files.goals_of_files import KIND as GOALS
from assets.own_files.goals_of_files import goals_of_files, whole_or_none
from assets.own_files.ledger import touched, turned
from assets.own_files.read_source import SourceReading, read_source
from assets.own_files.receipt import near_files
from assets.own_files.same_rows import without_declared_rows, without_same_rows
from models.definitions.faults_of_work import POLITICAL
from models.definitions.in_force import LeftOut
from models.definitions.municipality import PLAN_YEARS, Municipality, step_rank
from models.definitions.own_files import Known, KnownUnit, by_title
from models.definitions.steering import Accounts, period_end
from models.definitions.work import REASONS, STAFF_PARTS, Activity, Assignment, Budget, wrong_parts
from models.receipt import ReceiptLine
from models.tables.rows import ChecksRow
from models.words import numbers
from models.words.checks import CHECK_FAILED, CHECK_PASSED, ROWS
from models.words.judgements import OWN_SOURCE_EXAMPLE, OWN_SOURCE_NAMED

# Of which types, the table's description tells.
Row = dict[str, Any]
WORK = {"activity": "activities", "assignment": "assignments"}
ITEM = (
    "title", "planned_start", "planned_end", "actual_end", "state", "budget", "outcome", "quality", "contributed",
    "evidence", "cancelled_by", "cancelled_at",
)  # fmt: skip
GIVEN = ("decided_by", "decided_at", "decision", "financing")
FrameKey = tuple[str, str, int]


@dataclass(frozen=True)
class OwnSources:
    """What a municipality's own sources held, in the order of their definitions."""

    readings: tuple[SourceReading, ...]
    near: tuple[ReceiptLine, ...] = ()

    def receipts(self, share: float) -> list[ReceiptLine]:
        """Return the receipts of every file, and the files beside them whose names nearly fit.

        Args:
            share: by how much of itself a sum may differ from the version before without a word.
        """
        return [line for reading in self.readings for line in reading.receipt(share)] + [*self.near]

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
        """Return the ledger's rows that could be read; None where there is no ledger."""
        readings = self.of_kind("ledger")
        return pl.concat([reading.frame for reading in readings]) if readings else None

    def withheld(self, accounts: Accounts, units: Iterable[str], year: int) -> pl.DataFrame:
        """Return what of a year the ledger's faults withhold: unit_id, kind and month."""
        ledger = self.ledger()
        if ledger is None:
            ledger = pl.DataFrame(schema={"unit_id": pl.String})
        faults = [each for reading in self.of_kind("ledger") for each in reading.withheld]
        return touched(faults, ledger, accounts, units, year)


def known_ids(model: Municipality) -> Known:
    """Return the ids that the municipality's files may name."""
    return Known(
        units={
            unit.id: KnownUnit(unit.title, unit.valid_from, unit.valid_to, unit.level in POLITICAL, unit.parent)
            for unit in model.units
        },
        indicators={item.id: tuple(item.steps or ()) for item in model.indicators if item.kpi_id is None},
        goals=frozenset(goal.id for goal in model.goals),
        measured={item.id: item.measured.kind for item in model.indicators if item.measured is not None},
        accounts=model.municipality.accounts,
        titles={
            "goal_id": by_title((goal.id, goal.title) for goal in model.goals),
            "indicator_id": by_title((item.id, item.title) for item in model.indicators if item.kpi_id is None),
        },
    )


def read_own(
    folder: Path, definitions: Definitions, store: FileStore | None = None, at: datetime | None = None
) -> OwnSources:
    """Read every source of a municipality, beside what the store has of its files from before.

    Args:
        folder: the municipality's.
        definitions: its mappings among them.
        store: every version of the files that was read; None for none.
        at: the instant as of which the files' bytes are kept; None where they are only looked at.

    Raises:
        PlaceError: the store could not be written.
    """
    sources = definitions.model.sources

    def read(kinds: Callable[[str], bool], known: Known) -> dict[str, SourceReading]:
        return {one.id: read_source(folder, one, known, store=store, at=at) for one in sources if kinds(one.kind)}

    # What else the files say may be of a goal that is one of theirs.
    of_goals = read(lambda kind: kind == GOALS, known_ids(definitions.model))
    found = goals_of_files([*of_goals.values()], definitions)
    with_goals = definitions.model.model_copy(update={"goals": found.goals})
    of_goals = dict(zip(of_goals, whole_or_none([*of_goals.values()], found), strict=True))
    every = of_goals | read(lambda kind: kind != GOALS, known_ids(with_goals))
    readings = without_same_rows([every[source.id] for source in sources])
    readings = without_declared_rows(readings, declared_rows(definitions))
    taken = frozenset(same_name(file.name) for reading in readings for file in reading.files)
    taken |= {same_name(file.name) for file in definitions.files}
    return OwnSources(readings, tuple(line for source in sources for line in near_files(folder, source, taken)))


def with_own_decisions(own: OwnSources, definitions: Definitions) -> Definitions:
    """Return definitions with what the own files hold that somebody decided, as if it were written there.

    So the same rule says whether it counts in a report (`models.definitions.in_force`): goals and plans, assignments, activities, which may be
    cancelled by a decision, and frames that have a decision or changes. A change of a frame that no file has an original of counts nowhere, and is left out.
    """
    model = definitions.model
    titles = {unit.id: unit.title for unit in model.units}
    decided, without = _decided_frames(own)
    left_out = [
        LeftOut("frames", unit, titles[unit], "no_original", row["decided_at"])
        for (unit, _, _), rows in without.items()
        for row in rows
    ]
    found = goals_of_files(own.readings, definitions)
    updated = {
        "goals": found.goals,
        "plans": found.plans,
        "budgets": [*model.budgets, *decided],
        "assignments": [
            *model.assignments,
            *(Assignment.model_construct(**given) for given in _work(own, "assignment")),
        ],
        "activities": [*model.activities, *(Activity.model_construct(**given) for given in _work(own, "activity"))],
    }
    placed = zip((goal.id for goal in found.goals[len(model.goals) :]), found.goal_places, strict=True)
    return replace(
        definitions,
        model=model.model_copy(update=updated),
        places=definitions.places
        | {("goals", name): place for name, place in placed}
        | {("plans", name): place for name, place in found.plan_places.items()},
        goal_places=(*definitions.goal_places, *found.goal_places),
        own_hashes={file.name: file.sha256 for reading in own.readings for file in reading.files},
        left_out=(*definitions.left_out, *left_out),
    )


def _work(own: OwnSources, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the keys of each assignment or activity, as the definitions have them."""
    for row in _rows(own, WORK[kind]):
        yield {
            "id": row[f"{kind}_id"], "unit": row["unit_id"], "responsible": row["responsible_role"],
            "goals": [] if row["goal_id"] is None else [row["goal_id"]],
            **{key: row[key] for key in (*ITEM, *GIVEN) if key in row},
            **{key: None if row[key] is None else Decimal(str(row[key])) for key in ("budget", "outcome")},
        }  # fmt: skip


def _decided_frames(own: OwnSources) -> tuple[list[Budget], dict[FrameKey, list[Row]]]:
    """Return the frames that have a decision or changes, and the changes of frames that no file has an original of."""
    rows: dict[FrameKey, list[Row]] = {}
    if all(reading.frame["decided_at"].is_null().all() for reading in own.of_kind("budget")):
        return [], {}
    for row in _rows(own, "budget"):
        rows.setdefault((row["unit_id"], row["kind"], row["year"]), []).append(row)
    frames: list[Budget] = []
    without: dict[FrameKey, list[Row]] = {}
    for (unit, kind, year), of_frame in rows.items():
        changes = [row for row in of_frame if row["change"] is not None]
        original = [row for row in of_frame if row["change"] is None]
        days = [row["decided_at"] for row in original if row["decided_at"] is not None]
        if changes and not original:
            without[unit, kind, year] = changes
        elif changes or days:
            months = [Decimal(0)] * 12
            for row in original:
                for month, part in _by_month(row).items():
                    months[month - 1] += part
            said = dict.fromkeys(row["decision"] for row in original if row["decision"])
            by = {row["decided_by"] for row in original}
            told = [
                {"kind": row["change"], "amount": Decimal(str(row["amount"]))}
                | {key: row[key] for key in ("decided_by", "decided_at", "decision")}
                for row in changes
            ]
            frame = {"unit": unit, "year": year, "kind": kind, "amount": sum(months, Decimal(0)), "months": months}
            decision = {
                "decided_by": by.pop() if len(by) == 1 else None,
                "decided_at": max(days, default=None),
                "decision": ", ".join(said) or None,
            }
            frames.append(Budget.model_validate({**frame, **decision, "changes": told}))
    return frames, without


def _by_month(row: Row) -> dict[int, Decimal]:
    amount = Decimal(str(row["amount"]))
    return {row["month"]: amount} if row["month"] else dict(enumerate(spread(amount), start=1))


def own_rows(own: OwnSources, definitions: Definitions, report: str) -> dict[str, list[Row]]:
    """Return the sources' rows for the tables in `models/sql/definitions`, for one report."""
    model = definitions.model
    last_day = period_end(report)
    return {
        "measurement": [row for reading in own.of_kind("measurements") for row in _measurements(reading, model)],
        **own_money(own, model, last_day.year),
        "year_money": [
            row
            for year in sorted(years_of_own_money(own) & {*analysed_years(last_day.year)})
            for row in year_money(model, year, own_money(own, model, year), of_file=True)
        ],
        "planned_frame": _planned_frames(own, model, report),
        "staff_month": [
            {key: value for key, value in row.items() if key not in {"file", "sheet", "row", *STAFF_PARTS}}
            for row in _rows(own, "staff")
        ],
        "staff_part": [part for row in _rows(own, "staff") if not wrong_parts(row) for part in staff_parts(row)],
        "own_file": _files(own, model),
        "file_receipt": [asdict(line) for line in own.receipts(float(model.municipality.thresholds.receipt_share))],
    }


def own_money(own: OwnSources, model: Municipality, year: int) -> dict[str, list[Row]]:
    """Return a year of the sources' money as rows by table: booked, frame, budget_forecast."""
    return {
        "booked": _booked(own, model, year),
        "frame": _frames(own, year),
        "budget_forecast": [
            {key: row[key] for key in ("unit_id", "kind", "month", "amount", "measure")}
            for row in _rows(own, "budget_forecast")
            if row["year"] == year
        ],
    }


def years_of_own_money(own: OwnSources) -> set[int]:
    """Return the years that the sources have money of."""
    kinds = ("ledger", "budget", "budget_forecast")
    years = {year for kind in kinds for reading in own.of_kind(kind) for year in reading.frame["year"].unique()}
    return years | {row["planned_end"].year for kind in WORK.values() for row in _rows(own, kind)}


def _booked(own: OwnSources, model: Municipality, year: int) -> list[Row]:
    ledger, accounts = own.ledger(), model.municipality.accounts
    if ledger is None:
        return []
    withheld = own.withheld(accounts, [unit.id for unit in model.units], year)
    return turned(ledger, accounts, year, withheld).to_dicts()


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


def _frames(own: OwnSources, year: int) -> list[Row]:
    # What somebody decided stands among the definitions (`with_own_decisions`).
    with_decision, without = _decided_frames(own)
    decided = {(frame.unit, str(frame.kind), frame.year) for frame in with_decision} | without.keys()
    frames: dict[FrameKey, Decimal] = {}
    for row in _rows(own, "budget"):
        if row["year"] != year or (row["unit_id"], row["kind"], year) in decided:
            continue
        for month, part in _by_month(row).items():
            place = (row["unit_id"], row["kind"], month)
            # A source may add to another's frame (`adds_to`).
            frames[place] = frames.get(place, Decimal(0)) + part
    return [
        {"unit_id": unit_id, "kind": kind, "month": month, "amount": float(amount)}
        for (unit_id, kind, month), amount in frames.items()
    ]


def _planned_frames(own: OwnSources, model: Municipality, report: str) -> list[Row]:
    """Return the frames of the years that a planning product is for which nobody has decided: proposals of no plan."""
    if model.planning_of(report) is None:
        return []
    first = period_end(report).year + 1
    sums: dict[tuple[str, str, int], Decimal] = {}
    for year in range(first, first + PLAN_YEARS):
        for row in _frames(own, year):
            place = (row["unit_id"], row["kind"], year)
            sums[place] = sums.get(place, Decimal(0)) + Decimal(str(row["amount"]))
    return [
        {
            "unit_id": unit_id,
            "kind": kind,
            "year": year,
            "amount": float(amount),
            "plan_version": None,
            "decided_at": None,
        }
        for (unit_id, kind, year), amount in sums.items()
    ]


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


def source_checks(readings: Sequence[SourceReading]) -> list[ChecksRow]:
    """Return the check `own_source_read` of each source as rows of the table `checks`, without a value of any cell."""
    rows: list[ChecksRow] = []
    for reading in readings:
        n_rows = sum(counts.read + counts.reported for counts in reading.counts.values())
        n_failed = len({(fault.file, fault.sheet, fault.row) for fault in reading.faults})
        places = [
            f"{fault.file}{' ' + fault.sheet if fault.sheet else ''}:{fault.row or '–'}" for fault in reading.faults
        ]
        words = {"source": reading.source.title, "rows": numbers.count(n_failed, *ROWS)}
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
