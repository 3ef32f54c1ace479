"""Whole sentences in Swedish, made from figures: correct, neutral, and never claiming a cause.

Words alone, and how a number is written, stand in `models.words.judgements`. Every sentence is tested to the letter.
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from models.definitions.base import MONTH
from models.definitions.own_words import STANDARD, OwnWords
from models.definitions.steering import Thresholds
from models.tables.rows import ComparisonRow, FulfilmentRow, PlaceCertaintyRow, TargetRealismRow, ValueCertaintyRow
from models.words.judgements import EVERY, GROUP_NAMED, SCHOOL_YEAR, gender_of
from models.words.numbers import NBSP, apart_as_read, count, exact, listed, number, round_half_up, share
from models.words.own_names import Money, glance_money, has_own_statuses, in_own_words, statuses_named, tables_money

# The first word of a unit of measure as it is written after exactly one.
_ONE = {
    "dagar": "dag",
    "elever": "elev",
    "kronor": "krona",
    "minuter": "minut",
    "personer": "person",
    "platser": "plats",
    "procentenheter": "procentenhet",
    "timmar": "timme",
}
_NO_VALUE = {
    "missing": "Värdet saknas.",
    "incomplete": "Det som har mätts räcker inte till ett värde.",
    "privacy": "Värdet visas inte, på grund av sekretess.",
    "not_applicable": "Måttet är inte tillämpligt här.",
    "not_yet_published": "Värdet är ännu inte publicerat.",
    "no_new_measurement": "Det finns ingen ny mätning.",
    "no_measurement_expected": "Ingen ny mätning är väntad, och det finns inget tidigare värde som får visas.",
    "period_not_over": "Perioden pågår, så värdet bedöms inte ännu.",
    "no_forecast": "Kommunens egen prognos för året saknas, och förra årets värde är ingen prognos.",
    "reorganised": "Vad som hör till enheten har ändrats, så året kan inte förutses ur månaderna hittills.",
    "series_broken": "Tidsserien är bruten, så värdet kan inte bedömas.",
    "failed_check": "Värdet visas inte, eftersom det underkändes i en kontroll.",
    "no_target": "Det finns inget målvärde att bedöma mot.",
}
# Why a target that is a rule comes to nothing (docs/measures.md §2).
_NO_GROUND = {
    "no_baseline": "Det värdet saknas, så målet kan inte bedömas.",
    "series_broken": "Tidsserien är bruten sedan dess, så målet kan inte bedömas.",
    "reorganised": "Vad som hör till enheten har ändrats sedan dess, så målet kan inte bedömas.",
    "no_comparison": "För få i gruppen har ett värde för samma år, så målet kan inte bedömas.",
    "no_other_gender": "Det värdet saknas, så målet kan inte bedömas.",
}
_CHANGE = {"increase": "ska öka", "decrease": "ska minska", "improve": "ska förbättras"}
_OWN_WORDS = "Så bedömer de ansvariga det själva"
_OTHER = {"K": "M", "M": "K"}
# In place of a sign: how a value stands to its target, and money to its budget.
BETTER = {True: "bättre", False: "sämre"}
AGAINST_BUDGET = {
    "cost": {True: "billigare", False: "dyrare"},
    "investment": {True: "billigare", False: "dyrare"},
    "revenue": {True: "mer", False: "mindre"},
    "result": BETTER,
}
HIGHER, LOWER = "högre", "lägre"
ON_TARGET, INSIDE, OUTSIDE = "på målet", "inom", "utanför"
_AMONG = {
    "similar": "Bland liknande kommuner",
    "county": "I länet",
    "all": "Bland alla kommuner",
    "own": "I den egna jämförelsegruppen",
}


# What is said of a change beside its size (docs/measures.md §14).
_CERTAINTY_OF_CHANGE = {
    "better": ", vilket är bättre och mer än det som är normalt",
    "worse": ", vilket är sämre och mer än det som är normalt",
    "within_normal": ", vilket är inom normal variation",
    "series_too_short": "; serien är för kort för att säga om det är mer än slumpen",
}
# A published margin of error comes before what is normal for the series (docs/measures.md §18).
_BY_MARGIN = {
    "certain": ", vilket är säkerställt",
    "within_margin": ", vilket är inom felmarginalen",
}
_RIKET_BY_MARGIN = {
    "certain": "Skillnaden mot riket är säkerställd.",
    "within_margin": "Skillnaden mot riket är inom felmarginalen.",
}
_ASSURANCE = {
    "as_things_are": "Målet nås utan att något ändras.",
    "by_chance": "Ändras inget, avgör slumpen om målet nås.",
    "not_without_change": "Målet nås inte utan en förändring.",
}


class Counts(TypedDict):
    """How many targets have each judgement; the rows of goal_status and level_status hold it."""

    n_met: int
    n_partly: int
    n_not_met: int
    n_not_assessed: int


def measured(value: float | None, decimals: int, unit: str) -> str:
    """Return a value with its unit: 85,2 procent, 12,3 per 1 000 invånare, 1 dag."""
    if value is None:
        return number(None, decimals)
    written = number(value, decimals)
    first, _, rest = unit.partition(" ")
    if first == "antal":
        return f"{written} {rest}".strip()
    if decimals == 0 and written.lstrip("−") == "1":
        first = _ONE.get(first, first)
    return f"{written}{NBSP}{first} {rest}".strip()


def difference(value: float, decimals: int, unit: str) -> str:
    """Return the size of a difference with its unit: between two percentages it is in percentage points."""
    first, _, rest = unit.partition(" ")
    points = f"procentenheter {rest}".strip() if first == "procent" else unit
    return measured(abs(value), decimals, points)


def status_counts(row: Counts, words: OwnWords = STANDARD) -> str:
    """Return the counts of a goal, unit or level (columns n_met …) as one sentence."""
    counted = [
        (row["n_met"], "uppfyllt", "uppfyllda"),
        (row["n_partly"], "delvis uppfyllt", "delvis uppfyllda"),
        (row["n_not_met"], "ej uppfyllt", "ej uppfyllda"),
        (row["n_not_assessed"], "ej bedömt", "ej bedömda"),
    ]
    total = sum(n for n, _, _ in counted)
    if total == 0:
        return "Inga målvärden att bedöma."
    if has_own_statuses(words):
        stands = [
            f"{number(n, 0)} ”{name}”"
            for (n, _, _), name in zip(counted, statuses_named(words).values(), strict=False)
            if n
        ]
        return f"{count(total, 'målvärde', 'målvärden')}: {listed(stands)}."
    if total == 1:
        return f"Det enda målvärdet är {next(one for n, one, _ in counted if n)}."
    parts = [f"{number(n, 0)} {one if n == 1 else many}" for n, one, many in counted if n]
    return f"Av {count(total, 'målvärde', 'målvärden')} är {listed(parts)}."


def year_said(year: int, kind: str | None = None) -> str:
    """Return a year as it is written where a measurement is of that kind: 2025, or 2024/25 of a school year (§1)."""
    return f"{year - 1}/{year % 100:02d}" if kind == "school_year" else str(year)


def every_said(every: int, first: int, kind: str | None = None) -> str:
    """Return how often something is measured that is not measured every year: vart 3:e år från 2021."""
    return EVERY.format(every=every, ending="a" if every == 2 else "e", year=in_year(first, kind))  # noqa: PLR2004  vartannat


def waves_said(n: int) -> str:
    """Return a number of measurements: 1 mätning, 2 mätningar."""
    return count(n, "mätning", "mätningar")


def in_year(year: int, kind: str | None = None) -> str:
    """Return a year as it is said in a sentence: 2025, or läsåret 2024/25."""
    said = year_said(year, kind)
    return SCHOOL_YEAR.format(year=said) if kind == "school_year" else said


def value_said(row: FulfilmentRow) -> str:
    """Return a value with its unit, or as its step is called."""
    return row["value_label"] or measured(row["value"], row["decimals"], row["unit_of_measure"])


def value_used(row: FulfilmentRow, report_year: int, *, computed: bool = False, kind: str | None = None) -> str:
    """Return the value that stands for the report's year, or why there is none.

    `computed` says that an automatic forecast is computed from the year's measurements or the result's forecast (§4); `kind` what a measurement is of.
    """
    if row["value"] is None:
        # What is said in words alone asks for no value.
        lacks = "" if row["target_text"] is not None else "Värdet saknas."
        return _NO_VALUE.get(row["reason"] or "", lacks)
    said = value_said(row)
    year = "" if row["year"] is None else in_year(row["year"], kind)
    if row["basis"] == "manual_forecast":
        return f"Prognosen för {in_year(report_year, kind)} är {said}."
    if computed and row["basis"] == "auto_forecast" and row["year"] == report_year:
        of_result = row["forecast_flag"] == "result_share"
        made = "ur kommunens egen prognos för resultatet" if of_result else "beräknad ur årets mätningar"
        return f"Prognosen för {in_year(report_year, kind)}, {made}, är {said}."
    if row["basis"] == "outcome" and row["reason"] != "no_measurement_expected":
        return f"Utfallet för {year} är {said}."
    newest = f"Det senaste värdet, för {year}, är {said}."
    if row["reason"] == "no_measurement_expected":
        return f"{newest} Ingen ny mätning är väntad {report_year}, så det bedöms inte."
    standing = f" Ingen ny mätning finns, så det är det som gäller för {report_year}."
    return newest if row["year"] == report_year else newest + standing


def rule_said(
    row: FulfilmentRow, own_groups: Mapping[str, str], kind: str | None = None, counts: str | None = None
) -> str:
    """Return what a target that is a rule asks of the value, and what it stands on (docs/measures.md §2); empty of another.

    `own_groups` are the titles of the municipality's own groups, by their ids.
    """
    rule, decimals, unit, by = row["target_rule"], row["decimals"], row["unit_of_measure"], row["target_by"]
    if rule is None:
        return ""
    if rule == "own_text":
        return f"”{row['target_text']}”"
    ground = "" if row["target_from"] is None else measured(row["target_from"], decimals, unit)
    year = "" if row["target_from_year"] is None else in_year(row["target_from_year"], kind)
    if rule in _CHANGE:
        least = "" if by is None else f" med minst {difference(by, decimals, unit)}"
        apart = 0.0 if row["target"] is None or row["target_from"] is None else abs(row["target"] - row["target_from"])
        if by is None and round_half_up(apart, decimals) > round_half_up(10**-decimals, decimals):
            least = f", där minst {difference(apart, decimals, unit)} räknas som en förändring"
        start = f"{ground} ({year})" if ground and year else ground or f"värdet för {year}"
        return f"{_CHANGE[rule]} från {start}{least}"
    if rule == "gender_gap":
        beside = f" ({ground})" if ground else ""
        others = f"{gender_of(_OTHER[row['gender']], counts).lower()}s"
        return f"ska skilja sig högst {difference(by or 0, decimals, unit)} från {others}{beside}"
    group = own_groups.get(row["target_group"] or "") or GROUP_NAMED[row["target_group"] or ""]
    if rule == "better_than_median":
        return f"ska vara bättre än medianen i {group}" + (f" ({year}: {ground})" if ground else "")
    return f"ska vara bland den bästa fjärdedelen i {group}" + (f" ({year})" if ground else "")


def _limit_said(row: FulfilmentRow) -> str:
    """Return the number or interval that is to be reached; empty where there is none."""
    decimals, unit = row["decimals"], row["unit_of_measure"]
    if row["target_low"] is not None and row["target_high"] is not None:
        low = number(row["target_low"], decimals)
        return f"mellan {low} och {measured(row['target_high'], decimals, unit)}"
    bound = {"higher": "minst ", "lower": "högst "}.get(row["direction"], "")
    return "" if row["target"] is None else f"{bound}{measured(row['target'], decimals, unit)}"


def _judged_itself(row: FulfilmentRow, rule: str) -> str:
    judged = (
        "Ingen egen bedömning är gjord." if row["own_motivation"] is None else f"{_OWN_WORDS}: {row['own_motivation']}"
    )
    return f"{rule}{'' if rule.rstrip('”').endswith(('.', '!', '?')) else '.'} {judged}"


def against_target(
    row: FulfilmentRow, report_year: int, kind: str | None = None, rule: str = "", step: str = ""
) -> str:
    """Return the target of the report's year and how the value stands to it; empty where there is no target.

    `rule` is what `rule_said` says of a target that is no number; `step` what the target of an ordinal scale is called.
    """
    if row["target_rule"] == "own_text":
        return f"Målet för {in_year(report_year, kind)} är {_judged_itself(row, rule)}"
    goal = f"minst ”{step}”" if step else _limit_said(row)
    if not goal:
        why = "" if row["value"] is None else f" {_NO_GROUND.get(row['reason'] or '', '')}".rstrip()
        return f"Målet för {in_year(report_year, kind)} är att värdet {rule}.{why}" if rule else ""
    decimals, unit = row["decimals"], row["unit_of_measure"]
    said = f"Målet för {in_year(report_year, kind)} är {f'att värdet {rule}, alltså {goal}' if rule else goal}"
    gap = row["gap"]
    if gap is None:
        open_way = " Det bedöms inte förrän någon har bekräftat åt vilket håll som är bättre."
        return f"{said}.{open_way if row['reason'] == 'not_confirmed' else ''}"
    apart = difference(gap, decimals, unit)
    if row["direction"] == "interval":
        return f"{said}, och värdet ligger {INSIDE if gap >= 0 else f'{apart} {OUTSIDE}'} det."
    if round_half_up(gap, decimals) == 0:
        return f"{said}, och värdet ligger precis på det."
    return f"{said}, och värdet är {apart} {BETTER[gap > 0]} än målet."


def change_since(
    row: FulfilmentRow, every: int = 1, kind: str | None = None, certain: ValueCertaintyRow | None = None
) -> str:
    """Return how the value has changed since the measurement before, `every` years ago; empty where that cannot be said."""
    if row["change"] is None or row["year"] is None:
        return ""
    before, decimals, unit = in_year(row["year"] - every, kind), row["decimals"], row["unit_of_measure"]
    moved = apart_as_read(row["value"], row["previous_value"], decimals) or 0
    if moved == 0:
        return f"Värdet är detsamma som för {before}."
    apart = difference(moved, decimals, unit)
    way = "ökat" if moved > 0 else "minskat"
    by_margin = None if certain is None else certain["change_certainty"]
    told = _BY_MARGIN[by_margin] if by_margin else _CERTAINTY_OF_CHANGE.get(row["trend"] or "", "")
    return f"Sedan {before} har värdet {way} med {apart}{told}."


def probably_between(row: ValueCertaintyRow, decimals: int, unit: str) -> str:
    """Return between which a value probably lies, or that it cannot be told (docs/measures.md §18)."""
    if row["low"] is None or row["high"] is None:
        return "Hur osäkert värdet är går inte att säga: underlaget är okänt."
    return f"Det är sannolikt mellan {number(row['low'], decimals)} och {measured(row['high'], decimals, unit)}."


def three_together(row: ValueCertaintyRow, decimals: int, unit: str) -> str:
    """Return three measurements together, where few are behind the latest (docs/measures.md §18); else empty."""
    if row["value_three"] is None or row["low_three"] is None or row["high_three"] is None:
        return ""
    return (
        f"De tre senaste mätningarna tillsammans ger {measured(row['value_three'], decimals, unit)}, sannolikt mellan "
        f"{number(row['low_three'], decimals)} och {number(row['high_three'], decimals)}."
    )


def against_riket(row: ValueCertaintyRow | None) -> str:
    """Return whether the difference from Riket is more than chance (docs/measures.md §18); empty where that is not known."""
    return "" if row is None else _RIKET_BY_MARGIN.get(row["riket_certainty"] or "", "")


def assurance(row: FulfilmentRow) -> str:
    """Return whether the target is reached, by what is normal for the series (docs/measures.md §14)."""
    return _ASSURANCE.get(row["assurance"] or "", "")


def expectation(row: FulfilmentRow, report_year: int, kind: str | None = None) -> str:
    """Return what may be expected of the year's own value (docs/measures.md §16); empty where that cannot be said."""
    if row["expectation"] is None or row["p_met"] is None:
        return ""
    word = {"likely": "troligt", "uncertain": "osäkert", "unlikely": "otroligt"}[row["expectation"]]
    return f"Att målet nås {in_year(report_year, kind)} är {word} (sannolikhet {share(row['p_met'])})."


def realism(row: TargetRealismRow, kind: str | None = None) -> str:
    """Return how often others that stood there have moved as far as the target asks (docs/measures.md §17); empty where too few have."""
    if row["n_reached"] is None or row["share"] is None:
        return ""
    times = "gång" if row["n_reached"] == 1 else "gånger"
    way = "ökat" if row["asked_change"] > 0 else "minskat"
    span = "1 år" if row["years"] == 1 else f"{row['years']} år"
    return (
        f"Av {count(row['n'], 'gång', 'gånger')} som en annan kommun har stått där vi står har värdet {row['n_reached']} {times} "
        f"({share(row['share'])}) {way} så mycket som målet för {in_year(row['target_year'], kind)} kräver, på {span}."
    )


def path_to_year3(
    row: FulfilmentRow,
    report_year: int,
    year3: int | None,
    path_plan: str,
    kind: str | None = None,
    *,
    decided: bool = False,
    step: str = "",
) -> str:
    """Return the target of the plan's year 3, and how the value stands to the path; empty where there is none.

    The path may be another plan's than the target: `path_plan` is what that plan is called; `decided` says that the plan itself
    says what the report's year is to reach; `step` is what the target of an ordinal scale is called.
    """
    if row["target_year3"] is None or year3 is None:
        return ""
    decimals, unit = row["decimals"], row["unit_of_measure"]
    bound = "minst" if row["direction"] == "higher" else "högst"
    said = [
        f"Målet för {in_year(year3, kind)} är {bound} {f'”{step}”' if step else measured(row['target_year3'], decimals, unit)}."
    ]
    needed = row["required_change"]
    if needed is not None and round_half_up(needed, decimals) != 0 and (needed > 0) == (row["direction"] == "higher"):
        way = "öka" if needed > 0 else "minska"
        # The whole way, not a step a year: a rounded step times the years does not come to the target.
        apart = difference(needed * (year3 - report_year), decimals, unit)
        said.append(f"För att nå det behöver värdet {way} med {apart} till dess.")
    if row["path_value"] is not None and row["on_path"] is not None:
        stands = "i fas" if row["on_path"] else "inte i fas"
        passes = measured(row["path_value"], decimals, unit)
        ours = "" if decided else " (egen beräkning)"
        said.append(
            f"Enligt {path_plan} skulle värdet {in_year(report_year, kind)} vara {passes}{ours}: det är {stands}."
        )
    return " ".join(said)


def place_among(
    place: ComparisonRow,
    decimals: int,
    unit: str,
    who: str,
    certain: PlaceCertaintyRow | None = None,
    kind: str | None = None,
) -> str:
    """Return a municipality's place in a set, and how sure it is; `who` is the municipality's name."""
    said = f"{_AMONG[place['group_kind']]} {in_year(place['year'], kind)}"
    median = measured(place["median"], decimals, unit)
    moved = apart_as_read(place["value"], place["median"], decimals) or 0
    apart = difference(moved, decimals, unit)
    stands = (
        f"på medianen ({median})" if moved == 0 else f"{apart} {'över' if moved > 0 else 'under'} medianen ({median})"
    )
    if place["rank"] is not None:
        if certain is None:
            return f"{said} har {who} plats {place['rank']} av {place['n']}, där 1 är bäst, och ligger {stands}."
        return f"{said} har {who} {place_told(place, certain)}, där 1 är bäst, och ligger {stands}. {standing(certain)}"
    return f"{said} ligger {who} {stands}, av {count(place['n'], 'kommun', 'kommuner')}."


def place_told(place: ComparisonRow, certain: PlaceCertaintyRow) -> str:
    """Return a place with between which it probably is (docs/measures.md §15)."""
    said = f"plats {place['rank']} av {place['n']}"
    low, high = certain["rank_low"], certain["rank_high"]
    return f"{said}, troligen {low}–{high}" if low != high else said


def standing(certain: PlaceCertaintyRow) -> str:
    """Return what the interval of places tells."""
    return {
        "among_best": "Platsen är bland de bästa.",
        "not_told_apart": "Platsen kan inte skiljas från slumpen.",
        "among_worst": "Platsen är bland de sämsta.",
    }[certain["stands"]]


def few_behind(n: int, decimals: int, unit: str, counted: tuple[str, str]) -> str:
    """Return that few are behind a value, and of a percentage how much one of them moves it (docs/measures.md §2)."""
    said = f"Bakom värdet finns {count(n, *counted)}"
    if unit.partition(" ")[0] != "procent":
        return f"{said}."
    # A step that is less than the last decimal shows is told with one decimal more.
    shown = decimals if round_half_up(100 / n, decimals) else decimals + 1
    return f"{said}: en {counted[0]} mer eller mindre ändrar det med {measured(100 / n, shown, 'procentenheter')}."


def measured_of(coverage: float) -> str:
    """Return that a value put together from units stands on some of them (§5)."""
    return f"Värdet bygger på {share(coverage)} av enheterna; de andra har inte mätt."


def automatic_beside(row: FulfilmentRow, report_year: int, kind: str | None = None) -> str:
    """Return the automatic forecast that a manual one stands before (§4); empty where there is none."""
    if row["basis"] != "manual_forecast" or row["auto_value"] is None:
        return ""
    automatic = measured(row["auto_value"], row["decimals"], row["unit_of_measure"])
    return f"Utan enhetens prognos hade {automatic} stått för {in_year(report_year, kind)}."


def nothing_to_judge(n: int) -> str:
    """Return how many units and goals are left out since nothing of theirs can be judged yet."""
    return f"{count(n, 'enhet eller mål', 'enheter och mål')} visas inte: där finns ännu inget att bedöma."


def not_in_a_field(n: int) -> str:
    """Return how many goals stand in none of the four fields."""
    return (
        f"{count(n, 'mål', 'mål')} står inte i något fält: inget skulle vara klart ännu, eller så är målet inte bedömt."
    )


def not_yet_candidates(n: int) -> str:
    """Return how many indicators of quality factors fall short, but not for long enough to be candidates."""
    whose = "Ytterligare 1 indikator når" if n == 1 else f"Ytterligare {number(n, 0)} indikatorer når"
    return f"{whose} inte upp, men har inte gjort det länge nog för att vara kandidat."


def changed_since(changed: int, total: int, before: str) -> str:
    """Return how many targets have another judgement than in the earlier report."""
    if total == 0:
        return "Inga målvärden att bedöma."
    if total == 1:
        stands = "har fått en annan" if changed else "har samma"
        return f"Det enda målvärdet {stands} bedömning {'sedan' if changed else 'som i'} {before}."
    if changed == 0:
        return f"Inget av {count(total, 'målvärde', 'målvärden')} har fått en annan bedömning sedan {before}."
    return (
        f"Av {count(total, 'målvärde', 'målvärden')} har {number(changed, 0)} fått en annan bedömning sedan {before}."
    )


def work_done(carried_out: int, due: int) -> str:
    """Return how much of the work that was due has been carried out."""
    if due == 0:
        return "Ingen aktivitet och inget uppdrag skulle vara klart ännu."
    if due == 1:
        done = "är genomfört" if carried_out else "är inte genomfört"
        return f"Den aktivitet eller det uppdrag som skulle vara klart {done}."
    return f"Av {due} aktiviteter och uppdrag som skulle vara klara är {carried_out} {'genomförd' if carried_out == 1 else 'genomförda'} ({share(carried_out / due)})."


def to_reconsider(n: int) -> str:
    """Return how many activities, assignments and services are proposed for reconsideration."""
    if n == 0:
        return "Inget föreslås för omprövning."
    return (
        f"{count(n, 'insats', 'insatser')} föreslås för omprövning: inget bidrag till målet är dokumenterat, eller syns utöver "
        "vad som hände i liknande kommuner."
    )


def budget_deviation(
    kind: str, forecast: float, budget: float, *, ended: bool = False, words: OwnWords = STANDARD
) -> str:
    """Return the full-year forecast against the budget, as far apart as the two are read (docs/measures.md §10). All are in kronor.

    They are told in millions, unless the municipality has a unit of its own or the deviation is too small to be seen in millions. Of a
    year that has `ended` it is the outcome. Only a result has a surplus or a deficit: what costs is dearer or cheaper.
    """
    money = glance_money(words)
    unseen = forecast != budget and deviation_as_read(kind, forecast, budget, money) == 0
    if unseen or money.is_nothing(budget):
        money = tables_money(words)

    def amount(kronor: float) -> str:
        return measured(money.of(kronor), money.decimals, money.name)

    told = f"{'Årets utfall' if ended else 'Helårsprognosen'} är {amount(forecast)} mot budgeten {amount(budget)}"
    deviation = deviation_as_read(kind, forecast, budget, money)
    if deviation == 0:
        return f"{told}: ingen avvikelse."
    return f"{told}: {amount(abs(deviation))} {AGAINST_BUDGET[kind][deviation > 0]} än budget."


def deviation_as_read(kind: str, forecast: float, budget: float, money: Money) -> float:
    """Return how far a forecast is from its budget as the two are read in a unit of money; kronor, + where it is better."""
    apart = apart_as_read(money.of(forecast), money.of(budget), money.decimals) or 0
    return apart * money.kronor * (-1 if kind in {"cost", "investment"} else 1)


def between_genders(apart: float, decimals: int, unit: str, counts: str | None = None) -> str:
    """Return women's value against men's (docs/measures.md §8), `apart` from it."""
    moved = round_half_up(apart, decimals)
    women, men = gender_of("K", counts), gender_of("M", counts).lower()
    if moved == 0:
        return f"{women} och {men} har samma värde."
    return f"{women}s värde är {difference(apart, decimals, unit)} {'högre' if moved > 0 else 'lägre'} än {men}s."


def moved_since(better: int, worse: int, within_normal: int, series_too_short: int) -> str:
    """Return how many indicators have moved more than is normal since the year before, and which way (§14)."""
    total = better + worse + within_normal + series_too_short
    if not total:
        return ""
    moved = [f"{n} blivit {word}" for n, word in ((better, "bättre"), (worse, "sämre")) if n]
    told = f"{listed(moved)}, mer än vad som är normalt" if moved else "ingen blivit tydligt bättre eller sämre"
    said = f"Av {count(total, 'indikator', 'indikatorer')} har {told}."
    return f"{said} För {series_too_short} är serien för kort för att säga det." if series_too_short else said


def method_of_targets(thresholds: Thresholds, words: OwnWords = STANDARD) -> str:
    """Return how a target is judged (§2), with the thresholds used."""
    higher, lower = (float(x) for x in (thresholds.tolerance_share_higher, thresholds.tolerance_share_lower))
    declared = f"den som är bestämd för indikatorn, annars {share(higher)} av målet när högre är bättre och {share(lower)} när lägre är bättre"
    if words.statuses:
        steps = "; ".join(
            f"”{step.title}” när värdet når målet"
            if step.within == 0
            else f"annars ”{step.title}”"
            if step.within is None
            else f"”{step.title}” när det fattas högst {exact(step.within)} {'tolerans' if step.within == 1 else 'toleranser'}"
            for step in words.statuses
        )
        judged = f"Ett målvärde är {steps}. Toleransen är {declared}."
    else:
        met, partly, not_met, *_ = (name.lower() for name in statuses_named(words).values())
        judged = (
            f"Ett målvärde är {met} när värdet når målet. Det är {partly} när värdet ligger inom toleransen: {declared}. Annars är "
            f"det {not_met}."
        )
    not_assessed = (
        "ej bedömt" if "not_assessed" not in words.goal_statuses else words.goal_statuses["not_assessed"].lower()
    )
    return (
        f"{judged} Värden avrundas innan de bedöms. Det som saknar värde är {not_assessed}, med sitt skäl, och räknas aldrig som "
        f"{statuses_named(words)['partly'].lower()}. Hur mycket en serie normalt rör sig räknas fram ur dess egna år, minst åtta. I en "
        f"delårsrapport är det troligt att målet nås om sannolikheten är minst {share(float(thresholds.likely_share))}, och otroligt "
        f"om den är högst {share(float(thresholds.unlikely_share))}. Om ett mål är realistiskt sägs när minst "
        f"{count(thresholds.realism_min_n, 'gång', 'gånger')} är kända då en annan kommun stod på ungefär samma värde."
    )


def method_of_goals(thresholds: Thresholds, words: OwnWords = STANDARD) -> str:
    """Return how goals and units are judged from their targets (§5), with the thresholds used."""
    met, partly, not_met, *_ = (name.lower() for name in statuses_named(words).values())
    counted = f"{met} 1, {partly} 0,5, {not_met} 0" if has_own_statuses(words) else "uppfyllt 1, delvis 0,5, ej 0"
    return (
        f"Ett mål eller en enhet är {met} när snittet av dess målvärden ({counted}) är minst "
        f"{number(thresholds.met_score, 1)} och inget är {not_met}, och {not_met} under "
        f"{number(thresholds.not_met_score, 1)}. Går mindre än {share(float(thresholds.min_coverage))} att bedöma, bedöms det inte. Varje "
        "målvärde räknas en gång."
    )


def method_of_comparison(thresholds: Thresholds) -> str:
    """Return how others are compared with (§8), with the thresholds used."""
    return (
        f"I jämförelsen är plats 1 bäst. Färg sätts när minst {thresholds.colour_min_n} kommuner har ett värde, och när minst "
        f"{share(float(thresholds.colour_min_share))} så många som året före har det: bästa fjärdedelen, mitten eller sämsta "
        "fjärdedelen. Snitt är ovägda. Bara samma år jämförs. Mellersta hälften ligger mellan nedre och övre kvartilen. En plats "
        "står med de platser som är troliga, så mycket som värdena brukar röra sig av slumpen; en färg som är mindre sannolik än "
        f"{share(float(thresholds.colour_certainty))} är osäker."
    )


def history_shown(
    first: tuple[int, float],
    newest: tuple[int, float],
    targets: Sequence[tuple[int, float]],
    spread: tuple[int, float, float, float] | None,
    peers: str,
    breaks: Sequence[int],
    decimals: int,
    unit: str,
    normal: tuple[float, float] | None = None,
    kind: str | None = None,
) -> str:
    """Return what the picture of an indicator's history shows; `spread` is year, lower quartile, median, upper quartile.

    Each year is written as where a measurement is of that `kind`.
    """
    begun, ended = year_said(first[0], kind), year_said(newest[0], kind)
    said = [f"{begun} var värdet {measured(first[1], decimals, unit)}, {ended} {measured(newest[1], decimals, unit)}."]
    if targets:
        said.append(
            f"Mål: {listed([f'{number(value, decimals)} för {year_said(year, kind)}' for year, value in targets])}."
        )
    if spread:
        year, low, median, high = (spread[0], *(number(value, decimals) for value in spread[1:]))
        said.append(f"{peers.capitalize()} {year_said(year, kind)}: median {median}, mellersta hälften {low}–{high}.")
    if normal:
        low, high = (number(value, decimals) for value in normal)
        said.append(f"Normalt för serien är {low}–{high}.")
    if breaks:
        said.append(f"Tidsserien är bruten {listed([year_said(year, kind) for year in breaks])}.")
    return " ".join(said)


def budget_shown(
    planned: tuple[int, float] | None, booked: tuple[int, float] | None, forecast: float | None, money: Money
) -> str:
    """Return what the picture of budget by month shows: (month, amount in the unit of `money`), cumulative."""
    said: list[str] = []
    for name, point in (("Budget", planned), ("Utfall", booked)):
        if point:
            said.append(f"{name} till och med {MONTH[point[0] - 1]}: {measured(point[1], money.decimals, money.axis)}.")
    if forecast is not None:
        said.append(f"Helårsprognos: {measured(forecast, money.decimals, money.axis)}.")
    return " ".join(said)


def method_of_work(thresholds: Thresholds) -> str:
    """Return how inner and outer efficiency are judged (§6, §7), with the thresholds used."""
    g, r, b, y = (
        share(float(x))
        for x in (
            thresholds.carried_out_share,
            thresholds.right_way_share,
            thresholds.contributed_share,
            thresholds.outer_share,
        )
    )
    return (
        f"Inre effektivitet: minst {g} av det som skulle vara klart är genomfört, minst {r} av det på rätt sätt (i tid, inom "
        f"budget och med rätt kvalitet) och minst {b} av det som kan bedömas har bidragit. Yttre effektivitet: minst {y} av "
        "det genomförda har bidragit till sitt mål. Att ett mål är nått är inte i sig ett tecken på att en insats bidragit. "
        "Ett beräknat bidrag är en rörelse utöver vad som hände i liknande kommuner; bredvid står hur stor andel av alla "
        "kommuner som samma regel säger ja om."
    )


def method_of_budget(thresholds: Thresholds, *, ended: bool = False, words: OwnWords = STANDARD) -> str:
    """Return when a deviation calls for a measure or a decision (§10), with the thresholds used."""
    first, second = (f"{number(x, 1)}{NBSP}%" for x in (thresholds.deviation_committee, thresholds.deviation_council))
    if ended:
        return (
            f"Ett utfall som är sämre än budgeten med mer än {first} av ramen är över gränsen för åtgärd, och med mer än {second} "
            f"över gränsen för {in_own_words('{council_decides}', words)} beslut. Utfallet avser helåret."
        )
    return (
        f"En prognos som är sämre än budgeten med mer än {first} av ramen väntas ha en åtgärd. Över {second} behöver "
        f"{in_own_words('{council}', words)} besluta. Prognosen avser helåret."
    )


def method_of_shortfalls(thresholds: Thresholds, words: OwnWords = STANDARD) -> str:
    """Return when a quality factor is a candidate for a development goal (§11), with the thresholds used."""
    return (
        f"{in_own_words('{A_quality_factor} är kandidat till {development_goals}', words)} när den inte nått målet, eller haft högst "
        f"{number(thresholds.shortfall_score, 0)} poäng bland liknande kommuner, vid {thresholds.shortfall_count} väntade "
        "mätningar i rad. En mätning som saknas räknas inte och bryter inte raden."
    )
