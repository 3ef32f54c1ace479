"""Words of what changed between two reports (docs/freezing-and-diff.md)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.words.judgements import REASON
from models.words.numbers import count, day, listed, number
from models.words.table_words import TableWords

CAUSE = {
    "new_value": "Nytt värde",
    "revision": "Reviderat värde",
    "too_old": "Värdet har blivit för gammalt",
    "not_every_year": "Mäts inte varje år",
    "new_target": "Nytt målvärde",
    "changed_definition": "Ändrad definition",
    "check": "Kontroll",
    "changed_set": "Ändrad jämförelsegrupp",
    "others_values": "Andra kommuners värden",
    "added": "Ny i rapporten",
    "removed": "Borttagen ur rapporten",
    "changed_model": "Ändrat räknesätt",
    "decision": "Beslut",
    "own_forecast": "Ny prognos",
    "reported": "Ny uppgift från enheten",
    "own_file": "Ny version av egen fil",
    "reflagged": "Ny uppgift om publiceringen",
    "new_period": "Senare period",
    "unknown": "Framgår inte av underlaget",
}


CAUSE_MEANS = {
    "new_value": "ett annat års värde är nu det senaste, eller ett värde har kommit där det saknades",
    "revision": "samma års värde har ändrats eller tagits bort av källan",
    "too_old": "värdet är för gammalt för rapportens år, och inget nyare finns",
    "not_every_year": "det mäts inte varje år, och en mätning är väntad bara i den ena rapportens år",
    "new_target": "målvärdet eller dess tolerans är en annan",
    "changed_definition": "indikatorns definition eller en tröskel är en annan",
    "check": "en kontroll håller inne indikatorn, eller har släppt fram den",
    "changed_set": "gruppen som vi jämförs med har andra medlemmar",
    "others_values": "andra kommuners värden har kommit eller ändrats",
    "added": "målvärdet eller indikatorn finns bara i den senare rapporten",
    "removed": "målvärdet eller indikatorn finns bara i den tidigare rapporten",
    "changed_model": "programmet räknar på ett annat sätt än när den tidigare rapporten gjordes",
    "decision": "ett mål, en plan, en ram eller en enhet är en annan i definitionerna",
    "own_forecast": "prognosen som någon har lämnat är en annan",
    "reported": "det som enheten har rapporterat är något annat",
    "own_file": "den egna filen har kommit i en annan version",
    "reflagged": "värdet är detsamma, men uppgiften om det är preliminärt eller slutligt är en annan",
    "new_period": "den senare rapporten omfattar en längre tid; underlaget är i övrigt detsamma",
    "unknown": "underlaget är detsamma, och perioden också",
}


VALUE_CHANGE = {"added": "tillkom", "removed": "togs bort", "revised": "reviderades", "reflagged": "publicerades om"}


KIND_OF_CHANGE = {"added": "ny", "removed": "borttagen", "changed": "ändrad", "restated": "omräknad"}


TARGET_FIELD = {
    "year1_value": "mål år 1",
    "year1_low": "mål år 1, från",
    "year1_high": "mål år 1, till",
    "year2_value": "mål år 2",
    "year2_low": "mål år 2, från",
    "year2_high": "mål år 2, till",
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
    "finances": "Kommunens ekonomi",
    "staff": "Personal",
    "control_points": "Kontrollpunkt",
    "statements": "Text",
    "comments": "Kommentar",
    "sources": "Källa",
    "acknowledgements": "Kvittering",
    "corrections": "Rättelse",
}


# How far from its target a judgement says that it is.
FALLS = ("met", "partly", "not_met")
# So much of a changed text is told; all of it stands on the page.
TEXT_SHOWN = 80


# What a changed judgement is of, where it is no target's.
SCOPE_KIND = {"goal": "Mål", "unit": "Enhet", "level": "Nivå"}


FROZEN_EDITION = ", fryst utgåva {edition}"
BOTH_REPORTS = "{before} och {after}"
REPORT_BEFORE_KNOWN_AT = "Den förra gällde det som var känt {day}."
ALL_DIFFERENCES = "Allt som skiljer rapporterna åt: {command}"
NEW_TARGET = "Målet var {before} och är {after}."
VALUE_IS = "Värdet är {value} för {year}."
NEW_TOLERANCE = "Toleransen för målet {target} är en annan."
CHANGED = "Ändrat: {what}."
JUDGED_ANEW = "De ansvarigas egen bedömning är ny eller en annan."
NOW_WITHHELD = "Hålls inne: {message}"
NO_LONGER_WITHHELD = "Har släppts fram; hölls inne förut: {message}"


CHANGED_TARGETS = TableWords(
    "Målvärden med ändrad bedömning, och varför",
    {"indicator": "Indikator", "before": "Förut", "after": "Nu", "cause": "Orsak", "told": "Vad som hände"},
    sheet="Ändrat",
)
CHANGED_FIGURES = TableWords(
    "Belopp, kontroller, uppdrag, egna bedömningar, egna mätningar och texter som ändrats, störst försämring först",
    {"figure": "Vad", "before": "Förut", "after": "Nu", "cause": "Orsak"},
)
# Which cells people read about, the most serious first; the rest stand in the table figure_change.
FIGURES_READ = (
    ("control_points", "result"),
    ("budget", "deviation"),
    ("budget", "budget"),
    ("activities", "state"),
    ("assignments", "state"),
    ("goal_status", "own_judgement"),
    ("level_status", "own_judgement"),
    ("fulfilment", "value"),
    ("statements", "text"),
)
# What an approved part is compared by on its page; the rest is counted.
APPROVED_READ = (
    *FIGURES_READ,
    ("fulfilment", "status"),
    ("goal_status", "own_motivation"),
    ("level_status", "own_motivation"),
)
APPROVED_FIGURES = TableWords(
    "Det som inte är som det godkändes",
    {"figure": "Vad", "before": "Godkänt", "after": "Nu", "cause": "Orsak"},
)
APPROVED_BY = "{unit}: godkänd {day} av {by}{decision}."
AS_APPROVED = "Siffror, egna bedömningar och kommentarer är de godkända."
NOT_AS_APPROVED = "Antal uppgifter som inte är som de godkändes: {n}."
MORE_NOT_AS_APPROVED = "Antal därutöver, som följer av dem eller står i tabellerna: {n}."
COMMENT_OF = "Kommentar av {by}"
ALSO = " Också: {causes}."
MORE_FIGURES = "Ytterligare {n} ändringar av samma slag står i jämförelsen mellan rapporterna."
CHANGED_SCOPES = TableWords(
    "Mål och enheter med ändrad bedömning",
    {"scope": "Mål eller enhet", "kind": "Slag", "before": "Förut", "after": "Nu"},
)


def causes(n_of: Mapping[str, int]) -> str:
    """Return how many judgements changed for each cause."""
    return f"Orsaker: {listed([f'{CAUSE[cause].lower()} ({n})' for cause, n in n_of.items() if n])}."


def also_changed(n_values: int, n_targets: int, n_colours: int, n_definitions: int = 0) -> str:
    """Return how many own values, targets, places among others and keys of definitions changed; empty where none did."""
    counted = (
        (n_values, "eget värde har", "egna värden har", "tillkommit, tagits bort eller ändrats"),
        (n_targets, "målvärde har", "målvärden har", "räknats om"),
        (n_colours, "läge bland andra kommuner har", "lägen bland andra kommuner har", "ändrats"),
        (n_definitions, "uppgift i definitionerna har", "uppgifter i definitionerna har", "ändrats"),
    )
    return " ".join(f"{count(n, one, many)} {what}." for n, one, many, what in counted if n)


def value_changed(
    years: Sequence[str | None],
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


DIFF_PAGE = {
    "title": "Vad som har ändrats",
    "known": "Tidigare: {before}, det som var känt {day_before}. Senare: {after}, det som var känt {day_after}.",
    "summary": "Sammanfattning",
    "nothing": "Inget skiljer rapporterna åt: samma bedömningar, värden, målvärden, definitioner och jämförelsegrupper.",
    "total": "Summa",
    "statuses_by_cause": "Ändrade bedömningar efter orsak",
    "statuses": "Målvärden med ändrad bedömning",
    "scopes": "Mål, enheter och nivåer med ändrad bedömning",
    "scopes_are": "De räknas ihop av sina målvärden; orsakerna står vid dem.",
    "colours": "Läget bland andra kommuner",
    "colours_by_cause": "Ändrade färger efter orsak",
    "figures": "Belopp, kontroller, uppdrag, egna bedömningar, egna mätningar och texter",
    "all_figures": "Varje ändrad uppgift står i tabellen figure_change i mappen [tables].",
    "changed_values": "Värden som har tillkommit, tagits bort eller ändrats",
    "all_values": "Varje värde står i tabellen value_change i mappen [tables].",
    "plans": "Målvärden i planerna",
    "definitions": "Definitioner och trösklar",
    "sets": "Jämförelsegrupper",
    "checks": "Kontroller",
    "method": "Så har vi kommit fram till orsaken",
}
DIFF_METHOD = (
    """Vi prövar en ändring i taget på den tidigare rapporten, i denna ordning: kontroll, definition, målvärde, värde. Den
första som ensam ger den nya bedömningen är orsaken. Räcker ingen ensam läggs de ihop i samma ordning, och orsaken är den
som till sist gav den nya bedömningen. Det som kommunen själv har ändrat prövas alltså före det som källan har ändrat. För
färgen i jämförelsen är ordningen: definition, jämförelsegrupp, eget värde, andra kommuners värden.""",
    """Allt är jämfört rapport mot rapport, med de definitioner som var och en gjordes med. Orsaken säger vad i underlaget som
ändrade bedömningen, inte varför verksamhetens resultat blev som det blev.""",
)
NO_COLOUR = "Ingen färg"
CHANGED_SET = "{kind} grupp"


# What has changed, of one and of several.
N_CHANGED = {
    "figures": (
        "belopp, kontroll, uppdrag, egen bedömning, egen mätning eller text har ändrats",
        "belopp, kontroller, uppdrag, egna bedömningar, egna mätningar och texter har ändrats",
    ),
    "scopes": (
        "mål, enhet eller nivå har fått en annan bedömning",
        "mål, enheter och nivåer har fått en annan bedömning",
    ),
    "colours": ("läge i jämförelsen har fått en annan färg", "lägen i jämförelsen har fått en annan färg"),
    "own_values": (
        "eget värde har tillkommit, tagits bort eller ändrats",
        "egna värden har tillkommit, tagits bort eller ändrats",
    ),
    "others_values": (
        "värde för en annan kommun har tillkommit, tagits bort eller ändrats",
        "värden för andra kommuner har tillkommit, tagits bort eller ändrats",
    ),
    "targets": ("tal i ett beslutat målvärde har räknats om", "tal i beslutade målvärden har räknats om"),
    "definitions": ("uppgift i definitionerna har ändrats", "uppgifter i definitionerna har ändrats"),
    "sets": ("jämförelsegrupp har fått andra medlemmar", "jämförelsegrupper har fått andra medlemmar"),
    "checks": ("kontroll har fått ett annat utfall", "kontroller har fått ett annat utfall"),
}


CAUSES_COUNTED = TableWords("", {"cause": "Orsak", "means": "Det betyder att", "n": "Antal"})
STATUS_CHANGES = TableWords(
    "Varje ändrad bedömning och dess orsak",
    {"indicator": "Indikator", "before": "Förut", "after": "Nu", "cause": "Orsak"},
)
SCOPE_CHANGES = TableWords(
    "Ändrade bedömningar av mål, enheter och nivåer",
    {
        "what": "Vad",
        "kind": "Slag",
        "before": "Förut",
        "after": "Nu",
        "coverage_before": "Gick att bedöma förut",
        "coverage_after": "Går att bedöma nu",
    },
)
COLOUR_CHANGES = TableWords(
    "Varje ändrad färg och dess orsak",
    {
        "indicator": "Indikator",
        "group": "Jämfört med",
        "value_before": "Värde förut",
        "value_after": "Värde nu",
        "colour_before": "Läge förut",
        "colour_after": "Läge nu",
        "cause": "Orsak",
    },
)
OWN_VALUE_CHANGES = TableWords(
    "Egna värden",
    {
        "indicator": "Indikator",
        "year": "År",
        "what": "Vad som hände",
        "before": "Förut",
        "after": "Nu",
        "known": "Känt",
    },
)
OTHERS_VALUE_CHANGES = TableWords(
    "Andra kommuners värden, för de år som båda rapporterna visar",
    {"indicator": "Indikator", "year": "År", "added": "Tillkom", "removed": "Togs bort", "revised": "Reviderades"},
)
TARGET_CHANGES = TableWords(
    "Omräknade målvärden: samma plan, ett annat tal",
    {"indicator": "Indikator", "plan": "Plan", "what": "Vad", "before": "Förut", "after": "Nu"},
)
DEFINITION_CHANGES = TableWords(
    "Ändrade definitioner och trösklar", {"definition": "Definition", "what": "Vad", "before": "Förut", "after": "Nu"}
)
SET_CHANGES = TableWords(
    "Grupper med andra medlemmar",
    {"group": "Grupp", "members_in": "Nya medlemmar", "members_out": "Borttagna medlemmar"},
)
CHECK_CHANGES = TableWords(
    "Kontroller med ett annat utfall", {"what": "Vad", "before": "Förut", "after": "Nu", "says": "Vad kontrollen säger"}
)


def statuses_changed(n: int, n_leaves: int) -> str:
    """Return how many targets have another judgement."""
    if n == 0:
        return "Inget målvärde har fått en annan bedömning."
    leaves = count(n_leaves, "målvärde", "målvärden")
    return f"Av rapportens {leaves} har {n} fått en annan bedömning. Varje ändring har en enda orsak."


def plan_targets(plan: str, n: int, kind: str) -> str:
    """Return how many targets of a plan came (`kind` added) or went."""
    return f"{plan}: {count(n, 'målvärde', 'målvärden')} {'har tillkommit' if kind == 'added' else 'har tagits bort'}."
