"""Where a figure comes from: read from a finished report's tables, and held against what is kept.

Nothing here opens the warehouse, so another process may be writing it meanwhile (docs/lineage.md).
"""

import gzip
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Literal

import polars as pl

from assets.kolada.answers import AnswerStore
from assets.own_files.file_store import FileStore
from assets.storage.report_folders import Name, ReportFolder, every_report, working_copies
from assets.workplace import Workplace
from models.errors import PlaceError, UsageError
from models.tables.rows import LineageRow
from models.tables.typed_rows import rows_of

State = Literal["whole", "changed", "gone"]
# Shorter beginnings of an id would match by chance.
MIN_PREFIX = 4
MAX_TOLD = 10
# In the order in which a figure is explained.
KINDS = ("figure", "value", "source_answer", "definition", "model", "check")
_HEX = set("0123456789abcdef")


@dataclass(frozen=True)
class LineageStep:
    """One node on the way of a figure, with what it was made of; `state` is how what is kept compares with its hash."""

    lineage_id: str
    kind: str
    label: str
    parents: tuple[str, ...]
    sha256: str | None
    at: datetime | None
    value: float | None
    status: str | None
    known_to: datetime | None
    closed_by: str | None
    size: int | None
    origin: str | None
    file: str | None
    line: int | None
    state: State | None = None


@dataclass(frozen=True)
class Trace:
    """A figure's whole way: its row, every step by id (itself first), and the other reports that hold the same id."""

    report: ReportFolder
    root: str
    table: str | None
    row: Mapping[str, object]
    steps: Mapping[str, LineageStep]
    also_in: Sequence[str]

    @property
    def damaged(self) -> list[LineageStep]:
        """The source answers whose stored bytes are gone or differ."""
        return [step for step in self.steps.values() if step.kind == "source_answer" and step.state != "whole"]

    def children(self, step: LineageStep) -> list[LineageStep]:
        """Return what a step was made of, in the order in which it is explained."""
        return above(self.steps, step)


def above(steps: Mapping[str, LineageStep], step: LineageStep) -> list[LineageStep]:
    """Return what a step was made of, in the order in which it is explained."""
    parents = [steps[parent] for parent in step.parents]
    return sorted(
        parents, key=lambda parent_step: (KINDS.index(parent_step.kind), parent_step.label, parent_step.lineage_id)
    )


@dataclass(frozen=True)
class StoredGrounds:
    """What lineage is held against: folders of stored answers, and the workplace that knows the definitions' folders."""

    answers: Sequence[Path]
    workplace: Workplace

    def state(self, step: LineageStep, name: Name) -> State | None:
        """Return whether what a step names still has its hash; None for what has none."""
        if step.sha256 is None:
            return None
        if step.kind == "source_answer" and step.label.startswith("http"):
            return _stored_state([AnswerStore(folder).path(step.sha256) for folder in self.answers], step.sha256)
        if step.kind == "source_answer":
            return self._own_file_state(step, name, step.sha256)
        if step.file is None:
            return None
        if step.kind == "definition":
            folder = self.workplace.definitions_folder(name.municipality, name.report)
            data = None if folder is None else _bytes(folder / step.file)
        else:
            data = _model_text(step.file)
        return "gone" if data is None else "whole" if hashlib.sha256(data).hexdigest() == step.sha256 else "changed"

    def _own_file_state(self, step: LineageStep, name: Name, sha256: str) -> State:
        """Return the state of one of the municipality's own files: as it was kept, or as it lies in its folder."""
        copies = [FileStore(folder.parent / "files" / name.municipality).path(sha256) for folder in self.answers]
        state = _stored_state(copies, sha256)
        folder = self.workplace.definitions_folder(name.municipality, name.report)
        data = None if folder is None else _bytes(folder / step.label)
        return "whole" if data is not None and hashlib.sha256(data).hexdigest() == sha256 else state


def _stored_state(paths: Sequence[Path], sha256: str) -> State:
    state: State = "gone"
    for path in paths:
        if not path.exists():
            continue
        try:
            body = gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error):
            state = "changed"
            continue
        if hashlib.sha256(body).hexdigest() == sha256:
            return "whole"
        state = "changed"
    return state


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _model_text(file: str) -> bytes | None:
    """Return a model's text as its hash is taken: whatever the line endings on disk."""
    path = resources.files("models").joinpath(*Path(file).parts[1:])
    try:
        return path.read_text(encoding="utf-8").encode()
    except OSError:
        return None


def find_trace(home: Path, id_start: str, grounds: StoredGrounds, out: Path | None = None) -> Trace:
    """Return the way of the figure with an id, or with the only id that begins so.

    Args:
        home: whose reports are searched, the newest first.
        id_start: the id, or its beginning.
        grounds: what the figure's lineage is held against.
        out: a folder of reports beside the home, which is searched first.

    Raises:
        UsageError: nothing has the id, or more than one begins so; or no report has been made.
        PlaceError: a report's tables could not be read, and no other has the id.
    """
    id_start = id_start.strip().lower()
    if len(id_start) < MIN_PREFIX or not set(id_start) <= _HEX:
        text = f"'{id_start}' är inget spårnummer. Det skrivs med 0–9 och a–f; ange minst {MIN_PREFIX} tecken."
        raise UsageError(text)
    matches: dict[str, tuple[str, list[ReportFolder]]] = {}
    broken: list[Path] = []
    n_reports = 0
    for report in [*(reversed(list(working_copies(out))) if out else ()), *every_report(home)]:
        if not report.table("lineage").exists():
            continue
        n_reports += 1
        try:
            rows = (
                pl.scan_parquet(report.table("lineage"))
                .filter(pl.col("lineage_id").str.starts_with(id_start))
                .select("lineage_id", "label")
                .unique("lineage_id")
                .collect()
            )
        except (pl.exceptions.PolarsError, OSError):
            broken.append(report.table("lineage"))
            continue
        for lineage_id, label in rows.iter_rows():
            matches.setdefault(lineage_id, (label, []))[1].append(report)
    if len(matches) == 1:
        lineage_id, (_, held) = matches.popitem()
        return read_trace(held[0], lineage_id, grounds, [str(other.name) for other in held[1:]])
    if matches:
        labelled = sorted((lineage_id, label) for lineage_id, (label, _) in matches.items())
        listed = "\n".join(f"  {lineage_id}  {label}" for lineage_id, label in labelled[:MAX_TOLD])
        more = f"\n  och {len(labelled) - MAX_TOLD} till" if len(labelled) > MAX_TOLD else ""
        raise UsageError(
            f"{len(labelled)} spårnummer börjar med '{id_start}'. Ange fler tecken av det som menas:\n{listed}{more}"
        )
    if broken:
        listed = ", ".join(str(path) for path in broken)
        raise PlaceError(
            f"{listed} gick inte att läsa, och ingen annan rapport har '{id_start}'. Gör om den rapporten."
        )
    if n_reports == 0:
        raise UsageError(f"Det finns ingen rapport under {home / 'reports'}. Kör styrtal run först.")
    counted = "den enda rapporten" if n_reports == 1 else f"ingen av de {n_reports} rapporterna"
    lacks = "har inte" if n_reports == 1 else "har"
    raise UsageError(
        f"Ingen siffra har spårnumret '{id_start}': {counted} under {home} {lacks} det. Varje körning med en ny "
        "tidpunkt ger nya spårnummer; ta det ur själva rapporten."
    )


def read_trace(report: ReportFolder, lineage_id: str, grounds: StoredGrounds, also_in: Sequence[str] = ()) -> Trace:
    """Return the way of one figure of one report.

    Raises:
        PlaceError: the report's tables could not be read.
    """
    try:
        steps = walk(pl.read_parquet(report.table("lineage")), [lineage_id])
        table, row = _row(report.folder / "tables", lineage_id)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PlaceError(f"{report.folder / 'tables'} gick inte att läsa: gör om rapporten. ({error})") from error
    held = {key: replace(step, state=grounds.state(step, report.name)) for key, step in steps.items()}
    return Trace(report, lineage_id, table, row, held, also_in)


def walk(lineage: pl.DataFrame, lineage_ids: Sequence[str]) -> dict[str, LineageStep]:
    """Return the steps with the ids and every step above them, those asked for first."""
    rows_by_id: dict[str, list[LineageRow]] = {}
    waiting = list(dict.fromkeys(lineage_ids))
    while waiting:
        rows = rows_of(lineage.filter(pl.col("lineage_id").is_in(waiting)), LineageRow)
        for row in rows:
            rows_by_id.setdefault(row["lineage_id"], []).append(row)
        above = dict.fromkeys(row["parent_id"] for row in rows if row["parent_id"] is not None)
        waiting = [lineage_id for lineage_id in above if lineage_id not in rows_by_id]
    order = {lineage_id: i for i, lineage_id in enumerate(lineage_ids)}
    return {
        lineage_id: _step(rows)
        for lineage_id, rows in sorted(rows_by_id.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    }


def _step(rows: Sequence[LineageRow]) -> LineageStep:
    first = rows[0]
    return LineageStep(
        lineage_id=first["lineage_id"],
        kind=first["kind"],
        label=first["label"],
        parents=tuple(row["parent_id"] for row in rows if row["parent_id"] is not None),
        sha256=first["sha256"],
        at=first["at"],
        value=first["value"],
        status=first["status"],
        known_to=first["known_to"],
        closed_by=first["closed_by"],
        size=first["size"],
        origin=first["origin"],
        file=first["file"],
        line=first["line"],
    )


def _row(tables: Path, lineage_id: str) -> tuple[str | None, Mapping[str, object]]:
    """Return the table and row that a figure stands in; neither for what stands in none."""
    for path in sorted(tables.glob("*.parquet")):
        if path.stem == "lineage" or "lineage_id" not in pl.read_parquet_schema(path):
            continue
        rows = pl.scan_parquet(path).filter(pl.col("lineage_id") == lineage_id).collect()
        if rows.height:
            return path.stem, rows.row(0, named=True)
    return None, {}
