"""Many at once: run workers that share a lake make the same tables, row by row, as one after another in a DuckDB file."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from assets.kolada.answers import AnswerStore, list_harvests
from assets.playback.server import serving
from assets.warehouse import store
from assets.warehouse.lake import Lake, attach, lake_at, newest_snapshot, taking_turn
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.store import again_on_conflict, reading, transaction, writing
from assets.workplace import Workplace
from models.errors import PlaceError, UsageError, VersionError
from tests.command import COMMAND, digest, environment, styrtal
from tests.conftest import ROOT
from tests.many import assert_same, contents, make_reports, recordings, write_municipalities
from tests.postgres import Postgres, free_port, postgres
from tests.small import cells, fetch, load, query, vintage


def lake_of(server: Postgres, home: Path, **changes: str) -> Lake:
    database = changes.pop("database", None) or server.database()
    return lake_at(f"ducklake:{server.address(database, **changes)}", "styrtal", home / "lake", home)


class Worker:
    """A run worker: a process of its own, which makes the reports that it is told of."""

    def __init__(self, home: Path, settings: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.many"]
        pipe = subprocess.PIPE
        # A file, as Dagster's log would fill a pipe that nobody empties.
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment(home, **settings), stdin=pipe, stdout=pipe, stderr=self.log, text=True
        )

    def make(self, keys: Sequence[str]) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(" ".join(keys) + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "done\n":
            self.log.seek(0)
            raise AssertionError(self.log.read()[-4000:])

    def end(self) -> None:
        self.process.communicate(timeout=60)
        self.log.close()


def at_once(workers: Sequence[Worker], keys: Sequence[str]) -> None:
    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(lambda n: workers[n].make(keys[n :: len(workers)]), range(len(workers))))


def made_both_ways(
    server: Postgres, folder: Path, count: int, workers: int, monkeypatch: pytest.MonkeyPatch, *, shared: bool = False
) -> tuple[Workplace, Workplace, list[str]]:
    """Make every report of two days one after another in a file, and at once in a lake."""
    data = folder / "data"
    keys = write_municipalities(data, count, shared=shared)
    address = f"ducklake:{server.address(server.database())}"
    port = free_port()
    common = {"STYRTAL_DATA": str(data), "STYRTAL_KOLADA_URL": f"http://127.0.0.1:{port}/v3"}
    for name, value in {**common, "STYRTAL_HOME": str(folder / "one")}.items():
        monkeypatch.setenv(name, value)
    started = [Worker(folder / "many", {**common, "STYRTAL_WAREHOUSE": address}) for _ in range(workers)]
    try:
        for recording in recordings(count, shared=shared):
            with serving(recording, port=port):
                make_reports(keys)
                at_once(started, keys)
    finally:
        for worker in started:
            worker.end()
    folders = {key.split("/")[0]: data / key.split("/")[0] for key in keys}
    one = Workplace(home=folder / "one", municipalities=folders)
    many = Workplace(home=folder / "many", municipalities=folders, lake=address)
    return one, many, keys


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


@pytest.mark.slow
def test_those_who_follow_the_same_kpi_open_each_version_once(
    server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many, _ = made_both_ways(server, tmp_path, 2, 2, monkeypatch, shared=True)
    # Who comes first asks, so only which answer brought a value may differ.
    without = dict.fromkeys(("kolada_value", "kpi", "area", "area_group"), ("source_answer_id",))
    found = [contents(place, "prov00", without) for place in (one, many)]
    for name in without:
        assert_frame_equal(found[0][name], found[1][name], check_exact=True)
    assert found[0]["kolada_value"].height > 300


def two_days(home: Path) -> None:
    days = [vintage("2024-01-01", cells({2022: 79.0, 2023: 80.0})), vintage("2024-06-01", cells({2023: 81.0}))]
    for at in (0, 1):
        fetch(home, days, at=at)


def load_into(lake: Lake, home: Path) -> int:
    with writing(lake) as con:
        return load_harvests(con, list_harvests(AnswerStore(home / "answers")), {"N99001": 1}).harvests


def values(lake: Lake) -> list[tuple]:
    with reading(lake) as con:
        return con.execute("FROM warehouse.kolada_value ORDER BY ALL").fetchall()


@pytest.mark.slow
def test_ten_who_load_the_same_answers_at_once_into_nothing_load_them_once(server: Postgres, tmp_path: Path) -> None:
    two_days(tmp_path)
    load(tmp_path)
    lake = lake_of(server, tmp_path)
    with ThreadPoolExecutor(10) as pool:
        loaded = list(pool.map(lambda _: load_into(lake, tmp_path), range(10)))
    assert sorted(loaded) == [0] * 9 + [2]
    assert values(lake) == query(tmp_path, "FROM kolada_value ORDER BY ALL")


def test_a_reader_sees_the_lake_as_it_was_when_it_began(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    days = [vintage("2024-01-01", cells({2023: 80.0})), vintage("2024-06-01", cells({2023: 81.0}))]
    fetch(tmp_path, days, at=0)
    load_into(lake, tmp_path)
    sql = "SELECT value, closed_by FROM warehouse.kolada_value ORDER BY ALL"
    with reading(lake) as con:
        fetch(tmp_path, days, at=1)
        assert load_into(lake, tmp_path) == 1
        assert con.execute(sql).fetchall() == [(80.0, None)]
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("DELETE FROM warehouse.kolada_value")
    with reading(lake) as con:
        assert con.execute(sql).fetchall() == [(80.0, "revised"), (81.0, None)]


def test_a_load_that_meets_a_change_begins_again_and_lands_once(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    two_days(tmp_path)
    load_into(lake, tmp_path)
    met: list[str] = []

    def change() -> None:
        with transaction(con):
            con.execute("UPDATE kolada_value SET closed_by = 'withdrawn' WHERE known_to IS NULL")
            if not met:
                # Someone's maintenance, without a turn, commits between our reading and our commit.
                met.append("a change")
                with duckdb.connect() as other:
                    attach(other, lake, read_only=False)
                    other.execute("UPDATE warehouse.kolada_value SET status = 'x' WHERE known_to IS NULL")
            else:
                met.append("none")

    with writing(lake) as con:
        again_on_conflict(change)
    assert met == ["a change", "none"]
    with reading(lake) as con:
        sql = "SELECT count(*), any_value(status), any_value(closed_by) FROM warehouse.kolada_value WHERE known_to IS NULL"
        assert con.execute(sql).fetchall() == [(1, "x", "withdrawn")]


def test_files_that_are_merged_hold_the_same_rows(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    days = [vintage(f"2024-0{n}-01", cells({2023: 80.0 + n})) for n in range(1, 6)]
    for at in range(len(days)):
        fetch(tmp_path, days, at=at)
        load_into(lake, tmp_path)
    before = values(lake)
    with duckdb.connect() as con:
        attach(con, lake, read_only=False)
        con.execute("CALL ducklake_merge_adjacent_files('warehouse')")
    assert values(lake) == before
    fetch(tmp_path, [*days, vintage("2024-08-01", cells({2023: 90.0}))])
    assert load_into(lake, tmp_path) == 1
    assert len(values(lake)) == len(before) + 1


def test_a_load_whose_transaction_fails_leaves_the_lake_as_it_was(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    two_days(tmp_path)
    load_into(lake, tmp_path)
    before = values(lake)

    def break_off() -> None:
        with writing(lake) as con, transaction(con):
            con.execute("DELETE FROM kolada_value")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert values(lake) == before


def test_a_load_whose_connection_is_cut_lands_not_at_all(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    two_days(tmp_path)
    load_into(lake, tmp_path)
    before = values(lake)
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'styrtal load'"

    def be_cut_off() -> None:
        with writing(lake) as con, transaction(con):
            con.execute("DELETE FROM kolada_value")
            server.execute(end)

    with pytest.raises(PlaceError, match="släppte vår förbindelse"):
        be_cut_off()
    assert values(lake) == before


def test_a_turn_that_is_not_let_go_of_is_waited_for_and_then_told(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    let_go = threading.Event()
    held = threading.Event()

    def hold() -> None:
        with taking_turn(lake):
            held.set()
            let_go.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(30)
    with (
        pytest.raises(PlaceError, match="En annan process har läst in i styrtal i 0 s"),
        taking_turn(lake, wait=0.2),
    ):
        pass
    let_go.set()
    thread.join()
    with taking_turn(lake, wait=5):
        pass


def test_a_worker_that_is_killed_lets_go_of_its_turn_and_leaves_nothing_half(server: Postgres, tmp_path: Path) -> None:
    two_days(tmp_path)
    lake = lake_of(server, tmp_path)
    load_into(lake, tmp_path)
    before = values(lake)
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom assets.warehouse.lake import lake_at\n"
        "from assets.warehouse.store import transaction, writing\n"
        "home = Path(sys.argv[1])\n"
        "with writing(lake_at(sys.stdin.readline().strip(), 'styrtal', home / 'lake', home)) as con, transaction(con):\n"
        "    con.execute('DELETE FROM kolada_value')\n"
        "    print('deleted', flush=True)\n    time.sleep(60)\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdin=pipe, stdout=pipe, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"ducklake:{lake.address}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "deleted\n"
        process.kill()
    with taking_turn(lake, wait=10):
        pass
    assert values(lake) == before


@pytest.mark.skipif(os.name != "posix", reason="a process is stopped in its midst")
def test_a_run_whose_postgresql_dies_ends_with_words_and_the_next_makes_the_same(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    (key,) = write_municipalities(data, 1)
    name, report = key.split("/")
    common = {"STYRTAL_DATA": str(data), "STYRTAL_KOLADA_URL": f"http://127.0.0.1:{port}/v3"}
    asked = ("run", "--municipality", data / name, "--report", report)
    with serving(recordings(1)[0], port=port), postgres() as server:
        assert styrtal(tmp_path / "one", *asked, **common).returncode == 0
        lake = f"ducklake:{server.address(server.database())}"
        many = {**common, "STYRTAL_WAREHOUSE": lake}
        loads = "SELECT pid FROM pg_stat_activity WHERE application_name = 'styrtal load'"
        with subprocess.Popen(
            [*COMMAND, *map(str, asked)], cwd=ROOT, env=environment(tmp_path / "many", **many),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as run:  # fmt: skip
            # In the midst of its load, and held there until the server is gone.
            while run.poll() is None and not server.execute(loads):
                time.sleep(0.01)
            run.send_signal(signal.SIGSTOP)
            server.crash()
            run.send_signal(signal.SIGCONT)
            told, _ = run.communicate(timeout=120)
        assert run.returncode == 4, told
        assert "PostgreSQL" in told
        assert "Traceback" not in told
        assert server.password not in told
        assert not (tmp_path / "many" / "reports" / key).exists()
        server.begin()
        done = styrtal(tmp_path / "many", *asked, **many)
        assert done.returncode == 0, done.stderr
        folders = {name: data / name}
        one, other = (
            Workplace(home=tmp_path / "one", municipalities=folders),
            Workplace(home=tmp_path / "many", municipalities=folders, lake=lake),
        )
        known, found = contents(one, name), contents(other, name)
        for table in ("kolada_value", "kpi", "area", "area_group"):
            assert_frame_equal(known[table], found[table], check_exact=True)
        # What the broken-off run had been answered is not lost: it is loaded with the next one's.
        assert (known["harvest"].height, found["harvest"].height) == (1, 2)


def test_a_lake_that_is_not_there_or_of_another_version_is_told(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    with pytest.raises(PlaceError, match="inget har hämtats ännu"), reading(lake):
        pass
    two_days(tmp_path)
    load_into(lake, tmp_path)
    with duckdb.connect() as con:
        attach(con, lake, read_only=False)
        con.execute("UPDATE warehouse.warehouse_version SET version = 99")
    with pytest.raises(VersionError, match="version 99"), reading(lake):
        pass
    with pytest.raises(VersionError, match="version 99"), writing(lake):
        pass


def test_a_lake_of_the_last_version_is_migrated_and_its_snapshot_before_has_it_as_it_was(
    server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = lake_of(server, tmp_path)
    two_days(tmp_path)
    load_into(lake, tmp_path)
    known = values(lake)
    with duckdb.connect() as con:
        attach(con, lake, read_only=True)
        before = newest_snapshot(con)
    last = store.SCHEMA_VERSION
    monkeypatch.setattr(store, "SCHEMA_VERSION", last + 1)
    with pytest.raises(VersionError, match="Använd den styrtal som skrev den"), writing(lake):
        pass
    monkeypatch.setitem(store.MIGRATIONS, last, "ALTER TABLE kolada_value ADD COLUMN note VARCHAR")
    with pytest.raises(VersionError, match="Kör styrtal run"), reading(lake):
        pass
    with writing(lake) as con:
        assert con.execute("SELECT DISTINCT note FROM kolada_value").fetchall() == [(None,)]
        assert con.execute("SELECT version FROM warehouse_version").fetchall() == [(last + 1,)]
    assert [row[:-1] for row in values(lake)] == known
    with duckdb.connect() as con:
        attach(con, lake, read_only=True, snapshot=before)
        assert con.execute("FROM warehouse.kolada_value ORDER BY ALL").fetchall() == known
        assert con.execute("SELECT version FROM warehouse.warehouse_version").fetchall() == [(last,)]
    monkeypatch.undo()
    with pytest.raises(VersionError, match="Använd den nyare styrtal"), writing(lake):
        pass


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"password": "hemligt-fel"}, "godtog inte lösenordet"),
        ({"user": "ingen"}, "godtog inte lösenordet"),
        ({"database": "saknas"}, "har ingen sådan databas"),
    ],
)
def test_what_keeps_us_from_the_lake_is_told_and_the_password_is_not(
    server: Postgres, tmp_path: Path, changes: dict[str, str], says: str
) -> None:
    lake = lake_of(server, tmp_path, **changes)
    for opened in (writing, reading):
        with pytest.raises(PlaceError, match=says) as caught, opened(lake):
            pass
        told = "".join(traceback.format_exception(caught.value)) + repr(lake) + str(lake)
        assert "hemligt" not in told
        assert "127.0.0.1" not in told


def test_an_error_in_the_midst_of_a_load_does_not_show_the_password(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    two_days(tmp_path)
    load_into(lake, tmp_path)
    with pytest.raises(PlaceError) as caught, reading(lake) as con:
        con.execute(f"SELECT error('could not reach {lake.address}')")
    assert "could not reach ***" in str(caught.value)
    assert server.password not in "".join(traceback.format_exception(caught.value))


def test_a_lake_whose_files_lie_elsewhere_than_is_said_is_told(server: Postgres, tmp_path: Path) -> None:
    lake = lake_of(server, tmp_path)
    two_days(tmp_path)
    load_into(lake, tmp_path)
    with (
        pytest.raises(PlaceError, match="STYRTAL_LAKE_FILES är en annan mapp"),
        writing(replace(lake, files=tmp_path / "annan")),
    ):
        pass
    assert len(values(lake)) > 0


@pytest.mark.parametrize("setting", ["postgres://u:hemligt@h/d", "ducklake:hemligt", "ducklake:/tmp/hemligt.db"])
def test_an_address_that_cannot_be_read_is_told_and_not_shown(tmp_path: Path, setting: str) -> None:
    with pytest.raises(UsageError, match="STYRTAL_WAREHOUSE går inte att läsa") as caught:
        lake_at(setting, "styrtal", tmp_path, tmp_path)
    assert "hemligt@" not in str(caught.value)
    assert "hemligt" not in str(caught.value)
