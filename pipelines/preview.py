"""Makes a report beside the one that lies in the home, to tell what would change: by the command, and after a refresh that waits."""

import contextlib
import shutil
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg

from assets.definitions.of_run import RunDefinitions
from assets.finished.diff import Diff, compare_reports
from assets.finished.open_finished import open_side
from assets.followup.change_pages.page import write_diff
from assets.specs import plain_failure, split_key
from assets.storage.one_writer import locked
from assets.storage.write_whole import write_whole
from assets.warehouse.assets import TABLES
from models.errors import UsageError


def preview(defined: RunDefinitions, municipality: str, report: str, make: Callable[[], object]) -> tuple[Diff, Path]:
    """Return what a report would change of the one that lies in the home, with the folder of the page that says so.

    What lies there is left as it is. `make` makes the report, on what waits for a yes too; that is then written down as shown.

    Raises:
        UsageError: there is no such report to compare with.
        StyrtalError: as `make`.
    """
    workplace = defined.workplace
    with locked(workplace.home, tell=workplace.tell):
        before = open_side(workplace, f"{municipality}/{report}")
        # Within the home, which holds all that a report may; the next preview takes away what a killed one left.
        beside = workplace.home / "preview"
        shutil.rmtree(beside, ignore_errors=True)
        # What was read for a preview is no version that anyone has let in, and what Dagster goes on from is what lies there.
        left = [
            workplace.made_from(municipality, report),
            defined.versions(municipality).log,
            workplace.staging(municipality, report),
        ]
        try:
            workplace.with_waiting = True
            with _as_they_were(left, beside / "kept"):
                workplace.out = beside
                make()
                changes = compare_reports(before, open_side(workplace, f"{municipality}/{report}"))
            page = write_diff(workplace, changes)
            log, shown = defined.let_in_log(municipality), defined.let_in(municipality)
            waiting = log.waiting()
            if waiting is not None and shown is not None and shown.until == waiting.until:
                judged = sum(changes.tables[name].height for name in ("status_change", "colour_change"))
                place = (page / "index.html").relative_to(workplace.home).as_posix()
                log.add(replace(waiting, changes=judged, page=place))
            return changes, page
        finally:
            workplace.out, workplace.with_waiting = None, False
            shutil.rmtree(beside, ignore_errors=True)


@contextlib.contextmanager
def _as_they_were(places: Sequence[Path], kept: Path) -> Generator[None]:
    """Put files and folders back as they were when the block began; one that was not there is taken away."""
    copies = {place: kept / str(n) for n, place in enumerate(places)}
    kept.mkdir(parents=True)
    for place, copy in copies.items():
        if place.is_dir():
            shutil.copytree(place, copy)
        elif place.is_file():
            shutil.copyfile(place, copy)
    try:
        yield
    finally:
        for place, copy in copies.items():
            if copy.is_file():
                write_whole(place, copy.read_bytes())
                continue
            shutil.rmtree(place, ignore_errors=True)
            if copy.is_dir():
                shutil.copytree(copy, place)
            else:
                place.unlink(missing_ok=True)


def waiting_asset(
    partitions: dg.PartitionsDefinition, make: Callable[[RunDefinitions, str], object]
) -> dg.AssetsDefinition:
    """Return the asset that tells, after a refresh, what its answers would change; `make` makes a report by its key."""

    @dg.asset(
        partitions_def=partitions,
        deps=list(TABLES),
        group_name="warehouse",
        owners=["team:analysts"],
        kinds={"html"},
        code_version="1",
        description="What the answers that wait for a yes (refresh_waits) would change of the report, each change with its cause, "
        "as styrtal refresh --preview tells it.",
    )
    @plain_failure
    def waiting_changes(
        context: dg.AssetExecutionContext, defined: dg.ResourceParam[RunDefinitions]
    ) -> dg.MaterializeResult[Any]:  # of no value: Dagster's word for it is private
        municipality, report = split_key(context)
        waiting = defined.waiting(municipality)
        told: dict[str, Any] = {"waiting answers": waiting.answers if waiting is not None else 0}
        if waiting is not None:
            try:
                changes, page = preview(defined, municipality, report, lambda: make(defined, context.partition_key))
                told |= {name: frame.height for name, frame in changes.tables.items() if not frame.is_empty()}
                told |= {"since": str(waiting.since), "page": dg.MetadataValue.path(page / "index.html")}
            except UsageError as error:
                # There is no report to compare with.
                told["not shown"] = str(error)
        return dg.MaterializeResult(metadata=told)

    return waiting_changes
