"""The account of the whole municipality's staff (docs/measures.md §12): shares by hand, and what is withheld."""

from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.followup.content import ShownTable
from assets.followup.setting.html import contents
from assets.own_files.own_sources import own_rows, read_own
from assets.own_files.unusable import tell_unusable
from models.errors import DefinitionError
from tests.report import view_of
from tests.small import cells, definition, measured, rows, write

KNOWN = cells({2023: 91.0})


def staff(unit: str, gender: str, ages: tuple[int, int, int], **changes: Any) -> dict[str, Any]:
    """A unit's staff of a gender in August, of whom half are employed full time: 100 scheduled hours each, 10 of them sick."""
    n = sum(ages)
    made = {
        "unit": unit, "year": 2024, "month": 8, "gender": gender, "headcount": n, "sick_hours": 10 * n, "scheduled_hours": 100 * n,
        **dict(zip(("under_30", "aged_30_49", "aged_50_up"), ages, strict=True)), "full_time": n // 2, "leavers": n // 5,
        "long_sick_hours": 4 * n, "overtime_hours": n,
    }  # fmt: skip
    return {**made, **changes}


WHOLE = [
    staff("ks", "K", (10, 20, 10)), staff("ks", "M", (10, 10, 20)),
    staff("bun", "K", (30, 40, 30)), staff("bun", "M", (0, 30, 30)),
]  # fmt: skip


def account(tmp_path: Path, given: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    with measured(tmp_path, definition(staff=given), KNOWN, report="2024-08") as con:
        return {(row["measure"], row["gender"]): row for row in rows(con, "FROM staff_account")}


def hidden(found: dict[tuple[str, str], dict[str, Any]]) -> set[tuple[str, str]]:
    assert all(row["amount"] is None and row["share"] is None for row in found.values() if row["withheld"])
    return {key for key, row in found.items() if row["withheld"]}


def test_shares_are_of_sums_over_the_units(tmp_path: Path) -> None:
    found = account(tmp_path, WHOLE)
    assert hidden(found) == set()
    told = {key: (row["amount"], row["share"]) for key, row in found.items()}
    # 140 women and 100 men: 40 and 10 of them under 30.
    assert [told["under_30", gender] for gender in "TKM"] == [(50, 100 * 50 / 240), (40, 100 * 40 / 140), (10, 10)]
    assert (told["full_time", "T"], told["leavers", "T"]) == ((120, 50), (48, 20))
    # 4 of 10 hours of sick leave are of 60 days or more; an hour of overtime of each 100.
    assert (told["long_sick_hours", "T"], told["overtime_hours", "K"]) == ((960, 40), (140, 1))


def test_a_unit_that_does_not_tell_makes_the_sum_unknown(tmp_path: Path) -> None:
    found = account(tmp_path, [*WHOLE[:3], {**WHOLE[3], "leavers": None}])
    assert [(found["leavers", gender]["amount"], found["leavers", gender]["incomplete"]) for gender in "TM"] == [
        (None, True)
    ] * 2
    assert found["full_time", "T"]["amount"] == 120


def test_a_unit_that_tells_of_both_together_makes_each_genders_sum_unknown(tmp_path: Path) -> None:
    # 40 of the first unit are of neither gender: 50 of 100 women employed full time would be half the truth.
    found = account(tmp_path, [staff("ks", "T", (10, 20, 10)), *WHOLE[2:]])
    assert [(found["full_time", g]["amount"], found["full_time", g]["incomplete"]) for g in "TKM"] == [
        (100, False), (None, True), (None, True),
    ]  # fmt: skip
    assert hidden(found) == set()


@pytest.mark.parametrize(
    ("men", "withheld"),
    [
        # 3 men under 30 hide both genders' ages, not the total's.
        ({"under_30": 3, "aged_30_49": 27}, {(age, g) for age in ("under_30", "aged_30_49", "aged_50_up") for g in "KM"}),
        # All but 2 of 60 men are employed full time, and 20 of 40 in the other unit: 22 are not.
        ({"full_time": 58}, set()),
        ({"leavers": 0}, set()),
    ],
)  # fmt: skip
def test_small_counts_are_withheld_with_what_gives_them_away(
    tmp_path: Path, men: dict[str, Any], withheld: set[tuple[str, str]]
) -> None:
    first = staff("ks", "M", (0, 20, 20))
    assert hidden(account(tmp_path, [WHOLE[0], first, WHOLE[2], {**WHOLE[3], **men}])) == withheld


def test_few_in_all_are_not_told_of_the_genders_either(tmp_path: Path) -> None:
    given = [staff("ks", "K", (10, 20, 10), leavers=0), staff("ks", "M", (10, 10, 20), leavers=3)]
    assert hidden(account(tmp_path / "few", given)) == {("leavers", gender) for gender in "TKM"}
    # Two of 40 women are not employed full time.
    given = [staff("ks", "K", (10, 20, 10), full_time=38), staff("ks", "M", (10, 10, 20))]
    assert hidden(account(tmp_path / "part", given)) == {("full_time", "K"), ("full_time", "M")}


def test_a_gender_is_not_the_total_less_the_other(tmp_path: Path) -> None:
    total = staff("ks", "T", (20, 30, 30), leavers=12)
    given = [total, staff("ks", "K", (10, 20, 10), leavers=9), staff("ks", "M", (10, 10, 20), leavers=None)]
    assert hidden(account(tmp_path, given)) == {("leavers", "K")}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"under_30": 11}, "de blir headcount"),
        ({"under_30": None}, "tillsammans"),
        ({"full_time": 41}, "full_time är högst headcount"),
        ({"long_sick_hours": 401}, "long_sick_hours är högst sick_hours"),
    ],
)
def test_check_tells_of_parts_that_are_more_than_the_whole(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    content = definition(staff=[{**staff("ks", "K", (10, 20, 10)), **changes}])
    with pytest.raises(DefinitionError) as wrong:
        read_definitions(write(tmp_path, content))
    assert told in str(wrong.value)


def test_of_a_file_what_does_not_fit_is_told_and_makes_the_sum_unknown(tmp_path: Path) -> None:
    named = {
        "unit_id": "Enhet",
        "year": "År",
        "month": "Månad",
        "gender": "Kön",
        "headcount": "Antal",
        "sick_hours": "Sjuk",
        "scheduled_hours": "Tid",
    }
    parts = {"under_30": "-29 år", "aged_30_49": "30-49 år", "aged_50_up": "50- år", "full_time": "Heltid"}
    source = {"id": "personal", "title": "Personal", "kind": "staff", "file": "personal.csv", "columns": named | parts}
    folder = write(tmp_path, definition(sources=[source]))
    heads = [";".join([*named.values(), *parts.values()])]
    lines = {"rätt": "bun;2024;8;T;40;400;4000;10;20;10;30", "fel": "ks;2024;8;T;40;400;4000;10;20;11;30"}
    told: dict[str, list[str]] = {}
    for name, chosen in (("rätt", ["rätt"]), ("fel", ["rätt", "fel"])):
        (folder / "personal.csv").write_text("\n".join([*heads, *(lines[one] for one in chosen), ""]), encoding="utf-8")
        definitions = read_definitions(folder)
        own = read_own(folder, definitions)
        told[name] = list(tell_unusable(definitions.model, own))
        with measured(tmp_path / name, definition(), KNOWN, "2024-08", own_rows(own, definitions, "2024-08")) as con:
            (row,) = rows(con, "FROM staff_account WHERE measure = 'full_time'")
        assert (row["amount"], row["share"], row["incomplete"]) == (
            (30, 75, False) if name == "rätt" else (None, None, True)
        )
    assert not any("Åldrar" in line for line in told["rätt"])
    assert any("personal.csv:3 om personal: ange under_30" in line for line in told["fel"])


def test_the_councils_page_shows_the_account_and_no_other_page_does(tmp_path: Path) -> None:
    given = [*WHOLE, *({**one, "year": 2023, "full_time": 10} for one in WHOLE)]
    pages = contents(view_of(tmp_path, definition(staff=given), KNOWN, {}, report="2024-08"))
    (table,) = shown(pages["council"])
    row = next(row for row in table.rows if (row[0].text, row[1].text) == ("Anställda på heltid", "Totalt"))
    assert [cell.text for cell in row] == ["Anställda på heltid", "Totalt", "2024-08", "120", "50,0\xa0%", "16,7\xa0%"]
    assert shown(pages["bun"]) == []


def shown(page: Any) -> list[ShownTable]:
    return [
        b for s in page.sections for b in s.blocks if isinstance(b, ShownTable) and b.sheet == "Personalredovisning"
    ]
