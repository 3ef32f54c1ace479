"""What is withheld cannot be worked out from what is shown (docs/measures.md §12)."""

from hypothesis import given
from hypothesis import strategies as st

from models.suppression import Cell, determined, equations, withheld

TREE = {"kommun": ["norr", "soder"], "norr": ["a", "b", "c"], "soder": ["d", "e"]}


def test_zero_is_shown_and_four_are_not() -> None:
    assert withheld({("a", "T"): 0, ("b", "T"): 4, ("c", "T"): 5}, {}, 5) == {("b", "T")}


def test_the_other_gender_beside_the_total_goes_too() -> None:
    assert withheld({("a", "T"): 30, ("a", "K"): 3, ("a", "M"): 27}, {}, 5) == {("a", "K"), ("a", "M")}


def test_the_smallest_sibling_goes_too() -> None:
    counts = {("norr", "T"): 43, ("a", "T"): 3, ("b", "T"): 10, ("c", "T"): 30}
    assert withheld(counts, {"norr": ["a", "b", "c"]}, 5) == {("a", "T"), ("b", "T")}


def test_an_only_child_takes_its_parent_with_it() -> None:
    assert withheld({("norr", "T"): 3, ("a", "T"): 3}, {"norr": ["a"]}, 5) == {("norr", "T"), ("a", "T")}


def test_a_parents_difference_does_not_give_it_away() -> None:
    counts = {("kommun", "T"): 63, ("norr", "T"): 43, ("soder", "T"): 20, ("a", "T"): 3, ("b", "T"): 10, ("c", "T"): 30}
    hidden = withheld(counts, TREE, 5)
    assert ("a", "T") in hidden
    assert not determined(hidden, equations(counts, TREE))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=5, max_size=5), st.integers(2, 10))
def test_no_withheld_cell_can_be_worked_out(leaves: list[tuple[int, int]], minimum: int) -> None:
    counts: dict[Cell, int] = {}
    for name, (women, men) in zip("abcde", leaves, strict=True):
        counts |= {(name, "K"): women, (name, "M"): men, (name, "T"): women + men}
    for above in ("norr", "soder", "kommun"):
        for gender in "TKM":
            counts[(above, gender)] = sum(counts[(below, gender)] for below in TREE[above])
    hidden = withheld(counts, TREE, minimum)
    assert {cell for cell, n in counts.items() if 0 < n < minimum} <= hidden
    # Another way to see it: each hidden cell can take another value while every shown one and every sum stays.
    assert not determined(hidden, equations(counts, TREE))
    assert _free(hidden, counts)


def _free(hidden: set[Cell], counts: dict[Cell, int]) -> bool:
    """Whether moving one person between cells keeps all that is shown, for each hidden cell, by search over small moves."""
    tied = equations(counts, TREE)
    pinned = {cell: 0 for cell in counts if cell not in hidden}
    return all(_move_exists(cell, tied, pinned) for cell in hidden)


def _move_exists(cell: Cell, tied: list[tuple[Cell, ...]], pinned: dict[Cell, int]) -> bool:
    free = sorted({c for equation in tied for c in equation if c not in pinned} | {cell})
    sums = [[(1 if name == e[0] else -1) if name in e else 0 for name in free] for e in tied]
    return _rank([*sums, [int(name == cell) for name in free]]) > _rank(sums)


def _rank(rows: list[list[int]], prime: int = 1_000_003) -> int:
    rank, left = 0, [[value % prime for value in row] for row in rows]
    while left and left[0]:
        pivot = next((row for row in left if row[0]), None)
        if pivot is not None:
            left.remove(pivot)
            inverse, rank = pow(pivot[0], -1, prime), rank + 1
            left = [[(a - b * row[0] * inverse) % prime for a, b in zip(row, pivot, strict=True)] for row in left]
        left = [row[1:] for row in left]
    return rank
