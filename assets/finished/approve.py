"""Approves a unit's part of a report: kept as bytes, with a row in a ledger sealed in one chain with the editions."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from assets.finished.approvals import (
    APPROVALS,
    Approval,
    approved_folder,
    end_of_chain,
    latest_by_unit,
    read_approvals,
)
from assets.finished.approved import approved_parts, part_of, who_approve
from assets.finished.editions import editions
from assets.finished.freeze import (
    check_definitions,
    check_ended,
    check_intact,
    check_text,
    finished_folder,
    roll_forward,
    write_ledger,
    write_read_only,
)
from assets.finished.hashes import sha256_of
from assets.finished.open_finished import Side, open_side
from assets.finished.verify import kept_changes, read_whole
from assets.storage.one_writer import locked
from assets.storage.report_folders import MANIFEST, Name
from assets.storage.write_whole import sync_folder
from assets.workplace import Workplace
from models.definitions.steering import Level, Unit
from models.errors import PlaceError, UsageError, system_words


def approve(
    workplace: Workplace, name: Name, *, unit: str, by: str, decision: str | None = None, now: datetime | None = None
) -> Approval:
    """Keep a unit's part of a report as it was approved, and record who approved it. Return the ledger's row.

    Args:
        workplace: where things are kept.
        name: the report, without an edition.
        unit: the unit's id; the council approves by freezing.
        by: the role that approves it.
        decision: the decision, as the minutes have it.
        now: this machine's clock.

    Raises:
        UsageError: it cannot be approved: it is not there, not whole, a draft, there is no such unit or it is not asked, those
            who approve before have not, or the definitions have changed since.
        BlockedError: what was approved before is not as it was.
        PlaceError: the place could not be written.
    """
    check_text("--by", by, "rollen som svarar för delen, som ordförande")
    if decision is not None:
        check_text("--decision", decision, "beslutet, som § 45, 2026-09-22")
    source = finished_folder(workplace, name)
    place = workplace.frozen() / name.municipality / name.report
    with locked(workplace.home, tell=workplace.tell):
        try:
            roll_forward(place)
            before, approvals = editions(workplace.frozen(), name), read_approvals(workplace.frozen(), name)
            check_intact(place, before, approvals)
            files, manifest = read_whole(source, name)
            check_ended(name, manifest)
            check_definitions(workplace, name, manifest)
            side = open_side(workplace, str(name))
            _check_order(workplace, side, _unit(side, unit), approvals)
            edition, previous = end_of_chain(approvals, before)
            unsealed = Approval(
                number=len(approvals) + 1,
                unit=unit,
                by=by.strip(),
                at=f"{(now or workplace.now()).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                as_of=manifest["as_of"],
                decision=decision.strip() if decision is not None else None,
                report_sha256=sha256_of(files[MANIFEST]),
                edition=edition,
                previous=previous,
                seal="",
            )
            approval = replace(unsealed, seal=unsealed.expected_seal())
            _keep(place, approval, files)
            write_ledger(place / APPROVALS, {"approvals": [asdict(row) for row in [*approvals, approval]]})
        except OSError as error:
            raise PlaceError(f"{place} gick inte att skriva: {system_words(error)}. Inget är halvskrivet.") from error
    return approval


def _unit(side: Side, unit_id: str) -> Unit:
    model = side.definitions.model
    unit = next((unit for unit in model.units if unit.id == unit_id), None)
    asked = who_approve(model, side.name.report)
    listed = ", ".join(one.id for one in asked)
    if unit is None:
        raise UsageError(f"--unit '{unit_id}' är ingen enhet i {side.name}. De som godkänner är: {listed}.")
    if unit.level is Level.COUNCIL:
        raise UsageError(f"{unit.title} godkänner rapporten när den fryses: styrtal freeze {side.name} --by ROLL.")
    if unit not in asked:
        above = next(
            (one.id for one in asked if one.level is not Level.EXECUTIVE and unit.id in (part_of(model, one) or ())), ""
        )
        covered = f" Dess del ingår i {above}s." if above else ""
        raise UsageError(
            f"{unit.title} (--unit {unit_id}) ombeds inte godkänna {side.name}.{covered} De som godkänner är: {listed}."
        )
    return unit


def _check_order(workplace: Workplace, side: Side, unit: Unit, approvals: list[Approval]) -> None:
    """The executive approves what those below it have approved, where the municipality's own order is no other."""
    model, latest = side.definitions.model, latest_by_unit(approvals)
    if unit.level is not Level.EXECUTIVE or model.municipality.approval_order == "free":
        return
    before = [one for one in who_approve(model, side.name.report) if one.level is not Level.EXECUTIVE]
    missing = [one.id for one in before if one.id not in latest]
    wait = {one.id for one in before}
    differing = [part for part in approved_parts(workplace, side) if part.unit.id in wait and part.n_differing]
    if missing or differing:
        lines = [f"  {one}: har inte godkänt sin del" for one in missing]
        lines += [f"  {part.unit.id}: {part.n_differing} uppgifter är inte som de godkändes" for part in differing]
        listed = "\n".join(lines)
        raise UsageError(
            f"{unit.title} godkänner {side.name} efter dem som svarar för delarna:\n{listed}\nGodkänn delarna först: "
            f"styrtal approve {side.name} --unit ID --by ROLL. Gäller en annan ordning hos er: approval_order: 'free' under "
            "municipality."
        )


def _keep(place: Path, approval: Approval, files: Mapping[str, bytes]) -> None:
    """Keep the report's bytes, once for all who approve the same; what no row of the ledger names is nothing."""
    folder = approved_folder(place, approval)
    if folder.is_dir() and not list(kept_changes(place, [approval])):
        return
    new = folder.with_name(f".{folder.name}.new")
    for left in (new, folder):
        shutil.rmtree(left, ignore_errors=True)
    write_read_only(new, files)
    new.rename(folder)
    sync_folder(folder.parent)
