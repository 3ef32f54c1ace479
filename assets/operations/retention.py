"""Which stored answers of Kolada may be thrown away: old ones that nothing stands on.

An answer stays while a frozen report or a working copy names it, while a row of the warehouse that holds now came with
it, while it has not been loaded, and while any harvest that is young enough names it. The municipality's own files are
never thrown away.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import duckdb

from assets.definitions.let_in import LetInLog
from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.storage.one_writer import locked
from assets.storage.report_folders import every_report
from assets.warehouse.lake import Lake, is_made
from assets.warehouse.store import reading
from models.errors import PlaceError, UsageError, system_words


@dataclass
class Pruned:
    """What may go or has gone: answers and bytes; and how many old ones stay, by why."""

    answers: int = 0
    size: int = 0
    kept: dict[str, int] = field(default_factory=dict[str, int])


def prune(
    home: Path,
    before: datetime,
    *,
    apply: bool,
    tell: Callable[[str], None] | None = None,
    lakes: Mapping[Path, Lake] = MappingProxyType({}),
) -> Pruned:
    """Throw away the answers from before a time that nothing stands on; without `apply` only count them.

    Args:
        home: where everything is kept.
        before: by the server's clock.
        apply: whether they go.
        tell: told where another run must be waited for.
        lakes: the warehouses that are lakes, by the folder of the home that each belongs to.

    Raises:
        UsageError: a report's manifest cannot be read, so that it is not known what it stands on.
        PlaceError: a file could not be removed; what has gone by then is marked in its harvest's log.
    """
    done = Pruned()
    if not home.exists():
        return done
    with locked(home, tell=tell), locked(home, name="archive", tell=tell):
        named = _named_by_reports(home)
        for place in (home, home / "example"):
            warehouse = lakes.get(place) or place / "warehouse.duckdb"
            if is_made(warehouse) if isinstance(warehouse, Lake) else warehouse.exists():
                _prune_one(place, warehouse, before, named, done, apply=apply)
    return done


def _named_by_reports(home: Path) -> dict[str, str]:
    """Return the hash of every answer that a report names, with which kind of report that is."""
    named: dict[str, str] = {}
    for report in every_report(home):
        if not report.manifest.exists():
            continue
        try:
            answers = json.loads(report.manifest.read_text(encoding="utf-8"))["source_answers"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            text = (
                f"{report.manifest} går inte att läsa, så det går inte att veta vad rapporten bygger på. "
                "Inget gallrades."
            )
            raise UsageError(f"{text} Gör om rapporten, eller lägg tillbaka den från en säkerhetskopia.") from error
        kind = "working copy" if report.name.edition is None else "frozen report"
        named |= {str(answer["sha256"]): kind for answer in answers}
    return named


def _stands_now(con: duckdb.DuckDBPyConnection, place: Path) -> set[str]:
    """Return the hash of every answer that a row which holds now came with, or held when a municipality last let answers in.

    The warehouse says itself which of its tables' rows come with answers: one that is added later is not forgotten here.
    """
    lines = (LetInLog(place, path.stem).known_at(None) for path in (place / "let-in").glob("*.jsonl"))
    until = min((line.until for line in lines if line is not None), default=datetime.max)  # noqa: DTZ901
    holds = f" WHERE known_to IS NULL OR known_to > TIMESTAMP '{until:%Y-%m-%d %H:%M:%S}'"
    columns: dict[str, set[str]] = {}
    listed = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'warehouse'"
    for name, column in con.execute(listed).fetchall():
        columns.setdefault(name, set()).add(column)
    of_tables = " UNION ".join(
        f"SELECT source_answer_id FROM warehouse.{name}{holds if 'known_to' in has else ''}"
        for name, has in sorted(columns.items())
        if "source_answer_id" in has and name != "source_answer"
    )
    sql = f"SELECT DISTINCT sha256 FROM warehouse.source_answer WHERE source_answer_id IN ({of_tables})"
    return {row[0] for row in con.execute(sql).fetchall()}


def _prune_one(
    place: Path, warehouse: Path | Lake, before: datetime, named: dict[str, str], done: Pruned, *, apply: bool
) -> None:
    store = AnswerStore(place / "answers")
    harvests = list_harvests(store)
    with reading(warehouse) as con:
        current = _stands_now(con, place)
        loaded = {row[0] for row in con.execute("SELECT harvest_id FROM warehouse.harvest").fetchall()}
    stays: dict[str, str] = {}
    for harvest in harvests:
        old = harvest.started_at < before
        if not old or harvest.id not in loaded:
            stays |= {answer.sha256: "not loaded" if old else "young" for answer in harvest.answers.values()}
    stays |= dict.fromkeys(current, "holds now") | named
    counted: set[str] = set()
    for harvest in harvests:
        if harvest.started_at >= before:
            continue
        goes: list[str] = []
        for sha256 in sorted({answer.sha256 for answer in harvest.answers.values()}):
            path = store.path(sha256)
            if sha256 in counted or not path.exists():
                continue
            counted.add(sha256)
            if sha256 in stays:
                done.kept[stays[sha256]] = done.kept.get(stays[sha256], 0) + 1
            else:
                done.answers += 1
                done.size += path.stat().st_size
                goes.append(sha256)
        if apply and goes:
            _remove(harvest, goes)


def _remove(harvest: Harvest, sha256s: list[str]) -> None:
    """Mark in the log what goes, and then remove it: a kill between the two leaves only bytes that nobody asks for."""
    harvest.mark_pruned(sha256s, datetime.now(UTC))
    for sha256 in sha256s:
        path = harvest.store.path(sha256)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise PlaceError(f"{path} gick inte att ta bort: {system_words(error)}. Rätta behörigheten.") from error
