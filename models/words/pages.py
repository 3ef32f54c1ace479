"""Words of the frame of the pages, and of the overview."""

from models.words.table_words import TableWords

PAGE = {
    "skip": "Hoppa till innehållet",
    "contents": "Innehåll",
    "picture": "Bild",
    "way": "Här är du",
    "to_overview": "Till översikten",
    "as_workbook": "Excel",
    "as_paper": "PDF",
}
# Square brackets hold a link's text.
OVERVIEW = {
    "title": "Översikt",
    "committees": "{Council}, {committees} och {companies}",
    "more": "Mer",
    "council_row": "[{Council_whose} sida] har hela kommunens mål. [{Oversight}] samlar {committees} och {companies} på en sida.",
    "agenda": "[Agenda 2030] visar för varje globalt mål vilka mål som tjänar det, och hur indikatorerna står sig.",
    "everything": "Visa alla sidor, mål och indikatorer",
    "audit": "[Kan det bedömas?] visar för revisorerna vad som går att bedöma, och vad som talar för och emot på lagens två frågor.",
    "kolada_changes": "[Koladas ändringar] visar vad Kolada har ändrat i efterhand, och vilka bedömningar det har ändrat.",
    "find": "Hitta indikatorer, enheter och mål",
    "search": "Skriv en del av namnet",
    "nothing_found": "Inget hittades. Pröva ett annat ord.",
    "hit": "träff",
    "hits": "träffar",
    "quality": "Kvalitet och tabeller",
    "quality_page": "Vad kontrollerna fann, och hur de färdiga tabellerna är prövade, står i [kvalitetsunderlaget]. Den "
    "första siffran på en rad är en länk till varifrån radens siffror kommer.",
    "files": "Alla tabeller finns i mappen [tables] som Parquet, och där det är begärt som CSV för Excel. Vad rapporten är gjord av står i "
    "[manifest.json].",
}
# What else finds a section, an indicator by gender, and what serves a global goal.
ALSO_SECTION = {
    "ekonomi": "budget pengar underskott överskott kostnad intäkt resultat investering",
    "personal": "sjukfrånvaro anställda medarbetare",
    "internkontroll": "risk kontrollpunkt anmärkning",
    "andrat": "ändringar nytt sedan förra rapporten",
}
ALSO_GENDER = "flickor pojkar kvinnor män jämställdhet"
ALSO_GLOBAL = "agenda 2030 globalt mål {sdg}"
HIT = "{what}, {unit}"
INDICATOR = "Indikator"
# What a link to a figure's origin is, read after the figure.
ORIGIN = "så kom siffran till"
OWNER = "Ägare"
EXCEL = "Excel"
PDF = "PDF"


COMMITTEES_SHOWN = TableWords(
    "{Committees} och {companies}, det som behöver uppmärksamhet först",
    {"page": "{Committee} eller {company}", "workbook": "Arbetsbok", "paper": "Utskrift"},
    table="level_status",
)
MONEY_PER_COMMITTEE = "Helåret mot budget, per {committee}"
LEVELS_SHOWN = TableWords("Målvärden per organisatorisk nivå", table="level_status")


# The list of reports that `styrtal ui` serves, working copies and frozen editions.
OTHER_REPORTS = "Samma sida i andra rapporter"
REPORTS_SERVED = "Rapporter"
REPORT_SERVED = {False: "{report}", True: "{report}, fryst utgåva {edition}"}
NOTHING_SERVED = "Det finns ingen rapport ännu. Gör den första: styrtal run."
