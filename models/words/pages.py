"""Words of the frame of the pages, and of the overview."""

from models.words.table_words import TableWords

OVERVIEW = {
    "title": "Översikt",
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
LEVELS_SHOWN = TableWords("Målvärden per organisatorisk nivå", table="level_status")
