"""What docs/local-sources.md shows is true: every mapping can be used, and reads the file that stands above it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from assets.own_files.read_source import read_source
from models.definitions.own_files import Known, KnownUnit, Source, kinds
from models.words.receipts import receipt_in_full
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "local-sources.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```(?:csv|sie) title=\"(\S+)\"\n(.*?)```", PAGE, flags=re.DOTALL))
MAPPINGS: list[dict[str, Any]] = [
    entry for block in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL) for entry in yaml.safe_load(block)
]
RECEIPTS = dict(re.findall(r"```text title=\"receipt/(\S+)\"\n(.*?)```", PAGE, flags=re.DOTALL))
KNOWN = Known(
    units={
        "kommunfullmaktige": KnownUnit("Kommunfullmäktige", political=True),
        "socialnamnden": KnownUnit("Socialnämnden"),
        "barn-och-utbildningsnamnden": KnownUnit("Barn- och utbildningsnämnden"),
    },
    indicators={"nojdhet-hemtjanst": (), "narvaro": ()},
    goals=frozenset({"skolresultat"}),
)
ROWS = {
    "ekonomi": 3,
    "budget-2025": 6,
    "ramar-2025": 3,
    "prognos-2025-04": 2,
    "personal": 2,
    "aktiviteter": 2,
    "uppdrag": 1,
    "planeringssystem": 6,
    "brukarenkat": 6,
    "narvaro": 2,
    "bokforing": 2,
    "bokforingens-budget": 2,
    "huvudbok": 3,
    "perioder": 3,
    "utfall": 3,
    "pivot": 3,
    "prognos-mkr": 2,
}


def _encoding(name: str, content: str) -> str:
    if name.endswith(".se"):
        return "cp437"
    return "cp1252" if "−" not in content else "utf-8"


def write_files(folder: Path) -> None:
    """Write the page's files into a municipality's folder."""
    (folder / "source").mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding=_encoding(name, content), newline="\r\n")


@pytest.mark.parametrize("mapping", MAPPINGS, ids=lambda mapping: mapping["id"])
def test_every_mapping_of_the_page_reads_the_file_above_it(tmp_path: Path, mapping: dict[str, Any]) -> None:
    source = Source.model_validate(mapping)
    if source.id.startswith("skolverket"):
        return  # read from the real file in tests/real
    write_files(tmp_path)
    reading = read_source(tmp_path, source, KNOWN)
    assert reading.faults == []
    assert reading.frame.height == ROWS[source.id]


@pytest.mark.parametrize("source_id", RECEIPTS)
def test_every_receipt_of_the_page_is_the_one_that_the_mapping_gives(tmp_path: Path, source_id: str) -> None:
    write_files(tmp_path)
    (mapping,) = [mapping for mapping in MAPPINGS if mapping["id"] == source_id]
    reading = read_source(tmp_path, Source.model_validate(mapping), KNOWN)
    titles = {name: unit.title for name, unit in KNOWN.units.items()}
    told = "\n".join(receipt_in_full(reading.receipt(0), titles)) + "\n"
    assert RECEIPTS[source_id] == told.replace("\xa0", " ")


def test_every_recipe_has_its_receipt() -> None:
    assert {"ekonomi", "pivot", "bokforing", "huvudbok", "brukarenkat", "narvaro", "personal"} <= set(RECEIPTS)


def test_the_page_has_a_mapping_for_every_kind() -> None:
    assert {mapping["kind"] for mapping in MAPPINGS} == set(kinds())


def test_the_page_names_every_key_of_a_mapping() -> None:
    for field, described in Source.model_fields.items():
        name = described.alias or field
        assert re.search(rf"\b{name}\b", PAGE), name


ROWS_OF_KINDS = re.findall(r"^\| (`measured: .*?|nothing) \| ([^|]+) \| [^|]+ \|$", PAGE, flags=re.MULTILINE)


def test_every_form_of_a_measurements_time_that_the_page_shows_is_read(tmp_path: Path) -> None:
    assert len(ROWS_OF_KINDS) == 6
    for said, forms in ROWS_OF_KINDS:
        kinds_said = re.findall(r"kind: (\w+)|or `(\w+)`", said)
        measured: list[str | None] = [kind for pair in kinds_said for kind in pair if kind] or [None]
        for form in (form for form in forms.split(", ") if "or the last month" not in form):
            told = [_faults(tmp_path, form, kind) for kind in measured]
            assert [] in told, (said, form, told)


def _faults(folder: Path, form: str, kind: str | None) -> list[str]:
    columns = {
        "indicator_id": {"value": "narvaro"},
        "unit_id": {"value": "socialnamnden"},
        "period": "År",
        "value": "Värde",
    }
    columns |= (
        {"month": "År"} if kind in {"month", "quarter", "tertial", "term"} or (kind is None and len(form) > 4) else {}
    )
    (folder / "tid.csv").write_text(f"År;Värde\n{form};5\n", encoding="utf-8")
    source = Source.model_validate(
        {"id": "tid", "title": "Tid", "file": "tid.csv", "kind": "measurements", "columns": columns}
    )
    known = replace(KNOWN, measured={} if kind is None else {"narvaro": kind})
    return [fault.wrong for fault in read_source(folder, source, known).faults]
