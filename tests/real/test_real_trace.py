"""A real vintage, followed home: the bytes that Kolada answered with, and the value in them."""

import gzip
import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.finished.tables import write_tables
from assets.finished.trace import StoredGrounds, find_trace
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.client import KoladaClient
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest, read_asked_before
from assets.measures.compute import compute
from assets.open_report import effective_as_of, open_report
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from assets.quality.run_checks import run_checks
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.store import reading, writing
from assets.workplace import Workplace
from models.tables.header import computed_tables
from tests.conftest import REAL, ROOT

DIDREPORT = [REAL / "values" / f"didreport_{day}.parquet" for day in ("2023-03-28", "2024-12-12")]


def harvest(home: Path, kpis: list[str]) -> None:
    """Fetch and load both downloads, as two runs do."""
    vintages, catalogue, store = (
        read_vintages(DIDREPORT),
        read_metadata(REAL / "metadata"),
        AnswerStore(home / "answers"),
    )
    for at in range(2):
        with serving(Recording(vintages, catalogue, at=at, origin="replay")) as server:
            client = KoladaClient(server.url, known_as="http://kolada.invalid/v3")
            before = list_harvests(store)
            begun, found = begin_harvest(client, store, [Wanted(kpi) for kpi in kpis])
            places = read_asked_before(before, "http://kolada.invalid/v3")
            finish_harvest(client, begun, plan_harvest([Wanted(kpi) for kpi in kpis], found, places))
    with writing(home / "warehouse.duckdb") as con:
        load_harvests(con, list_harvests(store), dict.fromkeys(kpis, 1))


@pytest.mark.slow
def test_a_real_figure_leads_to_the_bytes_that_hold_its_value(tmp_path: Path) -> None:
    definitions = read_definitions(ROOT / "data" / "vanersborg")
    harvest(tmp_path, sorted({indicator.kpi_id for indicator in definitions.model.indicators}))
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        compute(con, run_checks(con))
        frames = {name: con.sql(f"SELECT * FROM {name}").pl() for name in computed_tables()}
        assert con.sql("SELECT * FROM label_fault").fetchall() == []
    write_tables(frames, tmp_path / "reports" / "vanersborg" / "2023-12" / "tables")
    kept = StoredGrounds([tmp_path / "answers"], Workplace(tmp_path, {"vanersborg": ROOT / "data" / "vanersborg"}))

    row = frames["fulfilment"].filter(pl.col("value").is_not_null()).row(0, named=True)
    trace = find_trace(tmp_path, row["lineage_id"], kept)
    assert trace.damaged == []
    assert all(step.state == "whole" for step in trace.steps.values() if step.sha256 is not None)
    label = f"{row['kpi_id']} 1487 {row['year']} {row['gender']}"
    value = next(step for step in trace.steps.values() if step.label == label and step.known_to is None)
    answer = next(trace.steps[parent] for parent in value.parents if trace.steps[parent].kind == "source_answer")
    assert answer.sha256 is not None
    body = json.loads(gzip.decompress(AnswerStore(tmp_path / "answers").path(answer.sha256).read_bytes()))
    answered = [
        cell["value"]
        for each in body["values"]
        if (each["kpi"], each["municipality"], each["period"]) == (row["kpi_id"], "1487", row["year"])
        for cell in each["values"]
        if cell["gender"] == row["gender"]
    ]
    assert answered == [row["value"]] == [value.value]

    revised = frames["lineage"].filter((pl.col("kind") == "value") & (pl.col("closed_by") == "revised"))
    assert revised.height > 0
    assert set(revised["known_to"]) == {datetime(2024, 12, 12)}

    path = AnswerStore(tmp_path / "answers").path(answer.sha256)
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    assert [step.lineage_id for step in find_trace(tmp_path, row["lineage_id"], kept).damaged] == [answer.lineage_id]
