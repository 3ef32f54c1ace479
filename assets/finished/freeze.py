"""Freezes a report: a locked copy of all that was decided on, proved unchanged down to a single byte.

An edition lies in `frozen/<municipality>/<report>/<edition>/`: the report as it was published, and `frozen.json` with
the SHA-256 of every file. Its seal, over `frozen.json` and the seal before it, stands outside it in `editions.json`, so
that a file changed together with its own manifest is found (docs/freezing-and-diff.md).
"""

import json
import re
import shutil
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from assets.definitions.folder_versions import FolderVersions
from assets.definitions.of_run import files_folder, store_of
from assets.definitions.read_yaml import read_definitions
from assets.finished.approvals import Approval, approval_changes, read_approvals
from assets.finished.approved import approved_parts, who_approve
from assets.finished.bag import bag_folder, write_bag
from assets.finished.editions import LEDGER, Edition, edition_folder, editions
from assets.finished.hashes import hash_over_all, list_differences, sha256_of
from assets.finished.open_finished import open_side
from assets.finished.publish import Manifest
from assets.finished.verify import edition_bag, kept_changes, ledger_changes, read_whole, report_of
from assets.storage.one_writer import locked
from assets.storage.report_folders import MANIFEST, SEAL, Name
from assets.storage.write_whole import filling, make_folder, sync_folder, sync_tree
from assets.workplace import Workplace
from models.definitions.steering import period_end
from models.errors import DefinitionError, PlaceError, UsageError, system_words
from models.personal_number import holds_personal_number
from models.tables.rows import ChecksRow

READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
MAX_TEXT = 200
_E_MAIL = re.compile(r"\S@\S")


class CheckCounts(TypedDict):
    """How many checks passed and were acknowledged, and those that warned: check_id, subject, message."""

    passed: int
    acknowledged: int
    warnings: list[dict[str, str]]


def freeze(
    workplace: Workplace,
    name: Name,
    *,
    by: str,
    reopen: str | None,
    accept: str | None = None,
    now: datetime | None = None,
) -> tuple[Edition, list[dict[str, str]]]:
    """Lock a report as a new edition; what was frozen before stays as it is. Return it, and the checks that warned.

    Args:
        workplace: where things are kept.
        name: the report, without an edition.
        by: the role that freezes it.
        reopen: why a report that is already frozen gets a new edition; None for the first.
        accept: the role that accepts what is not as units approved it; None where nothing differs.
        now: this machine's clock.

    Raises:
        UsageError: the report cannot be frozen: it is not there, not whole, a draft, failed a check, is frozen already, a part
            is not as it was approved, or the definitions have changed since.
        PlaceError: the place could not be written; nothing is half-written.
    """
    check_text("--by", by, "rollen som svarar för rapporten, som kvalitetschef")
    if reopen is not None:
        check_text("--reopen", reopen, "varför rapporten öppnas igen")
    if accept is not None:
        check_text("--accept", accept, "rollen som godtar skillnaderna, som kommundirektör")
    source = finished_folder(workplace, name)
    place = workplace.frozen() / name.municipality / name.report
    with locked(workplace.home, tell=workplace.tell):
        try:
            roll_forward(place)
            before = editions(workplace.frozen(), name)
            approvals = read_approvals(workplace.frozen(), name)
            check_intact(place, before, approvals)
            _check_reopening(name, before, reopen)
            files, manifest = read_whole(source, name)
            check_ended(name, manifest)
            check_definitions(workplace, name, manifest)
            checks = _checks(name, files)
            accepted = _check_approved(workplace, name, approvals, accept)
            at = (now or workplace.now()).astimezone(UTC)
            edition = _write(
                place,
                files,
                manifest,
                before,
                by=by.strip(),
                at=at,
                reopen=reopen,
                checks=checks,
                approved={**({"approvals": [asdict(row) for row in approvals]} if approvals else {}), **accepted},
            )
            for each in [*before, edition]:
                write_bag(bag_folder(place, each.edition), edition_bag(place, each))
        except OSError as error:
            text = f"{place} gick inte att skriva: {system_words(error)}. Inget är halvskrivet."
            raise PlaceError(text) from error
    return edition, checks["warnings"]


def finished_folder(workplace: Workplace, name: Name) -> Path:
    """Return where the report that is to be locked lies.

    Raises:
        UsageError: it is an edition, or there is none.
    """
    if name.edition is not None:
        raise UsageError(
            f"{name} är en utgåva, som redan är fryst. Ange rapporten, som {name.municipality}/{name.report}."
        )
    source = workplace.report_folder(name.municipality, name.report)
    if not (source / MANIFEST).is_file():
        raise UsageError(
            f"Det finns ingen rapport {name} i {source.parent.parent}. Gör den först: styrtal run "
            f"--report {name.report}."
        )
    return source


def check_text(option: str, text: str, what: str) -> None:
    """What is locked is said on one line and names no person.

    Raises:
        UsageError: the option's text is no such thing; `what` says what to write.
    """
    plain = text.strip()
    if not plain or len(plain) > MAX_TEXT or not plain.isprintable():
        raise UsageError(f"{option} måste vara 1 till {MAX_TEXT} tecken på en rad: {what}.")
    if _E_MAIL.search(plain) or holds_personal_number(plain):
        raise UsageError(
            f"{option} liknar en e-postadress eller ett personnummer, och en fryst rapport har inga "
            f"personuppgifter. Skriv {what}."
        )


def _check_reopening(name: Name, before: list[Edition], reopen: str | None) -> None:
    if before and reopen is None:
        last = before[-1]
        raise UsageError(
            f"{name} är redan fryst som utgåva {last.edition}, {last.at} av {last.by}. För en ny utgåva "
            f'bredvid den, säg varför: styrtal freeze {name} --by ROLL --reopen "SKÄL".'
        )
    if not before and reopen is not None:
        raise UsageError(f"{name} är inte fryst, så det finns inget att öppna igen. Utelämna --reopen.")


def check_intact(place: Path, before: list[Edition], approvals: list[Approval]) -> None:
    """No edition is put beside, or sealed upon, what is not as it was written."""
    changes = [*ledger_changes(place, before), *approval_changes(approvals, before), *kept_changes(place, approvals)]
    if changes:
        listed = "\n".join(f"  {change['file']}: {change['what']}" for change in changes)
        raise UsageError(
            f"{place} är inte som när den frystes, så ingen utgåva kan läggas bredvid den "
            f"gamla:\n{listed}\nLägg tillbaka den från en säkerhetskopia."
        )


def check_ended(name: Name, manifest: Manifest) -> None:
    """What is decided on is a period that has ended."""
    if "draft" in manifest:
        raise UsageError(
            f"{name} är ett utkast, gjort {manifest['draft']}, medan perioden pågår till och med {period_end(name.report)}."
            f" Gör rapporten igen när perioden är slut (styrtal run --report {name.report}), och frys den då."
        )


def check_definitions(workplace: Workplace, name: Name, manifest: Manifest) -> None:
    """The definitions in the folder that the report was made from must be those that it was made with.

    They are those that lie there; where a report made as of an instant is frozen as of it, those that were known then.
    """
    folder = workplace.definitions_folder(name.municipality, name.report)
    if folder is None:
        raise UsageError(
            f"Det är inte känt i vilken mapp definitionerna till {name} ligger, så det går inte att se om de har ändrats "
            "sedan rapporten gjordes. Ange mappen med --municipality MAPP."
        )
    made = datetime.fromisoformat(manifest["as_of"])
    if workplace.as_of is not None:
        _check_known(workplace, name, manifest, workplace.as_of)
        return
    try:
        now = {file.name: file.sha256 for file in read_definitions(folder, name.municipality).files}
    except (DefinitionError, UsageError) as error:
        raise UsageError(f"Definitionerna har ändrats sedan {name} gjordes. {error}") from error
    if changed := list(list_differences(manifest["definitions"], now)):
        listed = "\n".join(f"  {change['file']}: {change['what']}" for change in changed)
        as_it_is = (
            f" Ska den gälla det som var känt {manifest['as_of']}, lägg till --as-of {manifest['as_of']}."
            if _known(workplace, name, made) == manifest["definitions"]
            else ""
        )
        raise UsageError(
            f"Definitionerna i {folder} har ändrats sedan {name} gjordes:\n{listed}\nGör om rapporten med dem "
            f"(styrtal run --report {name.report}) eller ta tillbaka ändringen.{as_it_is}"
        )


def _known(workplace: Workplace, name: Name, instant: datetime) -> Mapping[str, str]:
    """Return the SHA-256 of each definition in the version of the municipality's folder known at an instant."""
    model = read_definitions(
        workplace.report_folder(name.municipality, name.report) / "definitions", name.municipality
    ).model
    versions = FolderVersions(files_folder(store_of(workplace.home, model), name.municipality))
    version = versions.known_at(instant)
    files: Mapping[str, str] = version.files if version is not None else {}
    return {file: sha256 for file, sha256 in files.items() if "/" not in file and file.endswith((".yaml", ".yml"))}


def _check_known(workplace: Workplace, name: Name, manifest: Manifest, asked: datetime) -> None:
    """A report that is locked as of an instant stands on what was known then, its definitions too."""
    said = f"{asked:%Y-%m-%dT%H:%M:%SZ}"
    if said < manifest["as_of"] or list(list_differences(manifest["definitions"], _known(workplace, name, asked))):
        raise UsageError(
            f"{name} står på det som var känt {manifest['as_of']}, och inte på det som var känt {said}. Gör om rapporten: styrtal "
            f"run --report {name.report} --as-of {said}."
        )


def _check_approved(
    workplace: Workplace, name: Name, approvals: list[Approval], accept: str | None
) -> dict[str, object]:
    """What was approved must be as it was, by all who approve before the council; return the differences that are accepted."""
    side = open_side(workplace, str(name)) if approvals else None
    parts = approved_parts(workplace, side) if side else []
    differing = [part for part in parts if part.n_differing]
    if side and side.definitions.model.municipality.approval_order == "by_level":
        has = {part.unit.id for part in parts}
        missing = [unit.id for unit in who_approve(side.definitions.model, name.report) if unit.id not in has]
        if missing:
            raise UsageError(
                f"{name} kan inte frysas: {', '.join(missing)} har inte godkänt sin del. Godkänn den: styrtal approve {name} "
                "--unit ID --by ROLL. Gäller en annan ordning hos er: approval_order: 'free' i municipality.yaml."
            )
    if differing and accept is None:
        listed = "\n".join(f"  {part.unit.id}: {line}" for part in differing for line in part.told())
        raise UsageError(
            f"{name} kan inte frysas: det är inte som det godkändes:\n{listed}\nLåt enheten godkänna igen (styrtal approve "
            f"{name} --unit ID --by ROLL), eller säg vilken roll som godtar skillnaderna: --accept ROLL."
        )
    if accept is None:
        return {}
    if not differing:
        raise UsageError(
            f"{name} skiljer sig inte från det som har godkänts, så det finns inget att godta. Utelämna --accept."
        )
    differences = [
        {"unit": part.unit.id, "figures": list(part.figures), "comments": [asdict(row) for row in part.comments]}
        for part in differing
    ]
    return {"accepted": {"by": accept.strip(), "differences": differences}}


def _checks(name: Name, files: Mapping[str, bytes]) -> CheckCounts:
    """Return what the checks said; a failed one of severity error must be acknowledged before anything is locked."""
    import polars as pl

    from models.tables.typed_rows import rows_of

    rows = rows_of(pl.read_parquet(files["tables/checks.parquet"]).sort("check_id", "subject"), ChecksRow)
    failed = [row for row in rows if row["status"] == "failed"]
    if errors := [row for row in failed if row["severity"] == "error"]:
        listed = "\n".join(f"  {row['check_id']} {row['subject']}: {row['message']}" for row in errors)
        raise UsageError(
            f"{name} kan inte frysas: {len(errors)} "
            f"{'underkänd kontroll' if len(errors) == 1 else 'underkända kontroller'} av allvaret error "
            f"är inte {'kvitterad' if len(errors) == 1 else 'kvitterade'}:\n{listed}\nRätta orsaken eller "
            "kvittera fyndet, och gör om rapporten."
        )
    return {
        "passed": sum(row["status"] == "passed" for row in rows),
        "acknowledged": sum(row["status"] == "acknowledged" for row in rows),
        "warnings": [
            {"check_id": row["check_id"], "subject": row["subject"], "message": row["message"]} for row in failed
        ],
    }


def _write(
    place: Path,
    files: Mapping[str, bytes],
    manifest: Manifest,
    before: list[Edition],
    *,
    by: str,
    at: datetime,
    reopen: str | None,
    checks: CheckCounts,
    approved: Mapping[str, object],
) -> Edition:
    """Write the edition beside, record its seal, and put it in place; `roll_forward` ends what was broken off between."""
    number = len(before) + 1
    hashes = {file: sha256_of(files[file]) for file in sorted(files)}
    taken = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    content = {
        "program": f"styrtal {version('styrtal')}",
        "municipality": manifest["municipality"],
        "report": manifest["report"],
        "edition": number,
        "as_of": manifest["as_of"],
        "by": by,
        "at": taken,
        "reopened": reopen,
        "checks": checks,
        **approved,
        "files": hashes,
        "sha256": hash_over_all(hashes),
    }
    sealed = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    unsealed = Edition(
        edition=number,
        by=by,
        at=taken,
        as_of=manifest["as_of"],
        reopened=reopen,
        frozen_sha256=sha256_of(sealed),
        previous=before[-1].seal if before else "",
        seal="",
    )
    edition = replace(unsealed, seal=unsealed.expected_seal())
    new = place / f".{number}.new"
    try:
        write_read_only(new, {**files, SEAL: sealed})
        write_ledger(place / LEDGER, {"editions": [asdict(each) for each in [*before, edition]]})
    except OSError:
        # What the ledger has recorded stands, though it may not have been forced to the disk.
        with suppress(OSError):
            roll_forward(place)
        raise
    new.rename(place / str(number))
    sync_folder(place)
    return edition


def write_read_only(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files that nobody is to change, by their paths in a folder, and force them to the disk."""
    make_folder(folder)
    for file, data in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(READ_ONLY)
    sync_tree(folder)


def write_ledger(path: Path, content: Mapping[str, object]) -> None:
    """Write a ledger whole, read-only."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    with filling(path) as new:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.chmod(READ_ONLY)


def roll_forward(place: Path) -> None:
    """End a freeze that was killed: put in place what the ledger has recorded, clear away what it has not."""
    for left in sorted([*place.glob(".*.new"), *place.glob(".*.part")]):
        number = left.name.split(".")[1]
        recorded = {str(edition.edition): edition for edition in editions(place.parent.parent, report_of(place))}
        if number in recorded and edition_folder(place, recorded[number]) == left:
            left.rename(place / number)
            sync_folder(place)
        elif left.is_dir():
            shutil.rmtree(left, onerror=_force)
        else:
            left.unlink()


def _force(function: Callable[[str], object], path: str, _: object) -> None:
    """Remove a read-only file where the system will not do so at once (Windows)."""
    Path(path).chmod(stat.S_IRWXU)
    function(path)
