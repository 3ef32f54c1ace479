"""The example: its made-up source, and that its definitions and its source fit together."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
import yaml

from assets.definitions.read_yaml import read_definitions
from assets.playback.made_up import example_source
from assets.playback.recording import RecordedMetadata, Vintage
from models.definitions.demands import demanded, share_met
from models.errors import UsageError

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
SPEC = EXAMPLE / "source" / "kolada.yaml"
CELL = ["kpi", "municipality", "period", "gender"]

Source = tuple[list[Vintage], RecordedMetadata]


@pytest.fixture(scope="module")
def source() -> Source:
    return example_source(SPEC)


@pytest.fixture(scope="module")
def values(source: Source) -> pl.DataFrame:
    """All downloads' values, with the number of the download."""
    return pl.concat(v.values.with_columns(download=pl.lit(i)) for i, v in enumerate(source[0]))


def _changed_spec(folder: Path, **changes: object) -> Path:
    path = folder / "kolada.yaml"
    described = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(described | changes), encoding="utf-8")
    return path


def _differences(before: Vintage, after: Vintage) -> pl.DataFrame:
    both = before.values.join(after.values, on=CELL, how="inner", suffix="_after")
    return both.with_columns(moved=(pl.col("value_after") - pl.col("value")).abs())


def test_the_same_description_gives_the_same_frames(source: Source) -> None:
    again_vintages, again = example_source(SPEC)
    vintages, catalogue = source
    assert [v.day for v in vintages] == [v.day for v in again_vintages]
    for vintage, other in zip(vintages, again_vintages, strict=True):
        assert vintage.values.equals(other.values)
    assert catalogue.kpis.equals(again.kpis)
    assert catalogue.municipalities.equals(again.municipalities)
    assert catalogue.groups.equals(again.groups)


def test_frames_have_the_columns_of_a_recording(source: Source) -> None:
    for vintage in source[0]:
        assert dict(vintage.values.schema) == {
            "kpi": pl.String,
            "municipality": pl.String,
            "period": pl.Int32,
            "gender": pl.String,
            "value": pl.Float64,
            "status": pl.String,
            "count": pl.Int32,
        }
        assert not vintage.values.select(CELL).is_duplicated().any()
    assert source[1].municipalities.columns == ["id", "title", "type"]
    assert source[1].groups.columns == ["id", "title", "member_id", "member_title"]


def test_nothing_bears_the_id_of_something_real(source: Source) -> None:
    _, catalogue = source
    riket = catalogue.municipalities.filter(id="0000").rows()
    assert riket == [("0000", "Riket", "L")]
    fictional = catalogue.municipalities.filter(pl.col("id") != "0000")
    assert fictional.height >= 20
    assert all(re.fullmatch("99[0-9]{2}", area_id) for area_id in fictional["id"])
    assert set(fictional["type"]) == {"K"}
    assert fictional["title"].is_unique().all()
    assert all(re.fullmatch("[NU]99[0-9]{3}", kpi_id) for kpi_id in catalogue.kpis["id"])
    assert catalogue.kpis["description"].str.ends_with("Påhittat nyckeltal.").all()
    assert catalogue.groups["id"].str.starts_with("G9").all()


def test_values_are_of_the_catalogues_kpis_and_areas(source: Source, values: pl.DataFrame) -> None:
    _, catalogue = source
    assert set(values["kpi"]) == set(catalogue.kpis["id"])
    assert set(values["municipality"]) == set(catalogue.municipalities["id"])
    divided = set(catalogue.kpis.filter("is_divided_by_gender")["id"])
    assert set(values.filter(pl.col("gender") != "T")["kpi"]) == divided


def test_the_total_lies_between_women_and_men(values: pl.DataFrame) -> None:
    rows = values.pivot("gender", index=["download", *CELL[:3]], values="value").drop_nulls(["T", "K", "M"])
    assert rows.height > 1000
    low, high = pl.min_horizontal("K", "M"), pl.max_horizontal("K", "M")
    outside = rows.filter((pl.col("T") < low) | (pl.col("T") > high))
    assert outside.rows() == []


def test_a_value_has_count_1_and_no_status_and_a_null_has_a_status_and_count_0(values: pl.DataFrame) -> None:
    with_value = values.filter(pl.col("value").is_not_null())
    without = values.filter(pl.col("value").is_null())
    assert set(with_value["status"]) == {""}
    assert set(with_value["count"]) == {1}
    assert set(without["status"]) == {"Missing", "Privacy", "Not applicable"}
    assert set(without["count"]) == {0}


def test_downloads_bring_new_years_revisions_statuses_and_rounding_noise(source: Source) -> None:
    vintages, _ = source
    assert len(vintages) == 3
    found: set[str] = set()
    for before, after in pairwise(vintages):
        assert before.values.join(after.values, on=CELL, how="anti").height == 0
        assert after.values.join(before.values, on=CELL, how="anti").height > 100
        both = _differences(before, after)
        revised = both.filter(pl.col("moved") > 1e-5)
        assert 20 < revised.height < 0.03 * both.height
        noisy = both.filter((pl.col("moved") > 0) & (pl.col("moved") <= 1e-5))
        found |= set(noisy["kpi"])
        assert both.filter(pl.col("status") != pl.col("status_after")).height > 0
    assert found == {"N99001"}


def test_a_kpi_more_changes_nothing_for_the_others(source: Source, tmp_path: Path) -> None:
    described = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    more = {**described["kpis"][1], "id": "N99000", "missing": 0.5}
    vintages, catalogue = example_source(_changed_spec(tmp_path, kpis=[more, *described["kpis"]]))
    for before, after in zip(source[0], vintages, strict=True):
        assert after.values.filter(kpi="N99000").height > 0
        assert after.values.filter(pl.col("kpi") != "N99000").equals(before.values)
    assert catalogue.groups.equals(source[1].groups)


def test_another_seed_gives_other_values(source: Source, tmp_path: Path) -> None:
    vintages, _ = example_source(_changed_spec(tmp_path, seed=1))
    assert not vintages[-1].values.equals(source[0][-1].values)


def test_every_municipality_has_seven_similar_ones_in_every_area_that_indicators_name(source: Source) -> None:
    groups = source[1].groups.filter(pl.col("title").str.starts_with("Liknande kommuner"))
    parts = groups.with_columns(part=pl.col("title").str.extract_groups(r"^Liknande kommuner,? (.+), ([^,]+), \d{4}$"))
    named = parts.unnest("part").rename({"1": "area", "2": "owner"})
    sizes = named.group_by("area", "owner").agg(pl.len(), itself=(pl.col("member_title") == pl.col("owner")).any())
    assert set(sizes["len"]) == {7}
    assert not sizes["itself"].any()
    model = read_definitions(EXAMPLE).model
    municipalities = source[1].municipalities.filter(type="K")["title"]
    wanted = {(item.similar, title) for item in model.indicators if item.kpi_id for title in municipalities}
    assert wanted <= set(sizes.select("area", "owner").iter_rows())


def test_the_definitions_read_without_faults_and_name_only_what_the_source_has(source: Source) -> None:
    model = read_definitions(EXAMPLE).model
    _, catalogue = source
    assert model.municipality.fictional
    areas = {row["id"]: row["title"] for row in catalogue.municipalities.to_dicts()}
    assert areas[model.municipality.area_id] == model.municipality.title
    assert {kpi for group in model.municipality.comparison_groups for kpi in group.members} <= set(areas)
    assert set(model.kpi_ids) == set(catalogue.kpis["id"])


def test_every_value_lies_within_its_indicators_scale(values: pl.DataFrame) -> None:
    for item in read_definitions(EXAMPLE).model.indicators:
        found = values.filter(kpi=item.kpi_id)["value"].drop_nulls()
        if item.kpi_id is not None and item.scale.low is not None:
            assert found.min() >= item.scale.low, item.id
        if item.kpi_id is not None and item.scale.high is not None:
            assert found.max() <= item.scale.high, item.id


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": 1},
        {"municipalities": [{"id": "1487", "title": "Vänersborg", "population": 39000}] * 8},
        {"vintages": ["2026-01-31", "2025-09-30"]},
        {"counties": [{"id": "G9901", "title": "Länet", "members": ["9999"]}]},
    ],
)
def test_a_faulty_description_is_refused(changes: dict[str, object], tmp_path: Path) -> None:
    path = _changed_spec(tmp_path, **changes)
    with pytest.raises(UsageError, match=r"beskriver ingen källa"):
        example_source(path)


def test_a_missing_description_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.yaml gick inte att läsa"):
        example_source(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("name", ["example", "sagolunda"])
def test_a_made_up_municipality_has_nine_tenths_of_what_its_model_demands(name: str) -> None:
    share = share_met(demanded(read_definitions(EXAMPLE.parent / name).model, date(2026, 9, 15)))
    assert share is not None
    assert share >= 0.9


def test_the_second_made_up_municipality_has_the_source_of_the_first(source: Source) -> None:
    vintages, catalogue = example_source(EXAMPLE.parent / "sagolunda" / "source" / "kolada.yaml")
    assert [vintage.day for vintage in vintages] == [vintage.day for vintage in source[0]]
    assert vintages[-1].values.equals(source[0][-1].values)
    assert catalogue.municipalities.equals(source[1].municipalities)
