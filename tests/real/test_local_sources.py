"""Real exports, as they are downloaded, load with a mapping each: Skolverket's and Kolada's."""

from typing import Any

import polars as pl

from assets.own_files.read_source import SourceReading, read_source
from models.definitions.own_files import Known, KnownUnit, Source
from tests.conftest import REAL

FOLDER = REAL / "local"
COSTS = {
    "Totalt per elev": {"indicator_id": "kostnad"},
    "Undervisning per elev": {"indicator_id": "undervisning"},
    "Lokaler per elev": {"indicator_id": "lokaler"},
}
KNOWN = Known(
    units={"kommun": KnownUnit("Kommunen")},
    indicators=dict.fromkeys(
        ("kostnad", "undervisning", "lokaler", "behoriga", "behoriga-heltid", "forstelarare", "folkmangd"), ()
    ),
)


def read(**mapping: Any) -> SourceReading:
    source = Source.model_validate({"kind": "measurements", **mapping})
    reading = read_source(FOLDER, source, KNOWN)
    for counts in reading.counts.values():
        assert counts.read + counts.reported + sum(counts.skipped.values()) == counts.rows
    return reading


def values(reading: SourceReading) -> dict[str, Any]:
    return dict(zip(reading.frame["indicator_id"], reading.frame["value"], strict=True))


def school_costs(year: int, form: str, code: str) -> SourceReading:
    return read(
        id="skolverket-kostnader",
        title="Skolverket, kostnader per kommun",
        file=f"{form} - Kostnader per kommun {year} Kommun.csv",
        columns={"unit_id": {"value": "kommun"}, "period": {"value": year}},
        wide={"into": "value", "headings": COSTS},
        only={"Kommun": ["Vänersborg", "Lysekil", "Aneby"]} if not code else {code: "1487"},
        missing={".": "Not applicable", "..": "Privacy"},
        stop_at="Rapportbeskrivning",
    )


def test_costs_of_compulsory_school() -> None:
    reading = school_costs(2024, "Grundskola", "Kommunkod")
    assert reading.faults == []
    line = next(
        text
        for text in (FOLDER / "Grundskola - Kostnader per kommun 2024 Kommun.csv").read_text("utf-8-sig").splitlines()
        if text.startswith("Vänersborg;")
    )
    total, teaching, premises = (float(cell.replace(" ", "")) for cell in line.split(";")[8:11])
    assert values(reading) == {"kostnad": total, "undervisning": teaching, "lokaler": premises}
    (counts,) = reading.counts.values()
    assert counts.read == 1
    assert counts.skipped == {"preamble": 6, "heading": 1, "not in only": 289, "blank": 1, "after stop_at": 15}


def test_costs_of_upper_secondary_school_in_another_export() -> None:
    reading = school_costs(2023, "Gymnasieskola", "Kommun-kod")
    assert reading.faults == []
    assert values(reading).keys() == {"kostnad", "undervisning", "lokaler"}


def test_three_municipalities_as_one_unit_is_told_and_not_added_up() -> None:
    reading = school_costs(2023, "Gymnasieskola", "")
    assert {fault.wrong.split(" som ")[0] for fault in reading.faults} == {"säger samma sak"}
    assert reading.frame.height == 0


def teachers(owner: str, code: str) -> SourceReading:
    return read(
        id="skolverket-larare",
        title="Skolverket, lärare med legitimation",
        file="Grundskola - Personalstatistik med lärarlegitimation och behörighet 2024 Kommun.csv",
        header_rows=2,
        columns={"unit_id": {"value": "kommun"}, "period": {"value": 2024}},
        wide={
            "into": "value",
            "headings": {
                "#Heltidstjänster / Andel med lärarlegitimation och behörighet": {"indicator_id": "behoriga-heltid"},
                "#Tjänstgörande lärare / Andel med lärarlegitimation och behörighet i minst ett ämne": {
                    "indicator_id": "behoriga"
                },
                "#Heltidstjänster / Förstelärare": {"indicator_id": "forstelarare"},
            },
        },
        only={"Kommun-kod": code, "Typ av huvudman": owner},
        missing={".": "Not applicable", "..": "Privacy"},
        stop_at="Rapportbeskrivning",
    )


def test_a_heading_over_two_rows_and_marks_of_secrecy() -> None:
    assert values(teachers("Samtliga", "1440")) == {"behoriga-heltid": 76.5, "behoriga": 85.6, "forstelarare": 0.0}
    reading = teachers("Enskild", "1984")
    assert reading.faults == []
    assert reading.frame["value"].to_list() == [None, None, None]
    assert reading.frame["status"].to_list() == ["Privacy"] * 3
    statuses = teachers("Kommunal", "0561").frame.select("indicator_id", "status").rows()
    assert dict(statuses) == {"behoriga-heltid": None, "behoriga": None, "forstelarare": "Not applicable"}


def test_every_row_of_the_teachers_table_is_read_when_all_are_asked_for() -> None:
    known = Known(units={"kommun": KnownUnit("Kommunen")}, indicators={})
    source = Source.model_validate(
        {
            "id": "l",
            "title": "Skolverket",
            "file": "Grundskola - Personalstatistik med lärarlegitimation och behörighet 2024 Kommun.csv",
            "kind": "ledger",
            "header_rows": 2,
            "columns": {
                "unit_id": {"value": "kommun"},
                "account": "Kommun-kod",
                "year": {"value": 2024},
                "month": {"value": 10},
                "amount": "#Tjänstgörande lärare / Totalt antal",
            },
            "only": {"Typ av huvudman": "Samtliga"},
            "stop_at": "Rapportbeskrivning",
        }
    )
    reading = read_source(FOLDER, source, known)
    assert reading.faults == []
    assert reading.frame.height == 290
    assert reading.frame["account"].str.len_chars().unique().to_list() == [4]
    assert reading.frame.filter(pl.col("account") == "1880")["amount"].to_list() == [1378.0]


def test_kolada_web_export() -> None:
    reading = read(
        id="kolada-webb",
        title="Kolada, hämtat från webben",
        file="kolada_web_export_2019.xlsx",
        columns={
            "indicator_id": {"from": "A", "map": {"Invånare  totalt, antal": "folkmangd"}},
            "unit_id": {"from": "B", "map": {"Botkyrka": "kommun"}},
        },
        wide={"into": "value", "headings": "years"},
        only={"A": "Invånare totalt, antal", "B": "Botkyrka"},
    )
    assert reading.faults == []
    assert reading.frame.select("indicator_id", "unit_id", "period", "value", "sheet", "row").rows() == [
        ("folkmangd", "kommun", 2019, 94606.0, "Kolada nyckeltal", 4)
    ]
    (counts,) = reading.counts.values()
    assert counts.skipped == {"preamble": 1, "heading": 1, "not in only": 80}
