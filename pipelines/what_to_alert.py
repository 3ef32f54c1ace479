"""What is told of a run: that it failed, which checks failed, and which indicators are late.

The command and Dagster's sensors use the same two functions. How it is sent is no matter of this floor.
"""

import polars as pl

from assets.definitions.of_run import RunDefinitions
from assets.operations.send_alerts import Alert, send_alerts
from assets.warehouse.publications import read_publications
from models.errors import StyrtalError, causes
from models.tables.rows import ChecksRow
from models.tables.typed_rows import rows_of
from models.words.alerts import (
    ALERT_FAILED_CHECK,
    ALERT_FAILED_CHECK_DO,
    ALERT_FAILED_RUN,
    ALERT_FAILED_RUN_DO,
    ALERT_LATE,
    ALERT_LATE_DO,
)
from pipelines.clock import today
from pipelines.settings import Settings

_LONGEST = 500


def alert_failed_run(settings: Settings, defined: RunDefinitions, name: str, error: BaseException | str) -> list[Alert]:
    """Tell that a run failed, once until a run of the same municipality has gone well; return what was told."""
    why, kind = _why(error)
    alert = Alert(
        key=f"{name} {kind}",
        kind="failed_run",
        what=ALERT_FAILED_RUN.format(name=name, why=why[:_LONGEST]),
        do=ALERT_FAILED_RUN_DO,
    )
    return _send(settings, defined, f"{name.partition('/')[0]}: run", [alert])


def alert_standing(settings: Settings, defined: RunDefinitions, name: str) -> list[Alert]:
    """Tell, after a run that went well, the report's failed checks and the late indicators; return what was told."""
    municipality, _, report = name.partition("/")
    sent = _send(settings, defined, f"{municipality}: run", [])
    checks = pl.read_parquet(defined.workplace.report_folder(municipality, report) / "tables" / "checks.parquet")
    failed = [
        Alert(
            key=f"{row['check_id']} {row['subject']}",
            kind="failed_check",
            what=ALERT_FAILED_CHECK.format(name=name, message=row["message"], subject=row["subject"]),
            do=ALERT_FAILED_CHECK_DO,
        )
        for row in rows_of(checks.filter(status="failed", severity="error"), ChecksRow)
    ]
    sent += _send(settings, defined, name, failed)
    model = defined.of(municipality).model
    day = today()
    late = [
        Alert(
            key=f"{item.kpi_id} {item.year} {since}",
            kind="late",
            what=ALERT_LATE.format(kpi=item.kpi_id, title=item.title, year=item.year, day=since),
            do=ALERT_LATE_DO,
        )
        for item in read_publications(defined.store(municipality), model.kpi_ids)
        if not model.municipality.fictional and (since := item.late(day)) is not None
    ]
    return sent + _send(settings, defined, f"{municipality}: late", late)


def _why(error: BaseException | str) -> tuple[str, str]:
    """Return why a run failed, as a person can use it, and what kind of failure it is."""
    if isinstance(error, str):
        return error, "failed"
    for cause in causes(error):
        if isinstance(cause, StyrtalError):
            return str(cause), type(cause).__name__
    return type(error).__name__, type(error).__name__


def _send(settings: Settings, defined: RunDefinitions, scope: str, standing: list[Alert]) -> list[Alert]:
    return send_alerts(settings.channels(), defined.workplace.home, scope, standing, defined.workplace.tell)
