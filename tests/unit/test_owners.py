"""Who owns joint committees and companies (docs/measures.md §10): shares by hand, faults, and a page for each owner."""

from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.followup.content import Page, Paragraph, ShownTable
from assets.followup.setting.html import contents, with_files
from models.errors import DefinitionError
from tests.report import view_of
from tests.small import cells, definition, measured, rows, write

UNITS: list[dict[str, Any]] = [
    {"id": "kf", "title": "Fullmäktige", "level": "council"},
    {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
    {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
]
SHARED = [{"owner": "Ådal", "share": 62.5}, {"owner": "Östby", "share": 37.5}]


def joint(owners: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A municipality with a joint committee of these owners, its money in kronor, a goal and a judgement of its own."""
    unit = {
        "id": "raddning",
        "title": "Räddningen",
        "level": "joint_committee",
        "parent": "kf",
        "owners": owners,
        **changes,
    }
    budget = {
        "unit": "raddning", "year": 2024, "kind": "cost", "amount": 9_600_000,
        "outcomes": [{"month": m, "amount": 800_000.01} for m in range(1, 9)],
        "forecasts": [{"month": 8, "amount": 9_700_000}],
    }  # fmt: skip
    return definition(
        units=[*UNITS, unit],
        budgets=[budget],
        goals=[{"id": "mal", "kind": "own_result", "title": "Framme i tid", "unit": "raddning", "indicators": ["matt"]}],
        judgements=[
            {
                "report": "2024-08", "unit": "raddning", "goal": "mal", "status": "partly", "motivation": "Vägen är lagd om.",
                "by": "Ordföranden", "date": "2024-09-02",
            }
        ],
    )  # fmt: skip


def shares(tmp_path: Path, content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    with measured(tmp_path, content, cells({2023: 91.0}), report="2024-08") as con:
        return {row["owner"]: row for row in rows(con, "FROM owner_shares WHERE month = 8")}


def test_each_owner_has_its_part_and_they_come_to_the_whole(tmp_path: Path) -> None:
    found = shares(tmp_path, joint(SHARED))
    keys = ("share", "budget", "budget_to_date", "outcome", "forecast", "deviation", "reason")
    # 62.5 and 37.5 percent of 9 600 000, 6 400 000, 8 · 800 000.01 = 6 400 000.08, 9 700 000 and −100 000.
    assert [found["Ådal"][key] for key in keys] == [62.5, 6_000_000, 4_000_000, 4_000_000.05, 6_062_500, -62_500, None]
    assert [found["Östby"][key] for key in keys] == [37.5, 3_600_000, 2_400_000, 2_400_000.03, 3_637_500, -37_500, None]


def test_thirds_are_written_with_four_decimals_and_nothing_is_left_over(tmp_path: Path) -> None:
    thirds = [{"owner": name, "share": share} for name, share in (("A", 33.3333), ("B", 33.3333), ("C", 33.3334))]
    found = shares(tmp_path, joint(thirds))
    assert [found[name]["budget"] for name in "ABC"] == [3_199_996.8, 3_199_996.8, 3_200_006.4]
    assert sum(row["budget"] for row in found.values()) == 9_600_000


def test_owners_that_change_within_the_year_have_no_part_of_it_and_are_told_why(tmp_path: Path) -> None:
    changed = [
        {"owner": "Ådal", "share": 100, "valid_to": "2024-06-30"},
        {"owner": "Ådal", "share": 60, "valid_from": "2024-07-01"},
        {"owner": "Östby", "share": 40, "valid_from": "2024-07-01"},
    ]
    found = shares(tmp_path / "a", joint(changed))
    assert [(r["share"], r["budget"], r["outcome"], r["reason"]) for r in found.values()] == [
        (60, None, None, "owners_changed"), (40, None, None, "owners_changed"),
    ]  # fmt: skip
    # Of the year after, and of a unit that began on that day, the shares are of all of it.
    later = [{**each, "valid_from": "2024-07-01"} for each in SHARED]
    assert shares(tmp_path / "b", joint(later, valid_from="2024-07-01"))["Östby"]["reason"] is None


@pytest.mark.parametrize(
    ("owners", "changes", "told"),
    [
        ([{"owner": "Ådal", "share": 60}, {"owner": "Östby", "share": 30}], {}, "blir tillsammans 90 procent, inte 100"),
        ([{"owner": "Ådal", "share": 100, "valid_to": "2024-06-30"}], {}, "blir tillsammans 0 procent 2024-07-01"),
        ([*SHARED, {"owner": "Ådal", "share": 1, "valid_from": "2024-03-01"}], {}, "'Ådal' står två gånger 2024-03-01"),
        (SHARED, {"level": "committee"}, "har ägare, men level: committee"),
        ([{"owner": "Ådal", "share": 50}, {"owner": "Adal", "share": 50}], {}, "skulle få samma sida som 'Ådal'"),
        ([{"owner": "Ådal", "share": 100, "valid_from": "2024-02-01", "valid_to": "2024-01-01"}], {}, "slutar innan den börjar"),
        ([{"owner": "Ådal", "share": 0}], {}, "share"),
    ],
)  # fmt: skip
def test_check_tells_what_is_wrong_with_owners(
    tmp_path: Path, owners: list[dict[str, Any]], changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(DefinitionError) as wrong:
        read_definitions(write(tmp_path, joint(owners, **changes)))
    assert told in str(wrong.value)


def test_each_owner_has_a_page_with_its_part_and_the_units_goals_and_judgements(tmp_path: Path) -> None:
    view = view_of(tmp_path, joint(SHARED), cells({2023: 91.0}), {}, report="2024-08")
    pages = contents(view)
    assert {"agare-adal", "agare-ostby"} <= {*pages} & {*with_files(view)}
    page = pages["agare-ostby"]
    assert page.title == "Östbys del i gemensamma nämnder och bolag"
    money = shown(page, "Ägarens del av budget, utfall och prognos")
    assert money == [
        ["Räddningen", "Kostnad", "37,5", "3\u00a0600\u00a0000", "augusti 2024", "2\u00a0400\u00a0000", "3\u00a0637\u00a0500", "37\u00a0500 sämre"]
    ]  # fmt: skip
    ((goal, unit, _, _, own),) = shown(page, "Målen, så som enheten bedöms")
    assert (goal, unit, own) == ("Framme i tid", "Räddningen", "Delvis uppfyllt")
    of_unit = shown(pages["raddning"], "Ägarens del av budget, utfall och prognos")
    assert [row[0] for row in of_unit] == ["Ådal", "Östby"]


def test_an_owners_page_says_why_money_lacks(tmp_path: Path) -> None:
    content = joint(SHARED)
    # A company of which nothing is known, and a joint committee without a forecast.
    company = {"id": "bostad", "title": "Bostaden AB", "level": "company", "parent": "kf", "owners": SHARED}
    content["units"] = [*content["units"], company]
    content["budgets"] = [{key: told for key, told in content["budgets"][0].items() if key != "forecasts"}]
    page = contents(view_of(tmp_path, content, cells({2023: 91.0}), {}, report="2024-08"))["agare-ostby"]
    (money,) = shown(page, "Ägarens del av budget, utfall och prognos")
    assert money[-1] == "prognosen finns inte i det som kommunen har lämnat till rapporten"
    (section,) = [each for each in page.sections if each.id == "ekonomi"]
    assert [block.text for block in section.blocks if isinstance(block, Paragraph)] == [
        "Inga belopp visas av Bostaden AB: varken budget, utfall eller prognos finns i det som kommunen har lämnat till rapporten."
    ]


def shown(page: Page, caption: str) -> list[list[str]]:
    """What a table of a page says."""
    (found,) = [
        b for section in page.sections for b in section.blocks if isinstance(b, ShownTable) and b.caption == caption
    ]
    return [[cell.text for cell in row] for row in found.rows]


def test_an_owners_page_does_not_say_that_nothing_was_left_of_what_cannot_be_read(tmp_path: Path) -> None:
    company = {
        "id": "bolag",
        "title": "Bostaden AB",
        "level": "company",
        "parent": "kf",
        "owners": [{"owner": "Ådal", "share": 100}],
    }
    content = joint(SHARED)
    columns = {"unit_id": "E", "account": "K", "year": "Å", "month": "M", "amount": "B"}
    source = {
        "id": "bok",
        "title": "Boken",
        "file": "bok.csv",
        "kind": "ledger",
        "columns": {k: {"from": v} for k, v in columns.items()},
    }
    unread = {
        "check_id": "own_source_read", "subject": "bok", "severity": "error", "status": "failed", "n_checked": 2, "n_failed": 1,
        "message": "1 rad går inte att läsa.", "sample": None,
    }  # fmt: skip
    budget = {key: value for key, value in content["budgets"][0].items() if key != "outcomes"}
    content |= {"units": [*content["units"], company], "sources": [source], "budgets": [budget]}
    view = view_of(tmp_path, content, cells({2023: 91.0}), {"checks": [unread]}, "2024-08")
    page = contents(view)["agare-adal"]
    paragraphs = [block.text for part in page.sections for block in part.blocks if isinstance(block, Paragraph)]
    assert "Inga belopp visas av Bostaden AB: rader i huvudboken går inte att läsa." in paragraphs
    (money,) = shown(page, "Ägarens del av budget, utfall och prognos")
    assert money[-1] == "utfallet visas inte: rader i huvudboken går inte att läsa"
