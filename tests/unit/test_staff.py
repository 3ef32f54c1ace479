"""Staff rolled up as sums, and what is withheld so that it cannot be worked out (docs/measures.md §5, §12)."""

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small import cells, definition, few, measured, rows

FEW = few(12)
LEAST = 5


def staff(unit: str, women: int | None, men: int | None, **changes: Any) -> list[dict[str, Any]]:
    """A unit's staff in August, with one full-time equivalent and 150 hours a person, of which 15 on sick leave."""
    return [
        {
            "unit": unit, "year": 2024, "month": 8, "gender": gender, "headcount": n, "fte": n,
            "sick_hours": 15 * n, "scheduled_hours": 150 * n, **changes,
        }
        for gender, n in (("K", women), ("M", men))
        if n is not None
    ]  # fmt: skip


def found(folder: Path, given_staff: list[dict], units: list[dict] | None = None) -> dict[tuple[str, str], dict]:
    goal = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "kf", "indicators": ["matt"]}
    content = definition(staff=given_staff, goals=[goal], plans=[], **({"units": units} if units else {}))
    with measured(folder, content, cells({2023: 91.0}), report="2024-08") as con:
        return {(row["unit_id"], row["gender"]): row for row in rows(con, "FROM staff WHERE month = 8")}


def hidden(table: dict[tuple[str, str], dict]) -> set[tuple[str, str]]:
    assert all((row["headcount"] is None) == row["withheld"] for row in table.values())
    assert all(row["fte"] is None and row["sick_leave"] is None for row in table.values() if row["withheld"])
    return {key for key, row in table.items() if row["withheld"]}


def tree(**parents: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [{"id": "kf", "title": "KF", "level": "council"}]
    return made + [{"id": u, "title": u, "level": "department", "parent": p} for u, p in parents.items()]


def test_sick_leave_is_a_ratio_of_sums_and_never_a_mean_of_rates(tmp_path: Path) -> None:
    given_staff = [
        {
            "unit": "ks",
            "year": 2024,
            "month": 8,
            "gender": "T",
            "headcount": 10,
            "sick_hours": 5,
            "scheduled_hours": 10,
        },
        {
            "unit": "bun",
            "year": 2024,
            "month": 8,
            "gender": "T",
            "headcount": 90,
            "sick_hours": 81,
            "scheduled_hours": 90,
        },
    ]
    table = found(tmp_path, given_staff)
    assert [table[unit, "T"]["sick_leave"] for unit in ("ks", "bun", "kf")] == [50.0, 90.0, 86.0]
    assert (table["kf", "T"]["headcount"], table["kf", "T"]["n_units"], table["kf", "T"]["fte"]) == (100, 2, None)


def test_the_total_is_the_sum_of_the_genders_where_none_is_reported(tmp_path: Path) -> None:
    table = found(tmp_path, staff("skola", 40, 30) + staff("bun", 8, 9))
    assert {key: row["headcount"] for key, row in table.items() if key[0] == "bun"} == {
        ("bun", "T"): 87,
        ("bun", "K"): 48,
        ("bun", "M"): 39,
    }
    assert table["bun", "K"]["sick_leave"] == 10.0
    assert (table["skola", "T"]["level"], table["bun", "T"]["n_units"]) == ("department", 2)


def test_a_gender_that_not_all_units_tell_is_unknown_and_the_total_is_not(tmp_path: Path) -> None:
    together = {
        "unit": "ks",
        "year": 2024,
        "month": 8,
        "gender": "T",
        "headcount": 20,
        "sick_hours": 10,
        "scheduled_hours": 100,
    }
    table = found(tmp_path, [*staff("bun", 30, 10), together])
    assert {key: table[key]["headcount"] for key in (("kf", "T"), ("kf", "K"), ("kf", "M"), ("bun", "K"))} == {
        ("kf", "T"): 60, ("kf", "K"): None, ("kf", "M"): None, ("bun", "K"): 30,
    }  # fmt: skip
    women = table["kf", "K"]
    assert (women["fte"], women["sick_leave"], women["withheld"], women["n_units"]) == (None, None, False, 1)
    assert table["kf", "T"]["sick_leave"] == pytest.approx(100 * (15 * 40 + 10) / (150 * 40 + 100))


def test_few_of_one_gender_hide_the_other_too_but_not_the_total(tmp_path: Path) -> None:
    assert hidden(found(tmp_path, staff("bun", 20, 3), tree(bun="kf"))) == {
        ("bun", "K"), ("bun", "M"), ("kf", "K"), ("kf", "M"),
    }  # fmt: skip


def test_zero_is_not_withheld(tmp_path: Path) -> None:
    assert hidden(found(tmp_path, staff("bun", 20, 0), tree(bun="kf"))) == set()


def test_a_sibling_is_withheld_with_it(tmp_path: Path) -> None:
    units = tree(a="kf", b="kf", c="kf")
    table = found(tmp_path, staff("a", 20, 3) + staff("b", 30, 40) + staff("c", 10, 10), units)
    assert hidden(table) == {("a", "K"), ("a", "M"), ("c", "K"), ("c", "M")}
    small = found(tmp_path / "b", staff("a", 2, 1) + staff("b", 30, 40) + staff("c", 10, 10), units)
    assert hidden(small) == {(unit, gender) for unit in ("a", "c") for gender in "TKM"}


def test_two_of_one_each_are_told_by_their_sum_and_so_hide_a_third(tmp_path: Path) -> None:
    units = tree(a="kf", b="kf", c="kf", d="kf")
    table = found(tmp_path, staff("a", 1, 0) + staff("b", 1, 0) + staff("c", 9, 9) + staff("d", 20, 20), units)
    assert {unit for unit, gender in hidden(table) if gender == "T"} == {"a", "b", "c"}


def test_few_in_the_unit_itself_are_not_told_by_what_lies_below(tmp_path: Path) -> None:
    units = tree(a="kf", b="a", c="a")
    table = found(tmp_path, staff("a", 1, 1) + staff("b", 20, 20) + staff("c", 30, 30), units)
    assert ("b", "T") in hidden(table)
    safe = found(tmp_path / "b", staff("a", 8, 8) + staff("b", 20, 20) + staff("c", 30, 30), units)
    assert hidden(safe) == set()


def determined(equations: list[dict[Any, int]]) -> set[Any]:
    """The unknowns that a system of linear equations gives, whatever its right-hand side."""
    names = sorted({name for equation in equations for name in equation}, key=str)
    matrix = [[Fraction(equation.get(name, 0)) for name in names] for equation in equations]
    done = 0
    for column in range(len(names)):
        pivot = next((i for i in range(done, len(matrix)) if matrix[i][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        matrix[done] = [x / matrix[done][column] for x in matrix[done]]
        for i in range(len(matrix)):
            if i != done and matrix[i][column]:
                factor = matrix[i][column]
                matrix[i] = [x - factor * y for x, y in zip(matrix[i], matrix[done], strict=True)]
        done += 1
    return {names[next(i for i, x in enumerate(row) if x)] for row in matrix[:done] if sum(map(bool, row)) == 1}


SIZES = st.one_of(st.integers(0, 7), st.integers(0, 60))
NODES = st.lists(st.tuples(st.integers(0, 5), st.none() | st.tuples(SIZES, SIZES)), min_size=2, max_size=8)


@FEW
@given(nodes=NODES)
def test_what_is_withheld_cannot_be_worked_out(nodes: list[tuple[int, tuple[int, int] | None]]) -> None:
    parent = {f"u{i}": f"u{above % i}" if i and above else "kf" for i, (above, _) in enumerate(nodes)}
    own = {f"u{i}": sizes for i, (_, sizes) in enumerate(nodes) if sizes is not None}
    with tempfile.TemporaryDirectory() as folder:
        table = found(Path(folder), [one for unit, (k, m) in own.items() for one in staff(unit, k, m)], tree(**parent))
    withheld = hidden(table)
    units = {unit for unit, _ in table}

    def below(unit: str) -> int:
        return sum(own.get(unit, (0, 0))) + sum(below(child) for child, above in parent.items() if above == unit)

    equations: list[dict[Any, int]] = []
    for unit in units:
        children = [child for child in units if parent.get(child) == unit]
        equations.append({(unit, "T"): 1, (unit, "K"): -1, (unit, "M"): -1})
        for gender in "TKM":
            equation: dict[Any, int] = {(unit, gender): 1} | {(child, gender): -1 for child in children}
            if children and unit in own:
                equation["own", unit, gender] = -1
            if children:
                equations.append(equation)
        if children and unit in own:
            equations.append({("own", unit, "T"): 1, ("own", unit, "K"): -1, ("own", unit, "M"): -1})
    unknown = [{name: x for name, x in one.items() if name in withheld or name[0] == "own"} for one in equations]
    told = determined([one for one in unknown if one])
    assert not told & withheld
    few = {("own", u, g) for u, (k, m) in own.items() for g, n in (("T", k + m), ("K", k), ("M", m)) if 0 < n < LEAST}
    assert not told & few
    for unit, (k, m) in own.items():
        if unit not in parent.values() and (0 < k < LEAST or 0 < m < LEAST):
            assert {(unit, "K"), (unit, "M")} <= withheld
    if all(below(unit) >= 10 * LEAST and all(n >= LEAST for n in own.get(unit, (9, 9))) for unit in units):
        assert withheld == set()


@pytest.mark.parametrize("equations", [[{"x": 1}], [{"x": 1, "y": 1}, {"y": 1}]])
def test_the_test_finds_what_can_be_worked_out(equations: list[dict[Any, int]]) -> None:
    assert "x" in determined(equations)
    assert determined([{"x": 1, "y": 1}, {"x": 2, "y": 2}]) == set()
