"""Words of lineage: where a figure comes from, and from which columns a column stems."""

from collections.abc import Mapping

from models.words.numbers import count

TRACE_KIND = {
    "figure": "Siffra",
    "value": "Värde",
    "source_answer": "Källsvar",
    "definition": "Definition",
    "model": "Beräkning",
    "check": "Kontroll",
}


TRACE_KINDS = {
    "figure": "Siffror",
    "value": "Värden",
    "source_answer": "Källsvar",
    "definition": "Definitioner",
    "model": "Beräkningar",
    "check": "Kontroller",
}


# Figures that are no row of a published table: what places are compared with.
FIGURE_WORDS = {"set": "Jämförda kommuner", "ground": "Jämförelsens grund"}


TRACE_STATE = {
    ("source_answer", "whole"): "De sparade byten stämmer med kontrollsumman.",
    ("source_answer", "changed"): "De sparade byten stämmer inte med kontrollsumman: filen är skadad eller ändrad.",
    ("source_answer", "gone"): "De sparade byten finns inte kvar här.",
    ("definition", "whole"): "Filen är densamma som då.",
    ("definition", "changed"): "Filen har ändrats sedan rapporten gjordes.",
    ("definition", "gone"): "Filen finns inte här.",
    ("model", "whole"): "Filen är densamma som då.",
    ("model", "changed"): "Filen har ändrats sedan rapporten gjordes.",
    ("model", "gone"): "Filen finns inte i den här versionen.",
}


# What of a figure's row people are told.
SHOWN_COLUMNS = ("value", "year", "target", "status", "coverage", "score", "rank", "n", "source_label")


CLOSED_BY = {
    "revised": "ändrat",
    "deleted": "borttaget",
    "absent": "kom inte längre med",
    "withdrawn": "nyckeltalet drogs in",
}


KOLADA_STATUS = {"Missing": "saknas", "Privacy": "sekretess", "Not applicable": "ej tillämpligt"}


REPORT = "Rapport"
TRACED = "Spårnummer"
AREA = "område {area}"
ALL_ROWS = "alla rader"
WAY_DRAWN = "Kolumnernas väg till {table}. Samma sak står i tabellen under bilden."


def drawn(figure: str, n_steps: Mapping[str, int]) -> str:
    """Return what the drawing of a figure's way shows: how many steps of each kind."""
    counted = ", ".join(f"{n} {TRACE_KINDS[kind].lower()}" for kind, n in n_steps.items())
    return f"{figure}: {counted}. Allt som är ritat står också i text under bilden."


TRACE_PAGE = {
    "title": "Varifrån siffran kommer",
    "whole": "Alla källsvar finns sparade, och deras byte stämmer med kontrollsummorna.",
    "way": "Vägen från källan till rapporten",
    "way_drawn": "Vägen från källan till rapporten, ritad",
    "also_in": "Finns också i: {reports}.",
}
TRACES_PAGE = {
    "title": "Varifrån siffrorna kommer",
    "back": "Tillbaka till sidan",
    "what": """Här står vad varje siffra på sidan är gjord av: värdena, källsvaren som de kom med, definitionerna, beräkningarna och
kontrollerna. Kontrollsumman (SHA-256) visar att en fil är just den som användes. Att de sparade källsvaren är oförändrade
prövas med `styrtal trace SPÅRNUMMER`.""",
}
# The columns of the steps' tables, by kind of step.
STEP_HEADINGS = {
    "value": {"title": "Värde för", "value": "Värde", "from": "Känt från", "to": "Känt till", "of": "Kommer från"},
    "source_answer": {"address": "Adress eller fil", "time": "Tid", "size": "Byte", "sha256": "Kontrollsumma"},
    "check": {"check": "Kontroll", "status": "Utfall"},
    "model": {"file": "Beräkning", "of": "Räknas ur", "sha256": "Kontrollsumma"},
    "definition": {"definition": "Definition", "sha256": "Kontrollsumma"},
}
STILL_HOLDS = "gäller"
VALUE_FROM = {"source_answer": "källsvar"}
VERSION_BEFORE = "tidigare version"


COLUMNS_PAGE = {
    "title": "Kolumnernas väg",
    "lead": "Vilka kolumner varje kolumn räknas ur, steg för steg och ända ner till lagret och definitionerna.",
    "what": """Sidan är läst ur tabellernas SQL (`models/sql`) och gäller alla rapporter från samma version. Kolumnernas
beskrivningar är på engelska, som i SQL-filerna.""",
    "tables": "Tabeller",
    "way": "Kolumnernas väg till {table}",
    "way_drawn": "Kolumnernas väg till {table}, ritad",
    "n_rows": "antalet rader",
    "constants": "fasta värden:",
}
COLUMN_HEADINGS = ("Kolumn", "Vad den är", "Räknas ur", "I grunden ur")


def answers_damaged(n: int) -> str:
    """Return how many source answers cannot be proved."""
    return f"{count(n, 'källsvar', 'källsvar')} kan inte styrkas: de sparade byten saknas eller stämmer inte med kontrollsumman."


# The way of a figure as a tree on the terminal.
TRACE = {
    "report": "rapport {name}",
    "also_in": "Finns också i: {names}",
    "above": "(ovan)",
    "figure": "  i {table}: {facts}",
    "no_value": "inget värde",
    "known": "  {value}, känt från {at}{until}",
    "known_to": ", känt till {at} ({by})",
    "still_known": ", och fortfarande",
    "answer": "  {at}, {size} byte, från {origin}",
}
