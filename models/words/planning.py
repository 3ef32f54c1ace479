"""Words of what plans: the analysis of the present state, the council's budget and plan, and the committees' plans."""

from collections.abc import Sequence
from dataclasses import replace

from models.tables.rows import TargetRealismRow
from models.words.numbers import number, share
from models.words.own_names import Money
from models.words.sentences import listed
from models.words.table_words import TableWords

PROPOSED = "förslag"
DECIDED_ON = "beslutat {day}"
NOTHING_TO_DECIDE_ON = "inget är angivet"
BY_RULE = "enligt regel"
APPROVED_PART = "Delen godkänd av {by} {day}"
TILE_OF_PLAN = {"targets": "Målvärden", "frame": "Ram {year}", "texts": "Texter", "decision": "Beslut"}
OF_THESE_PROPOSED = "{n} av dem är förslag"
ALL_DECIDED = "alla är beslutade"
FRAME_LACKS = "ram saknas"
FRAMES_LACK = "{n} av {of} ramar saknas"
FRAMES_UNREAD = "Rader i budgetfilen går inte att läsa: en ram kan stå i dem."
NO_FRAME_YET = "Ingen ram för {year} är angiven."
FRAME_MISSING = "{units} har ingen ram."
AGAINST_THIS_YEAR = "{percent} mot årets ram"
OF_TEXTS = "{written} av {asked}"
TEXTS_WRITTEN = "är skrivna"
GOALS_UNTARGETED = "Utan målvärde i planen: {goals}."
NO_PLANNED_TARGETS = "Inga målvärden för {year} är angivna ännu."
REALISM_SHORT = "{reached} av {n} gånger ({share}) på {span}"
REALISM_FEW = "för få har stått där för att säga något"
REALISM_THERE = "nås redan"
SIMILAR_SHORT = "de liknande: {n_reached} av {n} gånger"
ROWS_HAVE_NO_SUM = "Arbete som tjänar flera mål står under vart och ett av dem. Raderna ska därför inte summeras."
BOTH_SIDES = (
    "Politiken beslutar vad som ska nås och när: målen, målvärdena, ramarna och uppdragen. Tjänstepersonerna avgör hur och av "
    "vem det görs: aktiviteterna."
)
PART_OF_LEVEL = TableWords(
    "Varje nivås del av planen",
    {"unit": "Enhet", "decision": "Beslut", "targets": "Målvärden", "frame": "Ram, {money}", "lacks": "Texter som saknas", "workbook": "Arbetsbok", "paper": "Utskrift"},
)  # fmt: skip
YEARS_WHEEL = TableWords(
    "Årshjul {year}", {"month": "Månad", "what": "Vad", "kind": "Slag", "decides": "Vem"}, sheet="Årshjul"
)
WHEEL_KIND = {
    "present_state": "planera: nuläge",
    "budget_and_plan": "planera: budget och plan",
    "operations_plan": "planera: verksamhetsplan",
    "follow_up": "följa upp",
}
DECISIONS = TableWords(
    "Planer och beslut",
    {"plan": "Plan", "years": "År", "by": "Beslutas av", "decided": "Beslut", "targets": "Målvärden"},
    sheet="Beslut",
)
PLANNED_GOALS = TableWords(
    "Målen och vad de tjänar",
    {"goal": "Mål", "serves": "Tjänar", "who": "Vem", "decided": "Beslut", "why": "Nu"},
    sheet="Mål",
)
PLANNED_TARGETS = TableWords(
    "Målvärden år för år, och vad de kräver",
    {"indicator": "Indikator", "goal": "Mål", "value": "Nu", "now": "Målvärde {year}", "aim": "Målvärde {year}", "asked": "Förändring som krävs", "realism": "Så ofta har andra gjort det", "decided": "Beslut"},
    sheet="Målvärden",
    notes={"asked": "till det sista årets målvärde", "realism": "av gångerna då en annan kommun stod där vi står"},
)  # fmt: skip
SERVED_TARGETS = replace(
    PLANNED_TARGETS, caption="Målen som den här nivån tjänar, med deras målvärden", sheet="Mål som tjänas"
)
PLANNED_FRAMES = TableWords(
    "Ramar, {money}",
    {"unit_id": "Enhet", "kind": "Slag", "current": "Årets ram", "aim": "Ram {year}", "decided": "Beslut"},
    sheet="Ramar",
    table="planned_frames",
)
PLANNED_PARTS = TableWords(
    "Ramarnas delar, {money}", {"unit_id": "Enhet"}, sheet="Ramarnas delar", table="planned_parts"
)
PURPOSE = "särskilt ändamål"
PLANNED_WORK = {
    "assignment": TableWords(
        "Uppdrag: vad och när", {"goals": "Mål", "who": "Enhet"}, sheet="Uppdrag", table="planned_work", notes={"who": "ansvarig"}
    ),
    "activity": TableWords(
        "Aktiviteter: hur och av vem", {"goals": "Mål", "who": "Enhet"}, sheet="Aktiviteter", table="planned_work", notes={"who": "ansvarig"}
    ),
}  # fmt: skip
GOALS_IN_FRAME = TableWords(
    "Målen inom ramen {year}", {"goal_id": "Mål"}, sheet="Målen inom ramen", table="planned_goals"
)


def frame_in_short(amount: float, money: Money) -> str:
    """Return a frame in the unit of what stands first, with its sign where it is a net cost."""
    return f"{number(money.of(amount), money.decimals)} {money.name}"


def planned_targets_in_short(n: int, n_proposed: int) -> str:
    """Return how many of the targets are proposals."""
    return ALL_DECIDED if n and not n_proposed else OF_THESE_PROPOSED.format(n=n_proposed)


def realism_in_short(row: TargetRealismRow, of_all: float) -> str:
    """Return in a cell how often others that stood there have moved as far."""
    reached, n = number(row["n_reached"], 0), number(row["n"], 0)
    return REALISM_SHORT.format(reached=reached, n=n, share=share(of_all), span=f"{row['years']} år")


def units_without_frame(units: Sequence[str]) -> str:
    """Return which units have no frame for the first year."""
    return FRAME_MISSING.format(units=listed(list(units)))


def frames_missing(n_missing: int, n_parts: int) -> str:
    """Return that a frame lacks, or how many of those that it is the sum of do; empty where none does."""
    if n_missing == 0:
        return ""
    return FRAME_LACKS if n_missing == n_parts else FRAMES_LACK.format(n=n_missing, of=n_parts)
