"""Every fault that pydantic finds in a definition is told in Swedish words of ours."""

import re
import types
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from assets.definitions.read_yaml import read_definitions
from models.definitions.municipality import SECTIONS
from models.errors import DefinitionError
from models.words.definition_faults import FAULT_OF_KIND, PATTERN, fault_in_words
from pipelines.settings import Settings
from tests.small import definition, indicator, plan, write

# What an analyst may have written where something else belongs.
WRONG: tuple[Any, ...] = (
    None, "", "Fel ord!", "x" * 1000, -(10**30), -1, 0, 0.5, 3.7, 10**30, float("nan"), float("inf"), True, [], ["Fel ord!"],
    list(range(50)), {}, {"fel": "ord"}, {"": []}, date(2025, 1, 1), datetime(2025, 1, 1, 12), "2025-13-40", "2025-01-01T12:00",
    [{"fel": 1}], [[]], [None], {"fel": {"fel": None}}, "9" * 5000, b"\xff",
)  # fmt: skip


def models() -> list[type[BaseModel]]:
    """Return the model of each section, and every model that stands inside one."""
    found: dict[type[BaseModel], None] = {}

    def within(thing: object) -> Iterator[type[BaseModel]]:
        if isinstance(thing, type) and not isinstance(thing, types.GenericAlias) and issubclass(thing, BaseModel):
            yield thing
        for part in get_args(thing):
            yield from within(part)

    left: list[type[BaseModel]] = [*SECTIONS.values()]
    while left:
        model = left.pop()
        if model not in found:
            found[model] = None
            for field in model.model_fields.values():
                left += within(field.annotation)
                for extra in field.metadata:
                    left += within(extra)
    return list(found)


def told(model: type[BaseModel], value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        yield from ((str(detail["type"]), dict(detail.get("ctx", {}))) for detail in error.errors(include_url=False))


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_no_sentence_of_pydantics_own_gets_through(model: type[BaseModel]) -> None:
    kinds: set[str] = set()
    names = [field.alias or name for name, field in model.model_fields.items()]
    for value in (*WRONG, *({name: value} for name in names for value in WRONG)):
        for kind, context in told(model, value):
            kinds.add(kind)
            assert "{" not in "".join(fault_in_words(kind, "'x'", context))
            if kind == "string_pattern_mismatch":
                assert context["pattern"] in PATTERN
    assert kinds <= FAULT_OF_KIND.keys()
    assert kinds, "values of no kind are refused"


def test_a_wrong_setting_is_told_so_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SMTP_PORT", "x"), ("HISTORY_DAYS", "-1"), ("LOG", "x"), ("SMTP_TLS", "x")):
        monkeypatch.setenv(f"STYRTAL_{name}", value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert {detail["type"] for detail in caught.value.errors()} <= FAULT_OF_KIND.keys()


@pytest.mark.parametrize(
    ("kind", "context", "said"),
    [
        ("literal_error", {"expected": "'T', 'K' or 'M'"}, "'x' får inte stå här. Skriv 'T', 'K' eller 'M'."),
        ("greater_than_equal", {"ge": 1950}, "'x' är mindre än 1950. Skriv 1950 eller mer."),
        ("too_short", {"min_length": 2, "actual_length": 0}, "är en lista med för få poster. Skriv minst 2\u00a0poster."),
        ("too_long", {"max_length": 12}, "är en lista med för många poster. Skriv högst 12\u00a0poster."),
        ("string_too_long", {"max_length": 80}, "'x' är längre än 80 tecken. Korta det."),
        ("string_pattern_mismatch", {"pattern": r"^[0-9]{4}$"}, "'x' har fel form. Skriv fyra siffror inom citattecken, som '1487'."),
        ("value_error", {"error": ValueError("två steg har samma namn")}, "stämmer inte: två steg har samma namn. Rätta det."),
        ("a kind that is new", {}, "'x' går inte att använda här. Rätta det."),
    ],
)  # fmt: skip
def test_what_is_wrong_and_how_to_mend_it(kind: str, context: dict[str, Any], said: str) -> None:
    assert " ".join(fault_in_words(kind, "'x'", context)) == said


TARGET = {"goal": "mal", "indicator": "matt"}


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ({"municipality": {**definition()["municipality"], "demands": [{"of": "quality_faktor", "parts": ["definition"]}]}},
         ["municipality.demands[1].of: 'quality_faktor' får inte stå här. Skriv 'strategic_goal' (inriktningsmål), 'expected_result' "
          "(förväntat resultat), 'own_result' (eget resultat), 'quality_factor' (kvalitetsfaktor), 'development_goal' (utvecklingsmål), "
          "'financial_goal' (finansiellt mål) eller 'assignment' (uppdrag)."]),
        ({"indicators": [indicator(forecast="flöde")]},
         ["indicators[1].forecast: 'flöde' får inte stå här. Skriv 'flow', 'rate' eller 'annual' eller nycklar med värden."]),
        ({"indicators": [indicator(forecast={"numerator": "flöde", "denominator": "rate"})]},
         ["indicators[1].forecast.numerator: 'flöde' får inte stå här. Skriv 'flow', 'rate' eller 'annual'."]),
        ({"plans": [plan(2024, [{**TARGET, "year1": {"low": 1}, "year3": True}])]},
         ["plans[1].targets[1].year1.high: saknas. Lägg till det.",
          "plans[1].targets[1].year3: true är inget tal. Skriv ett tal, med punkt som decimaltecken."]),
        ({"plans": [plan(2024, [{**TARGET, "year1": {"low": 3, "high": 1}}])]},
         ["plans[1].targets[1].year1: stämmer inte: low får inte vara högre än high. Rätta det."]),
    ],
)  # fmt: skip
def test_a_wrong_word_among_several_forms_is_one_fault_by_the_keys_of_the_file(
    tmp_path: Path, sections: dict[str, Any], told: list[str]
) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(tmp_path, definition(**sections)))
    assert [f"{fault.key}: {fault.wrong} {fault.mend}" for fault in caught.value.faults] == told


@pytest.mark.parametrize("section", [name for name in SECTIONS if name not in {"municipality", "vision"}])
def test_no_fault_names_anything_but_keys_of_the_file(tmp_path: Path, section: str) -> None:
    """Whatever is written under any key of any section, the place that is told has no word of the program's own."""
    model = SECTIONS[section]
    names = [field.alias or name for name, field in model.model_fields.items()]
    wrong = [
        "Fel ord!",
        True,
        [],
        ["Fel ord!"],
        {"fel": "ord"},
        [{"fel": 1}],
        [{"fel": {"fel": [None]}}],
        {"fel": ["Fel ord!"]},
    ]
    written = [{name: value} for name in names for value in wrong]
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(tmp_path, definition(**{section: written})))
    places = {re.sub(r"\[\d+\]", "", fault.key) for fault in caught.value.faults}
    known = {
        *SECTIONS,
        *names,
        "fel",
        *(field.alias or name for each in models() for name, field in each.model_fields.items()),
    }
    assert {part for place in places for part in place.split(".")} <= known
    assert not [
        fault for fault in caught.value.faults if "True" in fault.wrong or "Literal" in fault.wrong + fault.mend
    ]
