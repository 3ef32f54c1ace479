"""Lineage: every figure leads home, sources are named by it, and a trace tells what is kept and what is not."""

import gzip
import hashlib
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import duckdb
import polars as pl
import pytest

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import read_definitions
from assets.finished.tables import write_tables
from assets.finished.trace import LineageStep, StoredGrounds, find_trace, read_trace
from assets.followup.lineage_pages.page import PageTraces, Words, as_page
from assets.followup.lineage_pages.text import as_json, as_text
from assets.kolada.answers import AnswerStore
from assets.measures.compute import compute
from assets.measures.figure_lineage import trace_figures
from assets.open_report import open_report
from assets.playback.recording import Recording
from assets.playback.server import serving
from assets.quality.run_checks import run_checks
from assets.storage.report_folders import ReportFolder, every_report, parse_name
from assets.workplace import Workplace
from models.errors import BlockedError, PlaceError, UsageError
from models.tables.header import figure_tables, parse_table, published_tables, table, tables
from models.tables.pandera_schemas import POLARS_TYPES
from pipelines.command.run_report import run_report
from pipelines.settings import Settings
from tests.small import catalogue, cells, definition, measured, plan, rows, vintage, warehouse_of, write

BEGUN = {"lineage", "checks", "set_compared"}


def test_every_table_of_a_report_says_what_its_figures_were_made_of() -> None:
    assert set(published_tables()) - BEGUN <= set(figure_tables())
    for name, described in figure_tables().items():
        assert "lineage_id" in {column.name for column in described.columns}, name
        for parent in described.parents:
            assert "lineage_id" in {column.name for column in table(parent.table).columns}, (name, parent.table)


def test_a_header_names_parents_over_several_lines() -> None:
    head = (
        "-- table: t\n-- section: s\n-- key: a\n-- what: It.\n-- parents:\n--   n  p.a = f.a\n--        AND p.b = f.b\n"
    )
    made = parse_table("measures", "t", head + "-- columns:\n--   a  text  a\nSELECT 1")
    assert [(parent.table, parent.condition) for parent in made.parents] == [("n", "p.a = f.a AND p.b = f.b")]


def test_every_figure_leads_to_its_own_model_and_its_definitions(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2024: [float(i) for i in range(30)], 2023: 5.0})) as con:
        for name in figure_tables():
            lost = rows(
                con,
                f"""
                WITH RECURSIVE up AS (
                    SELECT lineage_id AS figure, lineage_id FROM {name}
                    UNION SELECT u.figure, l.parent_id FROM up AS u JOIN lineage AS l USING (lineage_id)
                    WHERE l.parent_id IS NOT NULL
                )
                SELECT figure FROM up JOIN lineage USING (lineage_id) GROUP BY figure
                HAVING NOT list_contains(list(label), 'models/sql/measures/{name}.sql')
                    OR NOT list_has_all(list(kind), ['definition', 'model'])
                """,
            )
            assert lost == [], name
            n_rows, n_ids, n_linked = con.execute(
                f"SELECT count(*), count(DISTINCT lineage_id), count(DISTINCT lineage_id) FILTER (lineage_id IN "
                f"(SELECT lineage_id FROM lineage)) FROM {name}"
            ).fetchall()[0]
            assert n_rows == n_ids == n_linked, name
            assert n_rows > 0 or name not in {"fulfilment", "comparison", "goal_status", "level_status"}, name


def test_sums_lead_to_exactly_their_leaves(tmp_path: Path) -> None:
    content = definition()
    content["goals"] = [
        {"id": "stort", "kind": "strategic_goal", "title": "Stort", "unit": "kf"},
        {
            "id": "mal",
            "kind": "own_result",
            "title": "Målet",
            "unit": "bun",
            "indicators": ["matt"],
            "parents": ["stort"],
        },
        {"id": "annat", "kind": "own_result", "title": "Annat", "unit": "ks", "indicators": ["matt"]},
        {"id": "utan", "kind": "own_result", "title": "Utan mål", "unit": "ks", "indicators": ["matt"]},
    ]
    targets = [{"goal": "mal", "indicator": "matt", "year1": 90}, {"goal": "annat", "indicator": "matt", "year1": 88}]
    content["plans"] = [plan(2024, targets)]
    leaves = """
        SELECT DISTINCT f.goal_id FROM lineage AS l JOIN fulfilment AS f ON f.lineage_id = l.parent_id
        WHERE l.lineage_id = (SELECT lineage_id FROM {} WHERE {}) ORDER BY 1
    """
    with measured(tmp_path, content, cells({2024: 86.0})) as con:

        def under(name: str, where: str) -> list[str]:
            return [row["goal_id"] for row in rows(con, leaves.format(name, where))]

        assert under("goal_status", "goal_id = 'stort' AND unit_id IS NULL") == ["mal"]
        assert under("goal_status", "goal_id = 'annat' AND unit_id = 'ks'") == ["annat"]
        # Without a target there is no leaf.
        assert under("goal_status", "goal_id = 'utan' AND unit_id = 'ks'") == []
        assert under("level_status", "unit_id = 'kf'") == ["annat", "mal"]
        assert under("level_status", "unit_id = 'bun'") == ["mal"]
        assert under("level_status", "unit_id = 'skola'") == []


@contextmanager
def revised(folder: Path, as_of: datetime) -> Generator[duckdb.DuckDBPyConnection]:
    """The measures of a warehouse where one value was revised on 2025-06-01 and another deleted on 2025-09-01."""
    definitions = read_definitions(write(folder))
    with warehouse_of(cells({2024: 90.0})) as con:
        con.execute("UPDATE warehouse.kolada_value SET known_from = '2025-06-01'")
        con.execute("UPDATE warehouse.kpi SET known_from = '2025-01-01'")
        con.execute("UPDATE warehouse.area SET known_from = '2025-01-01'")
        con.execute("UPDATE warehouse.area_group SET known_from = '2025-01-01'")
        con.execute(
            "INSERT INTO warehouse.kolada_value VALUES"
            " ('N99001', '9901', 2024, 'T', 88, '', 1, '2025-01-01', '2025-06-01', 'revised', 'a1'),"
            " ('N99001', '9901', 2023, 'T', 80, '', 1, '2025-01-01', '2025-09-01', 'deleted', 'a1')"
        )
        open_report(con, definitions, "2024-12", as_of)
        compute(con, run_checks(con))
        yield con


def test_a_value_leads_to_the_version_before_it_with_its_end(tmp_path: Path) -> None:
    with revised(tmp_path, datetime(2025, 12, 1)) as con:
        new, old = rows(
            con,
            "SELECT value, known_to, closed_by, lineage_id, list(parent_id) AS up FROM lineage"
            " WHERE label = 'N99001 9901 2024 T' GROUP BY ALL ORDER BY value DESC",
        )
        gone = rows(con, "SELECT DISTINCT value, known_to, closed_by FROM lineage WHERE label = 'N99001 9901 2023 T'")
    assert (new["value"], new["known_to"], new["closed_by"]) == (90.0, None, None)
    assert (old["value"], old["known_to"], old["closed_by"]) == (88.0, datetime(2025, 6, 1), "revised")
    assert sorted(new["up"]) == sorted(["a1", old["lineage_id"]])
    assert old["up"] == ["a1"]
    assert gone == [{"value": 80.0, "known_to": datetime(2025, 9, 1), "closed_by": "deleted"}]


def test_what_ended_a_version_after_the_instant_is_not_told(tmp_path: Path) -> None:
    with revised(tmp_path, datetime(2025, 3, 1)) as con:
        found = rows(con, "SELECT DISTINCT value, known_to, closed_by FROM lineage WHERE kind = 'value' ORDER BY value")
    assert found == [{"value": value, "known_to": None, "closed_by": None} for value in (80.0, 88.0)]


def test_a_value_under_secrecy_is_not_told_by_its_lineage(tmp_path: Path) -> None:
    secret = [("N99001", "9901", 2024, "T", 3.0, "Privacy")]
    with measured(tmp_path, definition(), [*secret, *cells({2021: 82.0})]) as con:
        found = rows(con, "SELECT DISTINCT label, value, status FROM lineage WHERE kind = 'value' ORDER BY label")
    assert found == [
        {"label": "N99001 9901 2021 T", "value": 82.0, "status": ""},
        {"label": "N99001 9901 2024 T", "value": None, "status": "Privacy"},
    ]


def label_faults(con: duckdb.DuckDBPyConnection) -> list[str]:
    for name in tables("lineage"):
        con.execute(f"DROP TABLE {name}")
    trace_figures(con)
    return sorted({row["wrong"] for row in rows(con, "FROM label_fault")})


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("UPDATE fulfilment SET year = year", []),
        ("UPDATE fulfilment SET value = value * 1.1", ["computed_as_unprocessed"]),
        ("UPDATE fulfilment SET value = value + 1e-9", ["computed_as_unprocessed"]),
        ("UPDATE fulfilment SET value = previous_value", ["computed_as_unprocessed"]),
        ("UPDATE comparison SET source_label = 'Källa: Kolada'", ["computed_as_unprocessed"]),
        ("UPDATE comparison SET source_label = '–'", ["computed_without_saying"]),
        ("UPDATE fulfilment SET source_label = 'Påhittade exempeldata'", ["real_as_made_up"]),
        ("UPDATE fulfilment SET source_label = 'Egen bearbetning av data från Kolada'", []),
        ("UPDATE warehouse.source_answer SET origin = 'example 2026'", ["made_up_as_real"]),
    ],
)
def test_a_source_is_named_as_lineage_says(tmp_path: Path, change: str, wrong: list[str]) -> None:
    with measured(tmp_path, definition(), cells({2024: 86.0, 2023: 82.0})) as con:
        con.execute(change)
        assert label_faults(con) == wrong


@pytest.mark.parametrize("place", ["better_than_median", "best_quarter"])
@pytest.mark.parametrize(("factor", "wrong"), [(1, []), (1.1, ["computed_as_unprocessed"])])
def test_a_value_held_against_others_is_still_the_sources_own(
    tmp_path: Path, place: str, factor: float, wrong: list[str]
) -> None:
    year1 = {"place": place, "group": "similar"}
    content = definition(plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": year1, "tolerance": 1}])])
    with measured(tmp_path, content, cells({2024: [84.0, 80.0, 81.0, 82.0, 83.0, 85.0, 86.0, 87.0]})) as con:
        con.execute(f"UPDATE fulfilment SET value = value * {factor}")
        (judged,) = rows(con, "SELECT status, source_label FROM fulfilment WHERE gender = 'T'")
        assert judged["status"] != "not_assessed"
        assert label_faults(con) == wrong


@pytest.mark.slow
def test_a_processed_value_does_not_get_out_as_kolada_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRTAL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", os.environ.get("DAGSTER_HOME", ""))
    folder = write(tmp_path)
    recording = Recording([vintage("2026-01-10", cells({2024: 86.0}))], catalogue(), origin="replay")
    true = table("fulfilment")
    with serving(recording) as server:

        def run() -> Path:
            settings = Settings()
            workplace = settings.workplace(folder)
            workplace.kolada_url = server.url
            return run_report(settings, RunDefinitions(workplace), "prov", "2024-12").folder

        processed = true.sql.replace(
            "basis, value, ordinal_step.label AS", "basis, value * 1.1 AS value, ordinal_step.label AS"
        )
        assert processed != true.sql
        monkeypatch.setitem(tables("measures"), "fulfilment", replace(true, sql=processed))
        with pytest.raises(BlockedError, match="source_named_by_lineage") as stopped:
            run()
        # What stopped it is said in Swedish, with the figures, and not as Dagster says it.
        title, found, then = str(stopped.value).split("\n")
        assert title == "En kontroll som måste godkännas blev underkänd, och ingen rapport gjordes:"
        assert found.startswith(
            "- Varje siffras källa sägs som siffran är gjord (lineage, source_named_by_lineage): fulfilment "
        )
        assert " sägs vara ”Källa: Kolada”, men är inte gjord så (computed_as_unprocessed)" in found
        assert then.startswith("Felet ligger i styrtal eller i det lagrade, inte i kommunens definitioner.")
        assert not (tmp_path / "home" / "reports").exists()
        monkeypatch.setitem(tables("measures"), "fulfilment", true)
        made = pl.read_parquet(run() / "tables" / "fulfilment.parquet")
    assert made["source_label"].to_list() == ["Källa: Kolada"]


TYPES = {column.name: POLARS_TYPES[column.kind] for column in table("lineage").columns}
FIGURE, OTHER, ANSWER = "aaaa000000000001", "aaaa000000000002", "bbbb000000000001"


def report(home: Path, name: str = "reports/prov/2024-12", figure: str = FIGURE) -> str:
    """A report's lineage on disk, with its one stored answer; the answer's hash."""
    store = AnswerStore(home / "answers")
    sha256 = store.put(b'{"values": []}')
    at = datetime(2026, 1, 1)
    made = [
        {"lineage_id": figure, "kind": "figure", "parent_id": ANSWER, "label": "fulfilment mal <matt> bun T", "at": at},
        {"lineage_id": ANSWER, "kind": "source_answer", "label": "http://prov.invalid/v3/kpi", "sha256": sha256, "at": at,
         "size": 14, "origin": "replay"},
    ]  # fmt: skip
    folder = home / name / "tables"
    folder.mkdir(parents=True)
    pl.DataFrame([dict.fromkeys(TYPES) | row for row in made], schema=TYPES).write_parquet(folder / "lineage.parquet")
    shown = pl.DataFrame({"lineage_id": [figure], "value": [86.0], "status": ["met"]})
    shown.write_parquet(folder / "fulfilment.parquet")
    return sha256


def kept(home: Path) -> StoredGrounds:
    return StoredGrounds([home / "answers"], Workplace(home, {}))


def test_a_trace_is_told_as_text_json_and_page(tmp_path: Path) -> None:
    report(tmp_path)
    trace = find_trace(tmp_path, FIGURE, kept(tmp_path))
    text = as_text(trace)
    assert text.startswith("rapport prov/2024-12\n")
    assert "i fulfilment: value 86.0, status met" in text
    assert "De sparade byten stämmer med kontrollsumman" in text
    told = json.loads(as_json(trace))
    assert (told["whole"], told["damaged"], told["row"]["value"]) == (True, [], 86.0)
    page = as_page(trace, None)
    assert 'role="img"' in page
    assert "<desc" in page
    assert "&lt;matt&gt;" in page
    assert "<matt>" not in page
    assert "<script" not in page
    assert page == as_page(trace, None)


@pytest.mark.parametrize("fault", ["gone", "flipped", "cut", "other"])
def test_stored_bytes_that_are_gone_or_differ_are_told(tmp_path: Path, fault: str) -> None:
    path = AnswerStore(tmp_path / "answers").path(report(tmp_path))
    data = bytearray(path.read_bytes())
    if fault == "gone":
        path.unlink()
    elif fault == "flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif fault == "cut":
        path.write_bytes(data[:-9])
    else:
        path.write_bytes(gzip.compress(b"annat"))
    trace = find_trace(tmp_path, FIGURE, kept(tmp_path))
    state = "gone" if fault == "gone" else "changed"
    assert [step.state for step in trace.damaged] == [state]
    assert ("De sparade byten finns inte kvar" if fault == "gone" else "De sparade byten stämmer inte") in as_text(
        trace
    )
    assert json.loads(as_json(trace))["damaged"] == [ANSWER]
    assert "kan inte styrkas" in as_page(trace, None)


def test_a_beginning_is_enough_where_it_is_the_only_one(tmp_path: Path) -> None:
    report(tmp_path)
    assert find_trace(tmp_path, "AAAA", kept(tmp_path)).root == FIGURE
    report(tmp_path, "reports/prov/2025-04", OTHER)
    with pytest.raises(UsageError, match="2 spårnummer börjar med 'aaaa'") as told:
        find_trace(tmp_path, "aaaa", kept(tmp_path))
    assert FIGURE in str(told.value)
    assert OTHER in str(told.value)
    assert str(find_trace(tmp_path, OTHER, kept(tmp_path)).report.name) == "prov/2025-04"


@pytest.mark.parametrize(("wanted", "words"), [("abc", "är inget spårnummer"), ("x" * 16, "är inget spårnummer")])
def test_what_is_no_id_is_told(tmp_path: Path, wanted: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        find_trace(tmp_path, wanted, kept(tmp_path))


def test_an_unknown_id_and_an_empty_home_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Det finns ingen rapport under"):
        find_trace(tmp_path, FIGURE, kept(tmp_path))
    report(tmp_path)
    with pytest.raises(UsageError, match="Ingen siffra har spårnumret 'cccc'"):
        find_trace(tmp_path, "cccc", kept(tmp_path))


def test_a_broken_table_is_told_unless_another_report_has_the_id(tmp_path: Path) -> None:
    report(tmp_path)
    broken = tmp_path / "reports" / "prov" / "2023-12" / "tables" / "lineage.parquet"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"PAR1 not so")
    assert find_trace(tmp_path, FIGURE, kept(tmp_path)).root == FIGURE
    with pytest.raises(PlaceError, match="2023-12"):
        find_trace(tmp_path, "cccc", kept(tmp_path))
    with pytest.raises(PlaceError, match="gör om rapporten"):
        read_trace(ReportFolder(parse_name("prov/2023-12"), broken.parent.parent), FIGURE, kept(tmp_path))


def test_frozen_editions_are_searched_and_half_made_reports_are_not(tmp_path: Path) -> None:
    report(tmp_path, "frozen/prov/2024-12/1")
    report(tmp_path, "reports/prov/.2024-12.new-77", OTHER)
    assert [str(place.name) for place in every_report(tmp_path)] == ["prov/2024-12/1"]
    assert str(find_trace(tmp_path, FIGURE, kept(tmp_path)).report.name) == "prov/2024-12/1"
    report(tmp_path)
    found = find_trace(tmp_path, FIGURE, kept(tmp_path))
    assert (str(found.report.name), list(found.also_in)) == ("prov/2024-12", ["prov/2024-12/1"])


def test_a_page_with_a_figure_without_lineage_is_not_written(tmp_path: Path) -> None:
    traces = PageTraces("namnd")
    assert traces.link("aaaa") == "trace-namnd.html#aaaa"
    view = SimpleNamespace(tables={"lineage": pl.DataFrame(schema=TYPES)})
    with pytest.raises(KeyError, match=r"namnd\.html visar siffror utan spårnummer"):
        traces.write(view, "Nämnden", tmp_path)  # pyright: ignore[reportArgumentType]
    assert list(tmp_path.iterdir()) == []


def test_a_report_put_elsewhere_is_traced_there(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "ute"
    with pytest.raises(UsageError, match="Det finns ingen rapport"):
        find_trace(home, FIGURE, kept(home), out)
    report(tmp_path, "ute/prov/2024-12")
    assert find_trace(home, FIGURE, kept(home), out).root == FIGURE


@pytest.mark.parametrize(
    ("label", "pointer"),
    [
        ("https://api.kolada.se/v3/kpi?per_page=5000", "kpi?per_page=5000"),
        (
            "https://api.kolada.se/v3/data/kpi/N1,N2,N3/municipality/0114,0115?from_date=2026-01-01&per_page=5000",
            "data/kpi/N1…N3/municipality/0114,0115?from_date=2026-01-01&per_page=5000",
        ),
        ("skolor, elever, lärare.xlsx", "skolor, elever, lärare.xlsx"),
    ],
)
def test_an_answer_is_pointed_at_by_what_was_asked_in_short(label: str, pointer: str) -> None:
    rest = dict.fromkeys(("sha256", "at", "value", "status", "known_to", "closed_by", "size", "origin", "file", "line"))
    step = LineageStep("0" * 16, "source_answer", label, (), **rest)
    assert (Words({}).pointer(step), Words({}).title(step)) == (pointer, label)


def test_a_sets_own_title_is_one_part_of_a_figures_name(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2024: 86.0, 2023: 82.0})) as con:
        sets = rows(con, "FROM set_node WHERE group_title LIKE '% %' ORDER BY ALL")
        labels = {row["label"] for row in rows(con, "FROM lineage WHERE starts_with(label, 'set ')")}
    assert sets
    rest = dict.fromkeys(("sha256", "at", "value", "status", "known_to", "closed_by", "size", "origin", "file", "line"))
    for row in sets:
        label = f"set matt {row['year']} {row['gender']} {row['group_title']}"
        assert label in labels
        title = Words({"matt": "Meritvärde"}).title(LineageStep("0" * 16, "figure", label, (), **rest))
        assert title.endswith(f", {row['group_title']}")
        assert f": Meritvärde, {row['year']}, " in title


def test_an_id_of_its_own_takes_the_bytes_that_it_says_and_tables_are_read_back_whole(tmp_path: Path) -> None:
    n = 20_000
    ids = [hashlib.sha256(f"{number}".encode()).hexdigest()[:16] for number in range(n)]
    write_tables({"lineage": pl.DataFrame({"lineage_id": ids})}, tmp_path)
    # Eight bytes of each id are chance, and a dictionary adds two or three of its own.
    assert (tmp_path / "lineage.parquet").stat().st_size < n * 10.5
    each = pl.DataFrame(
        {"lineage_id": ids, "label": "samma", "value": [number / 7 for number in range(n)], "year": 2025}
    )
    # The same in parts.
    write_tables({"each": each, "parts": each.head(7777).vstack(each.tail(n - 7777))}, tmp_path)
    assert pl.read_parquet(tmp_path / "each.parquet").equals(each)
    assert (tmp_path / "each.parquet").read_bytes() == (tmp_path / "parts.parquet").read_bytes()
