"""Words of the sections on money, staff, control, shortfalls, god ekonomisk hushållning, and forecasts against outcomes."""

from dataclasses import replace

from models.words.sections import COUNTED_TITLE
from models.words.table_words import TableWords

ALL_INDICATORS = "Alla"
ALL_TOGETHER = "Alla tillsammans"
STAFF_WITHHELD = "visas inte, för att skydda få personer"
SO_FAR_THIS_YEAR = "{kind} hittills i år: {unit}"
# What the annual report says in place of forecasts: a year that has ended has an outcome.
OUTCOME_OF_YEAR = "Utfall för året"
NO_MONEY = "Varken budget, utfall eller prognos finns för enheten."
# Beside the dash of an outcome that a fault of the ledger withholds, which would else be read as nothing booked.
OUTCOME_WITHHELD = "visas inte: rader i huvudboken går inte att läsa"
OUTCOME_WITHHELD_FROM = "visas inte från och med {month}: rader i huvudboken går inte att läsa"
NO_MONEY_READ = "Varken budget, utfall eller prognos kan visas för enheten: rader i {sources} går inte att läsa."
MONEY_FILE = {"ledger": "huvudboken", "budget": "budgetfilen", "budget_forecast": "prognosfilen"}
FORETOLD_AFTER = "{kind}, prognos efter {month}"
THE_REST = "Gemensamt och övrigt"
# What a sum leaves out: a frame where nothing is booked.
UNBOOKED = (
    "Inget utfall är bokfört på {units}. Budgeten där är med i summan, så summans utfall "
    "och avvikelse stämmer bara om det där är noll."
)
# What every sum lacks: a month that the ledger has no rows of, before months that it has.
MONTHS_UNBOOKED = (
    "Huvudboken har inga rader för {months} {year}, men för senare månader. Utfallet från och med {first} är därför inte fullständigt, "
    "och ritas inte i bilden."
)
WITHOUT_MONTHS = "utan {months}, som huvudboken saknar"
UNBOOKED_IN_SHORT = "utan utfall för {units}"
UNBOOKED_UNIT = "{unit} ({kind}, budget {amount})"
MEASURE_MISSING = "En åtgärd väntas men saknas: {units}."
MONEY_REORGANISED = (
    "{events} Budget och utfall för månaderna före ändringen står kvar där de fanns då, så siffrorna för {units} före och efter går "
    "inte att jämföra."
)
# What happened to units, each a sentence.
UNIT_MOVED = "{unit} flyttade {day} från {before} till {after}{decided}."
UNITS_CHANGED = {
    "split": "{units} delades {day} i {into}{decided}.",
    "merge": "{units} gick {day} upp i {into}{decided}.",
    "end": "{units} upphörde {day}{decided}.",
}
DECIDED = " enligt beslut {day}"
# Of a month's follow-up, where the month itself has nothing.
NOTHING_BOOKED = "Inget utfall finns för {month} {year}.{latest}"
BOOKED_UNTIL = " Det senaste är till och med {month}."
TOWARDS_VISION = "Vägen mot visionen"


# Why a year of a quality factor counts as a shortfall, or does not.
SHORTFALL = {
    "unknown": "kan inte bedömas",
    "none": "ingen brist",
    "not_met": "målet inte nått",
    "worst_quarter": "sämsta fjärdedelen",
}


# Where other choices as good would give quite another index (docs/measures.md §9).
INDEX_TOO_WIDE = "går inte att säga"
INDEX_BETWEEN = "{low}–{high}"
QUALITY_AND_RESOURCES = TableWords(
    "Kvalitet och resurser",
    {
        "service_area": "Verksamhet",
        "group_kind": "Jämfört med",
        "efficiency": "Samlat",
        "share_components": "Kvalitetsmått med värde",
    },
    sheet="Kvalitet och resurser",
    table="efficiency_index",
)


MONEY = TableWords(
    "Budget, utfall och prognos",
    {
        "month": "Till och med",
        "outcome": "Utfall hittills",
        "forecast": "Helårsprognos",
        "changed_since": "Ändrad sedan",
        "escalation": "Följd",
    },
    sheet="Ekonomi",
    table="budget",
)
MONEY_OF_YEAR = replace(
    MONEY, caption="Budget och utfall", columns={"forecast": OUTCOME_OF_YEAR, "escalation": "Gräns"}
)
MONEY_OF_MONTH = replace(MONEY, caption="Budget och utfall till och med månaden", sheet="Utfall")
LATEST_FORECAST = replace(
    MONEY, caption="Senaste helårsprognos", columns={**MONEY.columns, "month": "Gjord efter"}, sheet="Prognos"
)


FRAME_CHANGES = TableWords(
    "Budgetens ändringar under året",
    {
        "unit": "Enhet",
        "kind": "Slag",
        "what": "Vad",
        "decided_at": "Beslutat",
        "decided_by": "Av",
        "decision": "Beslut",
        "text": "Vad som beslutades",
        "amount": "{Money}",
    },
    sheet="Budgetens ändringar",
)
DEVIATION_DECISIONS = TableWords(
    "Beslut om avvikelser från budgeten",
    {
        "unit": "Enhet",
        "kind": "Slag",
        "year": "Avser år",
        "decided_at": "Beslutat",
        "decided_by": "Av",
        "decision": "Beslut",
        "text": "Vad som beslutades",
    },
    sheet="Beslut om avvikelser",
)
FRAME_CHANGE = {
    "original": "Ursprunglig budget",
    "supplementary": "Tilläggsanslag",
    "transfer": "Omdisposition",
    "current": "Gällande budget",
}


STAFF = TableWords(
    "Personal",
    {"when": "Månad", "sick_leave": "Sjukfrånvaro", "before": "Sjukfrånvaro året före", "why": "Upplysning"},
    sheet="Personal",
    table="staff",
)


STAFF_ACCOUNT = TableWords(
    "Personalredovisning, hela kommunen",
    {"when": "Månad", "amount": "Antal", "before": "Andel året före, procent", "why": "Upplysning"},
    sheet="Personalredovisning",
    table="staff_account",
    notes={"amount": "personer eller timmar"},
)
STAFF_MEASURE = {
    "under_30": "Under 30 år",
    "aged_30_49": "30–49 år",
    "aged_50_up": "50 år och äldre",
    "full_time": "Anställda på heltid",
    "leavers": "Avgångar på tolv månader",
    "long_sick_hours": "Sjuktimmar som är i frånvaro på 60 dagar eller mer, av alla sjuktimmar",
    "overtime_hours": "Övertid och mertid, av ordinarie arbetstid",
}
STAFF_INCOMPLETE = "ofullständigt underlag: en enhet har inte lämnat uppgiften"


CONTROL_POINTS = TableWords(
    "Kontrollpunkter",
    {"title": "Kontrollpunkt", "finding": "Vad som hittades"},
    sheet="Intern kontroll",
    table="control_points",
    notes={"probability": "1–4", "consequence": "1–4", "risk_value": "högst 16"},
)


CANDIDATES = TableWords(
    "Kandidater till {development_goals}", {"goal_id": "{Quality_factor}"}, sheet="Kandidater", table="shortfalls"
)
SHORTFALLS_BY_YEAR = TableWords(
    "Bristerna år för år",
    {"own": "Värde", "unit": "Enhet", "aim": "Mål", "score": "Poäng bland liknande", "short": "Brist"},
    sheet="Brister år för år",
    table="shortfall_series",
)


MANAGEMENT_GOALS = TableWords(
    "{Financial_goals} och mål för verksamheten",
    {"what": "Mål", "part": "Slag av mål", **COUNTED_TITLE},
    sheet="God ekonomisk hushållning",
    table="good_financial_management",
    notes={"score": "0–1"},
)
BALANCE_REQUIREMENT = TableWords(
    "Balanskravet: årets resultat enligt helårsprognosen",
    {"forecast": "Helårsprognos"},
    sheet="Balanskravet",
    table="good_financial_management",
)
BALANCE_OF_YEAR = replace(
    BALANCE_REQUIREMENT, caption="Balanskravet: årets resultat", columns={"forecast": OUTCOME_OF_YEAR}
)
NOT_BALANCED = {
    "no_taxes": "skatter och statsbidrag finns inte bland kommunens uppgifter",
    "no_outcome": "årets utfall är inte klart",
    "no_capital_gains": "realisationsvinsterna är inte angivna",
    "no_reserve": "avsättning till eller användning av resultatutjämningsreserven är inte angiven",
}
INVESTMENTS = TableWords(
    "Investeringar per projekt", {"forecast_month": "Prognosen gjord efter"}, sheet="Investeringar", table="investments"
)
FIVE_YEARS = TableWords("Finansiell analys, år för år", {"aspect": "Perspektiv", "what": "Mått"}, sheet="Fem år")
FINANCIAL_ASPECT = {"result": "Resultat", "capacity": "Kapacitet", "risk": "Risk", "control": "Kontroll"}
FINANCIAL_FIGURE = {
    "result": "Årets resultat",
    "investment": "Investeringar",
    "budget_deviation": "Resultatet mot budget",
    "forecast_deviation": "Resultatet mot årets sista prognos",
}
FINANCIAL_UNKNOWN = {
    **NOT_BALANCED,
    "no_outcome": "utfallet för hela året är inte känt",
    "no_budget": "{council} har ingen budget för året",
    "not_booked": "rapporten har inga bokförda investeringar för året",
}
OF_KOLADA = "nyckeltalet i Kolada"
RESULT_DIFFERS = (
    "Resultatet {year} är {booked} procent av skatter och generella statsbidrag enligt kommunens egen bokföring och senaste prognos av "
    "skatterna, men {told} procent enligt {source}. Båda ska säga samma sak: ta reda på vilken uppgift som är fel innan någon av dem används."
)
NOTHING_OF_ASPECT = "Kommunen har inte valt något mått som visar {aspects}."
BALANCE_STEPS = TableWords(
    "Från årets resultat till balanskravsresultatet",
    {"step": "Post", "amount": "{Money}"},
    sheet="Balanskravsresultat",
    table="balance_requirement",
)
BALANCE_STEP = {
    "result": "Årets resultat",
    "capital_gains": "Realisationsvinster, räknas bort",
    "other_adjustments": "Övriga justeringar",
    "adjusted_result": "Årets resultat efter balanskravsjusteringar",
    "to_reserve": "Avsatt till resultatutjämningsreserven (RUR)",
    "from_reserve": "Använt ur resultatutjämningsreserven (RUR)",
    "balance_result": "Balanskravsresultat",
}
COMMITTEE_DEVIATIONS = TableWords(
    "Avvikelser från ramen, per {committee}",
    {"title": "{Committee}", "forecast": "Helårsprognos", "escalation": "Följd"},
    sheet="Avvikelser per {committee}",
    table="good_financial_management",
)
DEVIATIONS_OF_YEAR = replace(
    COMMITTEE_DEVIATIONS, columns={"title": "{Committee}", "forecast": OUTCOME_OF_YEAR, "escalation": "Gräns"}
)


FORECASTS_SCORED = TableWords(
    "Prognosernas träffsäkerhet",
    {"told_in": "Prognos i", "basis": "Slag av prognos", "n": "Prognoser", "hit_rate": "Rätt bedömning"},
    sheet="Träffsäkerhet",
    table="forecast_scores",
)
EACH_FORECAST = TableWords(
    "Varje prognos mot utfallet",
    {
        "told_in": "Prognos i",
        "basis": "Slag av prognos",
        "foretold": "Prognos",
        "became": "Utfall",
        "error": "Fel",
        "foretold_status": "Bedömning då",
        "status": "Bedömning nu",
    },
    sheet="Prognoser",
    table="forecast_scores",
)
