"""Faults, each caused: what the source, the disk, the clock and the machine can do, and what then stands."""

import gzip
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assets.kolada.client import KoladaClient, Question
from assets.playback.recording import Recording
from assets.playback.server import Faults, serving
from assets.storage.one_writer import locked
from assets.warehouse import store
from assets.warehouse.store import reading, transaction, writing
from models.errors import PlaceError, SourceError, VersionError
from models.tables.header import tables
from tests.conftest import ROOT
from tests.server import Reply, answering
from tests.small import AREAS, catalogue, cells, fetch, load, query, vintage
from tests.system.test_command import EXAMPLE, digest, environment, styrtal
from tests.system.test_operations import known

KILLS = 200
CURRENT = "SELECT period, value FROM kolada_value WHERE known_to IS NULL ORDER BY ALL"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where the example has been run once."""
    home = tmp_path_factory.mktemp("faults") / "home"
    done = styrtal(home, "run")
    assert done.returncode == 0, done.stderr
    return home


# The source


def _replies(*first: Reply) -> tuple[list[float], "Iterator[Reply]"]:
    times: list[float] = []

    def each() -> Iterator[Reply]:
        yield from first
        while True:
            yield 200, {}, b'{"values": [{"id": "0000", "title": "Riket", "type": "L"}], "next_url": null, "count": 1}'

    return times, each()


@pytest.mark.parametrize(
    ("headers", "at_least", "at_most"),
    [({"Retry-After": "1"}, 0.95, 5.0), ({}, 0.0, 0.9)],
)
def test_too_many_questions_are_asked_again_when_the_server_says(
    headers: dict[str, str], at_least: float, at_most: float
) -> None:
    times, replies = _replies((429, headers, b"slow down"), (429, headers, b"slow down"))

    def reply(path: str) -> Reply:
        times.append(time.monotonic())
        return next(replies)

    with answering(reply) as url:
        assert KoladaClient(url, backoff=0.1, attempts=4).municipalities().height == 1
    gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
    assert len(gaps) == 2
    assert all(at_least <= gap <= at_most for gap in gaps), gaps


def test_a_server_that_asks_for_hours_of_patience_is_not_waited_for_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.kolada.client.LONGEST_WAIT", 1)
    started = time.monotonic()
    with (
        answering(lambda path: (429, {"Retry-After": "86400"}, b"")) as url,
        pytest.raises(SourceError, match="429"),
    ):
        KoladaClient(url, backoff=0.1, attempts=3).municipalities()
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("kind", "row", "words"),
    [
        ("kpi", {"id": "N99001", "name": "Nytt fält"}, "fältet 'title' saknas i alla poster (kpi)"),
        ("municipality", {"code": "0000", "title": "Riket", "type": "L"}, "row 1: object missing required field `id`"),
        ("municipality", {"id": "0000", "title": "Riket"}, "row 1: object missing required field `type`"),
        (
            "data",
            {"kpi": "N99001", "municipality": "0000", "year": 2024, "values": []},
            "missing required field `period`",
        ),
        (
            "data",
            {"kpi": "N99001", "municipality": "0000", "period": 2024, "values": [{"gender": "T", "value": "80,0"}]},
            "rad 1: 'value' har fel form: expected `float | null`, got `str`",
        ),
        (
            "data",
            {"kpi": "N99001", "municipality": "0000", "period": 2024, "values": [{"gender": "T", "value": 1, "n": 1}]},
            "fältet 'status' saknas i alla poster (data)",
        ),
    ],
)
def test_fields_that_have_changed_are_told_and_nothing_is_loaded(kind: str, row: dict[str, object], words: str) -> None:
    body = json.dumps({"values": [row], "next_url": None, "count": 1}).encode()
    with answering(lambda path: (200, {}, body)) as url, pytest.raises(SourceError, match=words):
        list(KoladaClient(url, backoff=0.01, attempts=2).pages(Question(kind, ("N99001",), ("0000",))))


@pytest.mark.parametrize(
    "fault", ["500:1", "429:1", "truncate:1", "html:1", "slow:0.05s", "500:0.2,429:0.1,truncate:0.1,html:0.1"]
)
def test_whatever_the_source_does_the_warehouse_stands_and_the_next_run_goes_on(tmp_path: Path, fault: str) -> None:
    days = [vintage("2024-01-01", cells({2023: 80.0})), vintage("2024-06-01", cells({2023: 81.0}))]
    fetch(tmp_path, days, at=0)
    load(tmp_path)
    before = query(tmp_path, "FROM kolada_value ORDER BY ALL")
    told = ""
    try:
        fetch(tmp_path, days, at=1, faults=Faults.parse(fault))
    except SourceError as error:
        told = str(error)
    assert bool(told) == fault.endswith(":1")
    if told:
        assert "kör igen" in told
        load(tmp_path)
        assert query(tmp_path, "FROM kolada_value ORDER BY ALL") == before
        fetch(tmp_path, days, at=1)
    load(tmp_path)
    assert query(tmp_path, CURRENT) == [(2023, 81.0)]


def test_an_empty_answer_where_there_were_values_closes_nothing_and_lifts_when_they_come_back(tmp_path: Path) -> None:
    for day, values in (("2024-01-01", cells({2023: 80.0})), ("2024-03-01", []), ("2024-06-01", cells({2023: 80.0}))):
        fetch(tmp_path, [vintage(day, values)])
        outcomes = load(tmp_path).outcomes
        assert query(tmp_path, CURRENT) == [(2023, 80.0)]
        assert outcomes["N99001"] == {"2024-03-01": "answered_empty"}.get(day, "loaded")


def test_a_servers_clock_that_is_set_back_changes_nothing_and_mends_itself(tmp_path: Path) -> None:
    days = [
        vintage("2024-01-01", cells({2023: 79.0})),
        vintage("2024-06-01", cells({2023: 80.0})),
        vintage("2024-06-20", cells({2023: 81.0})),
    ]
    fetch(tmp_path, days, at=1)
    load(tmp_path)
    before = query(tmp_path, "FROM kolada_value ORDER BY ALL")
    fetch(tmp_path, days, at=0)
    assert load(tmp_path).outcomes == {"N99001": "older"}
    assert query(tmp_path, "FROM kolada_value ORDER BY ALL") == before
    fetch(tmp_path, days, at=2)
    load(tmp_path)
    assert query(tmp_path, CURRENT) == [(2023, 81.0)]
    assert query(tmp_path, "SELECT count(*) FROM kolada_value WHERE known_to < known_from") == [(0,)]


def test_the_api_down_ends_with_words_and_leaves_the_report_of_yesterday(example: Path) -> None:
    before = digest(example / "reports")
    done = styrtal(example, "run", "--kolada-url", "http://127.0.0.1:9/v3")
    assert (done.returncode, "inget svarar där" in done.stderr) == (3, True), done.stderr
    assert digest(example / "reports") == before


# A corrupt stored answer


@pytest.mark.parametrize(
    "harm",
    ["avklippt", pytest.param("other bytes", marks=pytest.mark.slow), pytest.param("gone", marks=pytest.mark.slow)],
)
def test_a_corrupt_stored_answer_is_found_by_its_hash_told_and_fetched_anew(
    example: Path, tmp_path: Path, harm: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(example, home)
    (home / "example" / "warehouse.duckdb").unlink()
    log = max((home / "example" / "answers" / "harvests").glob("*.jsonl"))
    answers = [
        line for line in map(json.loads, log.read_text(encoding="utf-8").splitlines()) if line["type"] == "answer"
    ]
    sha256 = answers[-1]["sha256"]
    body = home / "example" / "answers" / "bodies" / sha256[:2] / f"{sha256}.json.gz"
    if harm == "avklippt":
        body.write_bytes(body.read_bytes()[:-30])
    elif harm == "other bytes":
        # A sound file with a sound checksum, whose content is another: only its name tells.
        body.write_bytes(gzip.compress(gzip.decompress(body.read_bytes()) + b"\n", mtime=0))
    else:
        body.unlink()
    done = styrtal(home, "run")
    assert done.returncode == 0, done.stderr
    assert f"{sha256}.json.gz" in done.stderr
    assert ("är borta" if harm == "gone" else "har inte längre sin hash") in done.stderr
    assert "Det frågas efter nu." in done.stderr
    assert body.exists()
    assert body.with_name(f"{body.name}.damaged").exists() == (harm != "gone")
    assert digest(home / "reports") == digest(example / "reports")
    assert known(home) == known(example)


# The machine


def _killed_then_run(home: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "pipelines.command.main", "run"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    done = styrtal(home, "run")
    assert done.returncode == 0, (seconds, done.stderr)


def _duration(folder: Path) -> float:
    """How long an undisturbed first run takes on this machine, now."""
    started = time.monotonic()
    assert styrtal(folder, "run").returncode == 0
    return time.monotonic() - started


@pytest.mark.slow
def test_killed_at_random_points_the_same_warehouse_stands(example: Path, tmp_path: Path) -> None:
    points = random.Random(7)
    whole = _duration(tmp_path / "mått")
    for number in range(4):
        home = tmp_path / f"{number}"
        _killed_then_run(home, points.uniform(0.25, 1.0) * whole)
        assert known(home) == known(example)
        assert digest(home / "reports") == digest(example / "reports")


@pytest.mark.slow
def test_killed_at_any_of_200_random_points_the_same_warehouse_stands(example: Path, tmp_path: Path) -> None:
    """By itself: pytest -m slow tests/system/test_faults.py. Half of the homes are killed in twice before they are run."""
    points = random.Random(20261122)
    whole = _duration(tmp_path / "mått")
    wanted, report = known(example), digest(example / "reports")
    for number in range(KILLS):
        home = tmp_path / f"{number}"
        if number % 2:
            command = [sys.executable, "-m", "pipelines.command.main", "run"]
            first = subprocess.Popen(
                command, cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(points.uniform(0.2, 1.0) * whole)
            first.kill()
            first.wait()
        _killed_then_run(home, points.uniform(0.2, 1.05) * whole)
        assert known(home) == wanted, number
        assert digest(home / "reports") == report, number
        shutil.rmtree(home)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be forked here")
def test_killed_at_any_of_200_random_points_of_asking_and_loading_the_warehouse_is_as_without(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.killed", str(tmp_path), str(KILLS), "20261123"]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    whole, *points = map(json.loads, done.stdout.splitlines())
    assert len(points) == KILLS
    assert [point for point in points if point["stands"] != whole["stands"]] == []
    # The points fell in different places: before anything was asked, between the days, and in the midst of both.
    assert {point["left"]["harvests"] for point in points} == {0, 1, 2}
    assert {point["left"]["warehouse"] for point in points} == {False, True}
    assert sum(point["left"]["ended"] for point in points) < KILLS / 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize(
    "limit", [2_000, *(pytest.param(n, marks=pytest.mark.slow) for n in (60_000, 400_000, 1_200_000))]
)
def test_a_disk_that_takes_no_more_ends_with_words_and_the_next_run_goes_on(
    example: Path, tmp_path: Path, limit: int
) -> None:
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)\n"
        "from pipelines.command.main import main; sys.argv = ['styrtal', *sys.argv[1:]]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(limit), "run"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 4, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "reports").glob("example/[0-9]*"))
    assert styrtal(tmp_path, "run").returncode == 0
    assert known(tmp_path) == known(example)
    assert digest(tmp_path / "reports") == digest(example / "reports")


@pytest.mark.slow
def test_two_runs_of_one_municipality_and_a_third_beside_them_know_everything_once(
    example: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "pipelines.command.main", "run"]
    runs = [
        subprocess.Popen(
            [*command, *more],
            cwd=ROOT,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for more in ([], [], ["--report", "2025-12"])
    ]
    ends = [(*run.communicate(timeout=300), run.returncode) for run in runs]
    assert [status for *_, status in ends] == [0, 0, 0], ends
    assert known(tmp_path) == known(example)
    assert digest(tmp_path / "reports" / EXAMPLE) == digest(example / "reports" / EXAMPLE)


def test_a_reader_during_a_load_sees_the_state_before_or_after_and_nothing_between(tmp_path: Path) -> None:
    fetch(tmp_path, [vintage("2024-01-01", cells({2023: [1.0] * len(AREAS)}))])
    load(tmp_path)
    fetch(tmp_path, [vintage("2024-06-01", cells({2023: [2.0] * len(AREAS)}))])
    code = (
        "import sys; from pathlib import Path; from tests.small import load\n"
        "print('loading', flush=True); load(Path(sys.argv[1])); print('loaded', flush=True)"
    )
    seen: list[set[float]] = []
    loader = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        while not seen or seen[-1] == {1.0}:
            with reading(tmp_path / "warehouse.duckdb") as con:
                rows = con.execute("SELECT value FROM warehouse.kolada_value WHERE known_to IS NULL").fetchall()
            assert len(rows) == len(AREAS)
            seen.append({row[0] for row in rows})
            assert loader.poll() in {None, 0}
        assert loader.wait(timeout=60) == 0
    finally:
        loader.kill()
        loader.wait()
    assert {1.0} in seen
    assert seen[-1] == {2.0}
    assert all(len(values) == 1 for values in seen)


def test_a_reader_that_has_the_warehouse_open_is_waited_for(tmp_path: Path) -> None:
    fetch(tmp_path, [vintage("2024-01-01", cells({2023: 80.0}))])
    load(tmp_path)
    fetch(tmp_path, [vintage("2024-06-01", cells({2023: 81.0}))])
    code = (
        "import sys, time; from pathlib import Path; from assets.warehouse.store import reading\n"
        "with reading(Path(sys.argv[1])) as con:\n print('open', flush=True); time.sleep(1.5)\n"
        " print(con.execute('SELECT value FROM warehouse.kolada_value').fetchall(), flush=True)"
    )
    path = tmp_path / "warehouse.duckdb"
    reader = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    load(tmp_path)
    assert reader.communicate(timeout=30)[0] == "[(80.0,)]\n"
    assert query(tmp_path, CURRENT) == [(2023, 81.0)]


# Versions of the warehouse


def _of_version_1(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    fetch(tmp_path, [vintage("2024-01-01", cells({2023: 80.0}))])
    load(tmp_path)
    return path


def test_a_warehouse_of_the_last_version_is_migrated_with_a_copy_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _of_version_1(tmp_path)
    monkeypatch.setattr(store, "SCHEMA_VERSION", store.SCHEMA_VERSION + 1)
    monkeypatch.setitem(store.MIGRATIONS, store.SCHEMA_VERSION - 1, "ALTER TABLE kolada_value ADD COLUMN note VARCHAR")
    with writing(path) as con:
        assert con.execute("SELECT value, note FROM kolada_value").fetchall() == [(80.0, None)]
        assert con.execute("SELECT version FROM warehouse_version").fetchall() == [(store.SCHEMA_VERSION,)]
    copy = tmp_path / f"warehouse.v{store.SCHEMA_VERSION - 1}.duckdb"
    with duckdb.connect(copy, read_only=True) as con:
        assert con.execute("SELECT value FROM kolada_value").fetchall() == [(80.0,)]
        assert con.execute("SELECT version FROM warehouse_version").fetchall() == [(store.SCHEMA_VERSION - 1,)]
    # With the copy put back, the earlier styrtal goes on.
    monkeypatch.undo()
    with pytest.raises(VersionError, match="Använd den nyare styrtal"), writing(path):
        pass
    copy.replace(path)
    assert query(tmp_path, CURRENT) == [(2023, 80.0)]
    with reading(path):
        pass


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _of_version_1(tmp_path)
    before = query(tmp_path, "FROM kolada_value, warehouse_version")
    monkeypatch.setattr(store, "SCHEMA_VERSION", store.SCHEMA_VERSION + 1)
    wrong = "ALTER TABLE kolada_value ADD COLUMN note VARCHAR; ALTER TABLE finns_inte ADD COLUMN x VARCHAR"
    monkeypatch.setitem(store.MIGRATIONS, store.SCHEMA_VERSION - 1, wrong)
    with pytest.raises(duckdb.CatalogException), writing(path):
        pass
    assert query(tmp_path, "FROM kolada_value, warehouse_version") == before


def test_a_warehouse_from_which_no_way_leads_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _of_version_1(tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr(store, "SCHEMA_VERSION", 99)
    with pytest.raises(VersionError, match="Använd den styrtal som skrev den"), writing(path):
        pass
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.glob("warehouse.v*")] == []


def test_every_version_since_the_first_has_a_way_to_this_one() -> None:
    assert sorted(store.MIGRATIONS) == list(range(1, store.SCHEMA_VERSION))


def test_the_tables_of_a_version_do_not_change() -> None:
    """Raise SCHEMA_VERSION and add to MIGRATIONS; before a version has been released, its hash here is corrected."""
    ddl = "\n".join(table.narrow_ddl for _, table in sorted(tables("warehouse").items()))
    found = hashlib.sha256(ddl.encode()).hexdigest()[:16]
    assert {store.SCHEMA_VERSION: found} == {2: "0d8837b9129f802d"}


def test_a_lock_held_for_long_is_told(tmp_path: Path) -> None:
    path = _of_version_1(tmp_path)
    hold = "from pathlib import Path; import sys, time; from assets.storage.one_writer import locked\n"
    hold += "with locked(Path(sys.argv[1]), name='warehouse'):\n print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(PlaceError, match=f"process {holder.pid}"), locked(path.parent, name="warehouse", wait=0.2):
            pass
    finally:
        holder.kill()
        holder.wait()


def test_a_transaction_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    path = _of_version_1(tmp_path)
    with pytest.raises(KeyboardInterrupt), writing(path) as con, transaction(con):
        con.execute("DELETE FROM kolada_value")
        raise KeyboardInterrupt
    assert query(tmp_path, CURRENT) == [(2023, 80.0)]


def test_a_cycle_of_pages_ends_a_harvest_and_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    kpis = ["N99001", "N99002"]
    many = [cell for kpi in kpis for cell in cells({year: [1.0] * len(AREAS) for year in range(1900, 2100)}, kpi)]
    recording = Recording([vintage("2024-06-01", many)], catalogue(kpis), origin="replay")
    with serving(recording, faults=Faults.parse("cycle")) as server, pytest.raises(SourceError, match="i en ring"):
        list(KoladaClient(server.url).pages(Question("data", tuple(kpis), tuple(AREAS[:25]), None)))
    with pytest.raises(SourceError, match="i en ring"):
        fetch(tmp_path, [vintage("2024-06-01", many)], kpis=kpis, faults=Faults.parse("cycle"))
    assert load(tmp_path).harvests == 0
