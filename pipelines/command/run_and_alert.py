"""The command's run: what it does beside executing the job. A damaged answer is asked for anew, and alerts are sent."""

from pathlib import Path

from assets.definitions.of_run import RunDefinitions
from models.errors import DamagedAnswerError, UsageError, causes
from pipelines.command.run_report import RunOutcome, run_report
from pipelines.settings import Settings
from pipelines.what_to_alert import alert_failed_run, alert_standing


def run_and_alert(
    settings: Settings, defined: RunDefinitions, municipality: str, report: str | None, openlineage: Path | None = None
) -> RunOutcome:
    """Make a report, once more where a stored answer was damaged, and tell those who are to be told how it went.

    Raises:
        StyrtalError: as `run_report`; it has then been told, unless the command was only used wrongly.
    """
    settings.channels()
    try:
        outcome = _run(settings, defined, municipality, report, openlineage)
    except UsageError:
        raise
    except Exception as error:
        alert_failed_run(settings, defined, f"{municipality}/{report or 'latest'}", error)
        raise
    alert_standing(settings, defined, outcome.name)
    return outcome


def _run(
    settings: Settings, defined: RunDefinitions, municipality: str, report: str | None, openlineage: Path | None
) -> RunOutcome:
    try:
        return run_report(settings, defined, municipality, report, openlineage)
    except Exception as error:
        damaged = next((cause for cause in causes(error) if isinstance(cause, DamagedAnswerError)), None)
        if damaged is None:
            raise
        if defined.workplace.tell is not None:
            defined.workplace.tell(f"{damaged} Det frågas efter nu.")
    return run_report(settings, defined, municipality, report, openlineage)
