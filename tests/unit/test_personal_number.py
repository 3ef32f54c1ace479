"""One rule for personal identity numbers: the day and the check digit, however they are written."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import personal_number
from models.personal_number import hide_personal_numbers, holds_personal_number

ONE = {
    "ten digits": "8507099805",
    "hyphen": "850709-9805",
    "over a hundred": "850709+9805",
    "space": "850709 9805",
    "twelve digits": "198507099805",
    "twelve with a hyphen": "19850709-9805",
    "born in the 1800s": "18850709+9805",
    "coordination number": "850769-9802",
    "coordination number of twelve digits": "198507699802",
    "29 February": "000229-1235",
    "in a text": "Anna (850709-9805) slutar",
}
NONE = {
    "case number": "kvalitetschef, dnr 2025001234",
    "case number with a hyphen": "KS 202500-1234",
    "organisation number": "212000-0142",
    "wrong check digit": "850709-9804",
    "wrong check digit of twelve": "19850709-9804",
    "no such month": "851309-9805",
    "no such day": "850732-9805",
    "29 February of another year": "19010229-1234",
    "a longer number": "18507099805123",
    "account": "4010",
    "day": "2025-01-31",
}


@pytest.mark.parametrize("case", ONE)
def test_a_day_and_its_check_digit_are_a_person(case: str) -> None:
    assert holds_personal_number(ONE[case])
    assert hide_personal_numbers(f"a {ONE[case]} b", "…").count("…") == 1


@pytest.mark.parametrize("case", NONE)
def test_what_lacks_either_is_none(case: str) -> None:
    assert not holds_personal_number(NONE[case])
    assert hide_personal_numbers(NONE[case], "…") == NONE[case]


@given(
    st.dates().filter(lambda day: 1900 <= day.year < 2100), st.integers(0, 999), st.sampled_from(("", "-", "+", " ")),
    st.sampled_from((0, 60)), st.booleans(),
)  # fmt: skip
def test_of_ten_last_digits_one_makes_a_person(
    day: date, number: int, sign: str, coordination: int, whole: bool
) -> None:
    birth = f"{day:%y%m}{day.day + coordination:02d}"
    made = [f"{f'{day.year // 100}' if whole else ''}{birth}{sign}{number:03d}{last}" for last in range(10)]
    assert sum(map(holds_personal_number, made)) == 1


def test_the_examples_in_the_docs_hold() -> None:
    assert doctest.testmod(personal_number).attempted == 2
    assert doctest.testmod(personal_number).failed == 0
