"""What is told of a run: that it failed, which checks failed, which figures changed, and which indicators are late.

The command and Dagster's sensors use the same two functions. How it is sent is no matter of this floor.
"""

import hashlib

import polars as pl

from assets.definitions.of_run import RunDefinitions
from assets.finished.diff import compare_reports
from assets.finished.open_finished import open_side, report_before
from assets.followup.change_view import build_diff_view, named
from assets.operations.send_alerts import Alert, send_alerts
from assets.warehouse.publications import read_publications
from models.errors import StyrtalError, causes
from models.tables.rows import ChecksRow
from models.tables.typed_rows import rows_of
from models.words.alerts import (
    ALERT_CHANGED_DO,
    ALERT_FAILED_CHECK,
    ALERT_FAILED_CHECK_DO,
    ALERT_FAILED_RUN,
    ALERT_FAILED_RUN_DO,
    ALERT_LATE,
    ALERT_LATE_DO,
    changed_figures,
)
from models.words.changes import also_changed
from models.words.own_names import statuses_named
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
    """Tell, after a run that went well, the report's failed checks, what changed in it, and the late indicators; return what was told."""
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
    sent += _send(settings, defined, name, [*failed, *_changed(settings, defined, name)])
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


def _changed(settings: Settings, defined: RunDefinitions, name: str) -> list[Alert]:
    """Return what changed since the report before of what people read about, as the pages tell it; nothing where nobody is told."""
    channels = settings.channels()
    municipality, _, report = name.partition("/")
    if channels.mail is None and channels.webhook is None:
        return []
    try:
        before = report_before(defined.workplace, defined.of(municipality).model, report)
    except StyrtalError:
        # The pages say of it that it cannot be compared with.
        return []
    if before is None:
        return []
    changes = build_diff_view(compare_reports(before, open_side(defined.workplace, name)))
    said = {None: "–", **statuses_named(changes.diff.after.definitions.model.municipality.words)}
    lines = [
        (row["title"], row["unit"], said[row["status_before"]], said[row["status_after"]], row["told"])
        for row in changes.statuses
    ]
    lines += [
        (row["title"], row["unit"], row["shown_before"], row["shown_after"], row["told"]) for row in changes.figures
    ]
    rest = also_changed(len(changes.values), len(changes.targets), len(changes.colours), len(changes.definitions))
    if not lines and not rest:
        return []
    what = changed_figures(name, named(before), lines, rest)
    key = hashlib.sha256(what.encode()).hexdigest()[:16]
    return [Alert(f"changed {key}", "changed_figures", what, ALERT_CHANGED_DO.format(before=before.name, name=name))]


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
