"""Runs the main job in this process, and says what it made."""

import contextlib
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import dagster as dg
import polars as pl

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import in_report
from assets.finished.diff import Diff
from assets.finished.editions import Edition, editions
from assets.finished.tables import draft_made_on, read_tables, report_instant
from assets.kolada.client import REAL_API, KoladaClient
from assets.kolada.plan_harvest import CATALOGUE
from assets.open_report import refuse_not_begun
from assets.own_files.of_run import RunOwnFiles
from assets.playback.made_up import example_source
from assets.storage.one_writer import locked
from assets.storage.report_folders import Name
from assets.workplace import Workplace
from models.definitions.aims import LEAF
from models.definitions.municipality import Municipality
from models.errors import BlockedError, PlaceError, UsageError, system_words
from models.words.checks import BLOCKED, BLOCKED_CHECK, BLOCKING_TITLE, FORM_TITLE
from models.words.goals import title_of_report
from models.words.left_out import FILE_CAME, FILE_GONE, LATER_VERSION, left_out
from models.words.numbers import listed
from pipelines.command.unforeseen import support
from pipelines.definitions import build_definitions
from pipelines.history import held_open, prune_history
from pipelines.jobs import COMMAND_TAG, REPORT_JOB
from pipelines.json_logs import run_loggers
from pipelines.preview import preview
from pipelines.settings import Settings


@dataclass(frozen=True)
class RunOutcome:
    """What a run made: where, as of when, how many of each status, which indicators were withheld.

    `frozen` is the report's newest frozen edition, which the run has not touched; `left_out` are sentences on what the report
    leaves out, and on what came after what it stands on.
    """

    name: str
    title: str
    folder: Path
    as_of: datetime
    statuses: dict[str, int]
    withheld: list[dict[str, str]]
    frozen: Edition | None
    left_out: list[str]

    @property
    def exit_status(self) -> int:
        """0, or 1 where a check of severity error withheld something."""
        return 1 if self.withheld else 0


def choose_report(workplace: Workplace, model: Municipality, report: str | None) -> str:
    """Return the report asked for, or the latest one by the source's clock (docs/measures.md §1).

    Raises:
        UsageError: the calendar has no such report, or its period has not begun.
        SourceError: the source's clock was needed, and it could not be reached.
    """
    if report is not None:
        year = int(report[:4]) if report[:4].isdigit() else 1
        planning = model.planning_ids(year, year)
        if report not in [*model.report_ids(year, year), *model.monthly_ids(year, year), *planning]:
            months = ", ".join(f"{date.month:02d}" for date in model.municipality.reports)
            text = (
                f"Det finns ingen rapport '{report}'. {model.municipality.title} rapporterar för månaderna "
                f"{months}, och följer ekonomin de andra månaderna: skriv ÅÅÅÅ-MM."
            )
            if planning and year > 1:
                text += f" Det som planeras heter {listed(planning)}."
            raise UsageError(text)
        # Before anything is fetched, where it is this machine's clock that says so.
        if workplace.today is not None and not model.municipality.fictional:
            refuse_not_begun(model, report, workplace.today())
        return report
    if workplace.as_of is not None:
        return model.latest_report(workplace.as_of.date())
    if model.municipality.fictional and workplace.kolada_url is None:
        vintages, _ = example_source(workplace.municipalities[model.id] / "source" / "kolada.yaml")
        return model.latest_report(vintages[-1].day)
    client = KoladaClient(workplace.kolada_url or REAL_API)
    return model.latest_report(next(client.pages(CATALOGUE[1])).at.date())


def _end_dead_runs(instance: dg.DagsterInstance) -> None:
    """Close the runs of commands that were killed: whoever holds the lock is the only one alive.

    Dagster would otherwise show them as running for ever, and wait for the places in its pools that they held.
    """
    alive = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
    for run in instance.get_runs(dg.RunsFilter(statuses=alive, tags=COMMAND_TAG)):
        instance.report_run_failed(run, "Kommandot stoppades innan körningen var klar.")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)


# Stopped in the midst of closing a connection, the pool would log the interruption with a traceback; the command says it.
logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)


def run_report(
    settings: Settings, defined: RunDefinitions, municipality: str, report: str | None, openlineage: Path | None = None
) -> RunOutcome:
    """Make a report by executing the job's assets in this process, and tell OpenLineage of it in a file where one is given.

    Raises:
        StyrtalError: what a user can meet, with its exit status.
    """
    definitions = defined.of(municipality)
    chosen = choose_report(defined.workplace, definitions.model, report)
    if openlineage is None:
        return _make(settings, defined, municipality, chosen)
    from pipelines.openlineage import writing_events

    with writing_events(openlineage, f"{municipality}/{chosen}") as made:
        outcome = _make(settings, defined, municipality, chosen)
        made.tables = read_tables(outcome.folder / "tables")
    return outcome


def preview_report(
    settings: Settings, defined: RunDefinitions, municipality: str, report: str | None
) -> tuple[Diff, Path]:
    """Make a report beside the one that lies in the home, and return what it would change there, with the page that says so.

    Nothing of this run stands in Dagster's history: no automation takes it for made.

    Raises:
        StyrtalError: as `preview` and `run_report`.
    """
    chosen = choose_report(defined.workplace, defined.of(municipality).model, report)
    return preview(defined, municipality, chosen, lambda: _make(settings, defined, municipality, chosen, kept=False))


def _make(
    settings: Settings, defined: RunDefinitions, municipality: str, chosen: str, *, kept: bool = True
) -> RunOutcome:
    """Make a report; `kept`: the run stands in Dagster's history."""
    workplace, definitions = defined.workplace, defined.of(municipality)
    name = f"{municipality}/{chosen}"
    folder = workplace.report_folder(municipality, chosen)
    try:
        workplace.home.mkdir(parents=True, exist_ok=True)
        dagster_home = settings.dagster_home()
    except OSError as error:
        text = f"{workplace.home} gick inte att skriva: {system_words(error)}. Sätt STYRTAL_HOME till en annan mapp."
        raise PlaceError(text) from error
    os.environ["DAGSTER_HOME"] = str(dagster_home)
    with (
        locked(workplace.home, tell=workplace.tell),
        contextlib.chdir(dagster_home),
        dg.DagsterInstance.get() if kept else dg.DagsterInstance.ephemeral() as instance,
    ):
        if kept:
            _end_dead_runs(instance)
            prune_history(instance, workplace.home, settings.history_since())
        own_files = RunOwnFiles(defined)
        job = build_definitions(defined, [name], own_files).resolve_job_def(REPORT_JOB)
        run_id = str(uuid4())
        try:
            with held_open(workplace.home, run_id):
                job.execute_in_process(
                    instance=instance,
                    partition_key=name,
                    run_id=run_id,
                    tags=COMMAND_TAG,
                    run_config=run_loggers(settings.log),
                )
        except dg.DagsterError as error:
            if type(error).__name__ != "DagsterAssetCheckFailedError":
                raise
            raise BlockedError(BLOCKED.format(checks=_failed_checks(instance, run_id), whom=support())) from error
    frozen = editions(workplace.frozen(), Name(municipality, chosen, None))
    tables = {table: pl.read_parquet(folder / "tables" / f"{table}.parquet") for table in ("fulfilment", "checks")}
    # The same target under two goals is one, as on the pages.
    counts = dict(tables["fulfilment"].unique(LEAF)["status"].value_counts().iter_rows())
    failed = tables["checks"].filter((pl.col("status") == "failed") & (pl.col("severity") == "error"))
    as_of = report_instant(workplace.staging(municipality, chosen))
    draft = draft_made_on(workplace.staging(municipality, chosen))
    told = [left_out(one) for one in in_report(own_files.definitions(municipality), chosen, as_of).left_out]
    waiting = defined.waiting(municipality)
    waits = [f"{waiting.in_words()}."] if waiting is not None else []
    return RunOutcome(
        name=name,
        title=f"{definitions.model.municipality.title}: "
        + title_of_report(definitions.model, chosen, draft=draft is not None),
        folder=folder,
        as_of=as_of,
        statuses=counts,
        withheld=failed.select("subject", "check_id", "message").to_dicts(),
        frozen=frozen[-1] if frozen else None,
        left_out=[*told, *_came_later(defined, municipality), *waits],
    )


def _failed_checks(instance: dg.DagsterInstance, run_id: str) -> str:
    """Return each failed check of a run that must pass, with its title and what it found, a line each."""
    entries = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    events = [entry.dagster_event for entry in entries if entry.dagster_event is not None]
    lines = [
        BLOCKED_CHECK.format(
            title=BLOCKING_TITLE.get(one.check_name, FORM_TITLE),
            asset=one.asset_key.to_user_string(),
            check=one.check_name,
            found=one.description or "; ".join(f"{name}: {held.value}" for name, held in one.metadata.items()),
        )
        for one in (event.asset_check_evaluation_data for event in events)
        if one.blocking and not one.passed
    ]
    return "\n".join(lines)


def _came_later(defined: RunDefinitions, municipality: str) -> list[str]:
    """Return what of the municipality's folder came after the version that the run was asked for."""
    version = defined.earlier_version(municipality)
    changes = list(defined.versions(municipality).changes_after(version)) if version is not None else []
    said = [
        (FILE_GONE if gone else FILE_CAME).format(file=name, at=f"{at:%Y-%m-%dT%H:%M:%SZ}")
        for name, at, gone in changes
    ]
    return [f"{LATER_VERSION} {listed(said)}."] if said else []
