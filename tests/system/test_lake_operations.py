"""Backup, restore, status, doctor and prune where the warehouse is a lake, by the command, with a real PostgreSQL."""

import re
import subprocess
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from assets.definitions.let_in import LetIn
from assets.definitions.of_run import RunDefinitions
from assets.kolada.answers import AnswerStore, list_harvests
from assets.operations.backup import restore
from assets.operations.lake_in_backup import copy_out
from assets.warehouse import store
from assets.warehouse.lake import Lake, look_into
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.place import lakes_of, warehouse_of
from assets.warehouse.publications import write_publications
from assets.warehouse.store import writing
from assets.workplace import Workplace
from models.errors import PlaceError
from tests.command import styrtal
from tests.many import contents
from tests.postgres import Postgres
from tests.small import cells, fetch, vintage, write
from tests.system.test_operations import findings

DAYS = [vintage(f"2026-0{n}-01", cells({2024: 70.0 + n, 2023: [60.0 + n] * 30})) for n in range(1, 6)]


class Place:
    """A home whose warehouse is a lake, or a file where there is no server."""

    def __init__(self, home: Path, folder: Path, server: Postgres | None, password: str | None = None) -> None:
        self.home = home
        self.server = server
        self.database = server.database() if server is not None else ""
        self.folder = folder
        self.settings = {"STYRTAL_DATA": str(folder.parent)}
        if server is not None:
            self.settings["STYRTAL_WAREHOUSE"] = f"ducklake:{server.address(self.database, password=password)}"

    @property
    def workplace(self) -> Workplace:
        address = self.settings.get("STYRTAL_WAREHOUSE")
        return Workplace(home=self.home, municipalities={"prov": self.folder}, lake=address)

    @property
    def lake(self) -> Lake:
        found = warehouse_of(RunDefinitions(self.workplace), "prov")
        assert isinstance(found, Lake)
        return found

    def load(self, days: int = 2) -> None:
        for at in range(days):
            fetch(self.home, DAYS, at=at)
        with writing(warehouse_of(RunDefinitions(self.workplace), "prov")) as con:
            load_harvests(con, list_harvests(AnswerStore(self.home / "answers")), {"N99001": 1})
            write_publications(con, self.home)

    def run(self, *args: object) -> subprocess.CompletedProcess[str]:
        done = styrtal(self.home, *args, **self.settings)
        if self.server is not None:
            assert self.server.password not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    def tables(self) -> dict[str, pl.DataFrame]:
        return contents(self.workplace, "prov")


@pytest.fixture
def make(server: Postgres, tmp_path: Path) -> Callable[..., Place]:
    folder = write(tmp_path / "data")

    def made(name: str, *, lake: bool = True, password: str | None = None) -> Place:
        return Place(tmp_path / name, folder, server if lake else None, password)

    return made


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    assert one["kolada_value"].height > 30
    for name, frame in one.items():
        assert_frame_equal(frame, other[name], check_exact=True)


@pytest.mark.parametrize(("before", "after"), [(True, True), (True, False), (False, True)])
def test_a_backup_of_a_lake_or_a_file_is_restored_into_whichever_the_settings_name(
    make: Callable[..., Place], tmp_path: Path, before: bool, after: bool
) -> None:
    old, new = make("gammal", lake=before), make("ny", lake=after)
    old.load()
    frozen = old.home / "frozen" / "prov" / "2025-12" / "1" / "index.html"
    frozen.parent.mkdir(parents=True)
    frozen.write_text("fryst", encoding="utf-8")
    done = old.run("backup", tmp_path / "kopia.zip")
    assert done.returncode == 0, done.stderr
    done = new.run("restore", tmp_path / "kopia.zip")
    assert done.returncode == 0, done.stderr
    assert_same(old.tables(), new.tables())
    assert (new.home / "warehouse.duckdb").exists() == (not after)
    assert (new.home / "lake").exists() == after
    assert (new.home / frozen.relative_to(old.home)).read_text(encoding="utf-8") == "fryst"
    # And it goes on from there: what comes next is loaded on it.
    fetch(new.home, DAYS, at=2)
    with writing(warehouse_of(RunDefinitions(new.workplace), "prov")) as con:
        assert load_harvests(con, list_harvests(AnswerStore(new.home / "answers")), {"N99001": 1}).harvests == 1
    assert 73.0 in new.tables()["kolada_value"]["value"]


def test_a_lake_is_copied_as_it_was_at_one_moment_while_others_load_into_it(
    make: Callable[..., Place], tmp_path: Path
) -> None:
    place = make("gammal")
    place.load(1)
    for at in range(1, len(DAYS)):
        fetch(place.home, DAYS, at=at)
    harvests = list_harvests(AnswerStore(place.home / "answers"))

    def load_on() -> None:
        for n in range(2, len(harvests) + 1):
            with writing(place.lake) as con:
                load_harvests(con, harvests[:n], {"N99001": 1})

    thread = threading.Thread(target=load_on)
    seen: list[int] = []
    thread.start()
    while thread.is_alive() or not seen:
        file = tmp_path / f"{len(seen)}.duckdb"
        assert copy_out(place.lake, file)
        with duckdb.connect(file, read_only=True) as con:
            counted = con.execute(
                "SELECT (SELECT count(*) FROM harvest), (SELECT count(DISTINCT harvest_id) FROM source_answer),"
                " (SELECT count(*) FROM kpi_asked),"
                " (SELECT any_value(value) FROM kolada_value WHERE known_to IS NULL AND period = 2024),"
                " (SELECT count(*) FROM kolada_value WHERE known_to IS NULL)"
            ).fetchall()[0]
        n = counted[0]
        assert counted == (n, n, n, 70.0 + n, 31)
        seen.append(n)
    thread.join()
    assert seen == sorted(seen)


def test_nothing_is_restored_over_a_lake_that_holds_something(make: Callable[..., Place], tmp_path: Path) -> None:
    old, new = make("gammal"), make("ny")
    old.load(1)
    assert old.run("backup", tmp_path / "kopia.zip").returncode == 0
    new.settings = old.settings
    done = new.run("restore", tmp_path / "kopia.zip")
    assert (done.returncode, "är inte tom" in done.stderr) == (2, True), done.stderr
    assert not new.home.exists()


def test_a_restore_that_fails_at_the_end_leaves_an_empty_lake_and_an_empty_place(
    make: Callable[..., Place], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = make("gammal"), make("ny")
    old.load(1)
    assert old.run("backup", tmp_path / "kopia.zip").returncode == 0

    def fail(self: Path, target: Path) -> Path:
        assert new.tables()["kolada_value"].height > 0
        raise OSError(28, "No space left on device", str(target))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", fail)
        with pytest.raises(PlaceError, match="Inget återställdes"):
            restore(tmp_path / "kopia.zip", new.home, lakes_of(new.workplace))
    assert {name for name, frame in new.tables().items() if frame.height} == set()
    assert not list(new.home.glob(".restoring*"))
    assert not (new.home / "answers").exists()
    # And the next attempt is not kept from it by what the first one left.
    done = new.run("restore", tmp_path / "kopia.zip")
    assert done.returncode == 0, done.stderr
    assert_same(old.tables(), new.tables())


def test_a_backup_of_the_last_version_is_migrated_on_its_way_into_a_lake(
    make: Callable[..., Place], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = make("gammal", lake=False), make("ny")
    old.load(1)
    assert old.run("backup", tmp_path / "kopia.zip").returncode == 0
    monkeypatch.setitem(store.MIGRATIONS, store.SCHEMA_VERSION, "UPDATE kolada_value SET count = 7")
    monkeypatch.setattr(store, "SCHEMA_VERSION", store.SCHEMA_VERSION + 1)
    restore(tmp_path / "kopia.zip", new.home, lakes_of(new.workplace))
    assert set(new.tables()["kolada_value"]["count"]) == {7}
    assert not list(new.home.glob("warehouse*"))


def test_a_home_with_a_lakes_files_is_not_backed_up_without_its_catalogue(
    make: Callable[..., Place], tmp_path: Path
) -> None:
    place = make("gammal")
    place.load(1)
    del place.settings["STYRTAL_WAREHOUSE"]
    done = place.run("backup", tmp_path / "kopia.zip")
    assert (done.returncode, "STYRTAL_WAREHOUSE säger inte" in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "kopia.zip").exists()


def test_a_lake_that_does_not_answer_makes_no_backup(make: Callable[..., Place], tmp_path: Path) -> None:
    place = make("gammal")
    place.load(1)
    place.settings["STYRTAL_WAREHOUSE"] = "ducklake:postgresql://styrtal:hemligt-fel@127.0.0.1:9/styrtal"
    done = place.run("backup", tmp_path / "kopia.zip")
    assert (done.returncode, "gick inte att nå" in done.stderr) == (4, True), done.stderr
    assert "hemligt" not in done.stdout + done.stderr
    assert not list(tmp_path.glob("*kopia*"))


def test_status_tells_what_the_lake_holds_and_how_fresh_it_is(make: Callable[..., Place]) -> None:
    place = make("gammal")
    assert "DuckLake" not in place.run("status", "-m", place.folder).stdout
    place.load()
    held = look_into(place.lake)
    told = place.run("status", "-m", place.folder).stdout
    size = sum(held.files.values())
    assert size == sum(path.stat().st_size for path in (place.home / "lake").rglob("*.parquet") if path in held.files)
    assert (
        f"(schemat styrtal): ögonblicksbild {held.snapshot} av {held.at:%Y-%m-%dT%H:%M:%SZ}, {len(held.files)} filer"
        in told
    )
    # Its KPI has been asked for; how fresh it is depends on the day.
    found = re.search(r"^prov: (\d) aktuella, (\d) väntade, (\d) sena, 0 aldrig efterfrågade$", told, re.MULTILINE)
    assert found is not None, told
    assert sum(map(int, found.groups())) == 1
    assert f"warehouse {size / 1e6:.1f} MB" in told
    place.settings["STYRTAL_WAREHOUSE"] = "ducklake:postgresql://styrtal:hemligt-fel@127.0.0.1:9/styrtal"
    done = place.run("status", "-m", place.folder)
    assert (done.returncode, "gick inte att nå" in done.stdout) == (0, True), done.stderr
    assert "hemligt" not in done.stdout + done.stderr


def test_doctor_asks_the_catalogue_and_looks_at_every_file_of_it(make: Callable[..., Place]) -> None:
    place = make("gammal")
    place.load()
    status, found = findings(place.home, "-m", place.folder, **place.settings)
    assert (status, found["databassjön styrtal"]["status"]) == (0, "ok"), found
    assert "filer som katalogen säger" in found["databassjön styrtal"]["seen"]
    assert found["databassjön styrtal_example"]["seen"] == "PostgreSQL svarar; databasen finns inte ännu"
    path, size = next(iter(look_into(place.lake).files.items()))
    whole = path.read_bytes()
    for harm in (whole[: size // 2], None):
        path.unlink() if harm is None else path.write_bytes(harm)
        status, found = findings(place.home, "-m", place.folder, **place.settings)
        assert (status, found["databassjön styrtal"]["status"]) == (1, "error")
        assert path.name in found["databassjön styrtal"]["seen"]
    path.write_bytes(whole)
    assert findings(place.home, "-m", place.folder, **place.settings)[0] == 0


@pytest.mark.parametrize("wrong", ["password", "port", "version"])
def test_doctor_says_what_is_wrong_with_a_lake_and_never_its_password(make: Callable[..., Place], wrong: str) -> None:
    place = make("gammal", password="hemligt-fel" if wrong == "password" else None)
    if wrong == "port":
        place.settings["STYRTAL_WAREHOUSE"] = "ducklake:postgresql://styrtal:hemligt-fel@127.0.0.1:9/styrtal"
    if wrong == "version":
        place.load(1)
        with writing(place.lake) as con:
            con.execute("UPDATE warehouse_version SET version = 99")
    done = place.run("doctor", "-m", place.folder)
    assert done.returncode == 1, done.stderr
    says = {"password": "godtog inte lösenordet", "port": "gick inte att nå", "version": "version 99"}
    assert says[wrong] in done.stdout
    assert "hemligt" not in done.stdout + done.stderr
    assert "127.0.0.1" not in done.stdout


def test_prune_knows_what_a_lake_stands_on(make: Callable[..., Place]) -> None:
    place = make("gammal")
    place.load(3)
    with writing(place.lake) as con:
        found = con.execute(
            "SELECT DISTINCT a.sha256 FROM source_answer AS a JOIN kolada_value AS v USING (source_answer_id)"
            " WHERE v.known_to IS NULL"
        ).fetchall()
    bodies = place.home / "answers" / "bodies"
    before = {path.name.split(".")[0] for path in bodies.glob("*/*.gz")}
    assert place.run("prune", "--older-than", "30d", "--apply").returncode == 0
    after = {path.name.split(".")[0] for path in bodies.glob("*/*.gz")}
    assert {row[0] for row in found} <= after < before


def test_a_lake_and_a_file_are_read_as_they_were_when_answers_were_last_let_in(make: Callable[..., Place]) -> None:
    for place in (make("sjo"), make("fil", lake=False)):
        place.load()
        before = set(
            place.tables()["kolada_value"].filter(pl.col("known_to").is_null()).select("area_id", "value").rows()
        )
        place.load(days=3)
        until = LetIn(datetime(2026, 2, 1), datetime(2026, 2, 1))
        with store.reading(warehouse_of(RunDefinitions(place.workplace), "prov"), until) as con:
            known = con.execute("SELECT area_id, value FROM warehouse.kolada_value WHERE known_to IS NULL").fetchall()
            assert con.execute('SELECT max("at") FROM warehouse.harvest').fetchall() == [(until.until,)]
        assert set(known) == before
