"""Declared corrections of a source's errors: applied at the report's border, told, and outlived by no cause."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from models.errors import DefinitionError
from tests.small import AREAS, OWN, cells, definition, measured, rows, write


def correction(**changes: Any) -> dict[str, Any]:
    made = {
        "id": "fel-2024", "kpi_id": "N99001", "area": OWN, "years": [2024], "wrong": 42.0, "right": 84.0,
        "by": "kvalitetschef", "date": date(2025, 11, 3), "until": date(2026, 1, 1), "reason": "Halva året saknas.",
    }  # fmt: skip
    return {**made, **changes}


def content(*given: dict[str, Any]) -> dict[str, Any]:
    return definition(corrections=list(given))


def checked(con: Any) -> dict[str, tuple[str, str]]:
    found = rows(con, "FROM checks WHERE check_id LIKE 'correction%'")
    return {row["check_id"]: (row["status"], row["severity"]) for row in found}


def test_the_right_value_is_used_and_the_warehouse_keeps_the_wrong_one(tmp_path: Path) -> None:
    with measured(tmp_path, content(correction()), cells({2024: [42.0, 42.0], 2023: 80.0})) as con:
        row = rows(con, "FROM fulfilment")[0]
        assert (row["value"], row["status"], row["change"]) == (84.0, "partly", 4.0)
        of_2024 = rows(con, "SELECT value FROM known_value WHERE year = 2024 ORDER BY area_id")
        assert [row["value"] for row in of_2024] == [84.0, 42.0], "another municipality's value of the same size stands"
        assert row["source_label"] == "Egen bearbetning av data från Kolada"
        assert rows(con, "FROM warehouse.kolada_value WHERE period = 2024")[0]["value"] == 42.0
        assert {row["value"] for row in rows(con, "FROM comparison WHERE year = 2024 AND area_id = '9901'")} == {84.0}
        assert set(checked(con).values()) == {("passed", "warning"), ("passed", "error")}


def test_without_a_correction_the_label_names_kolada(tmp_path: Path) -> None:
    with measured(tmp_path, content(), cells({2024: 42.0})) as con:
        assert rows(con, "FROM fulfilment")[0]["source_label"] == "Källa: Kolada"
        assert checked(con) == {}


def test_it_is_lineage_of_the_figure(tmp_path: Path) -> None:
    with measured(tmp_path, content(correction()), cells({2024: 42.0})) as con:
        found = rows(
            con,
            """
            SELECT d.label, d.sha256 FROM fulfilment AS f
            JOIN lineage AS v ON v.lineage_id = f.lineage_id
            JOIN lineage AS d ON d.lineage_id = v.parent_id AND d.kind = 'definition' AND d.label LIKE 'corrections%'
            """,
        )
    assert [row["label"] for row in found] == ["corrections.yaml:2 fel-2024"]
    assert found[0]["sha256"] == read_definitions(tmp_path / "prov").files[0].sha256


def test_a_value_nobody_knows_is_missing_and_its_correction_is_lineage(tmp_path: Path) -> None:
    with measured(tmp_path, content(correction(right=None)), cells({2024: 42.0, 2023: 80.0})) as con:
        row = rows(con, "FROM fulfilment")[0]
        assert (row["value"], row["year"]) == (80.0, 2023)
        linked = rows(
            con,
            f"SELECT d.label FROM lineage AS l JOIN lineage AS d ON d.lineage_id = l.parent_id"
            f" WHERE l.lineage_id = '{row['lineage_id']}' AND d.label LIKE 'corrections%'",
        )
    assert [found["label"] for found in linked] == ["corrections.yaml:2 fel-2024"]
    with measured(tmp_path / "alone", content(correction(right=None)), cells({2024: 42.0})) as con:
        assert rows(con, "FROM fulfilment")[0]["reason"] == "missing"


def test_a_factor_mends_every_area_and_gender_that_it_names(tmp_path: Path) -> None:
    rule = {"factor": 100, "wrong": {"low": 0, "high": 1}, "genders": ["T", "K"]}
    given = correction(**rule)
    del given["area"], given["right"]
    values = cells({2024: [0.5, 0.25, 0.125]}) + cells({2024: [0.5]}, gender="M") + cells({2023: 0.5})
    values += cells({2024: [0.07]}, gender="K")
    with measured(tmp_path, content(given), values) as con:
        found = rows(con, "FROM known_value ORDER BY year, gender, area_id")
    assert [(row["year"], row["gender"], row["area_id"], row["value"]) for row in found] == [
        (2023, "T", OWN, 0.5),
        (2024, "K", OWN, 7.0),
        (2024, "M", OWN, 0.5),
        (2024, "T", OWN, 50.0),
        (2024, "T", AREAS[1], 25.0),
        (2024, "T", AREAS[2], 12.5),
    ]
    assert [row["correction_id"] for row in found].count("fel-2024") == 4


@pytest.mark.parametrize(
    ("value", "wrong", "needed"),
    [
        (42.049, 42.0, True),
        (42.06, 42.0, False),
        (84.0, 42.0, False),
        (60.0, 42.0, False),
        (42.4, 42, True),
        (42.6, 42, False),
        (41.999, 42.0, True),
    ],
)
def test_its_expectation_fails_once_the_source_says_otherwise(
    tmp_path: Path, value: float, wrong: float, needed: bool
) -> None:
    with measured(tmp_path, content(correction(wrong=wrong)), cells({2024: value})) as con:
        found = rows(con, "FROM checks WHERE check_id = 'correction_needed'")[0]
        assert rows(con, "FROM fulfilment")[0]["value"] == (84.0 if needed else value)
    assert found["status"] == ("passed" if needed else "failed")
    if not needed:
        assert found["message"] == (
            "Rättelsen fel-2024 stämmer inte längre med källan: 1 av 1 värden är inte de fel som den anger."
            " Ta bort eller ändra den."
        )


def test_its_expectation_fails_where_the_value_is_gone(tmp_path: Path) -> None:
    with measured(tmp_path, content(correction()), cells({2023: 42.0})) as con:
        assert checked(con)["correction_needed"] == ("failed", "warning")
        assert rows(con, "FROM checks WHERE check_id = 'correction_needed'")[0]["message"].startswith(
            "Rättelsen fel-2024 "
        )


def test_an_expired_one_is_not_applied_and_withholds(tmp_path: Path) -> None:
    with measured(tmp_path, content(correction(until=date(2025, 12, 31))), cells({2024: 42.0})) as con:
        assert checked(con)["correction_in_time"] == ("failed", "error")
        assert rows(con, "FROM fulfilment")[0]["reason"] == "failed_check"
        assert rows(con, "FROM known_value")[0]["value"] == 42.0


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ([correction(factor=2)], "ange antingen right (ett värde eller null) eller factor"),
        (
            [{k: v for k, v in correction().items() if k != "right"}],
            "ange antingen right (ett värde eller null) eller factor",
        ),
        ([correction(until=date(2025, 11, 2))], "until får inte vara före date"),
        ([correction(kpi_id="N99009")], "ingen indikator mäts med 'N99009'"),
        ([correction(), correction()], "id:t 'fel-2024' används redan av post 1"),
        ([correction(), {k: v for k, v in correction(id="b").items() if k != "area"}], "'b' rättar det som 'fel-2024'"),
        ([correction(years=[])], "är en lista med för få poster. Skriv minst 1\xa0post."),
        ([{k: v for k, v in correction().items() if k != "reason"}], "reason: saknas"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, given: list, wrong: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        read_definitions(write(tmp_path, content(*given)))
    assert wrong in str(raised.value)
    assert "corrections.yaml:" in str(raised.value)


def test_two_that_do_not_touch_the_same_value_stand_side_by_side(tmp_path: Path) -> None:
    given = [correction(), correction(id="b", area=AREAS[1]), correction(id="c", years=[2023])]
    assert len(read_definitions(write(tmp_path, content(*given))).model.corrections) == 3
