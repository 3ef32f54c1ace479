"""The workbook of definitions: which sheets and columns it has, what each means, and which words it allows.

It is what `styrtal definitions export` writes and `import` reads (docs/definitions-in-excel.md). A field without a column
here stays in the YAML as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import BaseModel

from models.definitions.base import Plain
from models.definitions.steering import Definition, Goal, Indicator, Plan, Target
from models.definitions.work import Activity, Assignment
from models.words.judgements import DIRECTION, GENDER, GOAL_KIND

Kind = Literal[
    "id",  # an id, or the id of something else
    "text",
    "word",  # one of `words`
    "number",
    "integer",
    "day",
    "yes_no",
    "ids",  # several ids, with commas between
    "integers",
    "words",
    "lines",  # several texts, one a line
    "weighted",  # ids with weights: a, b (2)
    "aim",  # a target: number, interval or a step's name
    "forecast",  # a word, or numerator / denominator
]
YES_NO = {True: "ja", False: "nej"}
STATE = {
    "not_started": "ej påbörjad",
    "ongoing": "pågår",
    "done": "klar",
    "late": "försenad",
    "cancelled": "avbruten",
}
QUALITY = {"passed": "godkänd", "failed": "underkänd"}
SCALE = {"share": "andel", "amount": "mängd", "signed": "kan vara negativ", "ordinal": "steg"}
AGGREGATION = {
    "sum": "summa",
    "ratio": "kvot",
    "weighted_mean": "vägt medel",
    "last": "senaste värdet",
    "none": "räknas inte ihop",
}
FORECAST = {"flow": "flöde", "rate": "nivå", "annual": "årsvis"}
COUNTS = {"persons": "personer", "pupils": "elever"}


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    `field` is the definition's own, with a dot into what it holds (`scale.kind`); `of` is the section whose ids it takes.
    A key tells which definition a row is, and cannot be changed there.
    """

    field: str
    title: str
    what: str
    kind: Kind = "text"
    words: Mapping[str, str] | None = None
    of: str | None = None
    key: bool = False
    width: int = 14

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to the value inside the definition."""
        return tuple(self.field.split("."))


@dataclass(frozen=True)
class Sheet:
    """A sheet: the section it shows, what a row is, and its columns. Targets stand inside plans, as `targets`."""

    section: str
    title: str
    one: str
    model: type[Definition]
    columns: tuple[Column, ...]

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that tell which definition a row is."""
        return tuple(column for column in self.columns if column.key)

    def required(self, column: Column) -> bool:
        """Return whether a definition must have the column's value."""
        if self.section == "targets" and column.field == "plan":
            return True
        model: type[BaseModel] = self.model
        for part in column.path[:-1]:
            model = cast("type[BaseModel]", model.model_fields[part].annotation)
        return model.model_fields[column.path[-1]].is_required()

    def default(self, column: Column) -> Plain:
        """Return what holds where the value is left out."""
        if column.field == "plan" or len(column.path) > 1 or self.required(column):
            return None
        return self.model.model_fields[column.field].get_default(call_default_factory=True)

    @property
    def order(self) -> tuple[str, ...]:
        """The definition's keys in the order of the columns."""
        return tuple(dict.fromkeys(column.path[0] for column in self.columns))


def _id(what: str) -> Column:
    return Column("id", "Id", what, "id", key=True, width=26)


_UNIT = Column("unit", "Enhet", "Enheten som ansvarar: dess id.", "id", of="units", width=26)
_SDG = Column("sdg", "Globala mål", "Agenda 2030: nummer 1–17, med komma mellan.", "integers")
_ASSUMED = Column("assumed", "Antaget", "ja om uppgiften är ett antagande, inte ett beslut.", "yes_no", width=10)

_GOALS = (
    _id("Målets id: små bokstäver a–z, siffror och bindestreck. Låst i de rader som finns; en ny rad får ett nytt id."),
    Column("kind", "Slag", "Målets slag i styrmodellen.", "word", GOAL_KIND, width=20),
    Column("title", "Titel", "Målet så som det är beslutat.", width=46),
    _UNIT,
    Column("parents", "Bidrar till", "De mål som målet bidrar till: id med komma mellan.", "ids", of="goals", width=26),
    Column(
        "indicators", "Indikatorer",
        "Det som målet mäts med: indikatorers id med komma mellan. En vikt annan än 1 står inom parentes: betyg (2), trivsel.",
        "weighted", of="indicators", width=36,
    ),
    Column("perspective", "Perspektiv", "Perspektivet, för kvalitetsfaktorer: till exempel Målgrupp eller Ekonomi.", width=16),
    Column("definition", "Definition", "Vad målet betyder.", width=46),
    Column("rationale", "Motiv", "Varför målet finns.", width=36),
    Column("strategy", "Strategi", "Hur målet ska nås.", width=36),
    Column("responsible", "Ansvarig", "Rollen som ansvarar, aldrig en persons namn.", width=20),
    Column("with_units", "Tillsammans med", "Andra enheter som bidrar: id med komma mellan.", "ids", of="units", width=26),
    _SDG,
    _ASSUMED,
)  # fmt: skip

_INDICATORS = (
    _id("Indikatorns id: små bokstäver a–z, siffror och bindestreck. Låst i de rader som finns; en ny rad får ett nytt id."),
    Column("title", "Titel", "Indikatorns namn som det visas.", width=46),
    Column("kpi_id", "Nyckeltal", "Koladas nyckeltal, som N15419. Tomt om kommunen mäter själv.", width=11),
    Column("measured_by", "Mäts så här", "Kommunens egen mätmetod i ord. Tomt om nyckeltalet finns i Kolada.", width=30),
    Column("direction", "Riktning", "Åt vilket håll som är bättre.", "word", DIRECTION, width=24),
    Column(
        "scale.kind", "Skala",
        "andel: 0–100. mängd: 0 och uppåt. kan vara negativ: alla tal. steg: ord från sämst till bäst.",
        "word", SCALE, width=16,
    ),
    Column("scale.min", "Lägsta värde", "Det lägsta värde som måttet alls kan ha, om det inte följer av skalan.", "number"),
    Column("scale.max", "Högsta värde", "Det högsta värde som måttet alls kan ha, om det inte följer av skalan.", "number"),
    Column("steps", "Steg", "För skalan steg: stegens namn från sämst till bäst, ett på varje rad i cellen.", "lines", width=22),
    Column("unit_of_measure", "Måttenhet", "Till exempel procent, kronor eller antal.", width=20),
    Column("decimals", "Decimaler", "Så många decimaler som bedömningen avrundar till.", "integer", width=11),
    Column("precision", "Noggrannhet", "Den minsta skillnad som måttet kan visa, i dess egen enhet.", "number", width=13),
    Column("tolerance", "Tolerans", "Hur långt från målvärdet som ännu är delvis uppfyllt, i måttets enhet.", "number", width=11),
    Column("min_change", "Minsta ändring", "Den minsta ändring som räknas som en trend, i måttets enhet.", "number", width=15),
    Column("lag", "Eftersläpning", "Så många år gammalt ett värde får vara och ändå gälla.", "integer", width=14),
    Column("aggregation", "Räknas ihop", "Hur värden räknas ihop över enheter.", "word", AGGREGATION, width=18),
    Column(
        "forecast", "Helårsprognos",
        "Hur året förutses: flöde, nivå eller årsvis. För en kvot: täljare / nämnare, till exempel flöde / nivå.",
        "forecast", FORECAST, width=16,
    ),
    Column("factor", "Faktor", "Det som täljare delat med nämnare multipliceras med, till exempel 100 för procent.", "number", width=10),
    Column("judged_genders", "Bedöms för", "De kön som bedöms, med komma mellan.", "words", GENDER, width=22),
    Column("counts", "Räknar", "Om värdet räknar personer eller elever: styr vad som döljs när de är få.", "word", COUNTS, width=11),
    Column("service_area", "Verksamhet", "Den verksamhet som måttet hör till.", width=22),
    Column("similar", "Liknande kommuner", "RKA:s område för liknande kommuner. Krävs för nyckeltal i Kolada.", width=20),
    Column("series_breaks", "Brott i serien", "År då måttet bytte innebörd, med komma mellan.", "integers"),
    Column("from_year", "Från år", "Första året som används.", "integer", width=10),
    _SDG,
    Column("why", "Skäl", "Varför riktning, skala och eftersläpning är som de är.", width=50),
)  # fmt: skip

_PLANS = (
    _id("Planens id, till exempel mrp-2026. Låst i de rader som finns; en ny rad får ett nytt id."),
    Column("title", "Titel", "Planens namn.", width=46),
    Column("decided_at", "Beslutad", "Dagen för beslutet, som 2025-06-18.", "day", width=13),
    Column("year1", "År 1", "Planens första år; år 3 är två år senare.", "integer", width=9),
    _ASSUMED,
)

_TARGETS = (
    Column("plan", "Plan", "Planen som målvärdet är beslutat i: dess id.", "id", of="plans", key=True, width=16),
    Column("goal", "Mål", "Målet: dess id.", "id", of="goals", key=True, width=28),
    Column("indicator", "Indikator", "Indikatorn, en av målets: dess id.", "id", of="indicators", key=True, width=28),
    Column("unit", "Enhet", "Enheten, om den inte är målets egen: dess id.", "id", of="units", key=True, width=22),
    Column("gender", "Kön", "För vilket kön målvärdet gäller. Tomt är detsamma som Totalt.", "word", GENDER, key=True, width=11),
    Column("year1", "Mål år 1", "Målvärdet för planens år 1: ett tal, ett intervall (12–16) eller ett steg på skalan.", "aim", width=12),
    Column("year3", "Mål år 3", "Målvärdet för planens år 3: ett tal, ett intervall (12–16) eller ett steg på skalan.", "aim", width=12),
    Column("tolerance", "Tolerans", "Hur långt från målvärdet som ännu är delvis uppfyllt. Tomt: indikatorns egen.", "number", width=11),
    Column("baseline", "Utgångsvärde", "Värdet när målet sattes.", "number", width=14),
)  # fmt: skip

_DONE = (
    Column("title", "Titel", "Vad som ska göras.", width=46),
    _UNIT,
    Column("goals", "Mål", "De mål som det tjänar: id med komma mellan.", "ids", of="goals", width=30),
    Column("responsible", "Ansvarig", "Rollen som ansvarar, aldrig en persons namn.", width=22),
    Column("planned_start", "Planerad start", "Dagen då det ska börja, som 2025-09-01.", "day", width=14),
    Column("planned_end", "Planerat slut", "Dagen då det ska vara klart.", "day", width=14),
    Column("state", "Läge", "Hur långt det har kommit. Avbruten kräver uppgift om beslutet.", "word", STATE, width=14),
    Column("actual_end", "Blev klart", "Dagen då det blev klart. Fylls i när läget är klar, och bara då.", "day", width=13),
    Column("budget", "Budget", "Kronor som är avsatta.", "number", width=13),
    Column("outcome", "Utfall", "Kronor som det har kostat.", "number", width=13),
    Column("quality", "Kvalitet", "Om det som gjordes höll den kvalitet som var tänkt.", "word", QUALITY, width=12),
    Column("contributed", "Bidrog", "ja om det bidrog till målen, nej om det inte gjorde det. Kräver underlag.", "yes_no", width=10),
    Column("evidence", "Underlag", "Det som bedömningen av bidraget grundas på.", width=36),
    Column("cancelled_by", "Avbrutet genom", "Beslutet att avbryta.", width=24),
)  # fmt: skip
_ACTIVITIES = (
    _id("Aktivitetens id. Låst i de rader som finns; en ny rad får ett nytt id."),
    *_DONE,
    _ASSUMED,
)
_ASSIGNMENTS = (
    _id("Uppdragets id. Låst i de rader som finns; en ny rad får ett nytt id."),
    *_DONE,
    Column("decided_by", "Beslutat av", "Enheten som gav uppdraget: dess id.", "id", of="units", width=24),
    Column("decided_at", "Beslutat", "Dagen för beslutet.", "day", width=13),
    Column("financing", "Finansiering", "Beslutet om finansiering.", width=30),
    _ASSUMED,
)

SHEETS = (
    Sheet("goals", "Mål", "goal", Goal, _GOALS),
    Sheet("indicators", "Indikatorer", "indicator", Indicator, _INDICATORS),
    Sheet("plans", "Planer", "plan", Plan, _PLANS),
    Sheet("targets", "Målvärden", "target", Target, _TARGETS),
    Sheet("activities", "Aktiviteter", "activity", Activity, _ACTIVITIES),
    Sheet("assignments", "Uppdrag", "assignment", Assignment, _ASSIGNMENTS),
)
# What has no column, and stays in the YAML as it is.
WITHOUT_COLUMN = {"plans": {"targets"}, "indicators": {"compare_units"}}
REMOVE = "Ta bort"
REMOVE_WHAT = "Skriv ja för att ta bort radens definition. En rad som inte finns kvar i bladet tas också bort."
README = "Läs mig"
UNITS = "Enheter"
ORIGIN = "Ursprung"
GOAL_NAME = "Målets titel"
INDICATOR_NAME = "Indikatorns titel"
