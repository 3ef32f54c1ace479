"""What runs by itself: when values are due, which reports are made when, and what a change carries on to."""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from dagster._core.events import DagsterEvent, StepMaterializationData

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import read_definitions
from assets.kolada.answers import AnswerStore, list_harvests
from assets.playback.recording import Recording
from assets.playback.server import serving
from assets.warehouse.assets import TABLES
from assets.warehouse.publications import read_publications
from assets.workplace import Workplace
from models.definitions.due import Publication, plan_days, plan_economy, plan_refresh, plan_reports, report_due
from models.definitions.municipality import Municipality
from models.errors import UsageError
from models.tables.header import table
from pipelines.clock import today
from pipelines.command.print_calendar import calendar_lines
from pipelines.definitions import build_definitions, report_keys
from pipelines.jobs import LOCAL_JOB, REFRESH_JOB, REPORT_JOB
from pipelines.schedules import run_request
from pipelines.sensors import FolderSeen
from tests.server import answering
from tests.small import catalogue, cells, definition, fetch, indicator, load, vintage, write

FINAL = date(2026, 3, 1)
KPI = Publication("N99001", "Mått", date(2026, 2, 1), FINAL, 2025, None, None, date(2026, 1, 20))


def model(tmp_path: Path, **schedules: bool) -> Municipality:
    content = definition()
    content["municipality"]["schedules"] = schedules
    return read_definitions(write(tmp_path, content)).model


@pytest.mark.parametrize(
    ("changes", "day", "why"),
    [
        ({"last_asked": None}, "2026-01-21", "har aldrig frågats efter"),
        # Nothing is awaited yet, and it was asked for eleven days ago.
        ({}, "2026-01-31", None),
        ({}, "2026-02-01", "preliminära värden för 2025 väntades 2026-02-01"),
        ({"last_asked": date(2026, 2, 1)}, "2026-02-02", "preliminära värden för 2025 väntades 2026-02-01"),
        # Asked for already this day.
        ({"last_asked": date(2026, 2, 2)}, "2026-02-02", None),
        # It has come.
        ({"last_asked": date(2026, 2, 2), "first_known": date(2026, 2, 2)}, "2026-02-03", None),
        # The final day has passed: asked for until something newer comes.
        ({"last_asked": date(2026, 2, 28), "first_known": date(2026, 2, 2), "last_known": date(2026, 2, 2)}, "2026-03-01",
         "slutliga värden för 2025 väntades 2026-03-01"),
        ({"last_asked": date(2026, 3, 2), "first_known": date(2026, 2, 2), "last_known": date(2026, 3, 2)}, "2026-03-03", None),
        # Final values that equal the preliminary ones are waited for a month, and no longer.
        ({"last_asked": date(2026, 4, 1), "first_known": date(2026, 2, 2), "last_known": date(2026, 2, 2)}, "2026-04-02", None),
        # Nothing has come: every day for a month, then once a week.
        ({"last_asked": date(2026, 3, 30)}, "2026-03-31", "slutliga värden för 2025 väntades 2026-03-01"),
        ({"last_asked": date(2026, 4, 1)}, "2026-04-02", None),
        ({"last_asked": date(2026, 4, 1)}, "2026-04-08", "slutliga värden för 2025 väntades 2026-03-01"),
        # Nothing is awaited: every thirty days.
        ({"preliminary": None, "final": None}, "2026-02-18", None),
        ({"preliminary": None, "final": None}, "2026-02-19", "har inte frågats efter på 30 dagar"),
    ],
)  # fmt: skip
def test_an_indicator_is_asked_for_when_it_is_due_and_until_it_has_come(
    changes: dict, day: str, why: str | None
) -> None:
    assert replace(KPI, **changes).due(date.fromisoformat(day)) == why


def test_an_indicator_without_any_value_two_weeks_after_its_day_is_late() -> None:
    assert KPI.late(date(2026, 2, 15)) is None
    assert KPI.late(date(2026, 2, 16)) == date(2026, 2, 1)
    assert replace(KPI, first_known=date(2026, 2, 10)).late(date(2027, 1, 1)) is None


def test_the_reports_days_are_those_of_law_and_custom() -> None:
    assert report_due("2026-08") == date(2026, 10, 31)
    assert report_due("2026-12") == date(2027, 4, 15)
    assert report_due("2026-04") == date(2026, 6, 30)
    assert report_due("2026-10") == date(2026, 12, 31)
    assert report_due("2025-12") == date(2026, 4, 15)


def test_a_report_is_made_when_its_period_ends_and_each_monday_until_it_is_due_or_frozen(tmp_path: Path) -> None:
    given = model(tmp_path)
    days = [date(2026, 8, 1) + timedelta(days=n) for n in range(120)]
    made = [item.day for day in days for item in plan_reports(given, day, frozenset()) if item.report == "2026-08"]
    assert made[0] == date(2026, 9, 1)
    assert made[1:] == [date(2026, 9, 7) + timedelta(weeks=n) for n in range(8)]
    assert made[-1] == date(2026, 10, 26)
    assert not [item for day in days for item in plan_reports(given, day, frozenset({"2026-08"}))]


def test_the_monthly_economy_is_of_its_month_which_may_have_a_report_of_the_calendar(tmp_path: Path) -> None:
    given = model(tmp_path)
    (may,) = plan_economy(given, date(2026, 6, 10))
    assert (may.report, may.why) == ("2026-05", "räkenskaperna för 2026-05 är stängda")
    assert [item.report for item in plan_economy(given, date(2026, 1, 10))] == ["2025-12"]
    assert [item.report for item in plan_economy(given, date(2026, 5, 10))] == ["2026-04"]
    assert plan_economy(given, date(2026, 6, 11)) == []


def test_what_is_off_is_not_planned_and_a_refresh_asks_only_for_what_is_due(tmp_path: Path) -> None:
    day = date(2026, 3, 1)
    assert plan_days(model(tmp_path), day, 60, [KPI], frozenset()) == []
    on = model(tmp_path, refresh=True)
    planned = plan_days(on, day, 60, [KPI], frozenset())
    assert {item.kind for item in planned} == {"refresh"}
    # Daily until 31 March, then weekly: 31 days, and 7, 14, 21 and 28 April.
    assert [item.day for item in planned[:31]] == [day + timedelta(days=n) for n in range(31)]
    assert [item.day.isoformat() for item in planned[31:]] == ["2026-04-07", "2026-04-14", "2026-04-21", "2026-04-28"]
    assert plan_refresh(on, day, [replace(KPI, first_known=day, last_known=day, last_asked=day)]) == []
    assert {item.kind for item in plan_days(model(tmp_path, reports=True, economy=True), day, 60, [], frozenset())} == {
        "reports",
        "economy",
    }


def workplace(tmp_path: Path, **schedules: bool) -> Workplace:
    given = model(tmp_path, **schedules)
    return Workplace(home=tmp_path / "home", municipalities={given.id: tmp_path / "prov"})


def test_the_command_tells_what_would_run_when_and_why(tmp_path: Path) -> None:
    place = workplace(tmp_path, economy=True)
    lines = list(calendar_lines(RunDefinitions(place), ["prov"], "60d", everything=False, as_json=False))
    assert lines[0] == "prov (av: refresh, reports; slå på dem under schedules: i municipality.yaml)"
    assert len(lines) in {2, 3}
    assert all("economy prov/" in line and "räkenskaperna för" in line for line in lines[1:])
    everything = list(calendar_lines(RunDefinitions(place), ["prov"], "2w", everything=True, as_json=False))
    assert any("N99001 har aldrig frågats efter" in line for line in everything)
    for wrong in ("", "60", "0d", "d", "900w", "-1d"):
        with pytest.raises(UsageError, match="är ingen tid som går att ange"):
            list(calendar_lines(RunDefinitions(place), ["prov"], wrong, everything=False, as_json=False))


def test_what_is_known_of_publications_comes_from_the_warehouse(tmp_path: Path) -> None:
    from assets.warehouse.publications import write_publications
    from assets.warehouse.store import writing

    fields = {"prel_publication_date": "2026-02-01", "publication_date": "2026-03-01", "publ_period": "2025"}
    days = [
        vintage("2026-01-20", cells({2024: 80.0})),
        vintage("2026-02-03", cells({2024: 80.0, 2025: 81.0})),
        vintage("2026-03-02", cells({2024: 80.0, 2025: 82.0})),
    ]
    path = tmp_path / "warehouse.duckdb"
    seen: list[Publication] = []
    for at in range(3):
        fetch(tmp_path, days, at=at, metadata=catalogue(**fields))
        load(tmp_path)
        with writing(path) as con:
            write_publications(con, tmp_path)
        seen += read_publications(tmp_path, ["N99001"])
    plain = Publication("N99001", "Prov", date(2026, 2, 1), FINAL, 2025, None, None, date(2026, 1, 20))
    first = {"first_known": date(2026, 2, 3)}
    assert seen == [
        plain,
        replace(plain, **first, last_known=date(2026, 2, 3), last_asked=date(2026, 2, 3)),
        replace(plain, **first, last_known=date(2026, 3, 2), last_asked=date(2026, 3, 2)),
    ]
    assert [item.awaited(date(2026, 2, 2)) is None for item in seen] == [False, True, True]
    assert read_publications(tmp_path, ["N99002"]) == []


def test_dagster_has_each_schedule_on_or_off_as_the_definitions_say_in_swedens_time(tmp_path: Path) -> None:
    place = workplace(tmp_path, refresh=True, local_files=True)
    repository = build_definitions(RunDefinitions(place), report_keys(place)).get_repository_def()
    found = {each.name: each for each in repository.schedule_defs}
    assert set(found) == {"refresh_prov", "reports_prov", "economy_prov"}
    assert {each.execution_timezone for each in found.values()} == {"Europe/Stockholm"}
    running = {name for name, each in found.items() if each.default_status == dg.DefaultScheduleStatus.RUNNING}
    assert running == {"refresh_prov"}
    sensors = {each.name: each.default_status == dg.DefaultSensorStatus.RUNNING for each in repository.sensor_defs}
    assert sensors["local_files_prov"]
    assert sensors["follow_changes"]
    off = build_definitions(RunDefinitions(workplace(tmp_path)), report_keys(place)).get_repository_def()
    status = {each.name: each.default_status == dg.DefaultSensorStatus.RUNNING for each in off.sensor_defs}
    assert not status["local_files_prov"]
    assert not status["follow_changes"]


def test_a_tick_requests_the_calendars_run_and_each_request_can_be_run(tmp_path: Path) -> None:
    place = workplace(tmp_path, refresh=True)
    repository = build_definitions(RunDefinitions(place), report_keys(place)).get_repository_def()
    # Half past six in Sweden on 10 June, in summer time.
    at = datetime(2026, 6, 10, 6, 30, tzinfo=ZoneInfo("Europe/Stockholm")).astimezone(UTC)
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance, scheduled_execution_time=at, repository_def=repository)
        ticks = {each.name: each.evaluate_tick(context).run_requests or [] for each in repository.schedule_defs}
    (refresh,) = ticks["refresh_prov"]
    assert refresh.partition_key == "prov/2026-04"
    assert refresh.run_config == {"ops": {"kolada_answers": {"config": {"kpi_ids": ["N99001"]}}}}
    assert refresh.tags["styrtal/why"] == "N99001 har aldrig frågats efter"
    assert dg.validate_run_config(repository.get_job(REFRESH_JOB), refresh.run_config)
    assert [request.partition_key for request in ticks["economy_prov"]] == ["prov/2026-05"]
    assert ticks["reports_prov"] == []
    again = run_request(plan_refresh(RunDefinitions(place).of("prov").model, date(2026, 6, 10), [])[0])
    assert again.run_key == refresh.run_key


def test_a_changed_file_is_taken_in_once_it_has_stopped_changing(tmp_path: Path) -> None:
    file = tmp_path / "utfall.csv"
    file.write_text("a;1\n", encoding="utf-8")
    seen, changed = FolderSeen().look(tmp_path)
    assert not changed
    seen, changed = FolderSeen.read(seen.as_text()).look(tmp_path)
    assert not changed
    for text in ("a;2\n", "a;2\nb;3\n"):
        file.write_text(text, encoding="utf-8")
        seen, changed = seen.look(tmp_path)
        assert (seen.moving, changed) == (True, False)
    seen, changed = seen.look(tmp_path)
    assert (seen.moving, changed) == (False, True)
    assert seen.look(tmp_path)[1] is False
    # Touched, or locked by Excel beside it: no change.
    file.touch()
    (tmp_path / "~$utfall.xlsx").write_text("", encoding="utf-8")
    seen, _ = seen.look(tmp_path)
    assert seen.look(tmp_path)[1] is False
    file.unlink()
    seen, _ = seen.look(tmp_path)
    assert seen.look(tmp_path)[1] is True


OWN_FILE = {
    "id": "enkat",
    "title": "Skolornas enkät",
    "kind": "measurements",
    "file": "enkat.csv",
    "columns": {"unit_id": "Skola", "period": "År", "value": "Andel", "indicator_id": {"value": "egen"}},
}


def place_with_a_file(tmp_path: Path, **schedules: bool) -> tuple[Workplace, Path]:
    own = indicator("Egen", id="egen", kpi_id=None, measured_by="Räknas i maj.", similar=None)
    content = definition(indicators=[indicator(), own], sources=[OWN_FILE])
    content["municipality"]["schedules"] = schedules
    folder = write(tmp_path, content)
    (folder / "enkat.csv").write_text("Skola;År;Andel\nbun;2025;81,5\n", encoding="utf-8")
    return Workplace(home=tmp_path / "home", municipalities={"prov": folder}), folder / "enkat.csv"


def test_the_folder_sensor_requests_a_run_for_each_change_also_one_that_has_been_before(tmp_path: Path) -> None:
    place, file = place_with_a_file(tmp_path, local_files=True)
    repository = build_definitions(RunDefinitions(place), report_keys(place)).get_repository_def()
    sensor = repository.get_sensor_def("local_files_prov")
    cursor: str | None = None
    requested: list[list[dg.RunRequest]] = []
    with dg.DagsterInstance.ephemeral() as instance:
        for value in ("81,5", "90,0", "90,0", "81,5", "81,5", "90,0", "90,0", "90,0"):
            file.write_text(f"Skola;År;Andel\nbun;2025;{value}\n", encoding="utf-8")
            # The same time for the same bytes, as where a file is put back from a copy.
            os.utime(file, (1_700_000_000, 1_700_000_000 + int(value[0])))
            context = dg.build_sensor_context(instance=instance, cursor=cursor, repository_def=repository)
            tick = sensor.evaluate_tick(context)
            cursor = tick.cursor
            requested.append(list(tick.run_requests or []))
    report = RunDefinitions(place).of("prov").model.latest_report(today())
    assert [len(each) for each in requested] == [0, 0, 1, 0, 1, 0, 1, 0]
    made = [request for each in requested for request in each]
    assert {request.partition_key for request in made} == {f"prov/{report}"}
    assert {request.run_key for request in made} == {None}


def test_definitions_that_became_wrong_are_told_and_run_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _ = place_with_a_file(tmp_path, local_files=True)
    repository = build_definitions(RunDefinitions(place), report_keys(place)).get_repository_def()
    sensor = repository.get_sensor_def("local_files_prov")
    got: list[bytes] = []
    with answering(lambda path: (200, {}, b""), got) as url, dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("STYRTAL_ALERT_WEBHOOK", url)
        context = dg.build_sensor_context(instance=instance, repository_def=repository)
        cursor = sensor.evaluate_tick(context).cursor
        (place.municipalities["prov"] / "units.yaml").write_text("units: []\n", encoding="utf-8")
        for _ in range(3):
            context = dg.build_sensor_context(instance=instance, cursor=cursor, repository_def=repository)
            tick = sensor.evaluate_tick(context)
            cursor = tick.cursor
            assert not tick.run_requests
    (body,) = got
    assert "units.yaml" in json.loads(body)["alerts"][0]["what"]


def latest(place: Workplace) -> str:
    return f"prov/{RunDefinitions(place).of('prov').model.latest_report(today())}"


def test_a_file_that_was_read_again_carries_on_only_where_its_bytes_changed(tmp_path: Path) -> None:
    place, file = place_with_a_file(tmp_path, local_files=True)
    key = latest(place)

    def requested() -> set[str]:
        # Built anew, as a run worker does: what a workplace has read it keeps.
        fresh = build_definitions(
            RunDefinitions(Workplace(home=place.home, municipalities=place.municipalities)), [key]
        )
        done = fresh.resolve_job_def(LOCAL_JOB).execute_in_process(instance=instance, partition_key=key)
        assert done.success
        nonlocal cursor
        tick = dg.evaluate_automation_conditions(fresh, instance, cursor=cursor)
        cursor = tick.cursor
        return {asset.to_user_string() for asset in fresh.resolve_all_asset_keys() if tick.get_num_requested(asset)}

    with dg.DagsterInstance.ephemeral() as instance:
        cursor = dg.evaluate_automation_conditions(build_definitions(RunDefinitions(place), [key]), instance).cursor
        assert {"checks", "fulfilment", "report"} <= requested()
        assert requested() == set()
        file.write_text("Skola;År;Andel\nbun;2025;90,0\n", encoding="utf-8")
        assert {"checks", "fulfilment", "report"} <= requested()


@pytest.mark.slow
def test_nothing_follows_a_refresh_before_all_of_it_has_come(tmp_path: Path) -> None:
    """A look in the midst of a load has seen the first tables and not the others: the report waits, whole."""
    place = workplace(tmp_path, refresh=True)
    key = latest(place)
    definitions = build_definitions(RunDefinitions(place), [key])
    with dg.DagsterInstance.ephemeral() as instance:
        tick = dg.evaluate_automation_conditions(definitions, instance)
        job = definitions.resolve_job_def(REFRESH_JOB)
        run = instance.create_run_for_job(job, tags={"dagster/partition": key})
        instance.report_dagster_event(DagsterEvent("PIPELINE_START", REFRESH_JOB, message=""), run.run_id)
        seen: list[set[str]] = []
        for name in ("kolada_answers", *TABLES):
            tags = {"dagster/data_version": "1"}
            made = dg.AssetMaterialization(name, partition=key, tags=tags)
            event = DagsterEvent(
                "ASSET_MATERIALIZATION", REFRESH_JOB, event_specific_data=StepMaterializationData(made), message=""
            )
            instance.report_dagster_event(event, run.run_id)
            tick = dg.evaluate_automation_conditions(definitions, instance, cursor=tick.cursor)
            every = definitions.resolve_all_asset_keys()
            seen.append({asset.to_user_string() for asset in every if tick.get_num_requested(asset)})
        assert seen == [set()] * len(seen)
        instance.report_dagster_event(DagsterEvent("PIPELINE_SUCCESS", REFRESH_JOB, message=""), run.run_id)
        tick = dg.evaluate_automation_conditions(definitions, instance, cursor=tick.cursor)
        asked = {asset.to_user_string() for asset in every if tick.get_num_requested(asset)}
    assert {"checks", "fulfilment", "budget", "data_docs", "report"} <= asked


Seen = tuple[set[str], set[str]]


class Followed:
    """What would be made by itself as events come in: the assets, and their partitions."""

    def __init__(self, place: Workplace, keys: list[str], instance: dg.DagsterInstance) -> None:
        self.place, self.keys, self.instance = place, keys, instance
        self.cursor = dg.evaluate_automation_conditions(self.built(), instance).cursor

    def built(self) -> dg.Definitions:
        return build_definitions(RunDefinitions(self.place), self.keys)

    def report(self, name: str, version: str, partition: str) -> None:
        tags = {"dagster/data_version": version}
        self.instance.report_runless_asset_event(dg.AssetMaterialization(name, partition=partition, tags=tags))

    def look(self) -> Seen:
        definitions = self.built()
        tick = dg.evaluate_automation_conditions(definitions, self.instance, cursor=self.cursor)
        self.cursor = tick.cursor
        asked = [asset for asset in definitions.resolve_all_asset_keys() if tick.get_num_requested(asset)]
        partitions = {key for asset in asked for key in tick.get_requested_partitions(asset) if key is not None}
        return {asset.to_user_string() for asset in asked}, partitions


NOTHING: Seen = (set(), set())
SOURCES = ("definitions", "kolada_answers", "kolada_value", "kpi", "area", "area_group", "source_answer")


def test_a_change_runs_what_depends_on_it_and_being_asked_without_news_runs_nothing(tmp_path: Path) -> None:
    place = workplace(tmp_path, refresh=True)
    key = latest(place)
    with dg.DagsterInstance.ephemeral() as instance:
        followed = Followed(place, [key], instance)
        for name in SOURCES:
            followed.report(name, "1", key)
        # A first look knows of no earlier state: what came before it is followed, and then left alone.
        followed.look()
        followed.report("kolada_value", "1", key)
        assert followed.look() == NOTHING
        followed.report("kolada_value", "2", key)
        asked, partitions = followed.look()
        assert {"checks", "fulfilment", "report"} <= asked
        assert not asked & {*SOURCES}
        assert partitions == {key}
        assert followed.look() == NOTHING


def test_the_latest_report_alone_is_made_again_and_not_when_it_is_frozen(tmp_path: Path) -> None:
    place = workplace(tmp_path, refresh=True)
    key, older = latest(place), "prov/2024-12"
    with dg.DagsterInstance.ephemeral() as instance:
        followed = Followed(place, [older, key], instance)
        for partition in (older, key):
            for name in SOURCES:
                followed.report(name, "1", partition)
        assert followed.look()[1] == {key}
        assert followed.look() == NOTHING
        for partition in (older, key):
            followed.report("kolada_value", "2", partition)
        assert followed.look()[1] == {key}
        assert followed.look() == NOTHING
        edition = place.frozen() / key / "1"
        edition.mkdir(parents=True)
        (edition / "manifest.json").write_text("{}", encoding="utf-8")
        followed.report("kolada_value", "3", key)
        assert followed.look() == NOTHING


def test_a_changed_query_makes_again_what_stands_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assets import specs

    place = workplace(tmp_path, refresh=True)
    key = latest(place)
    with dg.DagsterInstance.ephemeral() as instance:
        followed = Followed(place, [key], instance)
        for name in SOURCES:
            followed.report(name, "1", key)
        followed.look()
        assert followed.look() == NOTHING
        changed = specs.table("work_judged")
        other = replace(changed, text=f"{changed.text}\n-- another", sql=changed.sql)
        monkeypatch.setattr(specs, "table", lambda name: other if name == "work_judged" else table(name))
        specs.code_version.cache_clear()
        try:
            asked, partitions = followed.look()
        finally:
            specs.code_version.cache_clear()
        assert partitions == {key}
        assert {"activities", "inner_efficiency", "goal_status", "report"} <= asked
        assert not asked & {"comparison", "staff", "set_compared"}


def test_what_a_measure_stands_on_is_read_off_its_header(tmp_path: Path) -> None:
    specs = {
        spec.key.to_user_string(): spec
        for spec in build_definitions(RunDefinitions(workplace(tmp_path)), ["prov/2025-12"]).resolve_all_asset_specs()
    }
    of = {name: {dep.asset_key.to_user_string() for dep in spec.deps} for name, spec in specs.items()}
    assert "goal_status" in of["four_fields"]
    assert {"fulfilment", "definitions"} <= of["goal_status"]
    assert "comparison" not in of["goal_status"]
    assert {"own_sources", "definitions"} <= of["budget"]
    assert "fulfilment" not in of["budget"]
    assert {"kolada_value", "checks"} <= of["comparison"]
    versions = [specs[name].code_version for name in ("fulfilment", "goal_status", "budget", "kolada_value")]
    assert len(set(versions)) == len(versions)


@pytest.mark.slow
def test_one_table_can_be_made_alone(tmp_path: Path) -> None:
    """Only what it stands on is computed; the others' files are left as they were."""
    place = Workplace(home=tmp_path / "home", municipalities={"prov": write(tmp_path)})
    key = "prov/2025-12"
    with dg.DagsterInstance.ephemeral() as instance:
        recording = Recording([vintage("2026-01-01", cells({2024: 80.0}))], catalogue(), at=0, origin="replay")
        with serving(recording, port=0) as server:
            place.kolada_url = server.url
            definitions = build_definitions(RunDefinitions(place), [key])
            whole = definitions.resolve_job_def(REPORT_JOB)
            assert whole.execute_in_process(instance=instance, partition_key=key).success
        staging = place.staging("prov", "2025-12")
        before = {path.name: path.stat().st_mtime_ns for path in staging.glob("*.parquet")}
        part = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance, partition_key=key, asset_selection=[dg.AssetKey("staff")]
        )
        made = [
            event.asset_key.to_user_string() for event in part.get_asset_materialization_events() if event.asset_key
        ]
    assert made == ["staff"]
    changed = {path.name for path in staging.glob("*.parquet") if path.stat().st_mtime_ns != before[path.name]}
    assert changed == {"staff.parquet", "this_report.parquet"}


def test_a_refresh_asks_only_for_what_it_was_told_and_its_version_changes_only_with_news(tmp_path: Path) -> None:
    content = definition(indicators=[indicator(), indicator("annat", id="annat", kpi_id="N99002")])
    place = Workplace(home=tmp_path / "home", municipalities={"prov": write(tmp_path, content)})
    key = "prov/2025-12"
    days = [
        vintage(day, cells({2024: value}) + cells({2024: 5.0}, kpi="N99002"))
        for day, value in (("2026-01-01", 80.0), ("2026-01-02", 80.0), ("2026-01-03", 81.0))
    ]
    versions: list[str | None] = []
    asked: list[set[str]] = []
    with dg.DagsterInstance.ephemeral() as instance:
        for at, only in enumerate(([], ["N99001"], ["N99001"])):
            recording = Recording(days, catalogue(["N99001", "N99002"]), at=at, origin="replay")
            with serving(recording, port=0) as server:
                place.kolada_url = server.url
                job = build_definitions(RunDefinitions(place), [key]).resolve_job_def(REFRESH_JOB)
                config = {"ops": {"kolada_answers": {"config": {"kpi_ids": only}}}}
                done = job.execute_in_process(instance=instance, partition_key=key, run_config=config)
            (event,) = done.asset_materializations_for_node("load_warehouse")[:1]
            versions.append((event.tags or {}).get("dagster/data_version"))
            harvest = list_harvests(AnswerStore(RunDefinitions(place).answers("prov")))[-1]
            asked.append({kpi_id for question in harvest.questions for kpi_id in question.kpi_ids})
    assert asked == [{"N99001", "N99002"}, {"N99001"}, {"N99001"}]
    assert versions == ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"]
