"""Words of work: assignments, activities, inner and outer efficiency, and what was gained; and of money, staff and control."""

from collections.abc import Mapping
from dataclasses import replace

from models.words.numbers import count, listed
from models.words.table_words import TableWords

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
    "reconsider": "Pröva vad som görs",
    "change_ways_of_working": "Ändra arbetssätt",
    "question_need": "Pröva behovet",
}


GAIN_KIND = {
    "freed_resources": "Frigjorda resurser",
    "productivity": "Högre produktivitet",
    "quality": "Högre kvalitet",
    "saving": "Besparing",
}


BUDGET_KIND = {"revenue": "Intäkt", "cost": "Kostnad", "result": "Resultat", "investment": "Investering"}


ESCALATION = {"none": "–", "committee": "Åtgärd väntas av nämnden", "council": "{Council} behöver besluta"}
# Who the measure is awaited of, where it is no committee: of the whole municipality nobody is named.
AWAITED_OF = {
    "council": "Åtgärd väntas",
    "executive": "Åtgärd väntas av {executives}",
    "company": "Åtgärd väntas av bolaget",
}
# Of a year that has ended nothing is awaited: which of the two limits it is past.
ESCALATION_OF_YEAR = {
    "none": "–",
    "committee": "Sämre än gränsen för åtgärd",
    "council": "Sämre än gränsen för {council_decides} beslut",
}


CONTROL_RESULT = {
    "not_done": "Ej genomförd",
    "no_remarks": "Utan anmärkning",
    "remarks": "Anmärkning",
    "serious": "Allvarlig anmärkning",
}


YES: dict[bool | None, str] = {True: "Ja", False: "Nej"}


MANAGEMENT_PART = {"financial_goals": "{Financial_goals}", "operational_goals": "Mål för verksamheten"}


SHORT_OF = {"carried_out": "genomförande", "right_way": "rätt sätt", "contributed": "bidrag"}


INNER_IN_SHORT = "Inre effektivitet: {status}."


WEIGHTED_BY = {"kronor": "{money}", "number": "antal"}


# Of one (en aktivitet, ett uppdrag) and of more.
WORK_STATE_OF = {
    "not_started": {"activity": "ej påbörjad", "assignment": "ej påbörjat", "": "ej påbörjade"},
    "ongoing": {"activity": "pågår", "assignment": "pågår", "": "pågår"},
    "done": {"activity": "klar", "assignment": "klart", "": "klara"},
    "late": {"activity": "försenad", "assignment": "försenat", "": "försenade"},
    "cancelled": {"activity": "avbruten", "assignment": "avbrutet", "": "avbrutna"},
}
WORK_COUNTED = {"activity": ("aktivitet", "aktiviteter"), "assignment": ("uppdrag", "uppdrag")}


PERSONS = {"persons": ("person", "personer"), "pupils": ("elev", "elever")}


FORECAST_BASIS = {"manual_forecast": "Enhetens", "auto_forecast": "Automatisk"}


ASSIGNMENTS = TableWords(
    "Uppdrag",
    {
        "title": "Vad",
        "who": "Enhet",
        "goals": "Mål",
        "decided_by": "Beslutat av",
        "decided_at": "Beslutat",
        "decision": "Beslut",
        "planned_end": "Planerat klart",
        "actual_end": "Klart",
        "budget": "Budget, {money}",
        "outcome": "Utfall, {money}",
        "quality_passed": "Rätt kvalitet",
        "helped": "Bidrog",
    },
    sheet="Uppdrag",
    table="assignments",
    notes={"who": "ansvarig"},
)
ACTIVITIES = replace(ASSIGNMENTS, caption="Aktiviteter", sheet="Aktiviteter", table="activities")


INNER_BY_UNIT = TableWords(
    "Inre effektivitet per enhet, alla mål",
    {
        "short_of": "Når inte upp i",
        "due": "Skulle vara klart",
        "carried_out": "Genomfört",
        "g": "Andel genomfört",
        "r": "Andel på rätt sätt",
        "all_three_share": "Tid, budget och kvalitet är kända",
        "judged": "Bidrag kan bedömas",
        "b": "Andel som bidrog",
    },
    sheet="Inre effektivitet",
    table="inner_efficiency",
)
INNER_BY_GOAL = replace(INNER_BY_UNIT, caption="Inre effektivitet per mål", sheet="Inre per mål")
INNER_OF_COUNCIL = replace(
    INNER_BY_GOAL, caption=f"Inre effektivitet: mål som helhet, där bedömningen är ”{INNER['change_ways_of_working']}”"
)


OUTER_BY_UNIT = TableWords(
    "Yttre effektivitet per enhet, alla mål",
    {"y": "Andel som bidrog", "weight": "Kan bedömas", "contributed_weight": "Därav bidrog", "weighted_by": "Räknat i"},
    sheet="Yttre effektivitet",
    table="outer_efficiency",
)
OUTER_BY_GOAL = replace(OUTER_BY_UNIT, caption="Yttre effektivitet per mål", sheet="Yttre per mål")
OUTER_OF_COUNCIL = replace(
    OUTER_BY_GOAL, caption=f"Yttre effektivitet: mål som helhet, där bedömningen är ”{OUTER['reconsider']}”"
)


TO_RECONSIDER = TableWords(
    "Föreslås för omprövning",
    {"item_id": "Insats", "item_kind": "Slag", "goals": "Mål", "evidence": "Bygger på"},
    sheet="Att ompröva",
    table="outer_efficiency_items",
)
FOUR_FIELDS_SHOWN = TableWords(
    "De fyra fälten", {"g": "Andel genomfört", "goal_status": "Målet"}, sheet="Fyra fält", table="four_fields"
)


GAINS_SUMMED = TableWords(
    "Summan av effektivisering och besparing, med enheterna under",
    {"amount": "{Money} om året"},
    sheet="Effektivisering i summa",
    table="gains_summed",
)
GAINS = TableWords(
    "Effektivisering och besparing",
    {
        "item_id": "Vad",
        "amount": "{Money} om året",
        "evidence": "Bygger på",
        "cause": "Enhetens egen analys: orsak",
        "new_way_of_working": "Enhetens egen analys: nytt arbetssätt",
    },
    sheet="Effektivisering",
    table="efficiency_gains",
)


# Two tests: what the fields stand on, and what a proposal to reconsider stands on.
FIELDS_AND_RECONSIDER = (
    "Fälten visar om det planerade genomfördes och om målet är nått. Att en insats föreslås för omprövning bygger i stället "
    f"på att den inte har bidragit. Ett mål kan därför stå under ”{FOUR_FIELDS['reconsider']}” utan att något föreslås för "
    "omprövning."
)


def work_states(kind: str, n_in: Mapping[str, int]) -> str:
    """Return how many activities or assignments there are, and how many of them are in each state."""
    parts = [f"{n} {WORK_STATE_OF[state][kind if n == 1 else '']}" for state, n in n_in.items() if n]
    return f"{count(sum(n_in.values()), *WORK_COUNTED[kind])}: {listed(parts)}." if parts else ""
