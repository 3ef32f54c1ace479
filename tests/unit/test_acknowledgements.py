"""Acknowledged findings: what they lift, until when, what they leave behind, and what is wrong with them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.followup.setting.html import contents, write_pages
from assets.quality.run_checks import withheld
from models.errors import DefinitionError
from tests.report import view_of
from tests.small import cells, definition, indicator, measured, rows, write

AS_OF = date(2026, 1, 1)
REASON = "Skalan ses över."


def acknowledgement(**changes: Any) -> dict[str, Any]:
    made = {"check": "value_in_scale", "subject": "matt", "by": "kvalitetschef", "date": date(2025, 11, 3)}
    return {**made, "until": AS_OF, "reason": REASON, **changes}


def content(*given: dict[str, Any]) -> dict[str, Any]:
    scale = {"kind": "amount", "min": 80}
    return definition(indicators=[indicator(scale=scale, tolerance=1)], acknowledgements=list(given))


def found_by(con: Any, check_id: str) -> dict[str, Any]:
    return rows(con, f"FROM checks WHERE check_id = '{check_id}'")[0]


def test_a_finding_that_no_one_answers_for_withholds(tmp_path: Path) -> None:
    with measured(tmp_path, content(), cells({2024: 42.0})) as con:
        assert found_by(con, "value_in_scale")["status"] == "failed"
        assert rows(con, "FROM fulfilment")[0]["reason"] == "failed_check"
        assert rows(con, "FROM checks WHERE check_id = 'acknowledgement_without_finding'") == []


def test_an_acknowledged_finding_withholds_no_longer_and_says_who_and_why(tmp_path: Path) -> None:
    with measured(tmp_path, content(acknowledgement()), cells({2024: 42.0})) as con:
        found = found_by(con, "value_in_scale")
        assert (found["status"], found["severity"], found["n_failed"]) == ("acknowledged", "error", 1)
        assert found["message"].endswith(f"Kvitterat 2025-11-03 av kvalitetschef, till och med 2026-01-01: {REASON}")
        assert rows(con, "FROM fulfilment")[0]["value"] == 42.0
        assert rows(con, "FROM comparison") != []
        assert withheld(con.sql("FROM checks").pl()) == []
        assert found_by(con, "acknowledgement_without_finding")["status"] == "passed"


def test_it_expires_after_its_last_day_of_the_as_of_instant(tmp_path: Path) -> None:
    given = acknowledgement(until=date(2025, 12, 31))
    with measured(tmp_path, content(given), cells({2024: 42.0})) as con:
        found = found_by(con, "value_in_scale")
        assert found["status"] == "failed"
        assert found["message"].endswith("Kvitteringen av kvalitetschef gick ut 2025-12-31.")
        assert rows(con, "FROM fulfilment")[0]["reason"] == "failed_check"


def test_it_lifts_only_its_own_check_and_subject(tmp_path: Path) -> None:
    given = [acknowledgement(check="level_shift"), acknowledgement(subject="annat")]
    with measured(tmp_path, content(*given), cells({2024: 42.0})) as con:
        assert found_by(con, "value_in_scale")["status"] == "failed"
        without = rows(con, "FROM checks WHERE check_id = 'acknowledgement_without_finding' ORDER BY subject")
    assert [(row["subject"], row["status"], row["severity"], row["sample"]) for row in without] == [
        ("annat", "failed", "warning", "value_in_scale"),
        ("matt", "failed", "warning", "level_shift"),
    ]
    assert without[1]["message"] == (
        "Kvitteringen gäller något som inte längre är fel: Nivån skiftar inte i hela landet på ett år. Ta bort den."
    )


def test_one_that_no_longer_matches_a_finding_is_told(tmp_path: Path) -> None:
    with measured(tmp_path, content(acknowledgement()), cells({2024: 342.0})) as con:
        assert found_by(con, "value_in_scale")["status"] == "passed"
        assert found_by(con, "acknowledgement_without_finding")["status"] == "failed"


def test_it_is_lineage_with_its_file_line_and_hash(tmp_path: Path) -> None:
    other = acknowledgement(check="level_shift")
    with measured(tmp_path, content(other, acknowledgement()), cells({2024: 42.0})) as con:
        figure = rows(con, "FROM fulfilment")[0]["lineage_id"]
        node = rows(con, "FROM lineage WHERE kind = 'check' AND label LIKE 'value_in_scale matt%'")[0]
        above = rows(con, f"FROM lineage WHERE kind = 'definition' AND lineage_id = '{node['parent_id']}'")[0]
        linked = rows(con, f"FROM lineage WHERE lineage_id = '{figure}' AND parent_id = '{node['lineage_id']}'")
    file = read_definitions(tmp_path / "prov")
    hashes = {item.name: item.sha256 for item in file.files}
    assert (node["label"], node["status"]) == ("value_in_scale matt", "acknowledged")
    assert (above["label"], above["sha256"]) == ("acknowledgements.yaml:8 1", hashes["acknowledgements.yaml"])
    assert len(linked) == 1


def test_it_stands_on_the_page(tmp_path: Path) -> None:
    view = view_of(tmp_path, content(acknowledgement()), cells({2024: 42.0}), {}, report="2024-12")
    write_pages(view, contents(view), tmp_path)
    page = " ".join((tmp_path / "bun.html").read_text(encoding="utf-8").split())
    assert "Kvitterat: någon svarar för fyndet" in page
    assert "1 av 1 värden" in page
    assert REASON in page
    assert "Indikatorn bedöms inte." not in page


@pytest.mark.parametrize(
    ("changes", "key", "wrong"),
    [
        ({"check": "value_in_scal"}, "acknowledgements[1].check", "det finns ingen kontroll 'value_in_scal'."),
        (
            {"check": "acknowledgement_without_finding"},
            "acknowledgements[1].check",
            "det finns ingen kontroll 'acknowledgement_without_finding'.",
        ),
        ({"until": date(2025, 11, 2)}, "acknowledgements[1]", "stämmer inte: until får inte vara före date."),
        ({"reason": None}, "acknowledgements[1].reason", "ett tomt värde är ingen text."),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, changes: dict, key: str, wrong: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        read_definitions(write(tmp_path, content(acknowledgement(**changes))))
    fault = raised.value.faults[0]
    assert (fault.file, fault.key, fault.wrong) == ("acknowledgements.yaml", key, wrong)
    assert fault.line > 1


def test_the_same_finding_is_acknowledged_once(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="är redan kvitterad av post 1"):
        read_definitions(write(tmp_path, content(acknowledgement(), acknowledgement())))
