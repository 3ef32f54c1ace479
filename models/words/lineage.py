"""Words of lineage: where a figure comes from."""

# Lineage: where a figure comes from (assets/followup/trace*.py).
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
