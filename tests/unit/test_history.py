"""Dagster's own history is kept for a time and no longer, and what follows a change still knows what was made."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipelines.history import prune_history
from pipelines.settings import Settings

PARTITIONS = dg.StaticPartitionsDefinition(["prov/2024-08", "prov/2024-12"])
LATER = datetime.now(UTC) + timedelta(days=1)


@dg.asset(partitions_def=PARTITIONS, config_schema={"fails": dg.Field(bool, default_value=False)})
def thing(context: dg.AssetExecutionContext) -> None:
    if context.op_execution_context.op_config["fails"]:
        raise ValueError("so")


def make(instance: dg.DagsterInstance, report: str, *, fails: bool = False) -> str:
    job = dg.Definitions([thing], jobs=[dg.define_asset_job("made", [thing])]).resolve_job_def("made")
    config = {"ops": {"thing": {"config": {"fails": fails}}}}
    made = job.execute_in_process(config, instance=instance, partition_key=report, raise_on_error=False)
    return made.run_id


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.setenv("STYRTAL_HOME", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(Settings().dagster_home()))
    with dg.DagsterInstance.get() as found:
        yield found


def files(home: Path) -> set[str]:
    return {path.name.split(".")[0] for path in (home / "dagster" / "storage" / "history" / "runs").glob("*.db")} - {
        "index"
    }


def test_old_runs_go_with_their_files_and_the_last_that_went_well_stays(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    first, second = make(instance, "prov/2024-12"), make(instance, "prov/2024-12")
    failed, other = make(instance, "prov/2024-12", fails=True), make(instance, "prov/2024-08")
    assert files(tmp_path) == {first, second, failed, other}
    assert prune_history(instance, tmp_path, LATER) == 2
    assert {run.run_id for run in instance.get_runs()} == {second, other}
    assert files(tmp_path) == {second, other}
    for report in PARTITIONS.get_partition_keys():
        key = dg.AssetKey("thing")
        assert report in instance.get_materialized_partitions(key), "what follows a change still knows that it was made"
    assert prune_history(instance, tmp_path, LATER) == 0


def test_what_is_young_enough_stays(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    for _ in range(2):
        make(instance, "prov/2024-12")
    assert prune_history(instance, tmp_path, Settings().history_since()) == 0
    assert len(files(tmp_path)) == 2


def test_how_long_is_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRTAL_HISTORY_DAYS", "30")
    assert timedelta(days=29) < datetime.now(UTC) - Settings().history_since() < timedelta(days=31)
