"""From a figure on a page back to the bytes that it came from, with the command and in the report's own pages."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from assets.definitions.read_yaml import read_definitions
from models.definitions.steering import subtree
from models.tables.header import figure_tables
from tests.command import EXAMPLE, environment, styrtal
from tests.conftest import ROOT

HOLD = """
import sys, time
from pathlib import Path
import duckdb
from assets.storage.one_writer import locked
with locked(Path(sys.argv[1])), duckdb.connect(sys.argv[2]) as con:
    con.execute("BEGIN"); con.execute("CREATE TABLE busy (a INTEGER)")
    print("held", flush=True); time.sleep(60)
"""


@pytest.fixture(scope="module")
def home(example: Path, example_run: Path) -> Path:
    """A home where the example has been run, with events."""
    shutil.copy(example_run.parent / "events.jsonl", example)
    return example


def figure(home: Path, table: str = "fulfilment") -> str:
    frame = pl.read_parquet(home / "reports" / EXAMPLE / "tables" / f"{table}.parquet")
    return (
        frame.filter(pl.col("value").is_not_null())["lineage_id"][0]
        if "value" in frame.columns
        else frame["lineage_id"][0]
    )


# One process for all: what takes time is starting.
EACH = """
import sys
from pipelines.command.main import app
for figure in sys.argv[1:]:
    status = app(["trace", figure, "--format", "json"], standalone_mode=False)
    assert not status, (figure, status)
"""


def test_a_figure_of_every_table_is_traced_to_verified_bytes(home: Path) -> None:
    # The example has no schools of its own in Kolada, which tests/unit/test_units.py follows, and nothing that it shares with
    # other owners; it scores forecasts in its annual report alone, as it has the balance result.
    only_in_others = {"unit_comparison", "owner_shares", "forecast_scores", "balance_requirement"}
    # What is planned stands in the planning products' own reports.
    only_in_others |= {name for name in figure_tables() if name.startswith("planned_")}
    names = sorted(figure_tables().keys() - only_in_others)
    command = [sys.executable, "-c", EACH, *(figure(home, table) for table in names)]
    done = subprocess.run(command, cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    rest = done.stdout
    for table in names:
        told, end = json.JSONDecoder().raw_decode(rest)
        rest = rest[end:].lstrip()
        assert (told["table"], told["report"], told["whole"]) == (table, EXAMPLE, True)
        kinds = {step["kind"] for step in told["steps"]}
        assert {"figure", "definition", "model"} <= kinds
        for step in told["steps"]:
            if "sha256" in step:
                assert step["state"] == "whole", step
        if table in {"fulfilment", "comparison"}:
            assert {"value", "source_answer", "check"} <= kinds
    assert rest == ""


def test_text_and_page_tell_the_same_and_the_page_asks_for_nothing(home: Path, tmp_path: Path) -> None:
    wanted = figure(home)
    text = styrtal(home, "trace", wanted[:10])
    assert text.returncode == 0, text.stderr
    for word in (
        "Värde",
        "känt från",
        "Källsvar",
        "De sparade byten stämmer",
        "indicators.yaml:",
        "fulfilment.sql",
        "passed",
    ):
        assert word in text.stdout
    done = styrtal(home, "trace", wanted, "--format", "html", "--out", tmp_path / "t.html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"""(href|src|url)\s*[=(]\s*["']?(https?:)?//""", page)
    assert "<script" not in page
    links, ids = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r' id="([^"]+)"', page)
    assert links <= set(ids)
    assert len(ids) == len(set(ids))


def test_it_works_while_another_process_writes(home: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(home), str(home / "example" / "warehouse.duckdb")]
    holder = subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        assert styrtal(home, "trace", figure(home)).returncode == 0
    finally:
        holder.kill()
        holder.wait()


def test_a_flipped_byte_and_a_lost_answer_end_with_one(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    wanted = figure(copy)
    steps = json.loads(styrtal(copy, "trace", wanted, "--format", "json").stdout)["steps"]
    sha256 = next(step["sha256"] for step in steps if step["kind"] == "source_answer")
    path = copy / "example" / "answers" / "bodies" / sha256[:2] / f"{sha256}.json.gz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = styrtal(copy, "trace", wanted)
    assert done.returncode == 1
    assert "De sparade byten stämmer inte" in done.stdout
    assert "stämmer inte med kontrollsumman" in done.stderr
    path.unlink()
    done = styrtal(copy, "trace", wanted)
    assert done.returncode == 1
    assert "är borta" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_changed_definition_is_told_but_is_no_fault(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "example"
    shutil.copytree(ROOT / "data" / "example", folder)
    with (folder / "indicators.yaml").open("a", encoding="utf-8") as file:
        file.write("# Ändrad.\n")
    done = styrtal(home, "trace", figure(home), "--municipality", folder)
    assert done.returncode == 0, done.stderr
    assert "filen har ändrats sedan rapporten gjordes" in done.stdout.lower()


@pytest.mark.parametrize(
    ("wanted", "words"), [("feedfeedfeedfeed", "Ingen siffra har spårnumret"), ("ab", "är inget spårnummer")]
)
def test_wrong_ids_end_with_two(home: Path, wanted: str, words: str) -> None:
    done = styrtal(home, "trace", wanted)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_report_and_a_broken_table_are_told(home: Path, tmp_path: Path) -> None:
    empty = styrtal(tmp_path, "trace", "feedfeed")
    assert (empty.returncode, "Kör styrtal run först" in empty.stderr) == (2, True)
    tables = tmp_path / "reports" / EXAMPLE / "tables"
    tables.mkdir(parents=True)
    whole = (home / "reports" / EXAMPLE / "tables" / "lineage.parquet").read_bytes()
    (tables / "lineage.parquet").write_bytes(whole[: len(whole) // 2])
    broken = styrtal(tmp_path, "trace", "feedfeed")
    assert broken.returncode == 4
    assert "gick inte att läsa" in broken.stderr
    assert "Traceback" not in broken.stderr


def test_every_number_of_every_page_leads_to_its_way(home: Path) -> None:
    folder = home / "reports" / EXAMPLE
    # What is told of accessibility has no number.
    pages = [
        path for path in folder.glob("*.html") if not path.name.startswith("trace-") and path.stem != "tillganglighet"
    ]
    assert len(pages) > 5
    for path in pages:
        page = path.read_text(encoding="utf-8")
        # A row of numbers has a link for each place that they come from, the first number one.
        rows = [row for row in page.split('<tr role="row">')[1:] if re.search(r'<td[^>]*class="n"', row)]
        assert rows or "Inga mål" in page
        for row in rows:
            links = re.findall(rf'href="trace-{path.stem}\.html#([^"]+)"', row.partition("</tr>")[0])
            assert links, (path.name, row)
            assert len(links) == len(set(links)), (path.name, row)
        ways = (folder / f"trace-{path.stem}.html").read_text(encoding="utf-8")
        ids = re.findall(r' id="([^"]+)"', ways)
        assert len(ids) == len(set(ids))
        for anchor in set(re.findall(rf'href="trace-{path.stem}\.html#([^"]+)"', page)):
            assert anchor in ids
        assert set(re.findall(r'href="#([^"]+)"', ways)) <= set(ids)


def test_a_committee_s_ways_are_of_its_own_figures_alone(home: Path) -> None:
    folder = home / "reports" / EXAMPLE
    fulfilment = pl.read_parquet(folder / "tables" / "fulfilment.parquet")
    text = (folder / "trace-socialnamnden.html").read_text(encoding="utf-8")
    units = read_definitions(ROOT / "data" / "example").model.units
    own = subtree(units, "socialnamnden")
    assert len(own) > 1
    others = fulfilment.filter(~pl.col("unit_id").is_in(own))
    assert others.height > 5
    ours = [row for row in fulfilment.to_dicts() if row["lineage_id"] in text]
    assert ours
    strangers = [row["unit_id"] for row in others.to_dicts() if row["lineage_id"] in text]
    assert strangers == []


def test_every_row_of_a_workbook_has_its_number(home: Path) -> None:
    folder = home / "reports" / EXAMPLE
    known = set(pl.read_parquet(folder / "tables" / "lineage.parquet")["lineage_id"])
    for path in folder.glob("*.xlsx"):
        book = openpyxl.load_workbook(path, read_only=True)
        for name in (sheet.title for sheet in book.worksheets):
            head, *lines = book[name].iter_rows(values_only=True)
            if "Spårnummer" not in head:
                assert name in {"Läs mig", "Kontroller", "Omvärld"} or not any(
                    isinstance(cell, float) for line in lines for cell in line
                ), (path.name, name)
                continue
            at = head.index("Spårnummer")
            for line in lines:
                assert line[at] in known or all(cell is None for cell in line), (path.name, name)


def test_openlineage_events_are_told_in_a_file_without_places(home: Path) -> None:
    text = (home / "events.jsonl").read_text(encoding="utf-8")
    start, complete = [json.loads(line) for line in text.splitlines()]
    assert (start["eventType"], complete["eventType"]) == ("START", "COMPLETE")
    assert start["run"]["runId"] == complete["run"]["runId"]
    assert str(home) not in text
    assert str(ROOT) not in text
    outputs = {each["name"]: each for each in complete["outputs"]}
    value = outputs[f"{EXAMPLE}/fulfilment"]["facets"]["columnLineage"]["fields"]["value"]["inputFields"]
    assert {(each["name"], each["field"]) for each in value} >= {
        ("example/warehouse/kolada_value", "value"),
        ("example/warehouse/kolada_value", "status"),
    }
    assert {each["name"] for each in complete["inputs"]} >= {"example/warehouse/kolada_value", "v3/kpi"}


@pytest.mark.slow
def test_a_run_that_fails_is_told_as_failed(tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    done = styrtal(
        tmp_path / "home",
        "run",
        "--report",
        "2026-08",
        "--kolada-url",
        "http://127.0.0.1:9/v3",
        "--openlineage",
        events,
    )
    assert done.returncode == 3, done.stderr
    start, failed = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
    assert (start["eventType"], failed["eventType"]) == ("START", "FAIL")
    assert failed["run"]["facets"]["errorMessage"]["message"].startswith("SourceError: ")
    blocked = styrtal(tmp_path / "home", "run", "--openlineage", tmp_path)
    assert blocked.returncode == 4
    assert "gick inte att skriva" in blocked.stderr


def test_the_page_of_columns_is_written(home: Path) -> None:
    done = styrtal(home, "columns")
    assert done.returncode == 0, done.stderr
    assert "kolada_value" in (home / "columns.html").read_text(encoding="utf-8")
