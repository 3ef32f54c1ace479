"""Words of the sections on goals and indicators, of the surroundings, the steering documents and the supervision."""

from collections.abc import Mapping, Sequence

from models.definitions.municipality import Municipality
from models.definitions.own_words import STANDARD, OwnWords
from models.tables.rows import PlaceCertaintyRow
from models.words.judgements import COLOUR, COLOUR_UNCERTAIN, STATUS_SYMBOL
from models.words.numbers import count, listed
from models.words.own_names import in_own_words, statuses_named
from models.words.sections import COUNTED_TITLES
from models.words.sentences import year_said
from models.words.table_words import TableWords
from models.words.work import CONTROL_RESULT

ASSUMED = "antaget"
TARGETS_BY_STATUS = "Målvärden efter bedömning"
TARGETS_OF_ALL_BY_STATUS = "Målvärden efter bedömning, per {committee} och {company}"
COMMITTEES = "{Committees}"
OVERSIGHT_TITLE = "{Oversight}"
UNITS = "Enheter"

KNOWN_AT = "Gäller det som var känt {day}."
LET_IN = "Från Kolada ingår svar till och med {day}; senare svar tas med först efter ett ja."
DRAFT = "utkast: perioden pågår"
DRAFT_PLAN = "utkast"
REPORT_KNOWN_AT = "Rapporten gäller det som var känt {day}."
ANNUAL_TITLE = "{unit}: verksamhetsberättelse {year}"
GOALS_COUNT_BY_THEMSELVES = (
    "Varje mål räknas för sig, med de målvärden som tjänar det, också andra enheters. Samma målvärde kan tjäna flera mål, så målens "
    "antal går inte att lägga ihop."
)
OF_SEVERAL_KINDS = "Flera slag av mål"
COUNTS_SERVING = (
    "Bedömningen räknar också målvärden för de mål som tjänar målet. Dessa når inte ända fram eller är inte bedömda:"
)
OF_THE_WHOLE = "Så är det i kommunen totalt, där varje målvärde räknas en gång."
OWN_JUDGEMENT_OF = "{whose} egen bedömning"
OWN_DIFFERS = "Den skiljer sig från den beräknade: {status}."
OWN_STANDS_ALONE = "Någon samlad bedömning visas inte, eftersom allt inte är bedömt."
COMMENT_BY = "Kommentar av {by}, {day}"
JUDGED_BY_ITSELF = "egen bedömning"
FORECAST_BY = "Prognosen är gjord av {by}, {day}"
NOT_ALL_ASSESSED = "Allt är inte bedömt"
COVERED = "Räknat efter vikt går {share} av dem att bedöma."
NO_GOALS = "Inga mål är inlagda för {unit}."
WITHOUT_GOALS = "Utan inlagda mål: {units}."
GOAL_RATIONALE = "Varför: {why}"
GOAL_STRATEGY = "Så arbetar vi: {how}"
GOAL_RESPONSIBLE = "Ansvarig: {role}."
# What a value under such a heading is: an outcome, also an old one, or foretold.
VALUE_SHOWN = {False: "utfall {year}", True: "prognos {year}"}
VALUE_IN_RIKET = "I riket är värdet {value}."
MEASURED_BY_KPI = "Nyckeltal {kpi}"
MEASURED_BY_OURSELVES = "Egen mätning: {how}"
WEIGHT = "vikt {weight}"
UNITS_UNDER = "Enheter under {unit}"
PER_COMMITTEE = "{title} per {committee} och {company}"
TARGET_OF_YEAR = "Mål {year}"
GOAL_HAS_NO_INDICATORS = "Målet har inga egna indikatorer; bedömningen bygger på det som tjänar målet."
PRELIMINARY = "Värdet är preliminärt."
MONTHS_BY_TWELVE = (
    "Prognosen räknar årets månader om till tolv, eftersom det inte är känt hur tidigare år fördelade sig."
)
RESULT_SHARE = (
    "Prognosen är kommunens egen helårsprognos för resultatet, som andel av prognosen för skatter och generella bidrag."
)
REORGANISED = "Organisationen har ändrats mellan mätningarna, så värdet jämförs inte med det förra."
WITHHELD_BY_CHECK = "Indikatorn bedöms inte"
ACKNOWLEDGED_MEANS = "Kvitterat: någon svarar för fyndet, och indikatorn bedöms till dess kvitteringen går ut."
PATH_IS_OURS = (
    "Ett värde på vägen till år 3 är vår egen beräkning: en rak linje mellan målet för år 1 och målet för år 3."
)

GOALS_JUDGED = TableWords(
    "Mål och deras bedömning", {"goal": "Mål", "kind": "Slag", "status": "Bedömning", **COUNTED_TITLES}
)
INDICATORS_JUDGED = TableWords(
    "Indikatorer och målvärden",
    {
        "outcome": "Utfall",
        "forecast": "Prognos",
        "value": "Utfall eller prognos",
        "previous_value": "Året före",
        "target": "Mål",
        "gap": "Mot mål",
        "target_year3": "Mål år 3",
        "on_path": "I fas med planen",
        "riket": "Riket",
        "similar": "Liknande kommuner",
    },
    table="fulfilment",
    notes={"similar": "median och plats"},
)
PLACES = TableWords(
    "Jämförelse med andra kommuner",
    {
        "group": "Jämfört med",
        "value": "Vårt värde",
        "difference": "Skillnad",
        "middle": "Hälften ligger mellan",
        "colour": "Bland de jämförda",
    },
    table="comparison",
)
SURROUNDINGS = TableWords(
    "Mått som följs utan att bedömas",
    {"similar": "Median, liknande kommuner", "county": "Länets median"},
    sheet="Omvärld",
    table="comparison",
)
AGENDA_TITLE = "Agenda 2030"
AGENDA_SHEET = "Globalt mål {sdg}"
AGENDA_WEIGHED = (
    "Ett måls bedömning vägs ihop av hur långt var och en av dess indikatorer är från sitt målvärde, så att mått av olika slag kan räknas "
    "samman; den säger inget om indikatorernas plats bland andra."
)
PLACE_OF = "{rank} av {n}"
PROBABLY_BETWEEN = "troligen {low}–{high}"
GLOBAL_GOAL_TITLE = "Globalt mål {sdg}: {title}"
AGENDA_SHOWN = TableWords(
    "Mål, indikatorer och deras ställning",
    {
        "what": "Mål och indikatorer",
        "unit": "Ansvarig",
        "status": "Bedömning",
        "value": "Värde",
        "year": "År",
        "trend": "Rörelse",
        "place": "Plats bland liknande kommuner",
    },
)
DOCUMENTS = TableWords(
    "Styrdokument",
    {
        "title": "Styrdokument",
        "kind": "Slag",
        "owner": "Ägare",
        "responsible": "Ansvarig",
        "applies_to": "Gäller för",
        "decided_at": "Beslutat",
        "diary_number": "Diarienummer",
        "valid_to": "Gäller till",
        "followed_up": "Följs upp av",
    },
)
DOCUMENT_EXPIRED = "har gått ut"
NOT_FOLLOWED_UP = "styr, men följs inte upp"
UNITS_BELOW = TableWords(
    "Målvärden per {committee}",
    {"committee": "{Committee}", "unit": "Enhet", "status": "Bedömning", **COUNTED_TITLES},
    sheet="Enheter",
)
SUPERVISED = TableWords(
    "{Committees}, {joint_committees} och {companies}",
    {"unit": "Enhet", "status": "Bedömning", **COUNTED_TITLES},
    sheet="Uppsikt",
)
SUPERVISED_GOALS = TableWords(
    "",
    {
        "goal": "Mål",
        "unit": "{Committee} eller {company}",
        "perspective": "Perspektiv",
        "status": "Bedömning",
        "not_met": "{Not_met_indicators}",
    },
)
SUPERVISED_ASSIGNMENTS = TableWords(
    "Uppdrag per {committee}, med läge",
    {
        "title": "Uppdrag",
        "unit": "{Committee} eller {company}",
        "decided_by": "Beslutat av",
        "planned_end": "Planerat klart",
        "state": "Läge",
    },
    sheet="Uppdrag",
)


# What stands beside a unit's goals, each judged by itself.
STANDING = TableWords(
    "",
    {
        "own_judgement": "Egen bedömning",
        "money": "Ekonomi, helår",
        "others": "Mot liknande kommuner",
        "control": "Intern kontroll",
    },
)


def control_in_short(n_with: Mapping[str, int]) -> str:
    """Return how many control points have each result that calls for something, or that none does."""
    parts = [f"{n} {CONTROL_RESULT[name].lower()}" for name, n in n_with.items() if n and name != "no_remarks"]
    return ", ".join(parts) or (CONTROL_RESULT["no_remarks"] if any(n_with.values()) else "")


def by_assignments(done: int, due: int) -> str:
    """Return that a goal without targets is judged by its assignments, and how many of those due are done."""
    return f"Bedömt efter uppdragen: {done} av {due} {'klart' if done == 1 else 'klara'}."


def goal_serves(goals: Sequence[str]) -> str:
    """Return which goals a goal serves."""
    return f"Målet tjänar {listed([f'”{title}”' for title in goals])}."


def global_goals(numbers: Sequence[int]) -> str:
    """Return which global goals a goal serves."""
    return f"Globala mål: {listed([str(n) for n in numbers])}."


# Where rows of an own file cannot be read, what lacks is not said to be unmeasured.
ROWS_NOT_READ = "rader i {sources} går inte att läsa"
MAY_BE_UNREAD = "Rader i {sources} går inte att läsa, och det som saknas kan stå där."


def measured_years(years: Sequence[tuple[int, str | None]]) -> str:
    """Return which earlier years the values were measured; each year with what its measurement is of."""
    first, last = (year_said(*find(years, key=lambda one: (one[0], one[1] or ""))) for find in (min, max))
    return f"mätt {first}" if first == last else f"mätt {first}–{last}"


def place_of(rank: int | None, n: int, certain: PlaceCertaintyRow | None = None) -> str:
    """Return the place among the similar municipalities, or how many they are where there is no place."""
    return f"plats {rank_of(rank, n, certain)}" if rank is not None else count(n, "kommun", "kommuner")


# Kolada's words stand within marks, so that nobody takes them for ours.
KOLADA_SAYS = "Kolada säger själv om nyckeltalet {kpi}: ”{description}”"
NOT_RANKED = "Måttet får inte rangordnas: {why}"


def rank_of(rank: int | None, n: int, certain: PlaceCertaintyRow | None = None) -> str:
    """Return a place in a cell of its own, with the places that are probable."""
    if rank is None:
        return f"– ({n})"
    return f"{rank} av {n}" if certain is None else f"{rank} av {n} ({certain['rank_low']}–{certain['rank_high']})"


def colour_of(colour: str | None, certain: PlaceCertaintyRow | None) -> str | None:
    """Return a colour's name, and whether it is uncertain."""
    if colour is None or certain is None or certain["colour_certain"] is not False:
        return COLOUR.get(colour or "")
    return COLOUR_UNCERTAIN.format(colour=COLOUR[colour])


def vision_in_short(title: str, text: str, values: Sequence[str]) -> str:
    """Return the vision with the values that it stands on."""
    stands_on = f" Värdegrund: {listed(values)}." if values else ""
    return f"{title}. {text}{stands_on}"


def found_by_check(message: str, *, withheld: bool) -> str:
    """Return what a check found, and whether the indicator is withheld for it."""
    return f"{message} {WITHHELD_BY_CHECK}." if withheld else message


def symbols_mean(words: OwnWords = STANDARD) -> str:
    """Return what the symbols of the statuses mean."""
    return f"Tecken: {', '.join(f'{STATUS_SYMBOL[status]} {name.lower()}' for status, name in statuses_named(words).items())}."


def supervised_in_short(n: int, n_with: Mapping[str, int], not_all: int, words: OwnWords = STANDARD) -> str:
    """Return how many committees and companies there are, and how many of them have each status, or not all assessed."""
    named = statuses_named(words)
    told = [f"{named[status].lower()} för {k}" for status, k in n_with.items() if k]
    told += [f"{NOT_ALL_ASSESSED.lower()} för {not_all}"] if not_all else []
    if not told:
        return ""
    units = count(
        n, in_own_words("{committee} eller {company}", words), in_own_words("{committees} och {companies}", words)
    )
    return f"Uppsikten omfattar {units}. Samlad bedömning: {listed(told)}."


def goal_decided(by: str, decision: str, day: str, valid_from: str, valid_to: str) -> str:
    """Return by which decision a goal is in force, and from when until when; what is empty is not said."""
    said = " ".join(filter(None, ["Beslutat" if day else "", f"av {by}" if by and day else "", day]))
    if decision:
        said += f" ({decision})" if said else f"Beslut: {decision}"
    ends = [f"från och med {valid_from}" if valid_from else "", f"till och med {valid_to}" if valid_to else ""]
    holds = " ".join(filter(None, ends))
    return " ".join(filter(None, [f"{said}." if said else "", f"Gäller {holds}." if holds else ""]))


def title_of_report(model: Municipality, report: str, *, draft: bool) -> str:
    """Return what a report is called; one that is made before its period's last day says so wherever it is named."""
    said = DRAFT if model.planning_of(report) is None else DRAFT_PLAN
    return f"{model.report_title(report)} ({said})" if draft else model.report_title(report)
