"""Words of the frame of the pages, and of the overview."""

from models.words.table_words import TableWords

PAGE = {
    "skip": "Hoppa till innehållet",
    "contents": "Innehåll",
    "picture": "Bild",
    "to_overview": "Till översikten",
    "as_workbook": "Samma innehåll i Excel",
    "as_paper": "Samma innehåll som PDF",
}
# Square brackets hold a link's text.
OVERVIEW = {
    "title": "Översikt",
    "committees": "Fullmäktige, nämnder och bolag",
    "council_row": "Kommunen totalt räknar varje målvärde en gång, och leder till kommunfullmäktiges sida. [Kommunstyrelsens uppsikt] "
    "samlar nämnder och bolag på en sida.",
    "agenda": "[Agenda 2030] visar för varje globalt mål vilka mål som tjänar det, och hur indikatorerna står sig.",
    "audit": "[Kan det bedömas?] visar för revisorerna vad som går att bedöma, och vad som talar för och emot på lagens två frågor.",
    "levels": "Per nivå",
    "find": "Hitta indikatorer, enheter och mål",
    "search": "Skriv en del av namnet",
    "nothing_found": "Inget hittades. Pröva ett annat ord.",
    "hit": "träff",
    "hits": "träffar",
    "quality": "Kvalitet",
    "quality_page": "Vad kontrollerna fann, och hur de färdiga tabellerna är prövade, står i [kvalitetsunderlaget]. Varje "
    "siffra är en länk till varifrån den kommer.",
    "tables": "Tabeller",
    "files": "Alla tabeller finns i mappen [tables], som CSV för Excel och som Parquet. Vad rapporten är gjord av står i "
    "[manifest.json].",
}
HIT = "{what}, {unit}"
INDICATOR = "Indikator"
EXCEL = "Excel"
PDF = "PDF"


COMMITTEES_SHOWN = TableWords(
    "Målvärden per nämnd, med hela organisationen under den",
    {"page": "Sida", "workbook": "Arbetsbok", "paper": "Utskrift"},
    table="level_status",
)
MONEY_PER_COMMITTEE = "Helåret mot budget, per nämnd"
LEVELS_SHOWN = TableWords("Målvärden per organisatorisk nivå", table="level_status")
