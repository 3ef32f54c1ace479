"""What `styrtal map` says of a file that no mapping describes yet, and what it asks."""

SHEETS = "Blad: {sheets}."
SHEET_HIDDEN = "{sheet} (dolt)"
SHEET_CHOSEN = "Bladet {sheet} är det som liknar en källa mest; välj ett annat med --sheet."
SHEET_UNREAD = "Bladet {sheet} {wrong}"
HEADING_AT = "Rubriken står på rad {first}."
HEADING_OVER = "Rubriken står på raderna {first}–{last}."
HEADING_NAMES = "Kolumnernas namn är rubriken."
ROWS_BELOW = "{n} under rubriken."
LOOKED_AT_FIRST = "Kolumnerna är bedömda efter de första {n} raderna; kvittot gäller alla."
TOTALS_SEEN = "Summor som ett ord märker ut: {n}, först rad {row} ”{text}”."
NO_TOTALS_SEEN = "Inga summor som ett ord märker ut."
COLUMNS_SEEN = "Kolumner"
COLUMN_HEADINGS = ("Kolumn", "Rubrik", "Ser ut att hålla", "Ifyllda", "Fyller", "De första raderna")
HOLDS = {
    "nothing": "ingenting", "person": "personuppgifter, visas inte", "gender": "kön", "kind": "kostnad och intäkt",
    "state": "läge", "day": "datum", "period": "år och månad", "year": "år", "month": "månad", "number": "tal",
    "number_with_unit": "tal med enhet", "text": "text",
}  # fmt: skip
BUT_OTHER = "{holds}, utom {n}"
PROPOSED = "Förslag till mappning"
PASTE = "Klistra in den i kommunens local.yaml, eller spara den med --out. Raderna med # är frågor till dig."
RECEIPT_OF = "Kvitto, om filen läses med förslaget"
NO_RECEIPT = "Kvittot kan visas när frågorna är besvarade: {lacking} saknas, och utan dem läses ingenting."
NOTHING_KEPT = "Ingenting är inläst eller sparat."
WROTE = "Skrev {path}."
ASK = {
    "kind": "okänt: vad filen är för slags källa går inte att avgöra: {kinds}",
    "other_kind": "okänt: filen kan också vara {kinds}; ändra kind om det är så",
    "title": "okänt: vad källan heter; det står under varje siffra",
    "file": "okänt: kommer en ny fil varje månad: skriv {pattern}",
    "place": "okänt: filen ska ligga i kommunens mapp; skriv sökvägen därifrån",
    "lacking": "okänt: {target} ({what}) har ingen kolumn som kan kännas igen",
    "candidates": "; är det en av {names}?",
    "constant": " Är det samma i alla rader: {target}: {{value: …}}",
    "by_values": "okänt: rubriken säger det inte, men värdena är {what} i definitionerna",
    "also": "okänt: också {names} liknar {target}; byt om det är den som gäller",
    "words": "okänt: vad '{word}' är; skriv map: {{\"{word}\": …}} under {target}",
    "more_words": "okänt: och {n} värden till som definitionerna inte känner",
    "blank": "okänt: {name} är tom på {rows}; är cellerna ihopslagna nedåt: skriv fill_down: [{target}]",
    "periods": "okänt: perioderna {periods} är inga månader; ska de utelämnas: skriv skip_periods: [{numbers}]",
    "times": "okänt: rubriken säger {unit}: stämmer times?",
    "cumulative": "okänt: rubriken säger ackumulerat: talen läses som summor från januari",
    "level": "okänt: vad nivån av indrag {level} är ({sample}); skriv from: {name}, level: {level}",
    "levels": "okänt: är nivå 1 enheten och nivå 2 kontot?",
    "file_name": "okänt: läst ur filens namn; stämmer det för alla filer?",
    "above": "okänt: läst ur cellen ovanför rubriken; stämmer det?",
    "day": "okänt: datumet ger år och månad; är det mätningens månad?",
    "unread": "okänt: {names}; läses inte",
    "wide": "okänt: kolumnerna {names} är en variabel; säg med wide vad de fyller",
    "units_in_cell": "okänt: vad '{unit}' efter talen betyder; skriv units_in_cell: {{{unit}: …}}",
    "privacy": "okänt: '..' läses som att värdet saknas; är det sekretess: skriv missing: {{\"..\": Privacy}}",
    "person_rows": "okänt: filen har uppgifter om personer, som aldrig läses; styrtal läser summor per enhet, månad och kön",
    "budget": "okänt: filen har också en budget (#PBUDGET): läs den med en källa till, av slaget budget",
    "fault": "fel: {column}: {wrong} {mend}",
    "fault_rows": " ({n}, först {row})",
}  # fmt: skip
KINDS = {
    "ledger": "huvudbok (ledger)", "budget": "budget (budget)", "budget_forecast": "prognos (budget_forecast)",
    "staff": "personal (staff)", "measurements": "mätningar (measurements)", "activities": "aktiviteter (activities)",
    "assignments": "uppdrag (assignments)",
}  # fmt: skip
TARGETS = {
    "unit_id": "enheten", "account": "kontot", "year": "året", "month": "månaden", "period": "året", "amount": "beloppet",
    "kind": "kostnad eller intäkt", "measure": "åtgärden", "gender": "könet", "headcount": "antal anställda", "fte": "årsarbetare",
    "sick_hours": "sjuktimmar", "scheduled_hours": "arbetstid",
    "under_30": "anställda under 30 år", "aged_30_49": "anställda 30–49 år", "aged_50_up": "anställda från 50 år",
    "full_time": "heltidsanställda", "leavers": "avgångar", "long_sick_hours": "timmar i lång sjukfrånvaro",
    "overtime_hours": "övertid", "indicator_id": "indikatorn", "value": "värdet",
    "status": "varför värdet saknas", "label": "omdömet", "numerator": "täljaren", "denominator": "nämnaren",
    "count": "antal svar", "publication": "slutlig eller preliminär", "activity_id": "aktivitetens id",
    "assignment_id": "uppdragets id", "goal_id": "målet", "title": "rubriken", "responsible_role": "ansvarig roll",
    "planned_start": "planerad start", "planned_end": "planerat slut", "actual_end": "slutdagen", "state": "läget",
    "budget": "budgeten", "outcome": "utfallet", "quality": "kvaliteten", "contributed": "om det bidrog",
    "evidence": "underlaget", "cancelled_by": "beslutet om avbrott", "cancelled_at": "avbrottsdagen", "decided_by": "vem som beslutade",
    "decided_at": "beslutsdagen", "decision": "beslutet", "change": "vilken ändring av budgeten det är", "financing": "finansieringen",
}  # fmt: skip
UNITS_OF, INDICATORS_OF = "enheter", "indikatorer"
