"""Words of a report's workbook: its first sheet, and the sheets that are wider than any page."""

from models.words.goals import GOALS_JUDGED, PLACES
from models.words.lineage import TRACED
from models.words.numbers import count
from models.words.sections import COUNTED_TITLE, SECTION_TITLE
from models.words.table_words import TableWords

README = "Läs mig"
# What the first sheet tells, line by line.
ABOUT = {
    "known": "Gäller",
    "fictional": "Observera",
    "in_short": "I korthet",
    "note": "Om underlaget",
    "empty_cells": "Tomma celler",
    "lineage_id": TRACED,
    "sources": "Källor",
}
EMPTY_CELLS = "Värde saknas. En tom cell betyder aldrig noll."
TRACE_WITH = "Leder till varifrån siffran kommer: styrtal trace SPÅRNUMMER."
SHEETS = "Blad"
COLOURS = "Färger, som ordet i cellen också säger"
NOTE_ON = "{title}, upplysning"
FOR_INFORMATION = "Upplysning"


CHART = "Diagram"
CHART_TITLE = "Målvärden efter bedömning, mål för mål"
KOLADA_SHEET = TableWords(
    "Vad Kolada själv säger om nyckeltalen, med Koladas egna ord",
    {"indicator_id": "Indikator"},
    sheet="Koladas beskrivningar",
    table="kolada_says",
)
GOALS_SHEET = TableWords(
    GOALS_JUDGED.caption,
    {
        "goal": "Mål",
        "kind": "Slag",
        "perspective": "Perspektiv",
        "responsible": "Ansvarig",
        **COUNTED_TITLE,
        "n_no_judgement": "Bedöms inte",
        "own_motivation": "Egen motivering",
    },
    sheet="Mål",
    table="goal_status",
)
INDICATORS_SHEET = TableWords(
    "Indikatorer: utfall eller prognos, mål och bedömning",
    {
        "goal_id": "Mål som mäts",
        "what": "Slag av värde",
        "value_label": "Ordning",
        "unit_of_measure": "Enhet",
        "target_low": "Mål lägst",
        "target_high": "Mål högst",
        "target_rule": "Målet i ord",
        "gap": "Mot mål",
        "path_plan": "Vägens plan",
        "previous_value": "Föregående",
        "target_year3": "Mål år 3",
        "required_change": "Förändring om året dit",
    },
    sheet="Indikatorer",
    table="fulfilment",
)
KIND_OF_VALUE = {False: "Utfall", True: "Prognos"}
ANNUAL_INDICATORS = "Indikatorer: utfall, mål och bedömning"
COMPARISON_SHEET = TableWords(
    PLACES.caption,
    {
        "group_kind": "Jämfört med",
        "group_title": "Grupp",
        "value": "Vårt värde",
        "n": "Antal",
        "difference": "Skillnad mot median",
        "colour": "Läge",
        "gender_difference": "Kvinnor minus män",
        "slope": "Ändring per år, tre år",
    },
    sheet="Jämförelse",
    table="comparison",
)
HISTORY_SHEET = TableWords(
    "Indikatorernas historia",
    {"unit_of_measure": "Enhet", "peers": "Jämfört med"},
    sheet="Historik",
    table="comparison",
)
CHECKS_SHEET = TableWords(
    SECTION_TITLE["kontroller"], {"subject": "Indikator", "follows": "Följd"}, sheet="Kontroller", table="checks"
)


def sheet_holds(caption: str, n: int) -> str:
    """Return what a sheet holds, and how many rows."""
    return f"{caption}, {count(n, 'rad', 'rader')}"
