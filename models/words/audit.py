"""Words of the page for the auditors: what can be assessed, and what speaks for and against on the law's two questions."""

from models.words.numbers import count, listed
from models.words.table_words import TableWords

AUDIT_TITLE = "Kan det bedömas?"
PACKED = "{path} är skriven: {n} filer, med kontrollsummor."
NO_OPINION = "Sidan är underlag för revisorerna. Den säger vad som går att bedöma och vad som talar för och emot, och ger inget eget omdöme."
QUESTION = {
    "goals": "Är resultatet förenligt med de mål som {council} har beslutat?",
    "economy": "Är ekonomin i balans?",
}
SIDE = {"speaks_for": "talar för", "partly": "delvis", "speaks_against": "talar emot", "unknown": "går inte att säga"}
LACKS = {
    "goal": "inget mål som gäller följer upp det",
    "validity": "det har gått ut",
    "measure": "indikator saknas",
    "target": "målvärde saknas",
    "value": "inget målvärde har ett värde som kan bedömas",
    "coverage": "för få målvärden kan bedömas",
    "end": "planerat slut saknas",
    "day": "dagen då det blev klart saknas",
}
NO_FORECAST = "prognos saknas"
BALANCE = {True: "Balanskravet, helårets resultat", False: "Balanskravet, helårets resultat enligt prognos"}
DEVIATION = "{unit}: avvikelse från budget"
KIND = {"goal": "Mål", "assignment": "Uppdrag", "steering_document": "Styrdokument"}
_MANY = {
    "goal": ("mål", "mål"),
    "assignment": ("uppdrag", "uppdrag"),
    "steering_document": ("styrdokument", "styrdokument"),
}
# The two questions in short.
SHEET = {"goals": "Förenligt med målen", "economy": "Ekonomi i balans"}
ALL_LEVELS = "Alla"
QUESTIONS_SHOWN = TableWords(
    "Vad som talar för och emot",
    {"what": "Underlag", "side": "Talar", "amount": "{Money}"},
    table="audit_questions",
)
SUMMED_SHOWN = TableWords(
    "Hur många som går att bedöma, per nivå",
    {"what": "Slag", "level": "Nivå", "coverage": "Går att bedöma"},
    sheet="Per nivå",
    table="assessability_summed",
    notes={"coverage": "med enheterna under"},
)
ITEM_SHOWN = {
    kind: TableWords(caption, {"lacks": "Saknas"}, sheet=KIND[kind], table="assessability")
    for kind, caption in (
        ("goal", "Vad som finns att bedöma varje mål efter"),
        ("assignment", "Vad som finns att bedöma varje uppdrag efter"),
        ("steering_document", "Vad som finns att bedöma varje styrdokument efter"),
    )
}


def assessable_in_short(kind: str, assessable: int, n: int) -> str:
    """Return how many of a kind can be assessed."""
    return f"{assessable} av {count(n, *_MANY[kind])} går att bedöma."


def sides_in_short(n_with: dict[str, int]) -> str:
    """Return how many things speak for and against, and of how many it cannot be said."""
    return f"{listed([f'{n} {SIDE[side]}' for side, n in n_with.items() if n])}.".capitalize()
