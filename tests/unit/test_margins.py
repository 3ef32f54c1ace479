"""Which measure each of Kolada's uncertainty figures is of, by titles alone, and what `check` proposes of it."""

from datetime import date
from pathlib import Path

import polars as pl

from assets.definitions.read_yaml import read_definitions
from assets.own_files.unusable import tell_margins
from assets.warehouse.publications import publications_file, read_titles
from models.definitions.margins import Paired, pair_margins
from tests.small import definition, indicator, write

TITLES = {
    "N99001": "Trygga invånare, andel (%)",
    "N99002": "Undersökningen - Nöjda invånare, andel (%)",
    "N99003": "Invånare som läser,  andel(%)",
    "N99004": "Två av samma namn",
    "N99005": "Två av samma namn",
    "U99001": "Osäkerhetstal - Trygga invånare, andel (%)",
    "U99002": "Osäkerhetstal - Nöjda invånare, andel (%)",
    "U99003": "Osäkerhetstal - Invånare som läser, andel (%)",
    "U99004": "Osäkerhetstal - Två av samma namn",
    "U99005": "Osäkerhetstal - Ingen har mätt detta",
}


def test_each_is_paired_by_its_title_or_has_its_reason() -> None:
    assert pair_margins(TITLES) == [
        Paired("U99001", ("N99001",), "exact"),
        Paired("U99002", ("N99002",), "survey"),
        Paired("U99003", ("N99003",), "nearly"),
        Paired("U99004", ("N99004", "N99005"), "several"),
        Paired("U99005", (), "none"),
    ]


def test_check_proposes_what_no_indicator_names(tmp_path: Path) -> None:
    names = ("N99001", "N99002", "N99003", "N99004")
    made = [indicator(id=f"matt-{kpi[-1]}", kpi_id=kpi) for kpi in names]
    goal = {
        "id": "mal",
        "kind": "own_result",
        "title": "Målet",
        "unit": "bun",
        "indicators": [one["id"] for one in made],
    }
    model = read_definitions(write(tmp_path, definition(indicators=made, goals=[goal], plans=[]))).model
    told = tell_margins(model, TITLES)
    assert told[0] == (
        "Förslag: Kolada har osäkerhetstal till matt-1 (N99001). Skriv margin_kpi: U99001, så sägs vad som är säkerställt."
    )
    assert ["om det hör hit" in text for text in told] == [False, True, True, True]
    named = [one | {"margin_kpi": "U99001"} if one["kpi_id"] == "N99001" else one for one in made]
    model = read_definitions(write(tmp_path / "named", definition(indicators=named, goals=[goal], plans=[]))).model
    assert len(tell_margins(model, TITLES)) == 3


def test_before_the_first_run_nothing_is_known(tmp_path: Path) -> None:
    assert read_titles(tmp_path) == {}
    pl.DataFrame({"kpi_id": ["N99001"], "title": ["Mått"], "last_asked": [date(2026, 1, 1)]}).write_parquet(
        publications_file(tmp_path)
    )
    assert read_titles(tmp_path) == {"N99001": "Mått"}
