"""Five questions that tell whether the real API still keeps its contract: pytest -m live, with a network."""

from datetime import date

import pytest

from assets.kolada.client import KoladaClient, Question
from models.errors import SourceError

pytestmark = pytest.mark.live


def test_a_kpi_has_the_fields_we_read() -> None:
    frame = KoladaClient().kpis(["N15428"])
    assert frame["id"].to_list() == ["N15428"]
    assert frame["municipality_type"].to_list()[0] in {"K", "A"}


def test_values_come_with_genders_and_status() -> None:
    frame = KoladaClient().data(["N15428"], ["1487"], [2022, 2023])
    assert set(frame["gender"]) == {"T", "K", "M"}
    assert set(frame["status"]) <= {"", "Missing", "Privacy", "Not applicable"}


def test_more_than_25_ids_are_refused() -> None:
    with pytest.raises(SourceError, match="422"):
        list(KoladaClient(attempts=1).pages(Question("kpi", tuple(f"N{i:05d}" for i in range(26)))))


def test_an_unknown_kpi_answers_with_an_empty_list() -> None:
    pages = list(KoladaClient().pages(Question("data", ("N00000",), ("1487",))))
    assert [page.rows for page in pages] == [[]]


def test_groups_have_members() -> None:
    frame = KoladaClient().municipality_groups(["G36123"])
    assert frame["members"].list.len().to_list() == [7]


def test_what_has_changed_is_answered_of_all_areas_by_kpi_and_year() -> None:
    question = Question("data", ("N15428",), (), (2022, 2023), date(2020, 1, 1))
    rows = [row for page in KoladaClient().pages(question) for row in page.rows]
    assert len({row["municipality"] for row in rows}) > 280
    assert {"isdeleted", "value"} <= {key for row in rows for cell in row["values"] for key in cell}
