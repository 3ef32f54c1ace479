"""Proves that what lies finished is as it was made, and what was frozen as it was frozen."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NotRequired, TypedDict

from assets.finished.approvals import APPROVALS, Approval, approval_changes, approved_folder, read_approvals
from assets.finished.bag import bag_files, bag_folder
from assets.finished.editions import LEDGER, Edition, edition_folder, editions, find_edition
from assets.finished.hashes import hash_over_all, list_differences, report_files, sha256_of
from assets.finished.publish import Manifest
from assets.storage.report_folders import MANIFEST, SEAL, Name
from models.errors import UsageError, system_words


@dataclass(frozen=True)
class Verified:
    """What `verify` found: the edition, and each thing that is not as it was frozen (none: unchanged)."""

    name: Name
    edition: Edition | None
    n_files: int
    changes: list[dict[str, str]]
    n_approvals: int = 0


class SealedFiles(TypedDict):
    """Of `frozen.json`: the SHA-256 of each file, and one over all of them."""

    files: dict[str, str]
    sha256: str
    approvals: NotRequired[list[dict[str, object]]]


def read_whole(folder: Path, name: Name) -> tuple[dict[str, bytes], Manifest]:
    """Return every file of a finished report and its manifest, having proved that the files are the manifest's.

    Raises:
        UsageError: they are not, naming each file.
    """
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in report_files(folder)}
    try:
        manifest: Manifest = json.loads(files[MANIFEST])
        in_manifest = manifest["files"]
    except (KeyError, ValueError, TypeError) as error:
        raise UsageError(f"{folder / MANIFEST} är inte rapportens manifest. Gör om rapporten.") from error
    on_disk = {file: sha256_of(data) for file, data in files.items() if file != MANIFEST}
    changes = list(list_differences(in_manifest, on_disk))
    if (manifest.get("municipality"), manifest.get("report")) != (name.municipality, name.report):
        changes.append({"file": MANIFEST, "what": "är en annan rapports"})
    if changes:
        listed = "\n".join(f"  {change['file']}: {change['what']}" for change in changes)
        raise UsageError(
            f"{name} är inte som när den gjordes:\n{listed}\nGör om den: styrtal run --report {name.report}."
        )
    return files, manifest


def verify(frozen: Path, name: Name, out: Path | None = None) -> Verified:
    """Prove that an edition is, byte for byte, as it was frozen, and that the list of editions is whole.

    Args:
        frozen: the folder of frozen reports.
        name: the edition, or a report for its newest.
        out: a folder of reports, where the same report must lie as the edition has it.

    Raises:
        UsageError: there is nothing to verify under that name, or no such report in `out`.
    """
    place = frozen / name.municipality / name.report
    ledgers = (place / LEDGER, place / APPROVALS)
    if not any(path.is_dir() for path in place.glob("[0-9]*")) and not any(path.exists() for path in ledgers):
        find_edition(frozen, name)
    try:
        listed = editions(frozen, name)
    except UsageError:
        return Verified(name, None, 0, [{"file": LEDGER, "what": "kan inte läsas som listan över utgåvor"}])
    changes = list(ledger_changes(place, listed))
    try:
        approvals = read_approvals(frozen, name)
    except UsageError:
        return Verified(name, None, 0, [{"file": APPROVALS, "what": "kan inte läsas som listan över godkännanden"}])
    changes += [*approval_changes(approvals, listed), *kept_changes(place, approvals)]
    if not listed and name.edition is not None:
        find_edition(frozen, name)
    if not listed:
        return Verified(name, None, 0, changes, len(approvals))
    edition, folder = find_edition(frozen, name)
    if folder.is_dir():
        changes += _edition_changes(edition, folder, [row for row in approvals if row.edition < edition.edition])
    if not changes:
        changes += _bag_changes(place, edition)
    if out is not None and not changes:
        changes += _copy_changes(folder, out / name.municipality / name.report)
    n_files = sum(1 for _ in report_files(folder)) if folder.is_dir() else 0
    return Verified(Name(name.municipality, name.report, edition.edition), edition, n_files, changes, len(approvals))


def kept_changes(place: Path, approvals: list[Approval]) -> Iterator[dict[str, str]]:
    """Yield the files of approved reports that are not as they were approved."""
    for sha256, folder in sorted({(row.report_sha256, approved_folder(place, row)) for row in approvals}):
        named = folder.relative_to(place).as_posix()
        manifest = folder / MANIFEST
        if not manifest.is_file() or sha256_of(manifest.read_bytes()) != sha256:
            yield {"file": f"{named}/{MANIFEST}", "what": "har ändrats" if manifest.is_file() else "saknas"}
            continue
        expected: dict[str, str] = json.loads(manifest.read_bytes())["files"]
        actual = {path.relative_to(folder).as_posix(): sha256_of(path.read_bytes()) for path in report_files(folder)}
        actual.pop(MANIFEST)
        yield from ({**change, "file": f"{named}/{change['file']}"} for change in list_differences(expected, actual))


def ledger_changes(place: Path, listed: list[Edition]) -> Iterator[dict[str, str]]:
    """Yield what is wrong with the list of editions, and with the folders beside it."""
    previous = ""
    for number, edition in enumerate(listed, start=1):
        if (edition.edition, edition.previous, edition.seal) != (number, previous, edition.expected_seal()):
            yield {"file": LEDGER, "what": f"sigillet för utgåva {edition.edition} stämmer inte"}
        previous = edition.seal
    numbers = {str(edition.edition) for edition in listed}
    folders = {path.name for path in place.glob("[0-9]*")}
    there = {str(edition.edition) for edition in listed if edition_folder(place, edition).exists()}
    if folders and not listed:
        yield {"file": LEDGER, "what": "saknas"}
    else:
        yield from (
            {"file": number, "what": "är fryst, men står inte i någon lista över utgåvor"}
            for number in sorted(folders - numbers)
        )
    yield from ({"file": number, "what": "saknas"} for number in sorted(numbers - there))


def edition_bag(place: Path, edition: Edition) -> dict[str, bytes]:
    """Return the tag files of an edition's bag, by its own list of files."""
    content: SealedFiles = json.loads((edition_folder(place, edition) / SEAL).read_bytes())
    return bag_files(report_of(place), edition, {**content["files"], SEAL: edition.frozen_sha256})


def report_of(place: Path) -> Name:
    """Return the report that a folder of editions is of."""
    return Name(place.parent.name, place.name, None)


def _bag_changes(place: Path, edition: Edition) -> Iterator[dict[str, str]]:
    """Yield the files of an edition's bag that are not as they were written; earlier versions wrote none."""
    folder = bag_folder(place, edition.edition)
    if not folder.is_dir():
        return
    expected = {file: sha256_of(data) for file, data in edition_bag(place, edition).items()}
    actual = {path.relative_to(folder).as_posix(): sha256_of(path.read_bytes()) for path in report_files(folder)}
    for change in list_differences(expected, actual):
        yield {**change, "file": f"{folder.name}/{change['file']}"}


def _copy_changes(edition: Path, copy: Path) -> Iterator[dict[str, str]]:
    """Yield how a report's folder differs from an edition, which has its seal more.

    Raises:
        UsageError: there is no report in the folder.
    """
    if not (copy / MANIFEST).is_file():
        raise UsageError(f"Det finns ingen rapport i {copy}. Ange mappen som styrtal run --out skrev till.")
    expected, actual = (
        {path.relative_to(folder).as_posix(): sha256_of(path.read_bytes()) for path in report_files(folder)}
        for folder in (edition, copy)
    )
    expected.pop(SEAL)
    for change in list_differences(expected, actual):
        yield {**change, "file": str(copy / change["file"])}


def _edition_changes(edition: Edition, folder: Path, approvals: list[Approval]) -> Iterator[dict[str, str]]:
    try:
        sealed = (folder / SEAL).read_bytes()
        if sha256_of(sealed) != edition.frozen_sha256:
            yield {"file": SEAL, "what": "har ändrats"}
        content: SealedFiles = json.loads(sealed)
        in_manifest, over_all = content["files"], content["sha256"]
    except FileNotFoundError:
        yield {"file": SEAL, "what": "saknas"}
        return
    except (OSError, ValueError, KeyError, TypeError):
        yield {"file": SEAL, "what": "kan inte läsas som det som skrevs"}
        return
    if content.get("approvals", []) != [asdict(row) for row in approvals]:
        yield {"file": APPROVALS, "what": f"är inte de godkännanden som utgåva {edition.edition} frystes på"}
    if hash_over_all(in_manifest) != over_all:
        yield {"file": SEAL, "what": "har en lista över filer som inte är dess egen"}
    on_disk: dict[str, str] = {}
    for path in report_files(folder):
        file = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield {"file": file, "what": "är en länk, inte en fil"}
        try:
            on_disk[file] = sha256_of(path.read_bytes())
        except OSError as error:
            on_disk[file] = ""
            yield {"file": file, "what": f"går inte att läsa: {system_words(error)}"}
    on_disk.pop(SEAL, None)
    yield from list_differences(in_manifest, on_disk)
