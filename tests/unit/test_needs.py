"""Every need of the two steering models is met by a test that is there, or said to be outside (docs/steering-models.md)."""

import re
from collections import Counter

from tests.command import ROOT

ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| (met|partly|no|outside) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEXT = (ROOT / "docs" / "steering-models.md").read_text(encoding="utf-8")
NEEDS = ROW.findall(TEXT)


def test_each_of_the_97_needs_stands_once_and_they_are_counted_right() -> None:
    assert [int(number) for number, *_ in NEEDS] == list(range(1, 98))
    counted = Counter(met for _, _, met, _, _ in NEEDS)
    said = re.search(r"(\d+) are met, (\d+) in part, (\d+) not yet, and\s+(\d+) are outside", TEXT)
    assert said is not None
    assert [int(n) for n in said.groups()] == [counted[met] for met in ("met", "partly", "no", "outside")]


def test_what_is_met_has_a_test_and_what_is_outside_a_reason() -> None:
    for number, _, met, by, test in NEEDS:
        if met == "met":
            file, _, name = test.strip().strip("`").partition("::")
            assert f"def {name}(" in (ROOT / "tests" / "unit" / file).read_text(encoding="utf-8"), (number, test)
        else:
            assert test.strip() == "–", number
        if met == "outside":
            assert by.strip() != "–", number
