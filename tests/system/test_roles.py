"""Roles in the warehouse (deploy/roles.sql, deploy/postgres-init.sh), as PostgreSQL keeps them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assets.kolada.answers import AnswerStore, list_harvests
from assets.warehouse.lake import Lake, lake_at
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.store import reading, writing
from models.errors import PlaceError
from tests.conftest import ROOT
from tests.postgres import USER, Postgres
from tests.small import cells, fetch, vintage

psycopg2 = pytest.importorskip("psycopg2", reason="psycopg2 is not installed: uv run --extra lake --group dev pytest")
PEOPLE = ("reader", "analyst", "publisher")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roles")
    fetch(folder, [vintage("2024-01-01", cells({2023: 80.0}))])
    return folder


@pytest.fixture(scope="module")
def database(server: Postgres, home: Path) -> str:
    """The databases as the deployment makes them, and a person in each role."""
    if shutil.which("psql") is None:
        pytest.skip("psql is not installed")
    (home / "secrets").mkdir()
    (home / "secrets" / "styrtal_postgres_password").write_text("hemligt'ord\n", encoding="utf-8")
    variables = {
        "STYRTAL_SECRETS": str(home / "secrets"), "PGHOST": "127.0.0.1", "PGPORT": str(server.port), "POSTGRES_USER": USER,
        "PGPASSWORD": server.password, "PATH": os.environ["PATH"],
    }  # fmt: skip
    done = subprocess.run(
        ["sh", str(ROOT / "deploy" / "postgres-init.sh")], env=variables, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    roles = (ROOT / "deploy" / "roles.sql").read_text(encoding="utf-8")
    server.execute(roles, roles, database="warehouse")
    for name in PEOPLE:
        server.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'hemligt-{name}' IN ROLE styrtal_{name}")
    worker = lake_of(server, home, "styrtal", "hemligt'ord")
    with writing(worker) as con:
        assert load_harvests(con, list_harvests(AnswerStore(home / "answers")), {}).opened == 1
    return "warehouse"


def lake_of(server: Postgres, home: Path, user: str, password: str | None = None) -> Lake:
    address = server.address("warehouse", user, password or f"hemligt-{user}")
    return lake_at(f"ducklake:{address}", "styrtal", home / "lake", home)


@pytest.mark.parametrize("name", PEOPLE[:2])
def test_a_reader_and_an_analyst_read_the_warehouse_and_cannot_write_it(
    server: Postgres, database: str, home: Path, name: str
) -> None:
    lake = lake_of(server, home, name)
    with reading(lake) as con:
        assert con.execute("SELECT value FROM warehouse.kolada_value").fetchall() == [(80.0,)]
    with pytest.raises(PlaceError, match="Rollen saknar rättigheter"), writing(lake) as con:
        con.execute("DELETE FROM kolada_value")
    with reading(lake) as con:
        assert con.execute("SELECT value FROM warehouse.kolada_value").fetchall() == [(80.0,)]
    # Around our own code too: PostgreSQL is what refuses.
    for statement in ("DELETE FROM styrtal.ducklake_table", "CREATE TABLE styrtal.t (a int)", "CREATE SCHEMA other"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run_as(server, name, statement)


def run_as(server: Postgres, name: str, statement: str, database: str = "warehouse") -> None:
    connection = psycopg2.connect(server.address(database, name, f"hemligt-{name}"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def test_an_analyst_makes_tables_of_their_own_and_a_reader_does_not(server: Postgres, database: str) -> None:
    run_as(server, "analyst", "CREATE TABLE analysis.mine (a int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run_as(server, "reader", "CREATE TABLE analysis.theirs (a int)")


def test_nobody_but_the_workers_reaches_dagsters_state(server: Postgres, database: str) -> None:
    for name in ("reader", "analyst"):
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            run_as(server, name, "SELECT 1", database="dagster")


def test_what_a_worker_makes_later_can_be_read_too(server: Postgres, database: str, home: Path) -> None:
    fetch(home, [vintage("2024-06-01", cells({2023: 81.0}))])
    with writing(lake_of(server, home, "styrtal", "hemligt'ord")) as con:
        load_harvests(con, list_harvests(AnswerStore(home / "answers")), {})
        con.execute("CREATE TABLE IF NOT EXISTS later AS SELECT 1 AS a")
    with reading(lake_of(server, home, "reader")) as con:
        assert con.execute("FROM warehouse.later").fetchall() == [(1,)]
        assert con.execute("SELECT count(*) FROM warehouse.kolada_value").fetchall() == [(2,)]
