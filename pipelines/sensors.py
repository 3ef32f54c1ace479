"""What Dagster does when something happens: a file of the municipality's changes, a run fails, a run goes well."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import dagster as dg

from assets.definitions.of_run import RunDefinitions
from models.definitions.steering import Schedules
from models.errors import StyrtalError
from pipelines.clock import today
from pipelines.history import prune_history
from pipelines.jobs import COMMAND_TAG, LOCAL_JOB
from pipelines.settings import Settings
from pipelines.what_to_alert import alert_failed_run, alert_standing

LOOK_EVERY = 30


def _names(error: type[StyrtalError]) -> set[str]:
    return {error.__name__}.union(*map(_names, error.__subclasses__()))


_OWN_ERRORS = _names(StyrtalError)


def sensors(defined: RunDefinitions, names: Sequence[str]) -> list[dg.SensorDefinition]:
    """Return every sensor: one for each municipality's folder, one that carries changes on, and two that tell people."""
    on = [name for name in names if _schedules(defined, name).refresh or _schedules(defined, name).local_files]
    follow = dg.AutomationConditionSensorDefinition(
        "follow_changes",
        target=dg.AssetSelection.all(),
        default_status=dg.DefaultSensorStatus.RUNNING if on else dg.DefaultSensorStatus.STOPPED,
        minimum_interval_seconds=LOOK_EVERY,
        use_user_code_server=True,
        description="Makes what depends on a change, and nothing else, after a refresh or a changed file.",
    )
    return [*(_folder_sensor(defined, name) for name in names), follow, _failed(defined), _went_well(defined)]


def _schedules(defined: RunDefinitions, name: str) -> Schedules:
    return defined.of(name).model.municipality.schedules


def _folder_sensor(defined: RunDefinitions, name: str) -> dg.SensorDefinition:
    on = _schedules(defined, name).local_files

    def look(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        seen = FolderSeen.read(context.cursor)
        state, changed = seen.look(defined.workplace.municipalities[name])
        context.update_cursor(state.as_text())
        if not changed:
            return dg.SkipReason("En fil ändras fortfarande." if state.moving else "Ingen fil har ändrats.")
        try:
            report = defined.read_again(name).model.latest_report(today())
        except StyrtalError as error:
            alert_failed_run(Settings(), defined, f"{name}/latest", error)
            return dg.SkipReason(str(error))
        # Without a run key: a file that is changed, changed back and changed again is taken in each time.
        return dg.RunRequest(partition_key=f"{name}/{report}", tags={"styrtal/why": "en fil har ändrats"})

    return dg.SensorDefinition(
        name=f"local_files_{name.replace('-', '_')}",
        job_name=LOCAL_JOB,
        evaluation_fn=look,
        minimum_interval_seconds=LOOK_EVERY,
        default_status=dg.DefaultSensorStatus.RUNNING if on else dg.DefaultSensorStatus.STOPPED,
        description="Takes in a changed file of the municipality's folder once two looks in a row have seen it the same.",
    )


class FolderSeen:
    """What the last look at a folder saw: the files' sizes and times, and the content that was last taken in."""

    def __init__(self, stamp: str = "", content: str = "", moving: bool = False) -> None:
        self.stamp, self.content, self.moving = stamp, content, moving

    @classmethod
    def read(cls, text: str | None) -> "FolderSeen":
        """Read a sensor's cursor; a new sensor has none."""
        return cls(**json.loads(text)) if text else cls()

    def as_text(self) -> str:
        """Return the cursor."""
        return json.dumps({"stamp": self.stamp, "content": self.content, "moving": self.moving})

    def look(self, folder: Path) -> tuple["FolderSeen", bool]:
        """Look again; return what is seen, and whether a change has come to rest that was not taken in before.

        The first look takes the folder as it is; a file that was only touched is no change.
        """
        stamp = hashlib.sha256()
        files: list[Path] = []
        for path in sorted(folder.rglob("*")):
            # Editors and Excel put files of their own beside the one that is open.
            if path.name.startswith((".", "~$")) or path.name.endswith((".tmp", ".part", "~")):
                continue
            try:
                if path.is_file():
                    stat = path.stat()
                    stamp.update(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
                    files.append(path)
            except FileNotFoundError:
                continue
        if stamp.hexdigest() != self.stamp and self.stamp:
            return FolderSeen(stamp.hexdigest(), self.content, moving=True), False
        if self.stamp and not self.moving:
            return self, False
        content = hashlib.sha256()
        try:
            for path in files:
                content.update(f"{path.relative_to(folder)}\n".encode())
                content.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError:
            # Open in another program, or gone this very moment: looked at again.
            return FolderSeen(stamp.hexdigest(), self.content, moving=True), False
        seen = FolderSeen(stamp.hexdigest(), content.hexdigest())
        return seen, bool(self.content) and seen.content != self.content


def _failed(defined: RunDefinitions) -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name="alert_failed_run",
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells by e-mail or webhook that a run failed, once (docs/operations.md).",
    )
    def alert_failed_run(context: dg.RunFailureSensorContext) -> None:
        run = context.dagster_run
        if COMMAND_TAG.items() <= run.tags.items():
            # The command tells of its own runs.
            return
        name = run.tags.get("dagster/partition", run.job_name)
        alert_failed_run(Settings(), defined, name, _reason(context))

    return alert_failed_run


def _reason(context: dg.RunFailureSensorContext) -> str:
    """Return the error's own words where it is one that a user can meet."""
    for event in context.get_step_failure_events():
        error = event.step_failure_data.error
        while error is not None:
            if error.cls_name in _OWN_ERRORS:
                return error.message.partition(": ")[2].strip() or error.message.strip()
            error = error.cause
    return context.failure_event.message or "se körningen i styrtal ui"


def _went_well(defined: RunDefinitions) -> dg.SensorDefinition:
    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="alert_checks_and_late",
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells by e-mail or webhook, after a run, of failed checks and late indicators, once.",
    )
    def alert_checks_and_late(context: dg.RunStatusSensorContext) -> None:
        run, settings = context.dagster_run, Settings()
        prune_history(context.instance, defined.workplace.home, settings.history_since())
        name = run.tags.get("dagster/partition", "")
        municipality, _, report = name.partition("/")
        if COMMAND_TAG.items() <= run.tags.items() or municipality not in defined.workplace.municipalities:
            return
        if (defined.workplace.report_folder(municipality, report) / "manifest.json").is_file():
            defined.read_again(municipality)
            alert_standing(settings, defined, name)

    return alert_checks_and_late
