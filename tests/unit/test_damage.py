"""Damage to what is kept, made on purpose: seen by doctor and backup, and told as what it is, with the way back."""

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from assets.operations.backup import back_up
from assets.operations.doctor import examine
from assets.own_files.file_store import FileStore
from assets.warehouse.store import reading, writing
from assets.workplace import Workplace
from models.errors import DamagedWarehouseError
from tests.small import cells, fetch, load, vintage

NOW = datetime(2026, 6, 1, tzinfo=UTC)
# What DuckDB keeps of the whole file stands before its first block.
HEADERS = 3 * 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("whole") / "home"
    fetch(home, [vintage("2024-06-01", cells({2023: [80.0 + i for i in range(30)], 2022: [75.0] * 30}))])
    load(home)
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home"))


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def in_a_value(path: Path) -> int:
    """Where the file has a value that no count of rows reads: found as its bytes."""
    return path.read_bytes().index(b"Ort 9917", HEADERS)


def warehouse_finding(home: Path) -> tuple[str, str, str]:
    (found,) = [each for each in examine(Workplace(home, {})) if each.subject == "warehouse.duckdb"]
    return found.status, found.seen, found.mend


def test_a_flipped_byte_in_a_value_is_seen_by_doctor_with_the_way_back(home: Path) -> None:
    warehouse = home / "warehouse.duckdb"
    assert warehouse_finding(home)[0] == "ok"
    flip(warehouse, in_a_value(warehouse))
    status, seen, mend = warehouse_finding(home)
    assert status == "error"
    assert seen == f"{warehouse} är skadad: den har inte det som skrevs"
    assert "styrtal restore" in mend


def test_a_flipped_byte_is_never_backed_up(home: Path, tmp_path: Path) -> None:
    warehouse = home / "warehouse.duckdb"
    flip(warehouse, in_a_value(warehouse))
    with pytest.raises(DamagedWarehouseError, match=r"warehouse\.duckdb är skadad.*Ingen säkerhetskopia gjordes"):
        back_up(home, tmp_path / "out" / "kopia.zip", NOW)
    assert list((tmp_path / "out").iterdir()) == []


def test_wherever_a_byte_is_flipped_in_what_is_used_doctor_sees_it(home: Path) -> None:
    warehouse = home / "warehouse.duckdb"
    with duckdb.connect(warehouse) as con:
        # What a block that is not in use holds is nobody's.
        con.execute("CHECKPOINT")
        assert con.execute("SELECT free_blocks FROM pragma_database_size()").fetchall() == [(0,)]
    data = warehouse.read_bytes()
    chosen = random.Random(20).sample(range(HEADERS, len(data)), 30)
    seen = 0
    for at in chosen:
        flip(warehouse, at)
        seen += warehouse_finding(home)[0] == "error"
        warehouse.write_bytes(data)
    assert seen == len(chosen)


def test_damage_is_told_of_the_file_and_never_as_another_program(home: Path) -> None:
    warehouse = home / "warehouse.duckdb"
    flip(warehouse, in_a_value(warehouse))
    for opened in (reading, writing):
        with pytest.raises(DamagedWarehouseError) as told, opened(warehouse) as con:
            con.execute("SELECT bit_xor(hash(a)) FROM warehouse.area AS a")
        assert str(told.value).startswith(f"{warehouse} är skadad")
        assert "ett annat program" not in str(told.value)


def test_a_flipped_byte_in_a_kept_own_file_is_seen_by_doctor(home: Path) -> None:
    store = FileStore(home / "files" / "prov")
    store.keep("enkat", "source/enkat.csv", b"a;b", NOW)
    path = store.path(store.versions("source/enkat.csv")[0])
    flip(path, len(path.read_bytes()) - 9)
    (found,) = [each for each in examine(Workplace(home, {})) if each.subject == "files/prov"]
    assert (found.status, path.name in found.seen) == ("error", True)


def test_a_warehouse_that_was_cut_off_is_told_as_damaged(home: Path) -> None:
    warehouse = home / "warehouse.duckdb"
    warehouse.write_bytes(warehouse.read_bytes()[:-300_000])
    status, seen, _ = warehouse_finding(home)
    assert (status, "är skadad" in seen) == ("error", True)


def test_a_warehouse_that_is_open_elsewhere_is_told_so(home: Path) -> None:
    import subprocess
    import sys

    warehouse = home / "warehouse.duckdb"
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        status, seen, _ = warehouse_finding(home)
        holder.stdin.close()
    assert (status, "är öppen i ett annat program" in seen) == ("warning", True)
