"""When Dagster runs something by itself: the calendar of models.definitions.due, asked each day in Sweden's time.

What is due, and why, is decided there; here it only becomes run requests. A schedule is on where the municipality's
`schedules:` say so.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import dagster as dg

from assets.definitions.of_run import RunDefinitions
from assets.warehouse.publications import read_publications
from models.definitions.due import SWEDEN, Planned, ScheduleKind, plan_economy, plan_refresh, plan_reports
from models.definitions.municipality import Municipality
from models.errors import StyrtalError
from pipelines.jobs import FOLLOW_UP_JOB, REFRESH_JOB, REPORT_JOB
from pipelines.what_is_due import AT, frozen_reports

JOB: dict[ScheduleKind, str] = {"refresh": REFRESH_JOB, "economy": FOLLOW_UP_JOB, "reports": REPORT_JOB}


def _plan_tick(defined: RunDefinitions, model: Municipality, kind: ScheduleKind, day: date) -> list[Planned]:
    if kind == "refresh":
        return plan_refresh(model, day, read_publications(defined.store(model.id), model.kpi_ids))
    if kind == "reports":
        return plan_reports(model, day, frozen_reports(defined.workplace, model.id))
    return plan_economy(model, day)


def municipality_schedules(defined: RunDefinitions, names: Sequence[str]) -> list[dg.ScheduleDefinition]:
    """Return the three schedules of each municipality, on or off as its definitions say."""
    return [_schedule(defined, name, kind) for name in names for kind in AT]


def _cron(at: str) -> str:
    hour, _, minute = at.partition(":")
    return f"{int(minute)} {int(hour)} * * *"


def _schedule(defined: RunDefinitions, name: str, kind: ScheduleKind) -> dg.ScheduleDefinition:
    on = getattr(defined.of(name).model.municipality.schedules, kind)
    return dg.ScheduleDefinition(
        name=f"{kind}_{name.replace('-', '_')}",
        job_name=JOB[kind],
        cron_schedule=_cron(AT[kind]),
        execution_timezone=SWEDEN.key,
        execution_fn=_tick(defined, name, kind),
        default_status=dg.DefaultScheduleStatus.RUNNING if on else dg.DefaultScheduleStatus.STOPPED,
        description=f"{kind} of {name}: `uv run styrtal schedule --municipality {name}` tells what and why.",
    )


def _tick(
    defined: RunDefinitions, name: str, kind: ScheduleKind
) -> Callable[[dg.ScheduleEvaluationContext], Iterator[dg.RunRequest | dg.SkipReason]]:
    def tick(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        day = context.scheduled_execution_time.astimezone(SWEDEN).date()
        try:
            planned = _plan_tick(defined, defined.read_again(name).model, kind, day)
        except StyrtalError as error:
            yield dg.SkipReason(str(error))
            return
        for item in planned:
            yield run_request(item)
        if not planned:
            yield dg.SkipReason(f"Inget av det här slaget ska göras {day}.")

    return tick


def run_request(item: Planned) -> dg.RunRequest:
    """Return the run that the calendar asks for; a day's run is requested once."""
    config = {"ops": {"kolada_answers": {"config": {"kpi_ids": list(item.kpi_ids)}}}} if item.kind == "refresh" else {}
    return dg.RunRequest(
        run_key=f"{item.kind} {item.municipality}/{item.report} {item.day}",
        partition_key=f"{item.municipality}/{item.report}",
        run_config=config,
        tags={"styrtal/why": item.why[:500]},
    )
