"""Many at once: run workers that share a lake make the same tables, row by row, as one after another in a DuckDB file."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.replay import serving
from assets.warehouse.lake import Lake, attach, lake_at, taking_turn
from assets.warehouse.load import load_harvests
from assets.warehouse.store import again_on_conflict, reading, transaction, writing
from assets.workplace import Workplace
from models.errors import PlaceError, UsageError, VersionError
from models.tables import tables
from tests.conftest import ROOT
from tests.many import contents, main, recordings, write_municipalities
from tests.postgres import Postgres, free_port
from tests.small import cells, fetch, load, query, vintage
from tests.system.test_command import digest, environment


def lake_of(server: Postgres, home: Path, **changes: str) -> Lake:
    database = changes.pop("database", None) or server.database()
    return lake_at(f"ducklake:{server.address(database, **changes)}", "styrtal", home / "lake", home)


def work(keys: Sequence[str], settings: dict[str, str], home: Path) -> None:
    """A run worker: a process of its own."""
    command = [sys.executable, "-m", "tests.many", *keys]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(home, **settings), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-4000:]


def at_once(keys: Sequence[str], settings: dict[str, str], home: Path, workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda n: work(keys[n::workers], settings, home), range(workers)))


def made_both_ways(
    server: Postgres, folder: Path, count: int, workers: int, monkeypatch: pytest.MonkeyPatch, *, shared: bool = False
) -> tuple[Workplace, Workplace, list[str]]:
    """Make every report of two days one after another in a file, and at once in a lake."""
    data = folder / "data"
    keys = write_municipalities(data, count, shared=shared)
    address = f"ducklake:{server.address(server.database())}"
    port = free_port()
    for recording in recordings(count, shared=shared):
        with serving(recording, port=port) as source:
            common = {"STYRTAL_DATA": str(data), "STYRTAL_KOLADA_URL": source.url}
            for name, value in {**common, "STYRTAL_HOME": str(folder / "one")}.items():
                monkeypatch.setenv(name, value)
            main(keys)
            at_once(keys, {**common, "STYRTAL_WAREHOUSE": address}, folder / "many", workers)
    folders = {key.split("/")[0]: data / key.split("/")[0] for key in keys}
    one = Workplace(home=folder / "one", municipalities=folders)
    many = Workplace(home=folder / "many", municipalities=folders, lake=address)
    return one, many, keys


def assert_same(one: dict[str, pl.DataFrame], many: dict[str, pl.DataFrame]) -> None:
    assert one.keys() == many.keys() == tables("warehouse").keys()
    for name, frame in one.items():
        assert frame.height > 0, name
        assert_frame_equal(frame, many[name], check_exact=True)


def test_four_municipalities_at_once_make_the_same_tables_and_reports(
    server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many, keys = made_both_ways(server, tmp_path, 4, 2, monkeypatch)
    found = contents(one, "prov00")
    assert_same(found, contents(many, "prov00"))
    assert {None, "revised", "absent"} <= set(found["kolada_value"]["closed_by"])
    assert found["source_answer"]["n_noise"].sum() == 4
    reports = digest(one.home / "reports")
    assert len([name for name in reports if name.endswith("manifest.json")]) == len(keys)
    assert reports == digest(many.home / "reports")
    assert not list(many.home.rglob("warehouse.duckdb"))
