"""An edit changes its own span, and nothing else in the file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assets.definitions_in_excel.yaml_text import YamlText
from models.errors import StyrtalError
from tests.conftest import ROOT

TEXT = """\
# Överst
goals:

  # Först
  - id: a   # det första
    title: 'Vi''s mål'  # behålls
    unit:   ks
    parents:
      # av stor vikt
      - b     # först
      - {indicator: c, weight: 2}
    definition: >
      Lång text
      på två rader.

    # om sdg
    sdg: [ 4,  5 ]
  - id: b
    title: "Två"
    note: |
      rad ett
      rad två

plans:
- title: Planen
  id: p
  targets:
    - {goal: a, year1: 3, year3: {low: 1, high: 2}}
    - {goal: b, year1: 4}
activities: []   # inga än
empty:
# Sist
"""

Edit = Callable[[YamlText], None]
ORDER = ("id", "kind", "title", "unit")
EDITS: list[tuple[Edit, str, str]] = [
    (lambda t: t.set(("goals", 0, "title"), "Ett 'nytt' mål"), "'Vi''s mål'", "'Ett ''nytt'' mål'"),
    (lambda t: t.set(("goals", 0, "unit"), "nej"), "unit:   ks", "unit:   nej"),
    (lambda t: t.set(("goals", 0, "unit"), "no"), "unit:   ks", 'unit:   "no"'),
    (lambda t: t.set(("goals", 0, "unit"), "a: b # c"), "unit:   ks", 'unit:   "a: b # c"'),
    (lambda t: t.set(("goals", 1, "title"), 'Ett "citat"\noch å'), '"Två"', '"Ett \\"citat\\"\\noch å"'),
    (
        lambda t: t.set(("goals", 0, "definition"), "Kort."),
        ">\n      Lång text\n      på två rader.\n",
        '"Kort."\n',
    ),
    (lambda t: t.set(("goals", 1, "note"), "Kort."), "|\n      rad ett\n      rad två\n", '"Kort."\n'),
    (lambda t: t.set(("goals", 1, "kind"), "own_result", ORDER), "id: b\n", "id: b\n    kind: own_result\n"),
    (
        lambda t: t.set(("goals", 0, "kind"), "own_result", ORDER),
        "id: a   # det första\n",
        "id: a   # det första\n    kind: own_result\n",
    ),
    (
        lambda t: t.set(("goals", 0, "day"), date(2025, 6, 18)),
        "sdg: [ 4,  5 ]\n",
        "sdg: [ 4,  5 ]\n    day: 2025-06-18\n",
    ),
    (lambda t: t.remove(("goals", 0, "title")), "    title: 'Vi''s mål'  # behålls\n", ""),
    (lambda t: t.remove(("goals", 1, "note")), "    note: |\n      rad ett\n      rad två\n", ""),
    (lambda t: t.remove(("plans", 0, "title")), "- title: Planen\n  id: p", "- id: p"),
    (lambda t: t.set(("goals", 0, "sdg"), [4, 6]), "[ 4,  5 ]", "[4, 6]"),
    (lambda t: t.replace_item(("goals", 0, "sdg", 1), 16), "[ 4,  5 ]", "[ 4,  16 ]"),
    (lambda t: t.remove(("goals", 0, "sdg", 0)), "[ 4,  5 ]", "[ 5 ]"),
    (lambda t: t.insert(("goals", 0, "sdg"), 2, 7), "[ 4,  5 ]", "[ 4,  5, 7 ]"),
    (lambda t: t.insert(("goals", 0, "sdg"), 0, 1), "[ 4,  5 ]", "[ 1, 4,  5 ]"),
    (lambda t: t.insert(("goals", 0, "parents"), 0, "x"), "      - b  ", "      - x\n      - b  "),
    (lambda t: t.insert(("goals", 0, "parents"), 1, "x"), "# först\n", "# först\n      - x\n"),
    (
        lambda t: t.replace_item(("goals", 0, "parents", 1), {"indicator": "c", "weight": Decimal("0.5")}),
        "weight: 2}",
        "weight: 0.5}",
    ),
    (lambda t: t.remove(("goals", 0, "parents", 0)), "      - b     # först\n", ""),
    (
        lambda t: t.set(("goals", 0, "parents"), ["c"]),
        "parents:\n      # av stor vikt\n      - b     # först\n      - {indicator: c, weight: 2}",
        "parents: [c]",
    ),
    (lambda t: t.set(("plans", 0, "targets", 0, "year1"), Decimal("3.5")), "year1: 3,", "year1: 3.5,"),
    (
        lambda t: t.set(("plans", 0, "targets", 0, "year3"), {"low": 2, "high": 3}),
        "{low: 1, high: 2}",
        "{low: 2, high: 3}",
    ),
    (lambda t: t.set(("plans", 0, "targets", 1, "year1"), "A, b"), "year1: 4", 'year1: "A, b"'),
    (lambda t: t.set(("plans", 0, "targets", 1, "year3"), 5), "year1: 4}", "year1: 4, year3: 5}"),
    (lambda t: t.remove(("plans", 0, "targets", 0, "year1")), ", year1: 3", ""),
    (lambda t: t.remove(("plans", 0, "targets", 0, "goal")), "goal: a, ", ""),
    (lambda t: t.remove(("plans", 0, "targets", 1)), "    - {goal: b, year1: 4}\n", ""),
    (
        lambda t: t.insert(("plans", 0, "targets"), 2, {"goal": "c", "year1": 1}),
        "year1: 4}\n",
        "year1: 4}\n    - {goal: c, year1: 1}\n",
    ),
    (
        lambda t: t.insert(("goals",), 2, {"id": "c", "title": "Tre", "sdg": [1, 2], "assumed": True}),
        "rad två\n",
        "rad två\n  - id: c\n    title: Tre\n    sdg: [1, 2]\n    assumed: true\n",
    ),
    (
        lambda t: t.insert(("plans",), 1, {"id": "q", "targets": [{"goal": "a"}, {"goal": "b"}]}),
        "year1: 4}\n",
        "year1: 4}\n- id: q\n  targets:\n    - {goal: a}\n    - {goal: b}\n",
    ),
    (
        lambda t: t.insert(("activities",), 0, {"id": "x", "title": "Å ä"}),
        "activities: []   # inga än\n",
        'activities:   # inga än\n  - id: x\n    title: "Å ä"\n',
    ),
    (lambda t: t.insert(("empty",), 0, {"id": "x"}), "empty:\n", "empty:\n  - id: x\n"),
    (lambda t: t.set(("empty",), "x"), "empty:\n", "empty: x\n"),
    (lambda t: t.add_section("more"), "# Sist\n", "# Sist\n\nmore: []\n"),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("edit", "before", "after"), EDITS, ids=[after[:30] or before[:30] for _, before, after in EDITS]
)
def test_an_edit_changes_its_own_span_only(edit: Edit, before: str, after: str, bom: str, ending: str) -> None:
    assert TEXT.count(before) == 1, before
    text = YamlText("goals.yaml", bom + TEXT.replace("\n", ending))
    edit(text)
    assert text.finish() == bom + TEXT.replace(before, after).replace("\n", ending)


def test_the_only_item_of_a_list_leaves_an_empty_list() -> None:
    text = YamlText("x.yaml", "goals:\n  # ett\n  - id: a\n    title: x\n# sist\nunits: [b]")
    text.remove(("goals", 0))
    text.remove(("units", 0))
    assert text.finish() == "goals: []\n  # ett\n# sist\nunits: []"


def test_a_file_without_a_last_line_break_gets_its_edit_whole() -> None:
    text = YamlText("x.yaml", "goals:\n  - id: a")
    text.set(("goals", 0, "title"), "Å")
    text.insert(("goals",), 1, {"id": "b"})
    text.add_section("plans")
    text.insert(("plans",), 0, {"id": "p"})
    assert text.finish() == 'goals:\n  - id: a\n    title: "Å"\n  - id: b\n\nplans:\n  - id: p\n'


def test_a_layout_that_no_edit_fits_gives_nothing_back() -> None:
    text = YamlText("x.yaml", "goals:\n  - ? id\n    : a\n")
    text.set(("goals", 0, "title"), "x")
    text.mapping(("goals", 0))["id"] = "b"
    with pytest.raises(StyrtalError, match=r"x\.yaml är skriven på ett sätt som inte kan ändras"):
        text.finish()


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1),
    st.integers(-(10**9), 10**9),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-10000, max_value=10000),
    st.booleans(),
    st.dates(),
    st.lists(st.text("abc,:#-{}[]'\" å", min_size=1), min_size=1, max_size=3),
)
PLACES = [("goals", 0, "title"), ("goals", 0, "unit"), ("goals", 0, "definition"), ("goals", 1, "note"), ("goals", 1, "new"),
          ("plans", 0, "targets", 0, "year1"), ("plans", 0, "targets", 1, "new"), ("goals", 0, "parents"), ("empty",)]  # fmt: skip


@settings(max_examples=60, deadline=None)
@example([(("plans", 0, "targets", 0, "year1"), "0?")])
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), max_size=6))
def test_any_value_reads_back_as_it_was_meant(edits: list[tuple[Any, Any]]) -> None:
    text = YamlText("x.yaml", TEXT)
    last: dict[Any, Any] = {}
    for path, value in edits:
        text.set(path, value)
        last[path] = value
    read = yaml.safe_load(text.finish())
    for path, value in last.items():
        found = read
        for part in path:
            found = found[part]
        assert found == (float(value) if isinstance(value, Decimal) else value)
    comments = ["# Överst", "# Först", "# det första", "# behålls", "# om sdg", "# inga än", "# Sist"]
    assert all(comment in text.finish() for comment in comments)


@settings(max_examples=25, deadline=None)
@given(st.data())
@pytest.mark.parametrize("name", ["goals", "plans", "indicators"])
def test_items_come_and_go_in_real_files_and_every_other_line_stays(name: str, data: st.DataObject) -> None:
    original = (ROOT / "data" / "example" / f"{name}.yaml").read_text(encoding="utf-8")
    text = YamlText(name, original)
    added: list[str] = []
    for _ in range(data.draw(st.integers(1, 5))):
        place = (name, 0, "targets") if name == "plans" else (name,)
        count = len(text.items(place))
        if count and data.draw(st.booleans()):
            text.remove((*place, data.draw(st.integers(0, count - 1))))
        else:
            added.append(f"ny-{len(added)}")
            text.insert(place, data.draw(st.integers(0, count)), {"id": added[-1], "title": "Ny"})
    lines = text.finish().splitlines()
    known = set(original.splitlines())
    assert all(line in known or "ny-" in line or line.strip() == "title: Ny" for line in lines)
    assert [line for line in lines if line.lstrip().startswith("#")] == [
        line for line in original.splitlines() if line.lstrip().startswith("#")
    ]
    items = text.items((name, 0, "targets") if name == "plans" else (name,))
    assert yaml.safe_load(text.finish())[name] == (text.items((name,)) if name == "plans" else items)
