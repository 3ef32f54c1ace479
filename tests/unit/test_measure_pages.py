"""Every section of docs/measures.md has its four parts, and a page with the very queries that compute it."""

import re
from pathlib import Path

import pytest

from models.tables.header import tables
from tests.conftest import ROOT
from tools.docs import NAMES, PARTS, file_name, measure_pages, numbers_of, parts_of, sections

RULES = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
PAGES = ROOT / "docs" / "measures"
NUMBERS = range(1, len(NAMES) + 1)


def test_the_sections_are_numbered_as_docstrings_cite_them() -> None:
    assert list(sections(RULES)) == list(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_section_has_formula_example_limits_and_source(number: int) -> None:
    parts = parts_of(sections(RULES)[number])
    assert list(parts) == ["Formula", *PARTS]
    assert all(len(text) > 30 for text in parts.values())
    assert re.search(r"\d", parts["Example"])
    assert re.search(r"\[(seed|RKA|own)\]", parts["Source"])


def test_a_part_that_lacks_is_seen() -> None:
    section = sections(RULES)[8]
    assert "What it does not say" not in parts_of(section.replace("**What it does not say.**", "Well."))


def test_the_pages_are_made_from_the_rules_and_the_queries() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in PAGES.iterdir()}
    assert kept == measure_pages(RULES), "run tools/docs.py"


def test_every_computed_table_of_a_section_stands_in_full_on_its_page() -> None:
    told: set[int] = set()
    for name, table in tables("measures").items():
        for number in numbers_of(table) if table.sql else ():
            page = (PAGES / file_name(number)).read_text(encoding="utf-8")
            assert table.sql.strip() in page, f"{name} is not on the page of §{number}"
            told.add(number)
    assert told == set(NUMBERS)


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for path in [ROOT / "docs" / "measures.md", *PAGES.iterdir()]:
        for link in re.findall(r"\]\((?!http|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / Path(link)).exists(), f"{path.name}: {link}"
