"""A schedule that waits for a yes, from outside: a real tick, what it tells, the command that lets in, and reports made again."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.definitions.of_run import RunDefinitions
from assets.kolada.answers import AnswerStore, list_harvests
from assets.playback.recording import Recording
from assets.playback.server import serving
from pipelines.clock import today
from pipelines.definitions import build_definitions, report_keys
from pipelines.jobs import REFRESH_JOB
from pipelines.settings import Settings
from tests.command import digest, styrtal
from tests.small import catalogue, cells, definition, indicator, plan, vintage, write

pytestmark = pytest.mark.slow
LET_IN = "tas med först efter ett ja"


@dataclass
class Place:
    """A home, the municipality's folder, and Kolada as it is on each of three days."""

    home: Path
    folder: Path

    def kolada(self, at: int) -> contextlib.AbstractContextManager[str]:
        year = today().year
        days = [
            vintage(
                (today() - timedelta(days=back)).isoformat(),
                cells({year - b: [value - b + n / 2 for n in range(10)] for b in range(1, 6)}),
            )
            for back, value in ((80, 92.0), (42, 60.0), (1, 95.0))
        ]

        @contextlib.contextmanager
        def address() -> Iterator[str]:
            recording = Recording(days, catalogue(publication_date=None, publ_period=None), at=at, origin="replay")
            with serving(recording) as server:
                yield server.url

        return address()

    def styrtal(self, *args: object, at: int | None = None) -> str:
        """Run the command, which must go well, and return what it printed."""
        with self.kolada(at) if at is not None else contextlib.nullcontext("http://127.0.0.1:9/v3") as url:
            done = styrtal(self.home, *args, "-m", self.folder, STYRTAL_KOLADA_URL=url)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tick(self, at: int) -> dg.ExecuteInProcessResult:
        """Let the schedule's tick of today ask for its run, and run it as the daemon's process does."""
        settings = Settings(home=self.home, data=self.folder.parent)
        defined = RunDefinitions(settings.workplace())
        built = build_definitions(defined, report_keys(defined.workplace))
        (schedule,) = [each for each in built.get_repository_def().schedule_defs if each.name == "refresh_prov"]
        assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
        with self.kolada(at) as url, dg.DagsterInstance.from_config(str(settings.dagster_home())) as instance:
            defined.workplace.kolada_url = url
            context = dg.build_schedule_context(
                instance=instance, scheduled_execution_time=datetime.now(UTC), repository_def=built.get_repository_def()
            )
            (request,) = schedule.evaluate_tick(context).run_requests or []
            assert request.partition_key is not None
            job = built.resolve_job_def(REFRESH_JOB)
            return job.execute_in_process(
                instance=instance, partition_key=request.partition_key, run_config=request.run_config
            )

    def status(self) -> str:
        return styrtal(self.home, "status", STYRTAL_DATA=str(self.folder.parent)).stdout

    @property
    def report(self) -> Path:
        (folder,) = (self.home / "reports" / "prov").iterdir()
        return folder

    def value(self) -> float:
        return pl.read_parquet(self.report / "tables" / "fulfilment.parquet")["value"][0]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    targets = [{"goal": "mal", "indicator": "matt", "year1": 90, "year3": 94}]
    content = definition(indicators=[indicator(lag=2)], plans=[plan(today().year - 1, targets)])
    content["municipality"]["schedules"] = {"refresh": True, "refresh_waits": True}
    place = Place(tmp_path / "home", write(tmp_path / "data", content))
    place.styrtal("run", at=0)
    return place


def told(done: dg.ExecuteInProcessResult) -> dict[str, object]:
    (made,) = [event for event in done.get_asset_materialization_events() if "waiting_changes" in str(event.asset_key)]
    return {name: value.value for name, value in made.materialization.metadata.items()}


def data_version(done: dg.ExecuteInProcessResult) -> str | None:
    (event,) = [
        e for e in done.asset_materializations_for_node("load_warehouse") if e.asset_key == dg.AssetKey("kolada_value")
    ]
    return (event.tags or {}).get("dagster/data_version")


def test_a_tick_harvests_tells_what_would_change_and_changes_no_report_before_the_yes(place: Place) -> None:
    before, name = digest(place.report), f"prov/{place.report.name}"
    value = place.value()
    assert LET_IN in (place.report / "index.html").read_text(encoding="utf-8")
    done = place.tick(1)
    # What follows a change goes by this: nothing is made again.
    assert (data_version(done) or "")[:10] == (today() - timedelta(days=80)).isoformat()
    assert len([each for each in list_harvests(AnswerStore(place.home / "answers")) if each.ended]) == 2
    said = told(done)
    assert (said["waiting answers"], said["status_change"]) == (1, 1)
    page = Path(str(said["page"])).read_text(encoding="utf-8")
    assert "Reviderat" in page or "reviderat" in page
    assert digest(place.report) == before
    assert not (place.home / "preview").exists()
    since = (today() - timedelta(days=42)).isoformat()
    assert f"VÄNTAR 1 svar väntar på ja sedan {since}: ändrade bedömningar och färger: " in place.status()
    # A run by hand is no yes.
    run = place.styrtal("run", at=1)
    assert f"1 svar väntar på ja sedan {since}" in run
    assert digest(place.report) == before
    # A second harvest adds to the first, and the yes is to both.
    assert told(place.tick(2))["waiting answers"] == 2
    assert f"VÄNTAR 2 svar väntar på ja sedan {since}" in place.status()
    let_in = json.loads(place.styrtal("refresh", "--let-in", "--by", "kvalitetschef", "--json"))
    assert (let_in["by"], let_in["answers"]) == ("kvalitetschef", 2)
    assert "VÄNTAR" not in place.status()
    assert digest(place.report) == before, "a yes makes no report"
    place.styrtal("run", at=2)
    assert place.value() == value + 3.0
    after = digest(place.report)
    # As of before the yes, though the answers had come: the same bytes as then. As of the yes: those that it let in.
    then = (datetime.now(UTC) - timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
    place.styrtal("run", "--as-of", then, "--report", name[5:], at=2)
    assert digest(place.report) == before
    place.styrtal("run", "--as-of", let_in["at"], "--report", name[5:], at=2)
    assert digest(place.report) == after


def test_only_a_role_lets_in_and_only_what_has_been_shown(place: Place) -> None:
    def refused(*args: str) -> str:
        done = styrtal(place.home, "refresh", *args, "-m", place.folder)
        assert done.returncode == 2
        return done.stderr

    assert "Inget svar från Kolada väntar på ja" in refused("--let-in", "--by", "kvalitetschef")
    place.styrtal("run", at=1)
    assert "har inte visats" in refused("--let-in", "--by", "kvalitetschef")
    assert "personnummer" in refused("--let-in", "--by", "anna@kommun.se")
    assert "--by ROLL" in refused("--let-in")
    assert "--by ROLL" in refused("--preview", "--by", "kvalitetschef")
    told = place.styrtal("refresh", "--preview", at=1)
    assert "släpp in med styrtal refresh --let-in --by ROLL" in told
    place.styrtal("refresh", "--let-in", "--by", "kvalitetschef")
