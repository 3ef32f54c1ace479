"""Words of lineage: where a figure comes from, and from which columns a column stems."""

from collections.abc import Mapping

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
