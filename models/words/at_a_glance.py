"""Words of what a page begins with: the state of things, what is to be decided and reconsidered, and what is new."""

from collections.abc import Sequence

from models.definitions.own_words import STANDARD, OwnWords
from models.tables.rows import FulfilmentRow
from models.words.judgements import REASON
from models.words.numbers import NBSP, count, listed, number
from models.words.own_names import glance_money, has_own_statuses, statuses_named
from models.words.sentences import AGAINST_BUDGET, BETTER, value_said, year_said
from models.words.table_words import TableWords

TILE = {
    "targets": "Målvärden",
    "money": "Ekonomi, helår",
    "others": "Bland liknande kommuner",
    "control": "Intern kontroll",
    "own": "Egen bedömning",
}
OWN_LACKS = "Saknas"
BY_THEMSELVES = "enligt de ansvarigas egen bedömning"
OWN_LACKS_MEANS = "Ingen egen bedömning är lämnad."
GOALS_AT_A_GLANCE = TableWords(
    "Målen, det som behöver uppmärksamhet först",
    {
        "goal": "Mål",
        "status": "Bedömning",
        "why": "Varför",
        "development": "Utveckling",
        "others": "Bland liknande kommuner",
    },
)
MORE = "Visa mer"
MORE_OF = "Siffror, jämförelser och underlag"
APPENDIX = "Bilaga: siffror och underlag"
OTHER_PAGES = "Andra sidor"
NO_TARGETS = "Inget målvärde är beslutat för året."
NOTHING_TO_DECIDE = {
    "money": "Ingen avvikelse från budgeten är över gränsen för åtgärd eller beslut.",
    "control": "Ingen kontroll har en allvarlig anmärkning.",
    "shortfalls": "{No_quality_factor} har brustit länge nog för att vara kandidat till {development_goals}.",
}
PART_OF = "Varav {unit}: {figure} {word}"
FORETOLD = "prognos"
NO_MEASURE = "Ingen åtgärd är angiven."
MEASURE_TOLD = "Angiven åtgärd: {measure}"
SERIOUS = "Allvarlig anmärkning: {title}"
CANDIDATE = "Kandidat till {development_goal}: {title}"
CANDIDATE_SHORT = "Har inte nått upp vid {n} mätningar i rad."
SERVES = "Skulle bidra till: {goals}."
NEW_STATUS = "{title}, {unit}"
FROM_TO = "Från {before} till {after}."
ALL_CHANGES = "Alla ändringar med orsak"
MORE_CHANGES = "{n} till, i avsnittet."


def of_all(n: int, total: int) -> str:
    """Return a number of all."""
    return f"{n} av {total}"


def targets_met(met: int, total: int, words: OwnWords = STANDARD) -> tuple[str, str]:
    """Return how many of the targets are met, as a figure with its words."""
    if has_own_statuses(words):
        return of_all(met, total), f"har ”{statuses_named(words)['met']}”"
    return of_all(met, total), "är uppfyllt" if 1 in {met, total} else "är uppfyllda"


def targets_not_met(partly: int, not_met: int, not_assessed: int, words: OwnWords = STANDARD) -> str:
    """Return how the targets stand that are not met."""
    counted = (
        (partly, "delvis", "delvis"),
        (not_met, "ej uppfyllt", "ej uppfyllda"),
        (not_assessed, "ej bedömt", "ej bedömda"),
    )
    if has_own_statuses(words):
        named = [name.lower() for name in statuses_named(words).values()][1:]
        counted = tuple((n, name, name) for (n, _, _), name in zip(counted, named, strict=False))
    parts = [count(n, one, many) for n, one, many in counted if n]
    return listed(parts) if parts else ""


def in_short(deviation: float, words: OwnWords = STANDARD) -> str:
    """Return a deviation from budget, in kronor, in the unit of what stands first, with a word in place of its sign."""
    money = glance_money(words)
    return money.rounded(deviation) + ("" if money.is_nothing(deviation) else f" {BETTER[deviation > 0]}")


def against_budget(kind: str, deviation: float, percent: float | None, words: OwnWords = STANDARD) -> tuple[str, str]:
    """Return a deviation from budget as a figure with its words; `deviation` in kronor, + where better."""
    money = glance_money(words)
    if money.is_nothing(deviation):
        return money.rounded(0), "som budgeterat"
    word = f"{AGAINST_BUDGET[kind][deviation > 0]} än budget"
    return money.rounded(deviation), f"{word}, {number(abs(percent), 1)}{NBSP}%" if percent is not None else word


def among_similar(best: int, worst: int, total: int) -> tuple[str, str, str]:
    """Return how many indicators surely stand among the best and the worst similar municipalities, and the rest."""
    rest = total - best - worst
    left = f"{rest} går inte att skilja från slumpen" if rest else ""
    if worst:
        others = ", ".join(filter(None, [f"{best} bland de bästa" if best else "", left]))
        return of_all(worst, total), "bland de sämsta", others
    if best:
        return of_all(best, total), "bland de bästa", left
    return of_all(0, total), "säkert bland de bästa eller sämsta", left


def ended(text: str) -> str:
    """Return a text that ends as a sentence."""
    return text if not text or text[-1] in ".!?" else f"{text}."


def measure_told(measure: str | None) -> str:
    """Return what is done about something, or that nothing is said to be."""
    return MEASURE_TOLD.format(measure=ended(measure)) if measure else NO_MEASURE


def value_shown(row: FulfilmentRow, *, foretold: bool) -> str:
    """Return a card's value; what is foretold is called so, and nothing stands for none."""
    if row["value"] is None:
        return ""
    return f"{value_said(row)} ({FORETOLD})" if foretold else value_said(row)


def value_against_target(row: FulfilmentRow, target: str, kind: str | None, *, foretold: bool) -> str:
    """Return a value with its year beside its target, or why there is none; what is foretold is called so.

    Of a target in words no value judges, but those responsible.
    """
    if row["target_rule"] == "own_text" and row["reason"] is None:
        return f"{target}, {BY_THEMSELVES}"
    if row["value"] is None:
        return REASON.get(row["reason"] or "", REASON["missing"])
    of_year = "" if row["year"] is None else f" ({f'{FORETOLD} ' if foretold else ''}{year_said(row['year'], kind)})"
    return ", ".join(filter(None, [f"{value_said(row)}{of_year}", target]))


def target_in_short(row: FulfilmentRow, target: str, rule: str) -> str:
    """Return a target as it stands beside its value: målet är minst 88; of a rule what it asks of the value."""
    if row["target_rule"] == "own_text":
        return f"målet är {rule}"
    if rule:
        return f"målet är att värdet {rule}"
    if row["direction"] == "interval":
        return f"målet är {target}" if row["target_low"] is not None else ""
    if row["target"] is None:
        return ""
    return f"målet är {'minst' if row['direction'] == 'higher' else 'högst'} {target}"


def by_gender(parts: Sequence[tuple[str, str, str]], words: OwnWords = STANDARD) -> str:
    """Return each gender's value with its status: Kvinnor 90,4 (uppfyllt), män 83,1 (ej uppfyllt)."""
    named = statuses_named(words)
    told = [
        f"{who.lower() if i else who} {value} ({named[status].lower()})" for i, (who, value, status) in enumerate(parts)
    ]
    return f"{', '.join(told)}."
