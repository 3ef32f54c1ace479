"""What is said of a key or value that a definition may not have: each kind of fault that pydantic finds in our models."""

import re
from collections.abc import Iterator, Mapping, Sequence

from models.words.judgements import GOAL_KIND
from models.words.numbers import count

# The forms that texts must have, by the pattern that holds them to it.
PATTERN = {
    r"^[a-z][a-z0-9-]*$": "först en liten bokstav a–z, sedan små bokstäver, siffror och bindestreck, som verksamhetsplan",
    r"^[a-z0-9][a-z0-9-]*$": "små bokstäver a–z, siffror och bindestreck, som barn-och-utbildning",
    r"^[^@\s]+@[^@\s]+$": "en e-postadress, som oppnadata@kommunen.se",
    r"^https://[^\s<>\"]+[^/\s<>\"]$": "en adress som börjar med https:// och inte slutar med /, som https://data.kommunen.se/uppfoljning",
    r"^https?://[^\s<>\"]+$": "en adress, som http://creativecommons.org/publicdomain/zero/1.0/",
    r"^[NU][0-9]{5}$": "N eller U och fem siffror, som N15419",
    r"^[0-9]{4}$": "fyra siffror inom citattecken, som '1487'",
    r"^[0-9]{4}-(0[1-9]|1[0-2])$": "år och månad, som 2025-08",
    r"^#[0-9a-fA-F]{6}$": "#, och sex siffror eller bokstäver a–f, som '#0b4f8a'",
    r"^[0-9]+$": "bara siffror inom citattecken, som '3'",
    r"^V[0-9]{2}E[0-9]{5,9}$": "V, två siffror, E och fem till nio siffror, som V15E148700101",
}
# What libyaml finds in a text that is no YAML; of the rest, which nobody writes by mistake, nothing more is said.
YAML_PROBLEMS = {
    "did not find expected node content": "något saknas efter en hakparentes, en klammer eller ett kommatecken",
    "did not find expected ',' or ']'": "en hakparentes [ stängs inte, eller ett kommatecken saknas",
    "did not find expected ',' or '}'": "en klammer { stängs inte, eller ett kommatecken saknas",
    "did not find expected '-' indicator": "raden hör inte till listan ovanför, vars poster börjar med '-'",
    "did not find expected key": "raden är indragen annorlunda än de ovanför, eller har text efter ett citattecken",
    "mapping values are not allowed in this context": "raden har ett kolon för mycket, eller saknar ett på raden ovanför; text "
    "med kolon ska stå inom citattecken",
    "block sequence entries are not allowed in this context": "en listas första '-' ska stå på en egen rad",
    "found character that cannot start any token": "ett värde börjar med ett tecken som @, % eller `; sätt det inom citattecken",
    "found unexpected end of stream": "ett citattecken stängs inte",
    "found unknown escape character": "ett omvänt snedstreck står inom dubbla citattecken; använd enkla",
    "could not find expected ':'": "ett kolon saknas",
    "but found another document": "filen har flera dokument, skilda av ---",
}
# By pydantic's type of the fault: what is wrong, and how to mend it.
_NOT_WHOLE = ("{shown} är inget heltal.", "Skriv ett heltal.")
_NO_NUMBER = ("{shown} är inget tal.", "Skriv ett tal, med punkt som decimaltecken.")
_NO_DAY = ("{shown} är ingen dag.", "Skriv dagen som 2025-06-18.")
_NO_ANSWER = ("{shown} är varken true eller false.", "Skriv true eller false.")
_NO_KEYS = ("ska ha nycklar med värden.", "Skriv dem som nyckel: värde, en på varje rad.")
FAULT_OF_KIND = {
    "missing": ("saknas.", "Lägg till det."),
    "extra_forbidden": ("är ingen känd nyckel.", "Rätta stavningen, eller ta bort den."),
    "literal_error": ("{shown} får inte stå här.", "Skriv {expected}."),
    "enum": ("{shown} får inte stå här.", "Skriv {expected}."),
    "string_pattern_mismatch": ("{shown} har fel form.", "Skriv {form}."),
    "string_type": ("{shown} är ingen text.", "Sätt det inom citattecken."),
    "string_unicode": ("{shown} är ingen text.", "Sätt det inom citattecken."),
    "string_too_short": ("är tom.", "Fyll i texten, eller ta bort nyckeln."),
    "string_too_long": ("{shown} är längre än {most} tecken.", "Korta det."),
    "too_short": ("är en lista med för få poster.", "Skriv minst {least}."),
    "too_long": ("är en lista med för många poster.", "Skriv högst {most}."),
    "int_type": _NOT_WHOLE,
    "int_parsing": _NOT_WHOLE,
    "int_parsing_size": _NOT_WHOLE,
    "int_from_float": _NOT_WHOLE,
    "finite_number": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "float_parsing": _NO_NUMBER,
    "decimal_type": _NO_NUMBER,
    "decimal_parsing": _NO_NUMBER,
    "greater_than": ("{shown} är inte större än {gt}.", "Skriv ett större tal."),
    "greater_than_equal": ("{shown} är mindre än {ge}.", "Skriv {ge} eller mer."),
    "less_than": ("{shown} är inte mindre än {lt}.", "Skriv ett mindre tal."),
    "less_than_equal": ("{shown} är större än {le}.", "Skriv {le} eller mindre."),
    "bool_type": _NO_ANSWER,
    "bool_parsing": _NO_ANSWER,
    "date_type": _NO_DAY,
    "date_parsing": _NO_DAY,
    "date_from_datetime_parsing": _NO_DAY,
    "date_from_datetime_inexact": _NO_DAY,
    "list_type": ("är ingen lista.", "Börja varje post med '- '."),
    "dict_type": _NO_KEYS,
    "model_type": _NO_KEYS,
    "value_error": ("stämmer inte: {error}.", "Rätta det."),
}
_OTHERWISE = ("{shown} går inte att använda här.", "Rätta det.")


# What may stand where several forms may, by the kind of fault that each gives.
_MAY_STAND = {
    "decimal_type": "ett tal", "decimal_parsing": "ett tal", "finite_number": "ett tal", "string_type": "en text",
    "string_too_short": "en text", "model_type": "nycklar med värden", "dict_type": "nycklar med värden", "list_type": "en lista",
}  # fmt: skip
_MEANS = {**GOAL_KIND, "assignment": "Uppdrag"}


def fault_in_words(kind: str, shown: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Return what is wrong and how to mend it.

    Args:
        kind: pydantic's type of the fault.
        shown: the value, as it may be shown.
        context: what pydantic tells beside: what was expected, a pattern, bounds, our own words.
    """
    words = {
        **context,
        "shown": shown,
        "expected": _expected(context),
        "form": PATTERN.get(str(context.get("pattern")), context.get("pattern")),
        "least": _entries(context.get("min_length")),
        "most": context.get("max_length") if kind == "string_too_long" else _entries(context.get("max_length")),
    }
    wrong, mend = FAULT_OF_KIND.get(kind, _OTHERWISE)
    return wrong.format(**words), mend.format(**words)


def alternatives_in_words(shown: str, faults: Sequence[tuple[str, Mapping[str, object]]]) -> tuple[str, str]:
    """Return what is wrong, and how to mend it, where a value has none of the forms that it may have.

    Args:
        shown: the value, as it may be shown.
        faults: pydantic's type of the fault that each form gives, with what it tells beside.
    """
    told = [part for kind, context in faults for part in _may_stand(kind, context)]
    return FAULT_OF_KIND["enum"][0].format(shown=shown), f"Skriv {' eller '.join(dict.fromkeys(told))}."


def _may_stand(kind: str, context: Mapping[str, object]) -> Iterator[str]:
    if kind in {"literal_error", "enum"}:
        yield _expected(context)
    elif kind in _MAY_STAND:
        yield _MAY_STAND[kind]


def _expected(context: Mapping[str, object]) -> str:
    """Return the words that may stand, with what a goal's kind is called in Swedish."""
    listed = str(context.get("expected", "")).replace(" or ", " eller ")
    return re.sub(
        r"'(\w+)'", lambda found: f"{found[0]} ({_MEANS[found[1]].lower()})" if found[1] in _MEANS else found[0], listed
    )


def _entries(n: object) -> str:
    return count(n, "post", "poster") if isinstance(n, int) else ""
