"""Five years of the municipality's finances (docs/measures.md §21): figures by hand, what lacks and why, and the council's page."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import in_report, read_definitions
from assets.followup.content import Paragraph, ShownTable
from assets.followup.setting.html import contents
from models.errors import DefinitionError
from tests.real.second_economy import Economy
from tests.real.second_method import Catalogue, Report
from tests.report import view_of
from tests.small import cells, definition, indicator, measured, rows, write

MILLION = 1_000_000
KNOWN = cells({2020: 40.0, 2021: 41.0, 2022: 42.0, 2024: 44.0})
CHOSEN = {"capacity": ["matt"]}


def money(kind: str, amount: float, booked: float, months: int = 12, **changes: Any) -> dict[str, Any]:
    """The council's frame of a kind for 2024 in millions, with as much booked in each of so many months."""
    outcomes = [{"month": month, "amount": round(booked * MILLION / 12)} for month in range(1, months + 1)]
    made = {"unit": "kf", "year": 2024, "kind": kind, "amount": round(amount * MILLION), "outcomes": outcomes}
    return {**made, **changes}


def after_august(amount: float) -> list[dict[str, Any]]:
    return [{"month": 4, "amount": 1}, {"month": 8, "amount": round(amount * MILLION)}]


BUDGETS = [
    money("revenue", 1000, 1000.08, forecasts=after_august(1002)),
    money("cost", 980, 985.08, forecasts=after_august(984)),
    # Of 2023 nothing is known of December.
    money("revenue", 900, 900, 11, year=2023),
    money("cost", 890, 890, 11, year=2023),
]


def analysed(tmp_path: Path, report: str = "2024-12", **sections: Any) -> dict[tuple[str, int], tuple[Any, Any]]:
    content = definition(budgets=BUDGETS) | sections
    content["municipality"] = content["municipality"] | {"financial_analysis": CHOSEN}
    with measured(tmp_path, content, KNOWN, report=report) as con:
        return {(r["figure"], r["year"]): (r["value"], r["reason"]) for r in rows(con, "FROM financial_analysis")}


def test_the_years_result_against_budget_and_forecast(tmp_path: Path) -> None:
    found = analysed(tmp_path)
    assert found["result", 2024] == (15 * MILLION, None)
    assert found["budget_deviation", 2024] == (-5 * MILLION, None)
    assert found["forecast_deviation", 2024] == (-3 * MILLION, None)
    assert [found[name, 2023] for name in ("result", "budget_deviation", "forecast_deviation")] == [
        (None, "no_outcome")
    ] * 3
    assert found["investment", 2024] == (None, "not_booked")
    assert found["investment", 2022] == (None, "no_outcome")


def test_indicators_are_shown_year_by_year_and_what_lacks_is_said(tmp_path: Path) -> None:
    found = analysed(tmp_path)
    assert {year: told for (figure, year), told in found.items() if figure == "indicator"} == {
        2020: (40.0, None), 2021: (41.0, None), 2022: (42.0, None), 2023: (None, "missing"), 2024: (44.0, None),
    }  # fmt: skip


def test_an_interim_report_has_the_five_years_before_its_own(tmp_path: Path) -> None:
    assert {year for _, year in analysed(tmp_path, "2024-08")} == {2019, 2020, 2021, 2022, 2023}


@pytest.mark.parametrize(
    ("budgets", "figure", "told"),
    [
        ([money("cost", 980, 985)], "result", (None, "no_outcome")),
        ([money("cost", 980, 985, unit="bun"), money("revenue", 9, 9, unit="bun")], "result", (None, "no_taxes")),
        ([money("result", 20, 15)], "budget_deviation", (-5 * MILLION, None)),
        ([money("result", 20, 15)], "forecast_deviation", (None, "no_forecast")),
        ([money("result", 20, 15), money("cost", 1, 1, unit="bun")], "result", (None, "no_outcome")),
        ([money("investment", 30, 24)], "investment", (24 * MILLION, None)),
    ],
)
def test_a_figure_that_lacks_has_its_reason(
    tmp_path: Path, budgets: list[dict[str, Any]], figure: str, told: tuple[Any, Any]
) -> None:
    assert analysed(tmp_path, budgets=budgets)[figure, 2024] == told


def test_the_page_shows_a_column_a_year_and_what_no_measure_tells(tmp_path: Path) -> None:
    content = definition(budgets=BUDGETS)
    content["municipality"] |= {"financial_analysis": CHOSEN}
    view = view_of(tmp_path, content, KNOWN, {}, report="2024-12")
    council = contents(view)["council"]
    (section,) = [each for each in council.sections if each.id == "fem-ar"]
    (table,) = [block for block in section.blocks if isinstance(block, ShownTable)]
    assert [head.title for head in table.columns] == ["Perspektiv", "Mått", "2020", "2021", "2022", "2023", "2024"]
    said = {(row[0].text, row[1].text): [(cell.text, cell.note) for cell in row[2:]] for row in table.rows}
    assert said["Resultat", "Årets resultat"][3:] == [
        ("–", "utfallet för hela året är inte känt"),
        ("15\u00a0000\u00a0000", ""),
    ]
    assert said["Kontroll", "Resultatet mot budget"][4] == ("5\u00a0000\u00a0000 sämre", "")
    assert said["Kapacitet", "mått"][3:] == [("–", "värde saknas"), ("44,0", "")]
    assert section.blocks[-1].text == "Kommunen har inte valt något mått som visar risk."  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("told", "taxes", "said"),
    [
        # 15 of 1,000 million is 1.5 percent: half a percent apart as read, and less.
        (2.0, 1000, "Resultatet 2024 är 1,5 procent"),
        (-1.7, 1000, "men -1,7 procent enligt nyckeltalet i Kolada"),
        (1.9, 1000, ""),
        (1.1, 1000, ""),
        # Nobody has foretold the taxes: there is nothing to hold against each other.
        (-1.7, None, ""),
    ],
)
def test_the_page_says_where_the_ledger_and_kolada_contradict_each_other(
    told: float, taxes: int | None, said: str, tmp_path: Path
) -> None:
    finances = {
        "year": 2024,
        "taxes_and_grants": [{"month": 4, "amount": 1}, {"month": 8, "amount": (taxes or 0) * MILLION}],
    }
    share = indicator(
        scale={"kind": "signed", "min": -30, "max": 100}, tolerance=1, decimals=1, foretold_by="result_share"
    )
    content = definition(budgets=BUDGETS, indicators=[share], finances=[finances] if taxes else [])
    content["municipality"] |= {"financial_analysis": {"result": ["matt"]}}
    council = contents(view_of(tmp_path, content, cells({2023: 1.0, 2024: told}), {}, report="2024-12"))["council"]
    (section,) = [each for each in council.sections if each.id == "fem-ar"]
    texts = [
        block.text for block in section.blocks if isinstance(block, Paragraph) and block.text.startswith("Resultatet")
    ]
    assert len(texts) == bool(said)
    assert all(said in text.replace("\N{MINUS SIGN}", "-") for text in texts)


def test_check_tells_of_an_indicator_that_there_is_none_of(tmp_path: Path) -> None:
    content = definition(indicators=[indicator()])
    content["municipality"] |= {"financial_analysis": {"risk": ["borgen", "matt", "matt"]}}
    with pytest.raises(DefinitionError) as wrong:
        read_definitions(write(tmp_path, content))
    assert "borgen" in str(wrong.value)
    assert "'matt' står två gånger" in str(wrong.value)


@pytest.mark.parametrize("seed", range(4))
def test_every_row_is_the_same_by_a_second_method(seed: int, tmp_path: Path) -> None:
    made = random.Random(seed)
    budgets: list[dict[str, Any]] = []
    for year in range(2019, 2025):
        kinds = made.choice([["cost", "revenue"], ["result"], ["cost"], ["cost", "revenue", "investment"]])
        for unit in ("kf", "bun", "skola"):
            for kind in kinds:
                if made.random() < 0.8:
                    one = money(
                        kind,
                        made.randint(1, 999),
                        made.randint(1, 999),
                        made.choice([11, 12, 12, 12]),
                        unit=unit,
                        year=year,
                    )
                    if made.random() < 0.7:
                        one["forecasts"] = [{"month": made.choice([4, 8, 12]), "amount": made.randint(1, 10**9)}]
                    budgets.append(one)
    report = made.choice(["2024-12", "2024-08"])
    with measured(tmp_path, definition(budgets=budgets), KNOWN, report=report) as con:
        theirs = {(r["figure"], r["year"]): r for r in rows(con, "FROM financial_analysis")}
    as_of = datetime(2026, 1, 1, tzinfo=UTC)
    model = in_report(read_definitions(tmp_path / "prov"), report, as_of).model
    mine = Economy(Report(model, {}, Catalogue({}, {}, {}), report, as_of, set())).financial_analysis()
    assert len(mine) == len(theirs) == 20
    for row in mine:
        other = theirs[row["figure"], row["year"]]
        value = None if row["value"] is None else round(float(row["value"]), 2)
        assert (value, row["reason"], row["aspect"]) == (other["value"], other["reason"], other["aspect"]), row
