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


TRACE_TABLE = {
    "fulfilment": "Måluppfyllelse",
    "comparison": "Jämförelse",
    "unit_comparison": "Jämförelse av enheter",
    "goal_status": "Bedömning av mål",
    "level_status": "Bedömning av nivå eller enhet",
    "forecast_scores": "Prognosers träffsäkerhet",
    "activities": "Aktivitet",
    "assignments": "Uppdrag",
    "inner_efficiency": "Inre effektivitet",
    "outer_efficiency": "Yttre effektivitet",
    "outer_efficiency_items": "Bidrag till mål",
    "four_fields": "De fyra fälten",
    "efficiency_gains": "Effektivisering och besparing",
    "efficiency_index": "Kvalitet och resurser",
    "budget": "Ekonomi",
    "staff": "Personal",
    "control_points": "Intern kontroll",
    "shortfalls": "Brister över tid",
    "shortfall_series": "Brister år för år",
    "good_financial_management": "God ekonomisk hushållning",
    "set": "Jämförda kommuner",
    "ground": "Jämförelsens grund",
}


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


TRACE_COLUMN = {
    "value": "Värde",
    "year": "År",
    "target": "Målvärde",
    "status": "Bedömning",
    "coverage": "Täckning",
    "score": "Poäng",
    "rank": "Plats",
    "n": "Antal kommuner",
    "source_label": "Källa",
}


CLOSED_BY = {
    "revised": "ändrat",
    "deleted": "borttaget",
    "absent": "kom inte längre med",
    "withdrawn": "nyckeltalet drogs in",
}


KOLADA_STATUS = {"Missing": "saknas", "Privacy": "sekretess", "Not applicable": "ej tillämpligt"}
