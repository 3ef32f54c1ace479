"""The measures' tests that are written as YAML, and what they say where they fail."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.rows import Case, computed, differences, read_cases

CASES = [(path, case) for path in sorted((ROOT / "tests").rglob("*.yaml")) for case in read_cases(path)]
CASE = Case(
    name="prov", table="control_points", report="2024-12",
    given={"unit_place": [{"unit_id": "bun"}], "control_point": [{"control_point_id": "a", "unit_id": "bun", "probability": 3}]},
    expected=[{"control_point_id": "a", "probability": 3}],
)  # fmt: skip


@pytest.mark.parametrize(("path", "case"), CASES, ids=[f"{path.stem}: {case.name}" for path, case in CASES])
def test_rows_in_give_rows_out(path: Path, case: Case, tmp_path: Path) -> None:
    if told := differences(case, computed(case, tmp_path)):
        pytest.fail("\n".join([f"{path.relative_to(ROOT)}: {case.name}", *told]), pytrace=False)


def test_what_differs_is_told_row_by_row(tmp_path: Path) -> None:
    found = computed(CASE, tmp_path)
    assert differences(CASE, found) == []
    wrong = replace(CASE, expected=[{"control_point_id": "a", "probability": 4}])
    assert differences(wrong, found) == [
        "- control_point_id: a, probability: 4",
        "+ control_point_id: a, probability: 3",
    ]
    assert len(differences(replace(CASE, expected=[]), found)) == 1
    assert differences(replace(CASE, expected=[*CASE.expected, *CASE.expected]), found) == [
        "- control_point_id: a, probability: 3"
    ]


def test_what_is_misspelt_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unit_place has no column enhet: it has unit_id"):
        computed(replace(CASE, given={"unit_place": [{"enhet": "bun"}]}), tmp_path)
    with pytest.raises(ValueError, match="there is no table enheter"):
        computed(replace(CASE, given={"enheter": []}), tmp_path)
    with pytest.raises(ValueError, match="names the same columns"):
        differences(replace(CASE, expected=[{"kontroll": "a"}]), [])
    path = tmp_path / "fel.yaml"
    path.write_text("name: a\ntable: staff\ngivet: {}\nexpected: []\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"fel\.yaml: a test has name"):
        read_cases(path)
