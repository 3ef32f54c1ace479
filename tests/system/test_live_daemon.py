"""A live daemon: `styrtal ui` as people start it, left to itself with what the municipalities have turned on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import dagster as dg
import polars as pl
import pytest
from dagster._core.definitions.run_request import InstigatorType
from dagster._core.scheduler.instigation import InstigatorState, InstigatorTick, ScheduleInstigatorData, TickStatus

from assets.playback.recording import Recording
from assets.playback.server import serving
from pipelines.clock import today
from pipelines.jobs import LOCAL_JOB, REFRESH_JOB
from tests.command import environment
from tests.conftest import ROOT
from tests.inbox import Inbox, receiving
from tests.postgres import free_port
from tests.small import catalogue, cells, definition, indicator, plan, vintage, write
from tests.system.test_deployment import end, wait_for_port

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the processes are ended by signals")

T = TypeVar("T")
# Looks are thirty seconds apart, and a run that is asked for waits for the next one; the machine may be busy.
PATIENCE = 400
FILE = {
    "id": "enkat",
    "title": "Skolornas enkät",
    "kind": "measurements",
    "file": "enkat.csv",
    "columns": {"unit_id": "Skola", "period": "År", "value": "Andel", "indicator_id": {"value": "egen"}},
}


@dataclass
class Live:
    """A running daemon with its web server, and what can be seen of it from outside."""

    home: Path
    data: Path
    port: int
    inbox: Inbox
    instance: dg.DagsterInstance
    log: Path

    def until(self, found: Callable[[], T], seconds: float = PATIENCE) -> T:
        """Wait until something is found, and return it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if result := found():
                return result
            time.sleep(1)
        raise AssertionError(self.log.read_text(encoding="utf-8", errors="replace")[-8000:])

    def runs(self, municipality: str, job: str | None = None) -> list[dg.DagsterRun]:
        """Return the runs of a municipality; without a job's name those that follow a change, which have none."""
        return [
            run
            for run in self.instance.get_runs(dg.RunsFilter(job_name=job or "__ASSET_JOB"))
            if run.tags.get("dagster/partition", "").startswith(f"{municipality}/")
        ]

    def ended(self, municipality: str, job: str | None, count: int = 1) -> list[dg.DagsterRun]:
        """Wait until so many runs of a job have ended."""
        return self.until(
            lambda: runs if len(runs := [r for r in self.runs(municipality, job) if r.is_finished]) >= count else []
        )

    def state(self, name: str) -> InstigatorState | None:
        return next((state for state in self.instance.all_instigator_state() if state.name == name), None)

    def ticks(self, name: str) -> list[InstigatorTick]:
        """Return the ticks of a schedule or sensor that have ended, the newest first."""
        state = self.state(name)
        if state is None:
            return []
        ticks = self.instance.get_ticks(state.instigator_origin_id, state.selector_id)
        return [tick for tick in ticks if tick.status != TickStatus.STARTED]


def survey(value: str) -> str:
    return f"Skola;År;Andel\nbun;{today().year - 1};{value}\n"


def write_municipalities(data: Path) -> None:
    """Write one that follows Kolada and its own file, one whose KPI does not exist, and one that is turned off."""
    wanted: dict[str, tuple[str, dict[str, bool]]] = {
        "prov": ("N99001", {"refresh": True, "local_files": True}),
        "fel": ("N98999", {"refresh": True}),
        "av": ("N99001", {}),
    }
    for name, (kpi_id, schedules) in wanted.items():
        own = indicator("Egen", id="egen", kpi_id=None, measured_by="Räknas i maj.", similar=None)
        targets = [{"goal": "mal", "indicator": each, "year1": 90, "year3": 94} for each in ("matt", "egen")]
        content = definition(
            indicators=[indicator(kpi_id=kpi_id, lag=2), {**own, "lag": 2}],
            plans=[plan(today().year - 1, targets)],
            sources=[FILE],
        )
        content["goals"][0]["indicators"] = ["matt", "egen"]
        content["municipality"] |= {"id": name, "schedules": schedules}
        folder = write(data.parent / "parts" / name, content)
        (folder / "enkat.csv").write_text(survey("81,5"), encoding="utf-8")
        data.mkdir(exist_ok=True)
        folder.replace(data / name)


@contextmanager
def dagster_of(live: Live, settings: dict[str, str]) -> Generator[None]:
    """Start Dagster as the command does, and end it as Ctrl-C does."""
    command = [sys.executable, "-m", "pipelines.command.main", "ui", "--port", str(live.port)]
    with live.log.open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(live.home, **settings), stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for_port(live.port, process, live.log)
        yield
    finally:
        end(process)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Dagster that was started, was off while a day's ticks were due, and has been started again."""
    folder = tmp_path_factory.mktemp("live")
    home = folder / "home"
    write_municipalities(folder / "data")
    year = today().year
    values = cells({year - back: [80.0 - back + place for place in range(10)] for back in range(1, 6)})
    day = vintage((today() - timedelta(days=1)).isoformat(), values)
    recording = Recording([day], catalogue(publication_date=None, publ_period=None), origin="replay")
    inbox = Inbox()
    from pipelines.settings import Settings

    dagster_home = Settings(home=home).dagster_home()
    with (
        serving(recording) as kolada,
        receiving(inbox) as smtp_port,
        dg.DagsterInstance.from_config(str(dagster_home)) as instance,
    ):
        settings = {
            "STYRTAL_DATA": str(folder / "data"),
            "STYRTAL_KOLADA_URL": kolada.url,
            "STYRTAL_SMTP_HOST": "127.0.0.1",
            "STYRTAL_SMTP_PORT": str(smtp_port),
            "STYRTAL_SMTP_TLS": "none",
            "STYRTAL_SMTP_TO": "analytiker@example.se",
        }
        live = Live(home, folder / "data", free_port(), inbox, instance, folder / "dagster.log")
        with dagster_of(live, settings):
            for name in ("refresh_prov", "refresh_fel"):
                live.until(lambda name=name: live.state(name))
            for name in ("local_files_prov", "follow_changes"):
                live.until(lambda name=name: live.ticks(name))
        # As if it had been started a day earlier than it was: the last tick at half past six has not been looked at.
        for state in instance.all_instigator_state(instigator_type=InstigatorType.SCHEDULE):
            data = state.instigator_data
            assert isinstance(data, ScheduleInstigatorData)
            assert data.start_timestamp is not None
            started = data.start_timestamp - timedelta(hours=25).total_seconds()
            instance.update_instigator_state(
                state.with_data(ScheduleInstigatorData(data.cron_schedule, start_timestamp=started))
            )
        with dagster_of(live, settings):
            yield live


def value_of(live: Live, run: dg.DagsterRun, indicator_id: str) -> float | None:
    """Return a value that the report of a run tells."""
    tables = live.home / "reports" / run.tags["dagster/partition"] / "tables"
    frame = pl.read_parquet(tables / "fulfilment.parquet").filter(pl.col("indicator_id") == indicator_id)
    return frame["value"][0]


def test_a_tick_that_was_due_is_run_and_the_report_follows(live: Live) -> None:
    (refresh,) = live.ended("prov", REFRESH_JOB)
    assert refresh.is_success
    assert refresh.tags["dagster/schedule_name"] == "refresh_prov"
    assert refresh.tags["styrtal/why"] == "N99001 har aldrig frågats efter"
    (follow,) = live.ended("prov", None)
    assert follow.is_success
    assert follow.tags["dagster/partition"] == refresh.tags["dagster/partition"]
    assert (live.home / "reports" / follow.tags["dagster/partition"] / "index.html").is_file()
    assert (value_of(live, follow, "matt"), value_of(live, follow, "egen")) == (79.0, 81.5)
    # The news were not asked for again, and nothing was made twice.
    assert len(live.ticks("refresh_prov")) == 1


def test_a_changed_file_is_taken_in_once_it_is_left_alone_and_the_report_follows(live: Live) -> None:
    live.ended("prov", None)
    file = live.data / "prov" / "enkat.csv"
    looks = len(live.ticks("local_files_prov"))
    # Longer than from one look to the next, it is never twice the same.
    until = time.monotonic() + PATIENCE
    part = 0
    while len(live.ticks("local_files_prov")) < looks + 2:
        assert time.monotonic() < until
        part += 1
        file.write_text(survey("90,0")[: 10 + part % 10], encoding="utf-8")
        time.sleep(1)
    assert live.runs("prov", LOCAL_JOB) == []
    file.write_text(survey("90,0"), encoding="utf-8")
    (taken,) = live.ended("prov", LOCAL_JOB)
    assert taken.is_success
    assert taken.tags["dagster/sensor_name"] == "local_files_prov"
    runs = live.ended("prov", None, count=2)
    assert all(run.is_success for run in runs)
    assert value_of(live, taken, "egen") == 90.0
    # And then it is left alone.
    looks = len(live.ticks("local_files_prov"))
    live.until(lambda: len(live.ticks("local_files_prov")) >= looks + 2)
    assert (len(live.runs("prov", LOCAL_JOB)), len(live.runs("prov"))) == (1, 2)


def test_a_run_that_fails_again_and_again_is_told_by_one_letter(live: Live) -> None:
    from dagster_graphql import DagsterGraphQLClient

    (failed,) = live.ended("fel", REFRESH_JOB)
    assert not failed.is_success
    again = DagsterGraphQLClient("127.0.0.1", port_number=live.port).submit_job_execution(
        REFRESH_JOB, tags={"dagster/partition": failed.tags["dagster/partition"]}
    )
    for run_id in (failed.run_id, again):
        live.until(
            lambda run_id=run_id: any(run_id in (tick.origin_run_ids or ()) for tick in live.ticks("alert_failed_run"))
        )
    assert [run.is_success for run in live.ended("fel", REFRESH_JOB, count=2)] == [False, False]
    (letter,) = live.inbox.got
    assert letter["Subject"] == "styrtal: 1 sak att se till (fel: run)"
    assert "'N98999' finns inte i Koladas katalog, och har aldrig funnits." in letter.get_content()


def test_what_is_turned_off_is_left_alone(live: Live) -> None:
    assert live.runs("av") + live.runs("av", REFRESH_JOB) + live.runs("av", LOCAL_JOB) == []
    on = {state.name for state in live.instance.all_instigator_state() if state.is_running}
    assert on == {
        "refresh_prov", "refresh_fel", "local_files_prov", "follow_changes", "alert_failed_run", "alert_checks_and_late",
    }  # fmt: skip
    assert not (live.home / "reports" / "av").exists()
    # Every look went well, whatever it saw.
    for name in on:
        assert {tick.status for tick in live.ticks(name)} <= {TickStatus.SUCCESS, TickStatus.SKIPPED}, name
