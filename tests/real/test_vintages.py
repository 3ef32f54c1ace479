"""The real downloads through the replay, and the definitions of the two municipalities."""

import json
from pathlib import Path

import polars as pl
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.kolada.client import KoladaClient
from assets.kolada.intake import read_page
from assets.kolada.wire import data_frame, metadata_frame
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from tests.conftest import REAL, ROOT

VALUES = REAL / "values"
DIDREPORT = [VALUES / "didreport_2023-03-28.parquet", VALUES / "didreport_2024-12-12.parquet"]
SCHOOL = sorted(VALUES.glob("skr_school_*.parquet"))


@pytest.mark.parametrize("name", ["vanersborg", "lysekil"])
def test_every_indicator_is_in_the_catalogue_and_most_of_didreport_is_used(name: str) -> None:
    model = read_definitions(ROOT / "data" / name).model
    used = {indicator.kpi_id for indicator in model.indicators}
    catalogue = set(pl.read_parquet(REAL / "metadata" / "kpi_2026-03-23.parquet")["id"])
    assert used <= catalogue
    assert len(used & set(pl.read_parquet(DIDREPORT[1])["kpi"].unique())) >= 18
    assert model.municipality.note is not None
    assert "anta" in model.municipality.note.lower()


@pytest.mark.parametrize("name", ["vanersborg", "lysekil"])
def test_judged_genders_exist_in_kolada(name: str) -> None:
    catalogue = pl.read_parquet(REAL / "metadata" / "kpi_2026-03-23.parquet")
    divided = dict(catalogue.select("id", "is_divided_by_gender").iter_rows())
    for indicator in read_definitions(ROOT / "data" / name).model.indicators:
        assert set(indicator.judged_genders) == {"T"} or divided[indicator.kpi_id]


def test_n02904_is_in_no_catalogue_after_its_withdrawal() -> None:
    vintages, catalogue = read_vintages(DIDREPORT), read_metadata(REAL / "metadata")
    for at, there in ((0, True), (1, False)):
        with serving(Recording(vintages, catalogue, at=at, origin="replay")) as server:
            assert ("N02904" in set(KoladaClient(server.url).kpis()["id"])) == there


def test_the_replay_answers_what_the_file_holds() -> None:
    vintages, catalogue = read_vintages(DIDREPORT), read_metadata(REAL / "metadata")
    with serving(Recording(vintages, catalogue, origin="replay")) as server:
        client = KoladaClient(server.url)
        frame = client.data(["N15428", "U07417"], ["1487", "1484", "0114"])
        assert client.municipalities().height == 312
        assert client.municipality_groups().height == 3630
    file = pl.read_parquet(DIDREPORT[1]).filter(
        pl.col("kpi").is_in(["N15428", "U07417"]) & pl.col("municipality").is_in(["1487", "1484", "0114"])
    )
    keys = ["kpi", "municipality", "period", "gender"]
    assert frame.select(*keys, "value", "status").equals(file.select(*keys, "value", "status").sort(keys))


def test_costs_of_2019_arrive_in_waves_through_from_date() -> None:
    from datetime import date

    vintages, catalogue = read_vintages(SCHOOL), read_metadata(REAL / "metadata")
    counts: list[int] = []
    areas = sorted(pl.read_parquet(SCHOOL[0])["municipality"].unique())
    for at in range(3):
        with serving(Recording(vintages, catalogue, at=at, origin="replay")) as server:
            frame = KoladaClient(server.url).data(["N15008"], areas, [2019])
            counts.append(frame["value"].drop_nulls().len())
            if at == 2:
                since = KoladaClient(server.url).data(["N15008"], areas, [2019], from_date=date(2020, 5, 10))
    assert counts == [0, 30, 202]
    assert since["value"].drop_nulls().len() == 173  # 172 new, and one revised in June


@pytest.mark.parametrize("path", sorted((REAL / "wire").glob("data-*.json")), ids=lambda path: path.name)
def test_recorded_data_answers_are_read(path: Path) -> None:
    rows = read_page("data", path.read_bytes()).rows()
    assert data_frame(rows).height == sum(len(row["values"]) for row in rows)


def test_recorded_metadata_and_the_order_of_genders() -> None:
    wire = REAL / "wire"
    municipalities = read_page("municipality", (wire / "municipality.json").read_bytes()).rows()
    assert metadata_frame("municipality", municipalities).filter(id="0000")["type"].to_list() == ["L"]
    kpis = json.loads((wire / "kpi-first40-of-521.json").read_bytes())["values"]
    assert metadata_frame("kpi", kpis)["publ_period"].dtype == pl.String
    excerpt = json.loads((wire / "kolada_uppsala_excerpt.json").read_bytes())
    rows = next(body["values"] for url, body in excerpt.items() if "/data/" in url)
    assert rows[0]["values"][0]["gender"] == "K"
    first = data_frame(rows).filter(pl.col("period") == rows[0]["period"]).sort("gender")
    assert dict(first.select("gender", "value").iter_rows())["T"] == pytest.approx(76.94444444)
    assert first.filter(gender="K")["status"].to_list() == ["Missing"]


def test_titles_that_people_would_stumble_on_are_kept_as_they_are() -> None:
    with serving(Recording(read_vintages(DIDREPORT[1:]), read_metadata(REAL / "metadata"), origin="replay")) as server:
        kpis = KoladaClient(server.url).kpis()
    recorded = pl.read_parquet(REAL / "metadata" / "kpi_2026-03-23.parquet")
    both = kpis.join(recorded, on="id", suffix="_recorded")
    assert both.height == recorded.height
    assert both.filter(pl.col("title").ne_missing(pl.col("title_recorded"))).is_empty()
    assert both.filter(pl.col("description").ne_missing(pl.col("description_recorded"))).is_empty()
    closing = recorded.filter(pl.col("title").str.contains(r"\(-\d{4}\)"))
    assert closing.height > 400
