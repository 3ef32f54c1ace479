"""Where a figure comes from: read from a finished report's tables, and held against what is kept.

Nothing here opens the warehouse, so another process may be writing it meanwhile (docs/lineage.md).
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import polars as pl

from assets.kolada.answers import AnswerStore
from assets.own_files.file_store import FileStore
from models.errors import PlaceError, UsageError

State = Literal["whole", "changed", "gone"]
# Shorter beginnings of an id would match by chance.
MIN_PREFIX = 4
MAX_TOLD = 10
# In the order in which a figure is explained.
KINDS = ("figure", "value", "source_answer", "definition", "model", "check")
_HEX = set("0123456789abcdef")


@dataclass(frozen=True)
class Step:
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
class Place:
    """Where finished tables lie: the report's name, with the edition of a frozen one, and the folder."""

    name: str
    folder: Path

    @property
    def lineage(self) -> Path:
        """The report's lineage."""
        return self.folder / "tables" / "lineage.parquet"


@dataclass(frozen=True)
class Trace:
    """A figure's whole way: its row, every step by id (itself first), and the other reports that hold the same id."""

    place: Place
    root: str
    table: str | None
    row: Mapping[str, Any]
    steps: Mapping[str, Step]
    also_in: Sequence[str]

    @property
    def damaged(self) -> list[Step]:
        """The source answers whose stored bytes are gone or differ."""
        return [step for step in self.steps.values() if step.kind == "source_answer" and step.state != "whole"]

    def children(self, step: Step) -> list[Step]:
        """Return what a step was made of, in the order in which it is explained."""
        return above(self.steps, step)


def above(steps: Mapping[str, Step], step: Step) -> list[Step]:
    """Return what a step was made of, in the order in which it is explained."""
    found = [steps[parent] for parent in step.parents]
    return sorted(found, key=lambda each: (KINDS.index(each.kind), each.label, each.lineage_id))


@dataclass(frozen=True)
class Kept:
    """What lineage is held against: folders of stored answers, and the definitions' folders by municipality."""

    answers: Sequence[Path]
    municipalities: Mapping[str, Path]

    def state(self, step: Step, municipality: str) -> State | None:
        """Return whether what a step names still has its hash; None for what has none."""
        if step.sha256 is None:
            return None
        if step.kind == "source_answer" and step.label.startswith("http"):
            return _stored_state([AnswerStore(folder).path(step.sha256) for folder in self.answers], step.sha256)
        if step.kind == "source_answer":
            return self._own_file_state(step, municipality, step.sha256)
        if step.file is None:
            return None
        if step.kind == "definition":
            folder = self.municipalities.get(municipality)
            data = None if folder is None else _bytes(folder / step.file)
        else:
            data = _model_text(step.file)
        return "gone" if data is None else "whole" if hashlib.sha256(data).hexdigest() == step.sha256 else "changed"

    def _own_file_state(self, step: Step, municipality: str, sha256: str) -> State:
        """Return the state of one of the municipality's own files: as it was kept, or as it lies in its folder."""
        kept = [FileStore(folder.parent / "files" / municipality).path(sha256) for folder in self.answers]
        state = _stored_state(kept, sha256)
        folder = self.municipalities.get(municipality)
        data = None if folder is None else _bytes(folder / step.label)
        return "whole" if data is not None and hashlib.sha256(data).hexdigest() == sha256 else state


def _stored_state(paths: Sequence[Path], sha256: str) -> State:
    found: State = "gone"
    for path in paths:
        if not path.exists():
            continue
        try:
            body = gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error):
            found = "changed"
            continue
        if hashlib.sha256(body).hexdigest() == sha256:
            return "whole"
        found = "changed"
    return found


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


def places(home: Path) -> Iterator[Place]:
    """Yield every report under a home, working copies first and then frozen editions, the newest report first."""
    for top in ("reports", "frozen"):
        found = (home / top).glob("*/*/**/tables/lineage.parquet")
        shown = (path for path in found if not any(part.startswith(".") for part in path.relative_to(home / top).parts))
        for path in sorted(shown, reverse=True):
            folder = path.parent.parent
            yield Place("/".join(folder.relative_to(home / top).parts), folder)


def find(home: Path, wanted: str, kept: Kept) -> Trace:
    """Return the way of the figure with an id, or with the only id that begins so.

    Raises:
        UsageError: nothing has the id, or more than one begins so; or no report has been made.
        PlaceError: a report's tables could not be read, and no other has the id.
    """
    wanted = wanted.strip().lower()
    if len(wanted) < MIN_PREFIX or not set(wanted) <= _HEX:
        text = f"'{wanted}' is not a lineage id. It is written with 0–9 and a–f; give {MIN_PREFIX} characters or more."
        raise UsageError(text)
    matches: dict[str, tuple[str, list[Place]]] = {}
    broken: list[Path] = []
    n_reports = 0
    for place in places(home):
        n_reports += 1
        try:
            found = (
                pl.scan_parquet(place.lineage)
                .filter(pl.col("lineage_id").str.starts_with(wanted))
                .select("lineage_id", "label")
                .unique("lineage_id")
                .collect()
            )
        except (pl.exceptions.PolarsError, OSError):
            broken.append(place.lineage)
            continue
        for lineage_id, label in found.iter_rows():
            matches.setdefault(lineage_id, (label, []))[1].append(place)
    if len(matches) == 1:
        lineage_id, (_, held) = matches.popitem()
        return read(held[0], lineage_id, kept, [other.name for other in held[1:]])
    if matches:
        told = sorted((lineage_id, label) for lineage_id, (label, _) in matches.items())
        listed = "\n".join(f"  {lineage_id}  {label}" for lineage_id, label in told[:MAX_TOLD])
        more = f"\n  and {len(told) - MAX_TOLD} more" if len(told) > MAX_TOLD else ""
        raise UsageError(f"{len(told)} ids begin with '{wanted}'. Give more of the one that is meant:\n{listed}{more}")
    if broken:
        listed = ", ".join(str(path) for path in broken)
        raise PlaceError(f"{listed} could not be read, and no other report has '{wanted}'. Run that report again.")
    if n_reports == 0:
        raise UsageError(f"There is no report under {home / 'reports'}. Run styrtal run first.")
    counted = "the one report" if n_reports == 1 else f"none of the {n_reports} reports"
    lacks = "does not have" if n_reports == 1 else "has"
    raise UsageError(
        f"No figure has the id '{wanted}': {counted} under {home} {lacks} it. Each run with a new as-of gives new ids; take the "
        "id from the report itself."
    )


def read(place: Place, lineage_id: str, kept: Kept, also_in: Sequence[str] = ()) -> Trace:
    """Return the way of one figure of one report.

    Raises:
        PlaceError: the report's tables could not be read.
    """
    try:
        steps = walk(pl.read_parquet(place.lineage), [lineage_id])
        table, row = _row(place.folder / "tables", lineage_id)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PlaceError(f"{place.folder / 'tables'} could not be read: run the report again. ({error})") from error
    municipality = place.name.partition("/")[0]
    held = {key: replace(step, state=kept.state(step, municipality)) for key, step in steps.items()}
    return Trace(place, lineage_id, table, row, held, also_in)


def walk(lineage: pl.DataFrame, wanted: Sequence[str]) -> dict[str, Step]:
    """Return the steps with the ids and every step above them, those asked for first."""
    found: dict[str, list[dict[str, Any]]] = {}
    waiting = list(dict.fromkeys(wanted))
    while waiting:
        rows = lineage.filter(pl.col("lineage_id").is_in(waiting)).to_dicts()
        for row in rows:
            found.setdefault(row["lineage_id"], []).append(row)
        above = dict.fromkeys(row["parent_id"] for row in rows if row["parent_id"] is not None)
        waiting = [lineage_id for lineage_id in above if lineage_id not in found]
    order = {lineage_id: i for i, lineage_id in enumerate(wanted)}
    return {
        lineage_id: _step(rows)
        for lineage_id, rows in sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    }


def _step(rows: Sequence[Mapping[str, Any]]) -> Step:
    first = dict(rows[0])
    del first["parent_id"]
    return Step(parents=tuple(row["parent_id"] for row in rows if row["parent_id"] is not None), **first)


def _row(tables: Path, lineage_id: str) -> tuple[str | None, Mapping[str, Any]]:
    """Return the table and row that a figure stands in; neither for what stands in none."""
    for path in sorted(tables.glob("*.parquet")):
        if path.stem == "lineage" or "lineage_id" not in pl.read_parquet_schema(path):
            continue
        rows = pl.scan_parquet(path).filter(pl.col("lineage_id") == lineage_id).collect()
        if rows.height:
            return path.stem, rows.row(0, named=True)
    return None, {}
