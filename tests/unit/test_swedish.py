"""Numbers and sentences as people read them."""

import pytest

from models.definitions.steering import Level
from models.words import numbers
from models.words.judgements import LEVEL, REASON, STATUS, STATUS_SYMBOL, TREND
from models.words.sentences import status_counts


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.891, 1, "1\u00a0234\u00a0567,9"),
        (-4.05, 1, "−4,1"),
        (0.0, 1, "0,0"),
        (None, 1, "–"),
        (89.95, 1, "90,0"),
        (-0.04, 1, "0,0"),
    ],
)
def test_numbers(value: float | None, decimals: int, text: str) -> None:
    assert numbers.number(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(1.25, "+1,3"), (-1.25, "−1,3"), (0.04, "0,0"), (None, "–")])
def test_differences_have_their_sign(value: float | None, text: str) -> None:
    assert numbers.signed(value, 1) == text


def test_shares_and_counts() -> None:
    assert numbers.share(0.625) == "63\u00a0%"
    assert numbers.share(None) == "–"
    assert numbers.count(1, "mål", "mål") == "1\u00a0mål"


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ((8, 3, 19, 0), "Av 30\u00a0målvärden är 8 uppfyllda, 3 delvis uppfyllda och 19 ej uppfyllda."),
        ((1, 0, 0, 0), "Det enda målvärdet är uppfyllt."),
        ((0, 1, 0, 1), "Av 2\u00a0målvärden är 1 delvis uppfyllt och 1 ej bedömt."),
        ((0, 0, 0, 0), "Inga målvärden att bedöma."),
    ],
)
def test_a_status_in_a_sentence(counts: tuple[int, ...], text: str) -> None:
    keys = ("n_met", "n_partly", "n_not_met", "n_not_assessed")
    assert status_counts(dict(zip(keys, counts, strict=True))) == text


def test_every_word_has_its_swedish() -> None:
    from models.tables.header import table

    words = {column.name: column.words for column in table("fulfilment").columns}
    assert set(words["status"]) == set(STATUS) == set(STATUS_SYMBOL)
    assert set(words["reason"]) == set(REASON)
    assert set(words["trend"]) == set(TREND)
    assert set(Level) == set(LEVEL)
