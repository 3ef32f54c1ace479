"""Every fault that pydantic finds in a definition is told in Swedish words of ours."""

import types
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from models.definitions.municipality import SECTIONS
from models.words.definition_faults import FAULT_OF_KIND, PATTERN, fault_in_words
from pipelines.settings import Settings

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
