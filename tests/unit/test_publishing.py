"""Published data: added to by report and edition, only what is decided, and never what several editions give away."""

import json
from datetime import date, datetime
from errno import ENOSPC, EROFS
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import polars as pl
import pytest
from pydantic import ValidationError

from assets.finished.freeze import freeze
from assets.finished.publish import publish
from assets.publishing.published_folder import publish_reports
from assets.publishing.secrecy import refuse_revealed
from assets.storage.report_folders import parse_name
from assets.workplace import Workplace
from models.definitions.municipality import Municipality
from models.definitions.publishing import Publishing
from models.errors import BlockedError, PlaceError, UsageError
from models.tables.header import table, tables
from models.words import publishing as sv
from tests.command import digest
from tests.small import cells, definition, published

DECIDED: dict[str, Any] = {
    "decided_by": "Kommunstyrelsen",
    "decided_at": date(2026, 1, 21),
    "tables": ["fact_target", "fact_goal"],
    "levels": ["council", "committee"],
    "publisher": "Provkommun",
    "email": "data@prov.example",
    "address": "https://data.prov.example/styrtal",
}
LATER = datetime(2026, 2, 1)


def municipality(**changes: Any) -> dict[str, Any]:
    content = definition()
    decided = {**DECIDED, **changes}
    return {**content, "municipality": {**content["municipality"], "publishing": decided}}


def made(home: Path, value: float = 80.0, known: datetime = datetime(2026, 1, 1)) -> tuple[Workplace, Municipality]:
    content = municipality()
    workplace = published(home, content, cells({2024: value}), known=known)
    return workplace, Municipality.model_validate(content)


def statuses(folder: Path) -> list[tuple[str, str, str]]:
    frame = pl.read_parquet(folder / "fact_target.parquet")
    return frame.select("report_key", "status", "status_sv").rows()


def test_an_edition_gets_rows_of_its_own_and_is_the_latest(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    to = tmp_path / "open"
    publish_reports(workplace, model, ["prov/2024-12"], to)
    freeze(workplace, parse_name("prov/2024-12"), by="kvalitetschef", reopen=None)
    assert publish_reports(workplace, model, ["prov/2024-12"], to, dry_run=True).reports == ("prov/2024-12/1",)
    assert statuses(to) == [("prov/2024-12", "partly", "Delvis uppfyllt")]
    publish_reports(workplace, model, [], to)
    assert statuses(to) == [
        ("prov/2024-12", "partly", "Delvis uppfyllt"),
        ("prov/2024-12/1", "partly", "Delvis uppfyllt"),
    ]
    reports = pl.read_parquet(to / "dim_report.parquet").sort("report_key")
    assert reports.select("report_key", "edition", "latest").rows() == [
        ("prov/2024-12", None, False),
        ("prov/2024-12/1", 1, True),
    ]


def test_a_report_made_anew_takes_the_place_of_its_own_rows_and_the_same_gives_the_same_bytes(tmp_path: Path) -> None:
    to = tmp_path / "open"
    workplace, model = made(tmp_path)
    publish_reports(workplace, model, ["prov/2024-12"], to, csv=True)
    first = digest(to)
    publish_reports(workplace, model, ["prov/2024-12"], to, csv=True)
    assert digest(to) == first
    workplace, model = made(tmp_path, 95.0, LATER)
    publish_reports(workplace, model, ["prov/2024-12"], to)
    assert statuses(to) == [("prov/2024-12", "met", "Uppfyllt")]
    assert (to / "fact_target.csv").is_file(), "what was there as CSV still is"
    (connection,) = json.loads((to / "styrtal.pbids").read_text(encoding="utf-8"))["connections"]
    assert connection["details"]["address"]["path"] == str(to)


def test_a_unit_on_another_level_is_out_with_its_goals_and_targets(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    council = Municipality.model_validate(municipality(levels=["council"]))
    done = publish_reports(workplace, council, ["prov/2024-12"], tmp_path / "open")
    assert pl.read_parquet(tmp_path / "open" / "dim_unit.parquet")["level"].to_list() == ["council"]
    assert done.n_rows["fact_target"] == 0
    assert done.units_left_out == len(model.units) - 1
    assert "fact_staff" in done.tables_left_out
    assert not (tmp_path / "open" / "fact_staff.parquet").exists()


def test_what_a_unit_that_is_not_published_has_is_counted_above_it(tmp_path: Path) -> None:
    workplace, _ = made(tmp_path)
    council = Municipality.model_validate(municipality(levels=["council"], tables=["fact_unit"]))
    publish_reports(workplace, council, ["prov/2024-12"], tmp_path / "open")
    (row,) = pl.read_parquet(tmp_path / "open" / "fact_unit.parquet").filter(~pl.col("is_total")).to_dicts()
    assert (row["level_sv"], row["n_met"], row["n_partly"], row["n_not_met"]) == ("Kommunfullmäktige", 0, 1, 0)


def test_a_folder_is_one_municipalitys(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open")
    reports = pl.read_parquet(tmp_path / "open" / "dim_report.parquet")
    reports.with_columns(municipality_id=pl.lit("grannen")).write_parquet(tmp_path / "open" / "dim_report.parquet")
    before = digest(tmp_path / "open")
    with pytest.raises(UsageError, match="en annan kommuns: grannen"):
        publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open")
    assert digest(tmp_path / "open") == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    done = publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open", dry_run=True)
    assert done.n_rows["fact_target"] == 1
    assert not (tmp_path / "open").exists()


def test_without_a_decision_or_a_frozen_report_nothing_is_published(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    undecided = Municipality.model_validate(definition())
    with pytest.raises(UsageError, match="har inte beslutat vad som publiceras"):
        publish_reports(workplace, undecided, ["prov/2024-12"], tmp_path / "open")
    with pytest.raises(UsageError, match="ingen fryst rapport"):
        publish_reports(workplace, model, [], tmp_path / "open")


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "brev.docx").write_text("x")
    with pytest.raises(UsageError, match=r"brev\.docx"):
        publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open")
    assert [path.name for path in (tmp_path / "open").iterdir()] == ["brev.docx"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open")
    (tmp_path / "open" / "fact_target.parquet").write_bytes(b"x")
    with pytest.raises(UsageError, match="gick inte att läsa"):
        publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open")


def test_a_draft_is_never_published(tmp_path: Path) -> None:
    workplace, model = made(tmp_path)
    path = workplace.report_folder("prov", "2024-12") / "manifest.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"compared_with"', '"draft": "2024-11-30",\n "compared_with"')
    )
    with pytest.raises(BlockedError, match="utkast"):
        publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tables": ["fact_secret"]}, "fact_secret"),
        ({"levels": []}, "levels"),
        ({"email": "ingen adress"}, "email"),
        ({"address": "http://data.prov.example"}, "address"),
    ],
)
def test_a_decision_that_cannot_be_is_a_fault(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Publishing.model_validate({**DECIDED, **change})


def staff(rows: list[tuple[str, str, str, int | None, bool]]) -> dict[str, pl.DataFrame]:
    """Published staff of August, by edition, unit and gender: of a unit a with the units b and c below it."""
    editions = sorted({row[0] for row in rows})
    parents = {"a": None, "b": "a", "c": "a"}
    return {
        "dim_report": pl.DataFrame(
            [(each, "prov", "2026-08") for each in editions], ["report_key", "municipality_id", "report"], orient="row"
        ),
        "dim_unit": pl.DataFrame(
            [(f"{e}|{unit}", unit, above and f"{e}|{above}") for e in editions for unit, above in parents.items()],
            ["unit_key", "unit_id", "parent_key"],
            orient="row",
        ),
        "fact_staff": pl.DataFrame(
            [(e, f"{e}|{unit}", 202608, gender, n, None, withheld) for e, unit, gender, n, withheld in rows],
            {"report_key": str, "unit_key": str, "period_key": int, "gender": str, "headcount": int, "fte": float, "withheld": bool},
            orient="row",
        ),
    }  # fmt: skip


ONE = [("1", "b", "T", 12, False), ("1", "b", "K", None, True), ("1", "b", "M", None, True)]


@pytest.mark.parametrize(
    ("more", "cell"),
    [
        # The other edition has it.
        ([("2", "b", "K", 10, False)], "headcount · prov · b · 202608 · K"),
        # It has the other gender: 12 − 2 = 10.
        ([("2", "b", "M", 2, False)], "headcount · prov · b · 202608 · K"),
        # It has the whole and the other unit of the women: 30 − 20 = 10.
        ([("2", "a", "K", 30, False), ("2", "c", "K", 20, False)], "headcount · prov · b · 202608 · K"),
    ],
)
def test_what_one_edition_withholds_and_others_give_away_is_refused_with_its_cell(
    more: list[tuple[str, str, str, int | None, bool]], cell: str
) -> None:
    refuse_revealed(staff(ONE))
    with pytest.raises(BlockedError, match=cell):
        refuse_revealed(staff([*ONE, *more]))


def test_two_editions_that_withhold_the_same_are_published(tmp_path: Path) -> None:
    refuse_revealed(staff([*ONE, *[("2", *row[1:]) for row in ONE], ("2", "c", "K", 20, False)]))


def test_a_value_that_one_edition_withholds_and_another_has_is_refused() -> None:
    def target(edition: str, value: float | None, reason: str | None) -> tuple[Any, ...]:
        return (edition, f"{edition}|matt", f"{edition}|b", "K", reason, value)

    columns = ["report_key", "indicator_key", "unit_key", "gender", "reason", "value"]
    frames = staff([*ONE, ("2", "b", "T", 12, False)])
    rows = [target("1", None, "privacy"), target("2", 45.0, None)]
    frames["fact_target"] = pl.DataFrame(rows, columns, orient="row")
    with pytest.raises(BlockedError, match="fact_target · prov · 2026-08 · matt · b · K"):
        refuse_revealed(frames)


def charted(home: Path, to: Path, **changes: Any) -> tuple[Workplace, list[str]]:
    content = municipality(
        **{"tables": ["fact_target", "fact_value", "fact_place", "fact_unit", "fact_chart"], **changes}
    )
    workplace = published(home, content, cells({2023: 70.0, 2024: 80.0}), known=datetime(2026, 1, 1))
    publish_reports(workplace, Municipality.model_validate(content), ["prov/2024-12"], to)
    return workplace, sorted(path.relative_to(to).as_posix() for path in to.rglob("charts/**/*.*"))


def test_each_picture_is_a_file_with_its_numbers_beside_it(tmp_path: Path) -> None:
    _, files = charted(tmp_path / "home", tmp_path / "open")
    frame = pl.read_parquet(tmp_path / "open" / "fact_chart.parquet")
    assert {f"{file}.{ending}" for file in frame["file"] for ending in ("csv", "svg")} == {*files}
    assert all(file.startswith("charts/2024-12/arbetskopia/") for file in files)
    own = frame.filter(pl.col("series").str.starts_with("Eget värde"), pl.col("value").is_not_null())
    assert own.select("year", "value").unique().sort("year").rows() == [(2023, 70.0), (2024, 80.0)]
    assert own["unit_key"].unique().to_list() == ["prov/2024-12|bun"]
    stem = tmp_path / "open" / own["file"][0]
    first, *lines = stem.with_suffix(".csv").read_text(encoding="utf-8-sig").splitlines()
    assert first.startswith("År;Eget värde")
    assert lines[:2] == ["2023;70,0;;70,0;70,0;70,0", "2024;80,0;90,0;80,0;80,0;80,0"]
    svg = fromstring(stem.with_suffix(".svg").read_text(encoding="utf-8"))  # noqa: S314  our own
    assert "font-family" in svg.attrib
    assert not [each for each in svg.iter() if "class" in each.attrib], "nothing is left to a page's style sheet"


@pytest.mark.parametrize(
    "changes",
    [{"tables": ["fact_target", "fact_unit"]}, {"levels": ["council"]}, {"tables": ["fact_chart", "fact_goal"]}],
)
def test_a_picture_of_what_is_not_published_is_not(tmp_path: Path, changes: dict[str, Any]) -> None:
    _, files = charted(tmp_path / "home", tmp_path / "open", **changes)
    assert files == []


def test_pictures_of_another_report_stay_and_one_that_is_gone_is_told(tmp_path: Path) -> None:
    to = tmp_path / "open"
    workplace, files = charted(tmp_path / "home", to)
    model = Municipality.model_validate(
        municipality(tables=["fact_target", "fact_value", "fact_place", "fact_unit", "fact_chart"])
    )
    freeze(workplace, parse_name("prov/2024-12"), by="kvalitetschef", reopen=None)
    publish_reports(workplace, model, [], to)
    later = sorted(path.relative_to(to).as_posix() for path in to.rglob("charts/**/*.*"))
    assert later == sorted([*files, *(file.replace("arbetskopia", "1") for file in files)])
    (to / files[0]).unlink()
    with pytest.raises(UsageError, match="gick inte att läsa"):
        publish_reports(workplace, model, [], to)


def test_what_one_edition_withholds_no_picture_of_another_year_tells() -> None:
    reports = pl.DataFrame(
        {"report_key": ["a", "b"], "municipality_id": "prov", "report": ["2024-12", "2025-12"], "year": [2024, 2025]}
    )
    targets = pl.DataFrame(
        {
            "report_key": ["a"],
            "indicator_key": "a|i",
            "unit_key": "a|u",
            "gender": "T",
            "reason": "privacy",
            "value": [None],
        }
    )
    charts = pl.DataFrame(
        {"report_key": ["b"] * 2, "indicator_key": "b|i", "unit_key": "b|u", "gender": "T", "series": "Eget värde, %",
         "year": [2023, 2024], "value": [1.0, 2.0]}
    )  # fmt: skip
    frames = {"dim_report": reports, "fact_target": targets, "fact_chart": charts}
    refuse_revealed({**frames, "fact_chart": charts.filter(year=2023)})
    with pytest.raises(BlockedError, match="fact_chart · prov · i · T · 2024 · u"):
        refuse_revealed(frames)


def test_every_published_table_is_told_in_swedish_beside_its_english(tmp_path: Path) -> None:
    assert {*sv.WHAT} == {*tables("star")}
    workplace, model = made(tmp_path)
    publish_reports(workplace, model, ["prov/2024-12"], tmp_path / "open")
    told = pl.read_csv(tmp_path / "open" / "dictionary.csv", separator=";")
    assert {(row["tabell"], row["tabellen i ord"], row["table"]) for row in told.rows(named=True)} == {
        (name, sv.WHAT[name], table(name).what) for name in told["tabell"]
    }


@pytest.mark.parametrize(
    ("code", "mend"), [(EROFS, "Ge den som kör styrtal rätt att skriva i"), (ENOSPC, "gör plats på disken")]
)
def test_why_a_folder_could_not_be_written_is_told(tmp_path: Path, code: int, mend: str) -> None:
    def write(_new: Path) -> None:
        raise OSError(code, "x")

    with pytest.raises(PlaceError, match=mend):
        publish(tmp_path / "open", write)
