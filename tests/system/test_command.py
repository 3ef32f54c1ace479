"""The command from outside: what it makes, what it says, and what it ends with (docs/tables.md)."""

import csv
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.finished.tables import write_tables
from models.definitions.steering import OWN_PAGES
from models.tables.header import published_tables
from pipelines.command.app import STOPPED
from tests.command import EXAMPLE, ROOT, digest, environment, styrtal
from tests.small import cells, definition, vintage, write


def test_the_example_makes_every_file_of_a_report(example: Path, example_run: Path) -> None:
    assert json.loads((example_run.parent / "told.json").read_text(encoding="utf-8"))["report"] == EXAMPLE
    folder = example / "reports" / EXAMPLE
    names = {path.name for path in folder.iterdir()}
    assert {
        "index.html",
        "council.html",
        "council.xlsx",
        "socialnamnden.html",
        "socialnamnden.xlsx",
        "socialnamnden.pdf",
        "aldreomsorg.html",
        "uppsikt.html",
        "manifest.json",
    } <= names
    tables = {path.name for path in (folder / "tables").iterdir()}
    assert {"fulfilment", "goal_status", "level_status", "comparison", "lineage", "checks"} <= set(published_tables())
    assert tables == {f"{name}.parquet" for name in published_tables()}, "CSV only where it is asked for"


def test_no_unit_can_take_the_name_of_a_page_that_is_no_units(example: Path) -> None:
    units = {unit.id for unit in read_definitions(ROOT / "data" / "example").model.units}
    pages = {path.stem for path in (example / "reports" / EXAMPLE).glob("*.html")}
    assert {page for page in pages - units - {"council"} if not page.startswith("trace-")} == {*OWN_PAGES}


def test_every_page_says_that_the_figures_are_made_up_and_asks_for_nothing(example: Path) -> None:
    for page in (example / "reports" / EXAMPLE).glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "Påhittade exempeldata: kommunen, målen och alla siffror är uppdiktade." in text, page.name
        assert "default-src 'none'" in text
        # A source's address may be read on a page, but nothing leads there.
        assert not re.search(r"""(href|src|action|url)\s*[=(]\s*["']?(https?:)?//""", text)
        assert text.count("<script") == (page.name == "index.html"), "the search alone is a script"
        assert "Källa: Kolada" not in text


def test_the_manifest_holds_the_hash_of_everything(example: Path) -> None:
    folder = example / "reports" / EXAMPLE
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = digest(folder)
    del found["manifest.json"]
    assert manifest["files"] == found
    for name, sha256 in manifest["definitions"].items():
        assert hashlib.sha256((ROOT / "data" / "example" / name).read_bytes()).hexdigest() == sha256
    for answer in manifest["source_answers"]:
        own = not answer["url"].startswith("http")
        kept = example / "example" / ("files/example" if own else "answers") / "bodies" / answer["sha256"][:2]
        is_definition = answer["url"] in manifest["definitions"]
        assert is_definition or (kept / f"{answer['sha256']}{'.gz' if own else '.json.gz'}").is_file(), answer
    assert manifest["as_of"] == "2026-09-15T00:00:00Z"


def test_the_csv_that_is_asked_for_opens_as_swedish_excel_would_and_says_the_same_as_parquet(
    example: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "tables"
    whole = example / "reports" / EXAMPLE / "tables" / "fulfilment.parquet"
    write_tables({"fulfilment": pl.read_parquet(whole)}, folder, csv=True)
    raw = (folder / "fulfilment.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    frame = pl.read_parquet(folder / "fulfilment.parquet")
    assert [line["indicator_id"] for line in lines] == frame["indicator_id"].to_list()
    for line, value in zip(lines, frame["value"], strict=True):
        assert (float(line["value"].replace(",", ".")) if line["value"] else None) == value
        assert "." not in line["value"]


def test_the_workbook_holds_numbers_and_only_the_committees_own(example: Path) -> None:
    folder = example / "reports" / EXAMPLE
    book = openpyxl.load_workbook(folder / "socialnamnden.xlsx")
    assert book.sheetnames[:5] == ["Läs mig", "Mål", "Indikatorer", "Jämförelse", "Historik"]
    sheet = book["Indikatorer"]
    assert sheet.freeze_panes == "B2"
    column = {cell.value: cell.column_letter for cell in sheet[1]}
    values = [cell.value for cell in sheet[column["Värde"]][1:] if cell.value is not None]
    assert values
    assert all(isinstance(value, int | float) for value in values)
    frame = pl.read_parquet(folder / "tables" / "fulfilment.parquet")
    others = set(frame.filter(pl.col("unit_id") == "barn-och-utbildningsnamnden")["lineage_id"])
    shown = {cell.value for cell in sheet[column["Spårnummer"]][1:]}
    assert shown
    assert not shown & others


def test_a_second_run_gives_the_same_bytes(example: Path) -> None:
    """So does one in another home: a killed run's next one, further down, is held to these bytes too."""
    before = digest(example / "reports")
    assert styrtal(example, "run").returncode == 0
    assert digest(example / "reports") == before


@pytest.mark.slow
def test_as_of_gives_an_earlier_day_and_asks_nobody(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    done = styrtal(example, "run", "--as-of", "2026-02-15", "--report", "2025-12", "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["as_of"] == "2026-01-31T00:00:00Z"
    again = styrtal(example, "run", "--as-of", "2026-01-31T00:00:00Z", "--report", "2025-12", "--out", tmp_path / "två")
    assert again.returncode == 0
    assert digest(out) == digest(tmp_path / "två")


def test_the_runs_are_seen_by_dagster(example: Path) -> None:
    import sqlite3

    database = example / "dagster" / "storage" / "runs.db"
    found = list(example.glob("dagster/**/runs.db"))
    assert found, database
    with sqlite3.connect(found[0]) as con:
        statuses = con.execute("SELECT DISTINCT status FROM runs").fetchall()
    assert ("SUCCESS",) in statuses


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["run", "--report", "2026-13"], 2, "Det finns ingen rapport '2026-13'"),
        (["run", "--report", "2026-13"], 2, "rapporterar för månaderna 04, 08, 12"),
        (["run", "--municipality", "finns-inte"], 2, "är ingen mapp"),
        (["run", "--as-of", "igår"], 2, "är ingen tidpunkt"),
        (["run", "--as-of", "2001-01-01", "--report", "2025-12"], 2, "Inget var känt 2001-01-01"),
        (["run", "--kolada-url", "http://127.0.0.1:9/v3"], 3, "inget svarar där"),
        (["run", "--kolada-url", "http://finns-inte.invalid/v3"], 3, "namnet är okänt"),
        (["check", "--municipality", "finns-inte"], 2, "är ingen mapp"),
        (["kolada-replay", "--values", "borta.parquet", "--metadata", "."], 2, "har inget datum i namnet"),
        (["kolada-replay", "--values", "v_2024-01-01.parquet", "--metadata", "."], 2, "finns inte"),
    ],
)
def test_wrong_use_ends_with_words_and_the_right_status(
    example: Path, args: list[str], status: int, words: str
) -> None:
    before = digest(example / "reports")
    done = styrtal(example, *args)
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert digest(example / "reports") == before


def test_check_reads_without_a_network_and_tells_every_fault(tmp_path: Path) -> None:
    good = styrtal(tmp_path / "home", "check")
    assert (good.returncode, good.stderr) == (0, "")
    content = definition()
    content["units"][2]["parent"] = "borta"
    content["indicators"][0]["lag"] = -1
    bad = styrtal(tmp_path / "home", "check", "--municipality", write(tmp_path, content))
    assert bad.returncode == 2
    assert "units.yaml:12" in bad.stderr
    assert "indicators.yaml" in bad.stderr
    assert not (tmp_path / "home").exists()


def test_a_kpi_that_never_existed_is_a_definition_error_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "example"
    shutil.copytree(ROOT / "data" / "example", folder)
    text = (folder / "indicators.yaml").read_text(encoding="utf-8")
    (folder / "indicators.yaml").write_text(text.replace("N99001", "N98999"), encoding="utf-8")
    done = styrtal(tmp_path / "home", "run", "--municipality", folder)
    assert done.returncode == 2, done.stderr
    assert "indicators.yaml:" in done.stderr
    assert "'N98999' finns inte i Koladas katalog, och har aldrig funnits." in done.stderr
    assert not list((tmp_path / "home").rglob("warehouse.duckdb"))


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    occupied = tmp_path / "home"
    occupied.write_text("en fil, ingen mapp", encoding="utf-8")
    done = styrtal(occupied, "run")
    assert done.returncode == 4, done.stderr
    assert "gick inte att skriva" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("a small disk cannot be mounted here (needs root)")
    try:
        done = styrtal(disk / "home", "run")
        assert done.returncode == 4, (done.returncode, done.stderr)
        assert "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=300m", str(disk)], check=True)
        assert styrtal(disk / "home", "run").returncode == 0
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_warehouse_of_a_newer_version_is_refused(example: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(example, home)
    with duckdb.connect(home / "example" / "warehouse.duckdb") as con:
        con.execute("UPDATE warehouse_version SET version = 99")
    before = digest(home / "reports")
    done = styrtal(home, "run")
    assert done.returncode == 2
    assert "databas av version 99" in done.stderr
    assert digest(home / "reports") == before


@pytest.mark.parametrize("seconds", [2.4, *(pytest.param(s, marks=pytest.mark.slow) for s in (0.8, 1.6, 3.0, 3.6))])
def test_a_killed_run_is_gone_on_with_and_gives_the_same(example: Path, tmp_path: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "pipelines.command.main", "run"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    process.kill()
    process.wait()
    done = styrtal(tmp_path, "run")
    assert done.returncode == 0, done.stderr
    assert digest(tmp_path / "reports" / EXAMPLE) == digest(example / "reports" / EXAMPLE)
    assert not [path for path in (tmp_path / "reports" / "example").iterdir() if path.name.startswith(".")]


def test_ctrl_c_ends_with_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipelines.command.main", "run"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not any(tmp_path.iterdir()):
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert process.returncode in {0, 130}
    if process.returncode == 130:
        assert "Det som har hämtats är sparat" in errors


def test_ctrl_c_in_a_finaliser_is_not_forgotten() -> None:
    """Python ignores an exception in a finaliser: the command must end all the same."""
    code = """
import sys, time
from pipelines.command.app import app, plain_errors
from pipelines.command.main import main
class Late:
    def __del__(self):
        raise KeyboardInterrupt
def work():
    with plain_errors():
        Late()
        for _ in range(400):
            time.sleep(0.05)
app.command("late")(work)
sys.argv = ["styrtal", "late"]
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (130, f"{STOPPED}\n")


@pytest.mark.slow
def test_two_runs_at_once_both_end_well(example: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipelines.command.main", "run"]
    runs = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    ends = [(*run.communicate(timeout=200), run.returncode) for run in runs]
    assert [status for *_, status in ends] == [0, 0], ends
    assert digest(tmp_path / "reports" / EXAMPLE) == digest(example / "reports" / EXAMPLE)


def test_a_held_lock_is_told_with_its_holder(tmp_path: Path) -> None:
    hold = "from pathlib import Path; import sys, time; from assets.storage.one_writer import locked\n"
    hold += "with locked(Path(sys.argv[1])):\n print('held', flush=True); time.sleep(60)"
    home = tmp_path / "home"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        ask = "from pathlib import Path; import sys; from assets.storage.one_writer import locked\n"
        ask += "with locked(Path(sys.argv[1]), wait=0.3, tell=print): pass"
        asked = subprocess.run(
            [sys.executable, "-c", ask, str(home)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert f"process {holder.pid}" in asked.stdout
        assert "Vänta tills den är klar" in asked.stderr
    finally:
        holder.kill()
        holder.wait()
    again = "from pathlib import Path; import sys; from assets.storage.one_writer import locked\nwith locked(Path(sys.argv[1])): print('free')"
    free = subprocess.run(
        [sys.executable, "-c", again, str(home)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert free.stdout.strip() == "free"


def test_the_replay_serves_from_the_command_line(tmp_path: Path) -> None:
    import requests

    vintage("2024-06-01", cells({2023: 80.0})).values.write_parquet(tmp_path / "v_2024-06-01.parquet")
    from tests.small import catalogue

    metadata = catalogue()
    metadata.kpis.write_parquet(tmp_path / "kpi_2024-06-01.parquet")
    metadata.municipalities.write_parquet(tmp_path / "municipality_2024-06-01.parquet")
    groups = metadata.groups.rename({"id": "group_id", "title": "group_title"})
    groups.write_parquet(tmp_path / "municipality_groups_2024-06-01.parquet")
    command = [
        sys.executable,
        "-m",
        "pipelines.command.main",
        "kolada-replay",
        "--values",
        str(tmp_path / "v_2024-06-01.parquet"),
    ]
    command += ["--metadata", str(tmp_path), "--port", "0"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line.startswith("Svarar med 2024-06-01 på http://127.0.0.1:")
        url = line.split(" på ")[1].split()[0]
        assert requests.get(f"{url}/kpi/N99001", timeout=5).json()["count"] == 1
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0


def test_help_is_in_words() -> None:
    done = styrtal(Path("unused"), "--help")
    assert done.returncode == 0
    for command in ("run", "check", "kolada-replay", "ui"):
        assert command in done.stdout
