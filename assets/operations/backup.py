"""One archive of all that cannot be made again, and its way back into an empty place.

A backup waits for no run: the warehouse's file is copied in a moment when no run has it open, then come the logs of the
harvests, and last the answers that warehouse and logs name, which are never changed once they are written. A report that
is replaced meanwhile is read again until it is one and the same.

Where the warehouse is a lake, its tables at one snapshot lie in the archive as the same file (lakes.py).

The archive is a ZIP file. Its last member, `backup.json`, has the SHA-256 and size of every file.
"""

import hashlib
import json
import shutil
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypedDict

from assets.definitions.public_yaml import public_bytes
from assets.finished.editions import LEDGER
from assets.operations.lake_in_backup import copied_in, copy_out, must_be_empty
from assets.storage.one_writer import BEING_RESTORED, locked
from assets.storage.report_folders import MANIFEST as MANIFEST_OF_REPORT
from assets.storage.report_folders import frozen_editions, working_copies
from assets.storage.write_whole import filling, make_folder, sync_folder, sync_tree, write_whole
from assets.warehouse.every_table import read_every_table
from assets.warehouse.lake import Lake
from assets.warehouse.store import SCHEMA_VERSION, connected
from models.errors import DamagedWarehouseError, PlaceError, UsageError, system_words

# Where a restore puts what it takes out, before it is put in place.
RESTORING, MANIFEST = BEING_RESTORED
# Made again by any run, or only of use while one is going: Dagster's own history too.
LEFT_OUT = frozenset({"staging", "tmp", "dagster", "logs", "backups", RESTORING})
FORMAT = 1
WAREHOUSES = (PurePosixPath("warehouse.duckdb"), PurePosixPath("example/warehouse.duckdb"))
# Where a lake's files lie unless STYRTAL_LAKE_FILES says otherwise.
LAKE = "lake"
TRIES = 10
WAIT = 0.2
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Backup:
    """What an archive holds: where it lies, how many files and bytes, and what the reader should know of it."""

    path: Path
    n_files: int
    n_bytes: int
    at: str
    notes: tuple[str, ...] = ()


class FileTold(TypedDict):
    """What an archive's manifest says of a file."""

    sha256: str
    size: int
    writable: bool


class Content(TypedDict):
    """An archive's manifest, `backup.json`: `files` by name."""

    format: int
    program: str
    warehouse_version: int
    at: str
    notes: list[str]
    files: dict[str, FileTold]


class _Archive:
    """A ZIP file being written, with the hash of every file that goes into it."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self.files: dict[str, FileTold] = {}

    def add(self, name: str, path: Path) -> None:
        """Copy a file, as it is while it is read."""
        mode = path.stat().st_mode
        info = zipfile.ZipInfo(name)
        info.external_attr = stat.S_IMODE(mode) << 16
        info.compress_type = zipfile.ZIP_STORED if path.suffix in {".gz", ".parquet", ".xlsx"} else zipfile.ZIP_DEFLATED
        info.file_size = path.stat().st_size
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source, self._file.open(info, "w", force_zip64=True) as target:
            while data := source.read(_CHUNK):
                digest.update(data)
                size += len(data)
                target.write(data)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size, "writable": bool(mode & stat.S_IWUSR)}

    def add_bytes(self, name: str, data: bytes, *, writable: bool = True) -> None:
        """Write a file that has been read."""
        self._file.writestr(name, data, compress_type=zipfile.ZIP_DEFLATED)
        digest = hashlib.sha256(data).hexdigest()
        self.files[name] = {"sha256": digest, "size": len(data), "writable": writable}


def back_up(
    home: Path,
    target: Path,
    now: datetime,
    tell: Callable[[str], None] | None = None,
    lakes: Mapping[Path, Lake] = MappingProxyType({}),
    *,
    for_others: bool = False,
) -> Backup:
    """Write everything that a home holds to one archive, also while a run is going; it appears whole or not at all.

    Args:
        home: where everything is kept.
        target: the archive.
        now: this machine's clock.
        tell: told where something must be waited for.
        lakes: the warehouses that are lakes, by the folder of the home that each belongs to.
        for_others: only reports and frozen editions, and nothing of them that may tell of few persons.

    Raises:
        UsageError: there is nothing to back up, or the archive is there already.
        DamagedWarehouseError: a table of a warehouse is not as it was written.
        PlaceError: the archive could not be written, or a file of the home or a lake could not be read.
    """
    if not home.is_dir():
        raise UsageError(f"{home} finns inte: det finns inget att säkerhetskopiera. Sätt STYRTAL_HOME till rätt mapp.")
    if target.exists():
        raise UsageError(f"{target} finns redan, och en säkerhetskopia skrivs aldrig över. Ange ett annat namn.")
    # One backup of a home is made at a time, so what has this name was left behind by one that was killed.
    of_home = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:8]
    part = target.with_name(f".styrtal-backup-{of_home}.part")
    try:
        make_folder(target.parent)
        with locked(home, name="archive", tell=tell):
            for left in target.parent.glob(f"{part.name}*"):
                left.unlink()
            with filling(target, part), zipfile.ZipFile(part, "w", allowZip64=True) as file:
                found = _write(_Archive(file), home, part, now, lakes, for_others=for_others)
    except OSError as error:
        place = error.filename or target
        raise PlaceError(
            f"{place} gick inte att läsa eller skriva: {system_words(error)}. Ingen säkerhetskopia gjordes."
        ) from error
    return Backup(target, *found)


def _write(
    archive: _Archive, home: Path, part: Path, now: datetime, lakes: Mapping[Path, Lake], *, for_others: bool
) -> tuple[int, int, str, tuple[str, ...]]:
    notes = [] if for_others else _add_grounds(archive, home, part, lakes)
    copies = ((copy.folder, MANIFEST_OF_REPORT) for copy in working_copies(home / "reports"))
    editions = {edition.folder.parent: LEDGER for edition in frozen_editions(home / "frozen")}
    for folder, witness in (*copies, *editions.items()):
        if (folder / witness).exists():
            notes += _add_whole(archive, home, folder, witness, for_others=for_others)
    if not for_others:
        _add_others(archive, home, part, [lake.files for lake in lakes.values()])
    if not archive.files:
        raise UsageError(
            f"{home} har ännu inget: det finns inget att säkerhetskopiera. Sätt STYRTAL_HOME till rätt mapp."
        )
    size = sum(file["size"] for file in archive.files.values())
    content: Content = {
        "format": FORMAT,
        "program": f"styrtal {version('styrtal')}",
        "warehouse_version": SCHEMA_VERSION,
        "at": now.isoformat(timespec="seconds"),
        "notes": notes,
        "files": dict(sorted(archive.files.items())),
    }
    n_files = len(archive.files)
    archive.add_bytes(MANIFEST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    return n_files, size, content["at"], tuple(notes)


def _add_grounds(archive: _Archive, home: Path, part: Path, lakes: Mapping[Path, Lake]) -> list[str]:
    """Add what reports stand on, and return notes: the warehouses, and the logs of the harvests."""
    notes: list[str] = []
    if not lakes and any((home / LAKE).rglob("*.parquet")):
        text = (
            f"{home / LAKE} har en databassjös filer, och STYRTAL_WAREHOUSE säger inte var dess katalog "
            "är. Sätt den, eller"
        )
        raise UsageError(f"{text} flytta bort mappen om sjön inte längre används. Ingen säkerhetskopia gjordes.")
    for name in WAREHOUSES:
        lake, file = lakes.get((home / name).parent), home / name
        scratch = part.with_name(f"{part.name}.duckdb")
        if lake is not None:
            _add_lake(archive, lake, name.as_posix(), scratch)
            notes += [
                f"{file} säkerhetskopieras inte: STYRTAL_WAREHOUSE nämner en databassjö i dess ställe."
            ] * file.is_file()
        elif file.is_file():
            _add_warehouse(archive, file, name.as_posix(), scratch)
    # A log's lines are written after the bodies that they name, so logs first means that no body lacks.
    for path in sorted(home.glob("**/harvests/*.jsonl")):
        archive.add_bytes(path.relative_to(home).as_posix(), path.read_bytes())
    return notes


def _add_others(archive: _Archive, home: Path, part: Path, without: Sequence[Path]) -> None:
    for name in _others(home, part, without):
        if name not in archive.files:
            # What a run has put away meanwhile is no longer there.
            with suppress(FileNotFoundError):
                archive.add(name, home / name)


def _add_lake(archive: _Archive, lake: Lake, name: str, scratch: Path) -> None:
    """Add the tables of a lake at one snapshot, as a DuckDB file."""
    try:
        if copy_out(lake, scratch):
            archive.add(name, scratch)
    finally:
        scratch.unlink(missing_ok=True)
        scratch.with_name(f"{scratch.name}.wal").unlink(missing_ok=True)


def _add_warehouse(archive: _Archive, path: Path, name: str, scratch: Path) -> None:
    """Copy the warehouse while no run has it open, and see that the copy opens and is whole."""
    log = path.with_name(f"{path.name}.wal")
    scratch_log = scratch.with_name(f"{scratch.name}.wal")
    try:
        for _ in range(TRIES):
            with locked(path.parent, name="warehouse"):
                before = _stamp(path), _stamp(log)
                shutil.copyfile(path, scratch)
                if log.exists():
                    shutil.copyfile(log, scratch_log)
                if before == (_stamp(path), _stamp(log)):
                    break
            scratch_log.unlink(missing_ok=True)
        else:
            raise PlaceError(
                f"{path} skrivs av ett annat program. Stäng det och kör igen. Ingen säkerhetskopia gjordes."
            )
        # Opening it brings in what a killed run left in the log; the file is then all there is.
        with connected(scratch, named=path) as con:
            database = con.execute("SELECT current_database()").fetchall()[0][0]
            read_every_table(con, database)
            con.execute("CHECKPOINT")
        archive.add(name, scratch)
    except DamagedWarehouseError as error:
        raise DamagedWarehouseError(f"{error} Ingen säkerhetskopia gjordes.") from error
    finally:
        scratch.unlink(missing_ok=True)
        scratch_log.unlink(missing_ok=True)


def _stamp(path: Path) -> tuple[int, int] | None:
    return (path.stat().st_size, path.stat().st_mtime_ns) if path.exists() else None


def _add_whole(archive: _Archive, home: Path, folder: Path, witness: str, *, for_others: bool) -> list[str]:
    """Add a folder that a run may replace meanwhile, as it was at one time; return notes of what the reader should know."""
    files: dict[str, tuple[bytes, bool]] = {}
    note: str | None = None
    for _ in range(TRIES):
        try:
            first = (folder / witness).read_bytes()
            files = {
                path.relative_to(home).as_posix(): (path.read_bytes(), bool(path.stat().st_mode & stat.S_IWUSR))
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            }
            # What is about to be put in place has a name that begins with a dot.
            unfinished = any(path.name.startswith(".") for path in folder.iterdir())
            same = not unfinished and (folder / witness).read_bytes() == first
        except FileNotFoundError:
            time.sleep(WAIT)
            continue
        relative = folder.relative_to(home).as_posix()
        changed = _unlike_manifest(files, relative, first) if witness == MANIFEST_OF_REPORT else None
        note = (
            f"{relative}/{changed} är inte vad rapportens manifest säger; den säkerhetskopierades som den är."
            if changed
            else None
        )
        if same and changed is None:
            break
        time.sleep(WAIT)
    notes = [note] if note else []
    for name, (data, writable) in files.items():
        if for_others and PurePosixPath(name).parent.name == "definitions" and public_bytes(data) != data:
            # A report of an earlier version carries its definitions whole.
            notes.append(f"{name} har rader som kan röja få personer, och togs inte med.")
            continue
        archive.add_bytes(name, data, writable=writable)
    return notes


def _unlike_manifest(files: dict[str, tuple[bytes, bool]], folder: str, manifest: bytes) -> str | None:
    """Return the first file of a report that is not what its manifest says; None where all are."""
    try:
        wanted: dict[str, str] = json.loads(manifest)["files"]
    except (ValueError, KeyError, TypeError):
        return MANIFEST_OF_REPORT
    for name, sha256 in wanted.items():
        data = files.get(f"{folder}/{name}")
        if data is None or hashlib.sha256(data[0]).hexdigest() != sha256:
            return name
    return None


def _others(home: Path, part: Path, without: Sequence[Path]) -> Iterator[str]:
    """Yield every other file that is worth keeping, in order."""
    warehouses = {(home / name).as_posix() for name in WAREHOUSES} | {
        f"{home / name}.wal" for name in map(str, WAREHOUSES)
    }
    for path in sorted(home.rglob("*")):
        relative = path.relative_to(home)
        passing = path.name.endswith((".part", ".lock", ".lock.json")) or path.name.startswith(part.name)
        left_behind = any(".new-" in piece or ".old-" in piece for piece in relative.parts if piece.startswith("."))
        if passing or left_behind or LEFT_OUT & set(relative.parts[:2]) or path.as_posix() in warehouses:
            continue
        if any(path.is_relative_to(folder) for folder in without):
            continue
        if path.is_file() and not path.is_symlink():
            yield relative.as_posix()


def restore(archive: Path, home: Path, lakes: Mapping[Path, Lake] = MappingProxyType({})) -> Backup:
    """Put an archive's files back into an empty place, each proved by its SHA-256; all of them or none.

    Where lakes are given, the warehouses in the archive are loaded into them, whether they were lakes or files. One that was
    killed is run again with the same archive: it goes on where files had begun to be put in place.

    Raises:
        UsageError: the archive is broken or no backup, or the place or a lake is not empty. Nothing was written.
        PlaceError: the place could not be written. Nothing is left there.
    """
    if home.exists() and not _is_empty(home, lakes):
        text = (
            f"{home} är inte tom, och inget återställs någonsin över det som finns. Sätt STYRTAL_HOME till en tom mapp."
        )
        raise UsageError(text)
    if not archive.is_file():
        raise UsageError(f"{archive} finns inte. Ange filen som styrtal backup skrev.")
    made = not home.exists()
    new = home / RESTORING
    try:
        with zipfile.ZipFile(archive) as file:
            content = _read_manifest(file, archive)
            into = {name: lakes[(home / name).parent] for name in WAREHOUSES if (home / name).parent in lakes}
            into = {new / name: lake for name, lake in into.items() if name.as_posix() in content["files"]}
            for lake in into.values():
                must_be_empty(lake)
            if _proved(new) != content:
                _take_out(file, archive, content, new)
        with copied_in(into):
            _put_in_place(new, home, into)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        _clear(new, home, made)
        raise _broken(archive, "den är ingen zip-fil som går att läsa") from error
    except OSError as error:
        _clear(new, home, made)
        place = error.filename or home
        told = "Kör igen: den fortsätter där den var." if _begun(new) else "Inget återställdes."
        raise PlaceError(f"{place} gick inte att skriva: {system_words(error)}. {told}") from error
    except BaseException:
        _clear(new, home, made)
        raise
    files = content["files"]
    size = sum(file["size"] for file in files.values())
    return Backup(archive, len(files), size, content["at"], tuple(content["notes"]))


def _take_out(file: zipfile.ZipFile, archive: Path, content: Content, new: Path) -> None:
    """Take every file out of an archive and prove it; the manifest comes last, and says that all of them are there."""
    if _begun(new):
        text = f"En återställning av ett annat arkiv avbröts i {new.parent}. Kör igen med det, som gjordes"
        raise UsageError(
            f"{text} {left['at'] if (left := _proved(new)) else None}, eller sätt STYRTAL_HOME till en tom mapp."
        )
    _remove_tree(new)
    make_folder(new)
    for name, wanted in content["files"].items():
        _extract(file, archive, name, wanted, new)
    sync_tree(new)
    write_whole(new / MANIFEST, json.dumps(content, ensure_ascii=False).encode())


def _put_in_place(new: Path, home: Path, loaded: Collection[Path]) -> None:
    for path in loaded:
        path.unlink()
    for path in sorted(new.iterdir()):
        if path.name != MANIFEST:
            path.rename(home / path.name)
    sync_folder(home)
    (new / MANIFEST).unlink()
    new.rmdir()


def _begun(new: Path) -> set[str]:
    """Return what a restore that was killed had put in place already."""
    content = _proved(new)
    if content is None:
        return set()
    return {PurePosixPath(name).parts[0] for name in content["files"]} - {path.name for path in new.iterdir()}


def _proved(new: Path) -> Content | None:
    """Return the manifest of the archive that a killed restore had taken out and proved, and begun to put in place."""
    try:
        return json.loads((new / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _is_empty(home: Path, lakes: Mapping[Path, Lake]) -> bool:
    """Whether a place holds nothing but what a killed restore has left there, and the folder of an empty lake's files."""
    if not home.is_dir():
        return False
    left = {RESTORING, *_begun(home / RESTORING)}
    held = [path for path in home.iterdir() if path.name not in left]
    return all(any(lake.files.is_relative_to(path) for lake in lakes.values()) for path in held)


def _broken(archive: Path, what: str) -> UsageError:
    return UsageError(f"{archive} är ingen hel säkerhetskopia: {what}. Använd en annan; inget återställdes.")


def _read_manifest(file: zipfile.ZipFile, archive: Path) -> Content:
    try:
        content: Content = json.loads(file.read(MANIFEST))
        if content["format"] != FORMAT:
            raise _broken(archive, f"den har format {content['format']}, och denna styrtal läser format {FORMAT}")
        names = set(content["files"])
    except (KeyError, ValueError, TypeError) as error:
        raise _broken(archive, f"den har ingen {MANIFEST} som går att läsa") from error
    for name in names:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
            raise _broken(archive, f"'{name}' skulle hamna utanför mappen")
    if content["warehouse_version"] > SCHEMA_VERSION:
        text = f"den har en databas av version {content['warehouse_version']}, och denna styrtal läser {SCHEMA_VERSION}"
        raise _broken(archive, text)
    members = set(file.namelist()) - {MANIFEST}
    for name in sorted(names ^ members):
        raise _broken(archive, f"'{name}' saknas" if name in names else f"'{name}' står inte i {MANIFEST}")
    return content


def _extract(file: zipfile.ZipFile, archive: Path, name: str, wanted: FileTold, new: Path) -> None:
    path = new / PurePosixPath(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with file.open(name) as source, path.open("wb") as target:
            while data := source.read(_CHUNK):
                digest.update(data)
                target.write(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise _broken(archive, f"'{name}' är skadad") from error
    if digest.hexdigest() != wanted["sha256"]:
        raise _broken(archive, f"byten i '{name}' är inte de som säkerhetskopierades")
    if not wanted["writable"]:
        path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def _remove_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    shutil.rmtree(folder, ignore_errors=True)


def _clear(new: Path, home: Path, made: bool) -> None:
    """Leave the place as it was found; what has been put in place already is gone on with the next time."""
    if not _begun(new):
        _remove_tree(new)
    if made and home.is_dir() and not any(home.iterdir()):
        home.rmdir()
