"""The warehouse's versions: each that was released is kept as SQL, and leads to the tables of this one.

After a change of the tables before its version is released: python -m tests.unit.test_versions
"""

from pathlib import Path

import duckdb
import pytest

from assets.warehouse.store import SCHEMA_VERSION, ensure_schema, migrate, writing
from models.errors import VersionError
from models.tables.header import tables
from tests.conftest import ROOT

KEPT = ROOT / "tests" / "versions"
VERSIONS = sorted(int(path.stem) for path in KEPT.glob("*.sql"))


def now() -> str:
    """The tables of this version as SQL."""
    made = [table.narrow_ddl.strip().rstrip(";") for _, table in sorted(tables("warehouse").items())]
    return ";\n\n".join(["CREATE TABLE warehouse_version (version INTEGER NOT NULL)", *made]) + ";\n"


def columns(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_catalog = current_database() ORDER BY ALL"
    ).fetchall()


def of_version(path: Path, version: int) -> None:
    with duckdb.connect(path) as con:
        con.execute((KEPT / f"{version}.sql").read_text(encoding="utf-8"))
        con.execute("INSERT INTO warehouse_version VALUES (?)", [version])
        con.execute("INSERT INTO harvest VALUES ('h1', 'http://prov.invalid', 'replay', TIMESTAMP '2026-01-01')")


def test_every_version_is_kept_and_the_newest_is_this_one() -> None:
    assert list(range(1, SCHEMA_VERSION + 1)) == VERSIONS
    assert (KEPT / f"{SCHEMA_VERSION}.sql").read_text(encoding="utf-8") == now()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_warehouse_of_each_version_becomes_one_of_this_and_keeps_what_it_held(tmp_path: Path, version: int) -> None:
    path = tmp_path / "warehouse.duckdb"
    of_version(path, version)
    before = migrate(path)
    assert (before is None) == (version == SCHEMA_VERSION)
    with duckdb.connect(tmp_path / "ny.duckdb") as con:
        ensure_schema(con, tmp_path / "ny.duckdb")
        wanted = columns(con)
    with duckdb.connect(path) as con:
        ensure_schema(con, path)
        assert columns(con) == wanted
        assert con.execute("SELECT harvest_id, base_url FROM harvest").fetchall() == [("h1", "http://prov.invalid")]


def test_a_warehouse_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    of_version(path, SCHEMA_VERSION)
    with duckdb.connect(path) as con:
        con.execute("UPDATE warehouse_version SET version = ?", [SCHEMA_VERSION + 1])
    before = path.read_bytes()
    with pytest.raises(VersionError, match="Använd den nyare styrtal som skrev den"), writing(path):
        pass
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.glob("warehouse*.duckdb")] == [path.name]


if __name__ == "__main__":
    (KEPT / f"{SCHEMA_VERSION}.sql").write_text(now(), encoding="utf-8", newline="\n")
