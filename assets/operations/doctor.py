"""Whether everything is in place, and if not, what to do. With `live`, whether the real API still keeps its contract."""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from assets.definitions.read_yaml import read_definitions
from assets.storage.report_folders import working_copies
from assets.warehouse.place import lakes_of
from assets.workplace import Workplace
from models.errors import DefinitionError, SourceError, StyrtalError, system_words

MIN_FREE = 2_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is in place, what was seen, and what to do where it is not."""

    subject: str
    status: Literal["ok", "warning", "error"]
    seen: str
    mend: str = ""


def examine(workplace: Workplace) -> list[Finding]:
    """Look at everything that needs no network; nothing is changed but a file that is written and removed."""
    return [
        _python(),
        *_place(workplace.home),
        *(finding for name in workplace.municipalities for finding in _municipality(workplace, name)),
        *(_lakes(workplace) if workplace.lake is not None else _warehouses(workplace.home)),
        *_answers(workplace.home),
        *_reports(workplace.home),
    ]


def _python() -> Finding:
    seen = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    if (3, 11) <= sys.version_info[:2] < (3, 14):
        return Finding("python", "ok", seen)
    return Finding("python", "error", seen, "Använd Python 3.11, 3.12 eller 3.13: uv python install 3.13.")


def _place(home: Path) -> Iterator[Finding]:
    """Whether the home can be written, and how much room there is."""
    standing = next(folder for folder in (home, *home.parents) if folder.exists())
    probe = standing / ".styrtal-doctor"
    try:
        probe.write_bytes(b"")
        probe.unlink()
        yield Finding("home", "ok", f"{home} går att skriva i")
    except OSError as error:
        mend = "Rätta behörigheten, eller sätt STYRTAL_HOME till en annan mapp."
        yield Finding("home", "error", f"{home} går inte att skriva i: {system_words(error)}", mend)
    free = shutil.disk_usage(standing).free
    seen = f"{free / 1e9:.1f} GB ledigt"
    mend = "Gör plats; styrtal prune säger vilka gamla svar som kan gallras."
    yield Finding("disk", "ok", seen) if free >= MIN_FREE else Finding("disk", "warning", seen, mend)


def _municipality(workplace: Workplace, name: str) -> Iterator[Finding]:
    subject = f"definitioner för {name}"
    try:
        model = read_definitions(workplace.municipalities[name]).model
    except DefinitionError as error:
        mend = f"styrtal check --municipality {workplace.municipalities[name]} visar vart och ett."
        yield Finding(subject, "error", f"{len(error.faults)} fel", mend)
        return
    except StyrtalError as error:
        yield Finding(subject, "error", str(error).splitlines()[0], "Rätta mappen.")
        return
    yield Finding(subject, "ok", f"{len(model.indicators)} indikatorer, {len(model.goals)} mål")


def _warehouses(home: Path) -> Iterator[Finding]:
    """Whether each warehouse is of this version and every table of it can be read; one that a run has open is left alone."""
    from assets.storage.one_writer import locked
    from assets.warehouse.every_table import read_every_table
    from assets.warehouse.store import SCHEMA_VERSION, connected, read_version
    from models.errors import DamagedWarehouseError, PlaceError

    for path in (home / "warehouse.duckdb", home / "example" / "warehouse.duckdb"):
        subject = path.relative_to(home).as_posix()
        if not path.exists():
            yield Finding(subject, "ok", "finns inte ännu")
            continue
        try:
            with locked(path.parent, name="warehouse", wait=0.5), connected(path, read_only=True) as con:
                found = read_version(con)
                n_rows = read_every_table(con, path.stem)
        except DamagedWarehouseError as error:
            seen, _, mend = str(error).partition(". ")
            yield Finding(subject, "error", seen, mend)
            continue
        except PlaceError as error:
            yield Finding(subject, "warning", str(error), "Kör styrtal doctor igen när ingen körning pågår.")
            continue
        except StyrtalError as error:
            yield Finding(
                subject, "error", str(error), "Återställ en säkerhetskopia, eller flytta bort filen och kör igen."
            )
            continue
        if found == SCHEMA_VERSION:
            yield Finding(subject, "ok", f"version {found}, {n_rows} rader, alla som de skrevs")
        elif found is not None and found < SCHEMA_VERSION:
            yield Finding(
                subject, "ok", f"version {found}: nästa körning gör om den till den nya, med en kopia bredvid"
            )
        else:
            mend = "Använd den styrtal som skrev den, eller återställ en säkerhetskopia."
            yield Finding(subject, "error", f"version {found}; denna styrtal läser {SCHEMA_VERSION}", mend)


def _lakes(workplace: Workplace) -> Iterator[Finding]:
    """Whether each lake's catalogue answers and is of this version, and every file that it names can be read."""
    from assets.warehouse.every_table import read_every_table
    from assets.warehouse.lake import is_made, look_into
    from assets.warehouse.store import reading

    for lake in lakes_of(workplace).values():
        subject = f"databassjön {lake.schema}"
        try:
            if not is_made(lake):
                yield Finding(subject, "ok", "PostgreSQL svarar; databasen finns inte ännu")
                continue
            held = look_into(lake)
            wrong = [path for path, size in held.files.items() if not _is_readable(path, size)]
            if wrong:
                seen = (
                    f"{len(wrong)} av {len(held.files)} filer går inte att läsa eller är inte hela, den "
                    f"första {wrong[0]}"
                )
                mend = (
                    "Rätta STYRTAL_LAKE_FILES eller mappens behörighet, eller återställ en säkerhetskopia i "
                    "en tom databassjö."
                )
                yield Finding(subject, "error", seen, mend)
                continue
            with reading(lake) as con:
                n_rows = read_every_table(con, "warehouse")
        except StyrtalError as error:
            yield Finding(subject, "error", str(error), "Se docs/scaling.md: adressen, rollerna och filerna.")
            continue
        yield Finding(
            subject,
            "ok",
            f"ögonblicksbild {held.snapshot}, {len(held.files)} filer som katalogen säger, {n_rows} rader",
        )


def _is_readable(path: Path, size: int) -> bool:
    """Whether a Parquet file can be read, has its size, and begins and ends as one."""
    try:
        with path.open("rb") as file:
            first = file.read(4)
            file.seek(-4, 2)
            return first == file.read(4) == b"PAR1" and file.tell() == size
    except OSError:
        return False


def _answers(home: Path) -> Iterator[Finding]:
    """Whether every stored answer, own file and file of definitions still has its hash, whatever stands on it."""
    from assets.kolada.answers import AnswerStore
    from assets.storage.kept_bytes import KeptBytes

    homes = (home, home / "example")
    own_files = (folder for each in homes for folder in sorted(each.glob("files/*")))
    for store in (*(AnswerStore(each / "answers") for each in homes), *map(KeptBytes, own_files)):
        bodies = sorted(store.folder.glob(f"bodies/*/*{store.suffix}"))
        if not bodies:
            continue
        damaged = [path for path in bodies if store.get(path.name.removesuffix(store.suffix)) is None]
        subject = store.folder.relative_to(home).as_posix()
        if damaged:
            seen = f"{len(damaged)} av {len(bodies)} är skadade, den första {damaged[0]}"
            mend = (
                "Lägg tillbaka dem från en säkerhetskopia. Det som ännu inte är inläst hämtas på nytt av nästa körning."
            )
            yield Finding(subject, "error", seen, mend)
        else:
            yield Finding(subject, "ok", f"{len(bodies)} filer, var och en med sin kontrollsumma")


def _reports(home: Path) -> Iterator[Finding]:
    """Whether each report is what its manifest says."""
    for report in working_copies(home / "reports"):
        if not report.manifest.exists():
            continue
        name = str(report.name)
        mend = f"Gör om den: styrtal run --report {report.name.report}."
        try:
            wanted: dict[str, str] = json.loads(report.manifest.read_text(encoding="utf-8"))["files"]
            changed = [file for file, sha256 in wanted.items() if _sha256(report.folder / file) != sha256]
        except (OSError, ValueError, KeyError):
            yield Finding(f"rapporten {name}", "error", "dess manifest går inte att läsa", mend)
            continue
        if changed:
            yield Finding(f"rapporten {name}", "error", f"{', '.join(changed)} är inte vad manifestet säger", mend)
        else:
            yield Finding(f"rapporten {name}", "ok", f"{len(wanted)} filer som de gjordes")


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def ask_live(url: str) -> list[Finding]:
    """Ask a Kolada v3 API five questions, and tell of each whether the answer keeps the contract (docs/operations.md).

    The catalogue of KPIs; municipalities; groups of them; one KPI's values; what changed of it since a day.
    """
    import requests

    from assets.kolada.client import KoladaClient, Question
    from assets.kolada.intake import READ

    client = KoladaClient(url, attempts=3)
    kpi_ids: list[str] = []

    def catalogue() -> str:
        rows = next(client.pages(Question("kpi"))).rows
        _has(rows, {"id", *READ["kpi"]}, 1)
        kpi_ids.extend(sorted(str(row["id"]) for row in rows if row["municipality_type"] == "K"))
        return f"{len(rows)} nyckeltal på första sidan"

    def municipalities() -> str:
        rows = next(client.pages(Question("municipality"))).rows
        _has(rows, {"id", "title", "type"}, 20)
        if not {row["type"] for row in rows} <= {"K", "L"}:
            raise SourceError("en kommun är av en annan typ än K och L")
        return f"{len(rows)} kommuner och regioner"

    def groups() -> str:
        rows = next(client.pages(Question("municipality_groups"))).rows
        _has(rows, {"id", "title", "members"}, 1)
        _has(_below(rows, "members"), {"member_id"}, 1)
        return f"{len(rows)} grupper på första sidan"

    def values() -> str:
        rows = next(client.pages(Question("data", tuple(kpi_ids[:1]), ("0000",)))).rows
        cells = _below(rows, "values")
        _has(cells, {"gender", "count", "status", "value"}, 0)
        return f"{len(cells)} värden av {kpi_ids[0]} för Riket"

    def changes() -> str:
        from datetime import UTC, datetime, timedelta

        # As a refresh asks: of all areas at once, by years.
        since = datetime.now(UTC).date() - timedelta(days=30)
        years = tuple(range(since.year - 1, since.year + 1))
        rows = next(client.pages(Question("data", tuple(kpi_ids[:1]), (), years, since))).rows
        _has(_below(rows, "values"), {"isdeleted", "value"}, 0)
        return f"{len(rows)} rader av {kpi_ids[0]} från {years[0]} och framåt har ändrats sedan {since}"

    found: list[Finding] = []
    questions = {
        "kpi": catalogue,
        "municipality": municipalities,
        "municipality_groups": groups,
        "data": values,
        "from_date": changes,
    }
    for name, ask in questions.items():
        try:
            found.append(Finding(f"{client.base_url} {name}", "ok", ask()))
        except (SourceError, requests.RequestException, KeyError, IndexError, TypeError) as error:
            wrong = str(error) if isinstance(error, SourceError) else f"svaret har en annan form: {error!r}"
            mend = "Om det består har API:et ändrats: inget läses in förrän styrtal känner den nya formen."
            found.append(Finding(f"{client.base_url} {name}", "error", wrong, mend))
    return found


def _below(rows: list[dict[str, object]], field: str) -> list[dict[str, object]]:
    return [each for row in rows for each in cast("list[dict[str, object]]", row[field])]


def _has(rows: list[dict[str, object]], fields: set[str], at_least: int) -> None:
    if len(rows) < at_least:
        raise SourceError(f"{len(rows)} rader kom, och minst {at_least} väntades")
    for row in rows:
        if lacking := fields - set(row):
            raise SourceError(f"en rad saknar {', '.join(sorted(lacking))}")
