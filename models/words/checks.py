"""What each check says on the page when it fails; its title stands in its header in `models/sql/checks`."""

from models.words.numbers import count
from models.words.table_words import TableWords

CHECK_FAILED = {
    "amounts_in_kronor": "{what} Skriv hela kronor överallt, eller se efter att beloppen är rätt.",
    "frames_not_moved": "{what} Lägg till en omdisposition (kind: transfer) under ramens changes hos båda, när den är beslutad, och en ny prognos.",
    "taxes_in_kronor": "{what} Det är nog skrivet i tusental eller miljoner. Skriv hela kronor.",
    "acknowledgement_without_finding": "Kvitteringen gäller något som inte längre är fel: {titles}. Ta bort den.",
    "answer_not_loaded": "Svaret för {kpi} som är daterat {day} {why}. Det som var känt förut står kvar.",
    "conflicting_cells": "Kolada gav olika värden för samma år, kommun och kön i {failed} fall för {kpi}. Svaret lästes inte in.",
    "correction_in_time": "Rättelsen {corrections} gäller inte längre. Förläng den, eller ta bort den om källan har rättat felet.",
    "correction_needed": "Rättelsen {corrections} stämmer inte längre med källan: {failed} av {checked} värden är inte de fel som den anger. Ta bort eller ändra den.",
    "coverage": "Bara {now} kommuner har ett värde för {kpi} år {year}; året före hade {before} det.",
    "duplicate_values": "{cells} för {kpi} har mer än ett värde på en gång. Lagret är skadat.",
    "expected_years": "Hela landet saknar värden för {kpi} för {years}.",
    "genders_present": "{kpi} saknar könsuppdelade värden för kommunen, fast de ska bedömas.",
    "impossible_value": "{failed} av {checked} celler för {kpi} har ett värde som inte kan vara något tal. De används inte.",
    "kpi_answered": "Kolada svarade utan ett enda värde för {kpi}, som inte heller har haft några här förut.",
    "kpi_answered_empty": "Kolada svarade utan ett enda värde för {kpi}, som har haft värden. De kända värdena är kvar men bedöms inte.",
    "kpi_text_changed": "Kolada har ändrat {what} för {kpi}. Kontrollera att måttet är detsamma.",
    "kpi_withdrawn": "Kolada har dragit in nyckeltalet {kpi}. Välj ett annat mått eller ta bort indikatorn.",
    "late_arrivals": "{failed} av {checked} värden för {kpi} kom efter de första för samma år, senast för {year}. Fler kan komma.",
    "ledger_reconciles": "Huvudboken och organisationen skiljer sig åt med {difference} kr: {rows} hör till enheter eller konton som inte finns i definitionerna. Rätta enheten, eller ange kontot under accounts.",
    "left_out": "{what}.",
    "level_shift": "Värdena för {kpi} ändras med en faktor på omkring {factor} i hela landet år {year}. Enheten eller metoden kan ha ändrats. Ange ett brott i tidsserien om det är så.",
    "many_closed": "Svaret den {day} saknar {failed} av {checked} värden för {kpi} som fanns förut, utan andra i deras ställe. Indikatorn bedöms inte förrän värdena är tillbaka, svaret har varit detsamma i sju dagar eller fyndet har kvitterats.",
    "own_source_read": "{rows} i {source} går inte att läsa och utelämnas. Kör styrtal check: där står fil, rad och kolumn.",
    "repeated_wave": "{percent} procent av kommunerna har för {kpi} år {year} exakt samma värde som året före: undersökningen har nog inte gjorts om. Ange hur ofta den görs, som measured: {{kind: occasion, every: 2, from: {wave}}}.",
    "similar_group_found": "Kolada har ingen grupp av liknande kommuner för området {similar_area}.",
    "status_agrees_with_value": "{failed} av {checked} celler för {kpi} har en status som säger emot värdet. De värdena används inte.",
    "unit_changed_in_place": "Värdena för {kpi} har räknats om med en faktor på omkring {factor} i hela landet. Enheten kan ha ändrats.",
    "weaker_target": "{committee} har i {own_plan} målvärdet {own_aim} för {year}, som ställer lägre krav än {council_aim} i {council_plan}. Den planen gäller över den egna. Höj kravet, eller ändra målvärdet i {council_plan}.",
    "value_in_scale": "{failed} av {checked} värden för {kpi} ligger utanför måttets skala ({low}–{high}). Enheten kan ha ändrats.",
    "values_gone_null": "{failed} av {checked} värden för {kpi} fanns förut men saknas nu hos Kolada.",
    "values_on_time": "Värden för {kpi} år {year} skulle ha kommit {day}, men ingen kommun har något.",
}
ROWS = ("rad", "rader")
CELLS = ("cell", "celler")
CHECK_PASSED = "Inget fel hittades."
ACKNOWLEDGED = "Kvitterat {date} av {by}, till och med {until}: {reason}"
ACKNOWLEDGEMENT_EXPIRED = "Kvitteringen av {by} gick ut {until}."
CHECK_STATUS = {"passed": "Godkänd", "failed": "Underkänd", "acknowledged": "Kvitterad"}
SEVERITY = {"error": "Fel", "warning": "Varning"}


# What Great Expectations is told to expect of a table, and how it went.
EXPECTATION = {
    "columns": "Kolumnerna är tabellens {n}, i ordning.",
    "not_null": "Varje rad har ett värde i {column}.",
    "words": "I {column} står bara {words}.",
    "range": "Varje värde i {column} ligger {range}.",
    "unique": "Ingen annan rad har samma {column}.",
}
EXPECTATION_MET = {True: "✔ Uppfylld", False: "✘ Ej uppfylld"}

# What is held of tables: of each, of those of the warehouse.
FORM_TITLE = "Kolumner, ord, gränser och nyckel är som tabellen beskrivs"
ONE_VERSION_TITLE = "Varje värde gäller i en version åt gången"
# Of the others the title is that of the form.
BLOCKING_TITLE = {
    "one_version_at_a_time": ONE_VERSION_TITLE,
    "source_named_by_lineage": "Varje siffras källa sägs som siffran är gjord",
}
NAMED_FAULT = "{label} sägs vara ”{source_label}”, men är inte gjord så ({wrong})"
# What a check that must pass has stopped: its title, what it found, and that nobody can mend it in the definitions.
BLOCKED = (
    "En kontroll som måste godkännas blev underkänd, och ingen rapport gjordes:\n{checks}\nFelet ligger i styrtal eller i det lagrade, inte i "
    "kommunens definitioner. Det som gjordes tidigare står kvar. Kör igen; blir det samma sak, skicka texten till {whom}."
)
BLOCKED_CHECK = "- {title} ({asset}, {check}): {found}"


# The evidence for the chief of quality: its first page, and a page a table.
QUALITY_PAGE = {
    "title": "Kvalitetsunderlag",
    "to_report": "Till rapporten",
    "found": "Det som kontrollerna av indikatorerna fann",
    "findings": "Fynd",
    "findings_mean": "Ett underkänt fel håller indikatorn utanför bedömning och jämförelse. En varning gör det inte. Exemplen "
    "säger var, aldrig vilket värde.",
    "checks": "Kontroller",
    "finished": "De färdiga tabellerna",
    "finished_are": "Varje tabell är prövad mot sin beskrivning med Great Expectations: kolumner, ord, gränser och nyckel.",
    "tables": "Tabeller",
    "own_files": "Kommunens egna filer",
    "receipts": "Kvitton: vad som lästes av varje fil, vad som hoppades över och vad som har ändrats",
}
QUALITY_TABLE = {
    "title": "Tabellen {table}",
    "to_index": "Till kvalitetsunderlaget",
    "met": "Alla {n} förväntningar är uppfyllda.",
    "broken": "{n} av {of} förväntningar är inte uppfyllda.",
    "expectations": "Förväntningar",
    "counts_only": "Här står hur många rader som bryter mot en förväntning, aldrig vilka värden de har.",
    "columns": "Tabellens kolumner:",
}
FINDINGS = TableWords(
    "Fynd som någon behöver ta ställning till, och de som är kvitterade",
    {
        "indicator": "Indikator",
        "check": "Kontroll",
        "status": "Utfall",
        "message": "Vad som hittades",
        "sample": "Exempel",
    },
)
CHECKS_COUNTED = TableWords(
    "Alla kontroller av indikatorerna",
    {"check": "Kontroll", "passed": "Godkända", "failed": "Underkända", "acknowledged": "Kvitterade"},
)
TABLES_TRIED = TableWords(
    "Tabeller och deras förväntningar",
    {"table": "Tabell", "status": "Utfall", "rows": "Rader", "expectations": "Förväntningar", "met": "Uppfyllda"},
)
EXPECTATIONS_TRIED = TableWords(
    "Vad som prövades, och hur det gick",
    {
        "expectation": "Förväntning",
        "status": "Utfall",
        "checked": "Prövade rader",
        "broken": "Rader som bryter mot den",
    },
)


def rows_in_table(n: int) -> str:
    """Return how many rows a table has; its name follows."""
    return f"{count(n, 'rad', 'rader')} i tabellen"
