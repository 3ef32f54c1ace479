"""What each check says when it fails, and what it looks at."""

# What each check says on the page when it fails, and what it looks at.
CHECK_TITLE = {
    "kpi_withdrawn": "Nyckeltalet finns kvar i Kolada",
    "kpi_answered_empty": "Kolada svarar med värden där det fanns värden förut",
    "kpi_answered": "Kolada svarar med värden för nyckeltalet",
    "conflicting_cells": "Varje värde kommer en gång",
    "many_closed": "Ett svar tar inte bort många värden utan att ersätta dem",
    "impossible_value": "Varje värde är ett tal som kan vara ett värde",
    "answer_not_loaded": "Det senaste svaret är inläst",
    "value_in_scale": "Värdena ligger inom måttets skala",
    "unit_changed_in_place": "Måttets enhet är densamma som förut",
    "status_agrees_with_value": "Status och värde stämmer överens",
    "genders_present": "Könsuppdelade värden finns där de ska bedömas",
    "similar_group_found": "Gruppen av liknande kommuner finns",
    "one_version_at_a_time": "Varje värde gäller i en version åt gången",
    "ledger_reconciles": "Huvudbokens rader finns alla i organisationen",
    "own_source_read": "Varje rad i kommunens egna filer går att läsa",
}


CHECK_FAILED = {
    "own_source_read": "{failed} rader i {source} går inte att läsa och är utelämnade. Kör styrtal check: där står fil, rad och kolumn.",
    "kpi_withdrawn": "Kolada har dragit in nyckeltalet {kpi}. Välj ett annat mått eller ta bort indikatorn.",
    "kpi_answered_empty": "Kolada svarade utan ett enda värde för {kpi}, som har haft värden. De kända värdena är kvar men bedöms inte.",
    "kpi_answered": "Kolada svarade utan ett enda värde för {kpi}, som inte heller har haft några här förut.",
    "conflicting_cells": "Kolada gav olika värden för samma år, kommun och kön i {failed} fall för {kpi}. Svaret lästes inte in.",
    "many_closed": "Svaret den {day} saknar {failed} av {checked} värden för {kpi} som fanns förut, utan andra i deras ställe. Indikatorn bedöms inte förrän värdena är tillbaka, svaret har varit detsamma i sju dagar eller fyndet har kvitterats.",
    "impossible_value": "{failed} av {checked} celler för {kpi} har ett värde som inte kan vara något tal. De används inte.",
    "answer_not_loaded": "Svaret för {kpi} som är daterat {day} {why}. Det som var känt förut står kvar.",
    "value_in_scale": "{failed} av {checked} värden för {kpi} ligger utanför måttets skala ({low}–{high}). Enheten kan ha ändrats.",
    "unit_changed_in_place": "Värdena för {kpi} har räknats om med en faktor på omkring {factor} i hela landet. Enheten kan ha ändrats.",
    "status_agrees_with_value": "{failed} av {checked} celler för {kpi} har en status som säger emot värdet. De värdena används inte.",
    "genders_present": "{kpi} saknar könsuppdelade värden för kommunen, fast de ska bedömas.",
    "similar_group_found": "Kolada har ingen grupp av liknande kommuner för området {similar_area}.",
    "one_version_at_a_time": "{failed} värden i lagret gäller i mer än en version samtidigt.",
    "ledger_reconciles": "Huvudboken och organisationen skiljer sig åt med {difference} kr: {failed} rader hör till enheter eller konton som inte finns i definitionerna. Rätta enheten, eller ange kontot under accounts.",
}


CHECK_PASSED = "Inget fel hittades."


ACKNOWLEDGED = "Kvitterat {date} av {by}, till och med {until}: {reason}"


ACKNOWLEDGEMENT_EXPIRED = "Kvitteringen av {by} gick ut {until}."


CHECK_STATUS = {"passed": "Godkänd", "failed": "Underkänd", "acknowledged": "Kvitterad"}


SEVERITY = {"error": "Fel", "warning": "Varning"}


# What Great Expectations is told to expect of a table, and the marks that its pages carry instead of icons.
EXPECTATION = {
    "columns": "Kolumnerna är, i ordning: {columns}.",
    "not_null": "Varje rad har ett värde i {column}.",
    "words": "I {column} står bara {words}.",
    "range": "Varje värde i {column} ligger {range}.",
    "unique": "Ingen annan rad har samma {column}.",
}


EXPECTATION_MARK = {"success": "✔ Uppfylld", "danger": "✘ Ej uppfylld", "warning": "! Varning"}
