"""Words of work, money, staff and control."""

# Words of the report's sections on work, money, staff and control.
GOALS_OF_KIND = {
    "strategic_goal": "Inriktningsmål",
    "expected_result": "Förväntade resultat",
    "own_result": "Egna resultat utifrån grunduppdraget",
    "quality_factor": "Kvalitetsfaktorer",
    "development_goal": "Utvecklingsmål",
    "financial_goal": "Finansiella mål",
}


WORK_STATE = {
    "not_started": "Ej påbörjad",
    "ongoing": "Pågår",
    "done": "Klar",
    "late": "Försenad",
    "cancelled": "Avbruten",
}


INNER = {
    "efficient": "Effektivt",
    "change_ways_of_working": "Arbetssätten behöver förändras",
    "not_assessed": "Ej bedömd",
}


OUTER = {"right_things": "Rätt saker görs", "reconsider": "Bör omprövas", "not_assessed": "Ej bedömd"}


BASIS = {"recorded": "dokumenterat", "computed": "beräknat", "mixed": "dokumenterat och beräknat"}


ITEM_KIND = {"activity": "Aktivitet", "assignment": "Uppdrag", "service": "Tjänst"}


FOUR_FIELDS = {
    "keep": "Behåll",
    "reconsider": "Ompröva",
    "change_ways_of_working": "Ändra arbetssätt",
    "question_need": "Pröva behovet",
}


GAIN_KIND = {
    "freed_resources": "Frigjorda resurser",
    "productivity": "Högre produktivitet",
    "quality": "Högre kvalitet",
    "saving": "Besparing",
}


BUDGET_KIND = {"cost": "Kostnad", "revenue": "Intäkt", "result": "Resultat", "investment": "Investering"}


ESCALATION = {"none": "–", "committee": "Åtgärd väntas av nämnden", "council": "Fullmäktige behöver besluta"}


CONTROL_RESULT = {
    "not_done": "Ej genomförd",
    "no_remarks": "Utan anmärkning",
    "remarks": "Anmärkning",
    "serious": "Allvarlig anmärkning",
}


YES: dict[bool | None, str] = {True: "Ja", False: "Nej"}


MANAGEMENT_PART = {"financial_goals": "Finansiella mål", "operational_goals": "Mål för verksamheten"}


SHORT_OF = {"carried_out": "genomförande", "right_way": "rätt sätt", "contributed": "bidrag"}


WEIGHTED_BY = {"kronor": "kronor", "number": "antal"}


# Of one (en aktivitet, ett uppdrag) and of more.
WORK_STATE_OF = {
    "not_started": {"aktivitet": "ej påbörjad", "uppdrag": "ej påbörjat", "": "ej påbörjade"},
    "ongoing": {"aktivitet": "pågår", "uppdrag": "pågår", "": "pågår"},
    "done": {"aktivitet": "klar", "uppdrag": "klart", "": "klara"},
    "late": {"aktivitet": "försenad", "uppdrag": "försenat", "": "försenade"},
    "cancelled": {"aktivitet": "avbruten", "uppdrag": "avbrutet", "": "avbrutna"},
}


PERSONS = {"persons": ("person", "personer"), "pupils": ("elev", "elever")}


FORECAST_BASIS = {"manual_forecast": "Enhetens", "auto_forecast": "Automatisk"}
