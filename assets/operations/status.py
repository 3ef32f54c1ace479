"""How everything stands, in a moment: what is fresh, late, failed and frozen, how much room there is, and which versions.

It reads only small files and opens no warehouse file, so that it answers while a run is going. Of a lake it reads what the
catalogue says, which waits for nobody.
"""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import read_definitions
from assets.finished.approvals import latest_by_unit, read_approvals
from assets.finished.approved import who_approve
from assets.finished.hashes import sha256_of
from assets.storage.report_folders import ReportFolder, frozen_editions, working_copies
from assets.warehouse.place import lakes_of
from assets.workplace import Workplace
from models.definitions.due import VALUES_OF
from models.errors import StyrtalError
from models.words.numbers import number

RECENT_RUNS = 200


@dataclass(frozen=True)
class Reported:
    """A report as it lies in the home: as of when, which checks of severity error withhold something, and who approved it.

    `not_approved` are the units that have not approved their part, where anybody has.
    """

    name: str
    as_of: str
    withheld: tuple[str, ...]
    frozen_editions: int
    approved: tuple[str, ...] = ()
    not_approved: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """A run as Dagster has it, newest first."""

    run_id: str
    partition: str
    status: str
    at: str


@dataclass(frozen=True)
class Indicators:
    """A municipality's indicators by how fresh they are: ids of KPIs, and in words why where they are not, and what waits for a yes."""

    municipality: str
    fresh: tuple[str, ...]
    awaited: tuple[str, ...]
    late: tuple[str, ...]
    never_asked: tuple[str, ...]
    fault: str | None = None
    waiting: str | None = None


@dataclass(frozen=True)
class LakeStatus:
    """A lake: its newest snapshot, when that was made, its files and bytes; or in words why it cannot be read."""

    warehouse: str
    snapshot: int | None = None
    at: str | None = None
    n_files: int = 0
    size: int = 0
    fault: str | None = None


@dataclass(frozen=True)
class Status:
    """How everything stands."""

    home: str
    program: str
    duckdb: str
    dagster: str
    busy: str | None
    indicators: list[Indicators]
    lakes: list[LakeStatus]
    reports: list[Reported]
    failed_runs: list[Run]
    sizes: dict[str, int]
    free: int

    def as_json(self) -> str:
        """Return it on one line, for machines."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def read_status(workplace: Workplace, day: date) -> Status:
    """Return how everything stands on a day.

    Raises:
        PlaceError: a file of the home could not be read.
    """
    home = workplace.home
    runs = recent_runs(home)
    lakes = list(_lakes(workplace))
    sizes = _sizes(home, [lake.files for lake in lakes_of(workplace).values()])
    if lakes:
        sizes["warehouse"] = sum(lake.size for lake in lakes)
    return Status(
        home=str(home),
        program=version("styrtal"),
        duckdb=version("duckdb"),
        dagster=version("dagster"),
        busy=_holder(home),
        indicators=[_indicators(RunDefinitions(workplace), name, day) for name in workplace.municipalities],
        lakes=lakes,
        reports=list(_reports(home)),
        failed_runs=_still_failed(runs),
        sizes=dict(sorted(sizes.items())),
        free=shutil.disk_usage(home if home.exists() else home.anchor).free,
    )


def _holder(home: Path) -> str | None:
    """Return which process holds the home, where one that lives does."""
    from filelock import FileLock, Timeout

    lock = home / "styrtal.lock"
    if not lock.exists():
        return None
    try:
        with FileLock(lock, timeout=0):
            return None
    except Timeout:
        pass
    try:
        held = json.loads((home / "styrtal.lock.json").read_text(encoding="utf-8"))
        return f"process {held['pid']}, sedan {held['since']}"
    except (OSError, ValueError, KeyError):
        return "another process"


def _lakes(workplace: Workplace) -> Iterator[LakeStatus]:
    from assets.warehouse.lake import is_made, look_into

    for lake in lakes_of(workplace).values():
        try:
            if not is_made(lake):
                continue
            held = look_into(lake)
        except StyrtalError as error:
            yield LakeStatus(str(lake), fault=str(error).splitlines()[0])
            continue
        at = f"{held.at:%Y-%m-%dT%H:%M:%SZ}"
        yield LakeStatus(str(lake), held.snapshot, at, len(held.files), sum(held.files.values()))


def _indicators(defined: RunDefinitions, name: str, day: date) -> Indicators:
    from assets.warehouse.publications import read_publications

    try:
        model = defined.of(name).model
        known = {item.kpi_id: item for item in read_publications(defined.store(name), model.kpi_ids)}
        waiting = defined.waiting(name)
    except StyrtalError as error:
        return Indicators(name, (), (), (), (), str(error).splitlines()[0])
    late = {kpi_id: item.late(day) for kpi_id, item in known.items() if item.late(day) is not None}
    awaited = {kpi_id: item.awaited(day) for kpi_id, item in known.items() if kpi_id not in late}
    return Indicators(
        municipality=name,
        fresh=tuple(kpi_id for kpi_id, what in awaited.items() if what is None),
        awaited=tuple(
            f"{kpi_id}: {VALUES_OF[what[0]]} värden sedan {what[1]}"
            for kpi_id, what in awaited.items()
            if what is not None
        ),
        late=tuple(f"{kpi_id}: skulle ha kommit {since}" for kpi_id, since in late.items()),
        never_asked=tuple(sorted(set(model.kpi_ids) - set(known))),
        waiting=waiting.in_words() if waiting is not None else None,
    )


def _reports(home: Path) -> list[Reported]:
    """Return every report of the home, and those that only frozen editions are left of."""
    import polars as pl

    found: list[Reported] = []
    copies = {str(copy.name): copy for copy in working_copies(home / "reports") if copy.manifest.exists()}
    editions = Counter(str(replace(each.name, edition=None)) for each in frozen_editions(home / "frozen"))
    for name in sorted({*copies, *editions}):
        withheld: list[str] = []
        as_of = ""
        if name in copies:
            try:
                as_of = json.loads(copies[name].manifest.read_text(encoding="utf-8"))["as_of"]
                checks = pl.read_parquet(
                    copies[name].table("checks"), columns=["subject", "check_id", "severity", "status"]
                )
            except (OSError, ValueError, KeyError):
                # It is being replaced at this moment, or it is not whole: doctor tells which.
                checks = None
            if checks is not None:
                failed = checks.filter((pl.col("status") == "failed") & (pl.col("severity") == "error"))
                withheld = [f"{subject}: {check}" for subject, check, *_ in failed.iter_rows()]
        approved, not_approved = _approvals(home, copies.get(name))
        found.append(Reported(name, as_of, tuple(withheld), editions[name], approved, not_approved))
    return found


def _approvals(home: Path, copy: ReportFolder | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return in words who has approved a part of a report, and who has not; nothing where nobody has."""
    try:
        latest = latest_by_unit(read_approvals(home / "frozen", copy.name)) if copy is not None else {}
        if copy is None or not latest:
            return (), ()
        model = read_definitions(copy.folder / "definitions", copy.name.municipality).model
        manifest = sha256_of(copy.manifest.read_bytes())
    except (StyrtalError, OSError):
        # It is being replaced, or is not whole: verify and doctor tell which.
        return (), ()
    made_again = "; rapporten har gjorts om sedan dess"
    approved = tuple(
        f"{unit}, {row.at} av {row.by}{f' ({row.decision})' if row.decision else ''}"
        f"{'' if row.report_sha256 == manifest else made_again}"
        for unit, row in latest.items()
    )
    return approved, tuple(unit.id for unit in who_approve(model, copy.name.report) if unit.id not in latest)


def recent_runs(home: Path) -> list[Run]:
    """Return the last runs, newest first, as Dagster's own database has them; none where it keeps them elsewhere."""
    database = home / "dagster" / "storage" / "history" / "runs.db"
    if not database.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=1)) as con:
            rows = con.execute(
                "SELECT run_id, coalesce(partition, ''), status, update_timestamp FROM runs ORDER BY id DESC LIMIT ?",
                [RECENT_RUNS],
            ).fetchall()
    except sqlite3.Error:
        return []
    return [
        Run(run_id, partition, status, f"{at}"[:19].replace(" ", "T") + "Z") for run_id, partition, status, at in rows
    ]


def _still_failed(runs: Sequence[Run]) -> list[Run]:
    """Return the reports whose last run failed."""
    last: dict[str, Run] = {}
    for run in runs:
        last.setdefault(run.partition, run)
    return [run for run in last.values() if run.status == "FAILURE"]


def _sizes(home: Path, without: Sequence[Path]) -> dict[str, int]:
    """Return bytes on disk by what they are for, without some folders."""
    sizes: dict[str, int] = {}
    for path in home.rglob("*"):
        try:
            counted = not any(path.is_relative_to(folder) for folder in without)
            if counted and path.is_file() and not path.is_symlink():
                top = path.relative_to(home).parts
                inner = top[1:] if top[0] == "example" else top
                name = (
                    "warehouse"
                    if inner and inner[0].startswith("warehouse")
                    else (inner[0] if len(inner) > 1 else "other")
                )
                sizes[name] = sizes.get(name, 0) + path.stat().st_size
        except FileNotFoundError:
            continue
    return sizes


# What takes room in the home, as it is said; what has no name here is a folder's own.
_KEPT = {
    "answers": "svar", "warehouse": "databas", "reports": "rapporter", "frozen": "frysta rapporter", "files": "egna filer",
    "logs": "loggar", "other": "annat",
}  # fmt: skip


def in_words(status: Status) -> list[str]:
    """Return the status as lines for a terminal."""
    lines = [f"styrtal {status.program}, DuckDB {status.duckdb}, Dagster {status.dagster}; hem {status.home}"]
    lines.append(f"En körning pågår ({status.busy})." if status.busy else "Ingen körning pågår.")
    for item in status.indicators:
        if item.fault is not None:
            lines.append(f"{item.municipality}: {item.fault}")
            continue
        counts = f"{len(item.fresh)} aktuella, {len(item.awaited)} väntade, {len(item.late)} sena, {len(item.never_asked)} aldrig efterfrågade"
        lines.append(f"{item.municipality}: {counts}")
        lines += [f"  väntas {text}" for text in item.awaited]
        lines += [f"  SEN {text}" for text in item.late]
        lines += [f"  VÄNTAR {item.waiting}"] if item.waiting is not None else []
    lines += [
        lake.fault
        or (
            f"{lake.warehouse}: ögonblicksbild {lake.snapshot} av {lake.at}, {lake.n_files} filer, "
            f"{number(lake.size / 1e6, 1)} MB"
        )
        for lake in status.lakes
    ]
    for report in status.reports:
        frozen = f", {report.frozen_editions} frysta" if report.frozen_editions else ""
        withheld = f", {len(report.withheld)} hålls inne" if report.withheld else ""
        lines.append(f"{report.name}: per {report.as_of or 'ingen arbetskopia'}{frozen}{withheld}")
        lines += [f"  HÅLLS INNE {text}" for text in report.withheld]
        lines += [f"  GODKÄND {text}" for text in report.approved]
        lines += [f"  EJ GODKÄND {text}" for text in report.not_approved]
    lines += [
        f"MISSLYCKADES {run.partition or 'en körning'} {run.at}: se körningen {run.run_id} i styrtal ui"
        for run in status.failed_runs
    ]
    sizes = ", ".join(f"{_KEPT.get(name, name)} {number(size / 1e6, 1)} MB" for name, size in status.sizes.items())
    lines.append(f"Disk: {sizes or 'inget ännu'}; {number(status.free / 1e9, 1)} GB ledigt")
    return lines
