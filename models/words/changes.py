"""Words of what changed between two reports (docs/freezing-and-diff.md)."""

from collections.abc import Mapping
from datetime import datetime

from models.words.judgements import REASON
from models.words.numbers import count, day, number
from models.words.sentences import listed
from models.words.table_words import TableWords

CAUSE = {
    "new_value": "Nytt värde",
    "revision": "Reviderat värde",
    "too_old": "Värdet har blivit för gammalt",
    "new_target": "Nytt målvärde",
    "changed_definition": "Ändrad definition",
    "check": "Kontroll",
    "changed_set": "Ändrad jämförelsegrupp",
    "others_values": "Andra kommuners värden",
    "added": "Ny i rapporten",
    "removed": "Borttagen ur rapporten",
    "changed_model": "Ändrat räknesätt",
}


CAUSE_MEANS = {
    "new_value": "ett annat års värde är nu det senaste, eller ett värde har kommit där det saknades",
    "revision": "samma års värde har ändrats eller tagits bort av källan",
    "too_old": "värdet är för gammalt för rapportens år, och inget nyare finns",
    "new_target": "målvärdet eller dess tolerans är en annan",
    "changed_definition": "indikatorns definition eller en tröskel är en annan",
    "check": "en kontroll håller inne indikatorn, eller har släppt fram den",
    "changed_set": "gruppen som vi jämförs med har andra medlemmar",
    "others_values": "andra kommuners värden har kommit eller ändrats",
    "added": "målvärdet eller indikatorn finns bara i den senare rapporten",
    "removed": "målvärdet eller indikatorn finns bara i den tidigare rapporten",
    "changed_model": "programmet räknar på ett annat sätt än när den tidigare rapporten gjordes",
}


VALUE_CHANGE = {"added": "tillkom", "removed": "togs bort", "revised": "reviderades", "reflagged": "publicerades om"}


KIND_OF_CHANGE = {"added": "ny", "removed": "borttagen", "changed": "ändrad", "restated": "omräknad"}


TARGET_FIELD = {
    "year1_value": "mål år 1",
    "year1_low": "mål år 1, från",
    "year1_high": "mål år 1, till",
    "year3_value": "mål år 3",
    "year3_low": "mål år 3, från",
    "year3_high": "mål år 3, till",
    "tolerance": "tolerans",
    "baseline": "utgångsvärde",
}


SECTION = {
    "municipality": "Kommunen",
    "units": "Enhet",
    "indicators": "Indikator",
    "goals": "Mål",
    "plans": "Plan",
    "judgements": "Egen bedömning",
    "vision": "Vision",
    "steering_documents": "Styrdokument",
    "reorganisations": "Omorganisation",
    "service_areas": "Verksamhet",
    "measurements": "Mätning",
    "forecasts": "Prognos",
    "activities": "Aktivitet",
    "assignments": "Uppdrag",
    "services": "Tjänst",
    "gains": "Effektivisering eller besparing",
    "budgets": "Budget",
    "investments": "Investering",
    "staff": "Personal",
    "control_points": "Kontrollpunkt",
    "comments": "Kommentar",
    "sources": "Källa",
    "acknowledgements": "Kvittering",
    "corrections": "Rättelse",
}


# What a changed judgement is of, where it is no target's.
SCOPE_KIND = {"goal": "Mål", "unit": "Enhet", "level": "Nivå"}


FROZEN_EDITION = ", fryst utgåva {edition}"
BOTH_REPORTS = "{before} och {after}"
OF_WHOLE_REPORT = "I hela rapporten har {n} av {total} målvärden fått det."
REPORT_BEFORE_KNOWN_AT = "Den förra gällde det som var känt {day}."
ALL_DIFFERENCES = "Allt som skiljer rapporterna åt: {command}"
NEW_TARGET = "Målet var {before} och är {after}."
VALUE_IS = "Värdet är {value} för {year}."
NEW_TOLERANCE = "Toleransen för målet {target} är en annan."
CHANGED = "Ändrat: {what}."
NOW_WITHHELD = "Hålls inne: {message}"
NO_LONGER_WITHHELD = "Har släppts fram; hölls inne förut: {message}"


CHANGED_TARGETS = TableWords(
    "Målvärden med ändrad bedömning, och varför",
    {
        "indicator": "Indikator",
        "before": "Förut",
        "after": "Nu",
        "cause": "Orsak",
        "told": "Vad som hände",
    },
    sheet="Ändrat",
)
CHANGED_SCOPES = TableWords(
    "Mål och enheter med ändrad bedömning",
    {"scope": "Mål eller enhet", "kind": "Slag", "before": "Förut", "after": "Nu"},
)


def causes(n_of: Mapping[str, int]) -> str:
    """Return how many judgements changed for each cause."""
    return f"Orsaker: {listed([f'{CAUSE[cause].lower()} ({n})' for cause, n in n_of.items() if n])}."


def also_changed(n_values: int, n_targets: int, n_colours: int) -> str:
    """Return how many own values, targets and places among others changed; empty where none did."""
    counted = (
        (n_values, "eget värde har", "egna värden har", "tillkommit, tagits bort eller ändrats"),
        (n_targets, "målvärde har", "målvärden har", "räknats om"),
        (n_colours, "läge bland andra kommuner har", "lägen bland andra kommuner har", "ändrats"),
    )
    return " ".join(f"{count(n, one, many)} {what}." for n, one, many, what in counted if n)


def value_changed(
    years: tuple[int | None, int | None],
    values: tuple[str | None, str | None],
    known: datetime | None,
    reason_before: str | None,
    *,
    too_old: bool,
) -> str:
    """Return how a value changed; `years` and `values` are before and after, `reason_before` why there was no value."""
    (year_before, year_after), (before, after) = years, values
    if after is None:
        gone = "är för gammalt, och inget nyare finns" if too_old else "har tagits bort av källan"
        return f"Värdet {before or number(None, 0)} för {year_before} {gone}."
    since = f", känt {day(known)}" if known else ""
    if before is None:
        return f"{after} för {year_after}{since}. Förut: {REASON.get(reason_before or '', 'inget värde')}."
    if year_before == year_after:
        return f"Värdet för {year_after} var {before} och är {after}{since}."
    return f"{after} för {year_after}{since}. Förut {before} för {year_before}."
