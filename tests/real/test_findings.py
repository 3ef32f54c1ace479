"""What the checks must find in the real downloads, and what they must not cry over."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import yaml

from assets.definitions.read_yaml import Definitions, read_definitions
from assets.open_report import effective_as_of, open_report
from assets.playback.recording import RecordedMetadata, Vintage, read_metadata, read_vintages
from assets.quality.run_checks import run_checks, withheld
from assets.warehouse.store import reading
from models.tables.check_header import checks
from models.tables.header import sql_text, table
from models.tables.pandera_schemas import from_rows
from tests.conftest import REAL, ROOT
from tests.small import definition, fetch, indicator, load, write

DIDREPORT = sorted(REAL.glob("values/didreport_*.parquet"))
SCHOOL = sorted(REAL.glob("values/skr_school_*.parquet"))
FILES = sorted(REAL.glob("values/*.parquet"))
Found = dict[str, list[dict[str, Any]]]


def every_kpi(folder: Path, kpis: list[str]) -> Definitions:
    """Definitions of every KPI, without bounds to its scale: what is found is found in the values."""
    made = [
        indicator(id=kpi.lower(), kpi_id=kpi, direction="neutral", scale={"kind": "signed"}, similar="övergripande")
        for kpi in kpis
    ]
    goals = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": [kpis[0].lower()]}]
    profile = {**definition()["municipality"], "area_id": "1487"}
    content = definition(municipality=profile, indicators=made, goals=goals, plans=[])
    return read_definitions(write(folder, content))


def kpis_of(files: list[Path]) -> list[str]:
    return sorted({kpi for file in files for kpi in pl.read_parquet(file, columns=["kpi"])["kpi"].unique()})


def found_at(home: Path, definitions: Definitions, report: str) -> Found:
    """What failed, by check; subjects are the KPIs' ids."""
    with reading(home / "warehouse.duckdb") as con:
        open_report(con, definitions, report, effective_as_of(con, definitions, None))
        failed = run_checks(con).filter(status="failed").to_dicts()
    found: Found = {}
    for row in failed:
        found.setdefault(row["check_id"], []).append({**row, "subject": row["subject"].upper()})
    return found


def counts(found: Found, check_id: str) -> dict[str, int]:
    return {row["subject"]: row["n_failed"] for row in found.get(check_id, [])}


def harvested(folder: Path, files: list[Path], report: str) -> Iterator[Found]:
    vintages, catalogue = read_vintages(files), read_metadata(REAL / "metadata")
    kpis = kpis_of(files)
    definitions = every_kpi(folder / "definitions", kpis)
    for at in range(len(files)):
        fetch(folder, vintages, kpis=kpis, at=at, metadata=catalogue)
        load(folder, dict.fromkeys(kpis, 1))
        yield found_at(folder, definitions, report)


@pytest.fixture(scope="module")
def didreport(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    return list(harvested(tmp_path_factory.mktemp("didreport"), DIDREPORT, "2023-12"))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    return list(harvested(tmp_path_factory.mktemp("school"), SCHOOL, "2019-12"))


@pytest.mark.slow
def test_the_units_changed_in_place_are_named_and_no_other(didreport: list[Found]) -> None:
    assert "unit_changed_in_place" not in didreport[0]
    found = {row["subject"]: row for row in didreport[1]["unit_changed_in_place"]}
    assert sorted(found) == ["U07417", "U07452"]
    assert {kpi: row["n_failed"] for kpi, row in found.items()} == {"U07417": 3480, "U07452": 3238}
    assert "faktor på omkring 95,7 i hela landet" in found["U07417"]["message"]
    assert "faktor på omkring 95,6 i hela landet" in found["U07452"]["message"]


def test_status_and_value_contradict_each_other_332_and_73_times(didreport: list[Found]) -> None:
    frame = pl.read_parquet(DIDREPORT[0])
    told = pl.col("status").fill_null("") != ""
    assert frame.filter(told & pl.col("value").is_not_null()).height == 332
    assert frame.filter(~told & pl.col("value").is_null()).height == 73
    assert sum(counts(didreport[0], "status_agrees_with_value").values()) == 332 + 73
    assert "status_agrees_with_value" not in didreport[1]


def test_n02904_is_withdrawn(didreport: list[Found]) -> None:
    assert "kpi_withdrawn" not in didreport[0]
    assert counts(didreport[1], "kpi_withdrawn") == {"N02904": 1}


def test_242_values_of_u07452_have_gone_null(didreport: list[Found]) -> None:
    assert "values_gone_null" not in didreport[0]
    assert counts(didreport[1], "values_gone_null") == {"U07452": 242}


def test_rounding_noise_is_no_finding(didreport: list[Found]) -> None:
    told = {row["subject"] for rows in didreport[1].values() for row in rows}
    assert "N15428" not in told


@pytest.mark.slow
def test_2019_arrives_late_for_172_municipalities(school: list[Found]) -> None:
    assert [counts(found, "late_arrivals") for found in school] == [{}, {}, {"N15008": 172}]
    assert school[2]["late_arrivals"][0]["message"].endswith("senast för 2019. Fler kan komma.")


def test_incomplete_years_and_holes_are_told(school: list[Found]) -> None:
    told = [{row["subject"]: row["message"] for row in found.get("coverage", [])} for found in school]
    assert [sorted(rows) for rows in told] == [[], ["N15008"], ["N15008"]]
    assert told[1]["N15008"] == "Bara 30 kommuner har ett värde för N15008 år 2019; året före hade 290 det."
    assert told[2]["N15008"] == "Bara 202 kommuner har ett värde för N15008 år 2019; året före hade 290 det."
    assert counts(school[2], "expected_years") == {"N15571": 1, "N15572": 1}


def catalogue_of(day: str) -> RecordedMetadata:
    """The catalogue as it was recorded on a day."""
    newest = read_metadata(REAL / "metadata")
    return RecordedMetadata(
        pl.read_parquet(REAL / "metadata" / f"kpi_{day}.parquet"), newest.municipalities, newest.groups
    )


@pytest.mark.slow
def test_retitled_and_withdrawn_kpis_between_the_metadata_dates(tmp_path: Path) -> None:
    days = ("2026-03-04", "2026-03-23")
    catalogues = [catalogue_of(day) for day in days]
    before, after = (catalogue.kpis.select("id", "title", "description") for catalogue in catalogues)
    both = before.join(after, on="id", suffix="_after")
    changed = both.filter(
        pl.col("title").ne_missing(pl.col("title_after"))
        | pl.col("description").ne_missing(pl.col("description_after"))
    )
    retitled = set(both.filter(pl.col("title").ne_missing(pl.col("title_after")))["id"])
    gone = set(before["id"]) - set(after["id"])
    assert (len(retitled), changed.height, len(gone)) == (42, 45, 119)
    # Those that changed and went, beside as many that did neither.
    same = sorted(set(both["id"]) - set(changed["id"]))[:200]
    kpis = sorted({*changed["id"], *gone, *same})
    definitions = every_kpi(tmp_path / "definitions", kpis)
    nothing = read_vintages(DIDREPORT[:1])[0].values.clear()
    for day, catalogue in zip(days, catalogues, strict=True):
        fetch(tmp_path, [Vintage(date.fromisoformat(day), nothing)], kpis=kpis, metadata=catalogue)
        load(tmp_path, dict.fromkeys(kpis, 1))
    found = found_at(tmp_path, definitions, "2025-12")
    assert set(counts(found, "kpi_withdrawn")) == gone
    assert set(counts(found, "kpi_text_changed")) == set(changed["id"])
    told = {row["subject"] for row in found["kpi_text_changed"] if "titel" in row["message"]}
    assert told == retitled


def known(con: duckdb.DuckDBPyConnection, file: Path, factor: float = 1.0, from_year: int = 9999) -> None:
    """Make what the value checks stand on from a whole download, scaled from a year on."""
    names = ("kpi", "municipality")
    kpis, areas = (sorted(pl.read_parquet(file, columns=[name])[name].unique()) for name in names)
    con.execute("DROP TABLE IF EXISTS series_break; DROP TABLE IF EXISTS known_area; DROP TABLE IF EXISTS indicator")
    con.execute("DROP TABLE IF EXISTS known_value")
    for name in ("series_break", "indicator", "known_area", "known_value"):
        con.execute(table(name).ddl)
    rows = [
        {
            "indicator_id": kpi, "kpi_id": kpi, "title": kpi, "direction": "neutral", "unit_of_measure": "", "decimals": 1,
            "tolerance": None, "min_change": 0.1, "service_area": "", "similar_area": "", "lag": 1, "scale_low": None,
            "scale_high": None, "aggregation": "none", "forecast": "annual", "factor": 1.0, "compare_units": False, "every": 1, "wave": 0,
            "is_share": False, "rankable": True,
        }
        for kpi in kpis
    ]  # fmt: skip
    con.register("made", from_rows("indicator", rows))
    con.execute("INSERT INTO indicator SELECT * FROM made")
    con.register("made", pl.DataFrame({"area_id": areas, "title": areas}))
    con.execute("INSERT INTO known_area SELECT * FROM made")
    con.execute(
        """
        INSERT INTO known_value (kpi_id, area_id, year, gender, value, status, contradicted, known_from, source_answer_id)
        SELECT kpi, municipality, period, gender, value * if(period >= $from_year, $factor, 1), '', false,
            TIMESTAMP '2024-01-01', 'a'
        FROM read_parquet($file) WHERE coalesce(status, '') = ''
        """,
        {"from_year": from_year, "factor": factor, "file": str(file)},
    )


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(sql_text("macros.sql"))
        yield opened


def test_real_change_is_no_level_shift_in_any_kpi_and_year(con: duckdb.DuckDBPyConnection) -> None:
    judged = alarms = 0
    for file in FILES:
        known(con, file)
        for _, n_checked, n_failed in con.sql(
            f"SELECT subject, n_checked, n_failed FROM ({checks()['level_shift'].sql})"
        ).fetchall():
            judged += n_checked
            alarms += n_failed
    # All KPIs, years and genders of all downloads that have a year before (docs/quality.md has them by download).
    assert (judged, alarms) == (1469, 0)


@pytest.mark.slow
@pytest.mark.parametrize(("factor", "told"), [(10, 827), (100, 832), (1000, 832), (0.1, 830), (0.01, 832)])
def test_nearly_every_change_of_unit_is_a_level_shift(con: duckdb.DuckDBPyConnection, factor: float, told: int) -> None:
    judged = found = 0
    for file in (DIDREPORT[1], SCHOOL[2], REAL / "values" / "kld_explorer_2013.parquet"):
        for (year,) in con.execute("SELECT DISTINCT period FROM read_parquet(?) ORDER BY 1", [str(file)]).fetchall()[
            1:
        ]:
            known(con, file, factor, year)
            sql = f"SELECT count(*), count(*) FILTER (shifted) FROM ({judged_sql()}) WHERE year = {year}"
            n, m = con.execute(sql).fetchall()[0]
            judged, found = judged + n, found + m
    assert (judged, found) == (832, told)


def judged_sql() -> str:
    """The level-shift check up to its rows by KPI, year and gender."""
    return checks()["level_shift"].sql.partition("SELECT indicator_id AS subject")[0] + "SELECT * FROM judged"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vanersborg", "lysekil"])
def test_the_municipalities_withhold_the_changed_units_until_they_are_acknowledged(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "data" / name, folder)
    definitions = read_definitions(folder)
    kpis = sorted({item.kpi_id for item in definitions.model.indicators})
    vintages, catalogue = read_vintages(DIDREPORT), read_metadata(REAL / "metadata")
    for at in range(2):
        fetch(tmp_path, vintages, kpis=kpis, at=at, metadata=catalogue)
        load(tmp_path, {item.kpi_id: item.decimals for item in definitions.model.indicators})

    def held() -> set[str]:
        now = read_definitions(folder)
        with reading(tmp_path / "warehouse.duckdb") as con:
            open_report(con, now, "2023-12", effective_as_of(con, now, None))
            return {row["indicator_id"] for row in withheld(run_checks(con))}

    changed = {item.id for item in definitions.model.indicators if item.kpi_id in {"U07417", "U07452"}}
    assert len(changed) == 2
    assert changed <= held()
    given = [
        {"check": check, "subject": subject, "by": "kvalitetschef", "date": date(2026, 1, 7), "until": date(2026, 12, 31),
         "reason": "Prov: enheten är ändrad hos källan."}
        for subject in sorted(changed) for check in ("unit_changed_in_place", "value_in_scale", "level_shift")
    ]  # fmt: skip
    text = yaml.safe_dump({"acknowledgements": given}, allow_unicode=True)
    (folder / "acknowledgements.yaml").write_text(text, encoding="utf-8")
    assert not changed & held()
