"""Words of judgements: statuses, levels, goals, comparison, units and months."""

from models.definitions.base import MONTH

STATUS = {
    "met": "Uppfyllt",
    "partly": "Delvis uppfyllt",
    "not_met": "Ej uppfyllt",
    "not_assessed": "Ej bedömd",
    "no_judgement": "Bedöms inte",
}
STATUS_SYMBOL = {"met": "●", "partly": "◐", "not_met": "○", "not_assessed": "–", "no_judgement": "·"}
REASON = {
    "missing": "värde saknas",
    "incomplete": "ofullständigt underlag",
    "privacy": "sekretess",
    "not_applicable": "ej tillämpligt",
    "not_yet_published": "ännu inte publicerat",
    "no_new_measurement": "ingen ny mätning",
    "no_measurement_expected": "ingen ny mätning väntad",
    "period_not_over": "perioden pågår",
    "series_broken": "bruten tidsserie",
    "reorganised": "organisationen har ändrats",
    "no_forecast": "prognos saknas",
    "failed_check": "underkänd i kontroll",
    "no_target": "målvärde saknas",
    "no_baseline": "utgångsvärde saknas",
    "no_comparison": "för få att jämföra med",
    "no_own_judgement": "egen bedömning saknas",
    "no_other_gender": "det andra könets värde saknas",
    "not_confirmed": "riktningen är inte bekräftad",
}
# The council's row of a sum is the whole municipality, not what the council itself does.
WHOLE = "Kommunen totalt"
LEVEL = {
    "council": WHOLE,
    "executive": "Kommunstyrelsen",
    "committee": "Nämnder",
    "joint_committee": "Gemensamma nämnder",
    "company": "Bolag",
    "administration": "Förvaltningar",
    "department": "Avdelningar",
    "workplace": "Enheter",
}
GOAL_KIND = {
    "strategic_goal": "Inriktningsmål",
    "expected_result": "Förväntat resultat",
    "own_result": "Eget resultat",
    "quality_factor": "Kvalitetsfaktor",
    "development_goal": "Utvecklingsmål",
    "financial_goal": "Finansiellt mål",
}
GOALS_OF_KIND = {
    "strategic_goal": "Inriktningsmål",
    "expected_result": "Förväntade resultat",
    "own_result": "Egna resultat utifrån grunduppdraget",
    "quality_factor": "Kvalitetsfaktorer",
    "development_goal": "Utvecklingsmål",
    "financial_goal": "Finansiella mål",
}
GROUP_KIND = {
    "similar": "Liknande kommuner",
    "county": "Länet",
    "all": "Alla kommuner",
    "own": "Egen jämförelsegrupp",
}
# The groups as a target names them.
GROUP_NAMED = {"similar": "liknande kommuner", "county": "länet", "all": "alla kommuner"}
COLOUR = {"green": "bästa fjärdedelen", "yellow": "mitten", "red": "sämsta fjärdedelen"}
TREND = {
    "better": "bättre",
    "worse": "sämre",
    "within_normal": "inom normal variation",
    "series_too_short": "för kort serie",
}
CHANGE_CERTAINTY = {"certain": "säkerställd", "within_margin": "inom felmarginalen"}
GLOBAL_GOAL = {
    1: "Ingen fattigdom",
    2: "Ingen hunger",
    3: "God hälsa och välbefinnande",
    4: "God utbildning för alla",
    5: "Jämställdhet",
    6: "Rent vatten och sanitet för alla",
    7: "Hållbar energi för alla",
    8: "Anständiga arbetsvillkor och ekonomisk tillväxt",
    9: "Hållbar industri, innovationer och infrastruktur",
    10: "Minskad ojämlikhet",
    11: "Hållbara städer och samhällen",
    12: "Hållbar konsumtion och produktion",
    13: "Bekämpa klimatförändringarna",
    14: "Hav och marina resurser",
    15: "Ekosystem och biologisk mångfald",
    16: "Fredliga och inkluderande samhällen",
    17: "Genomförande och globalt partnerskap",
}
TREND_SYMBOL = {"better": "▲", "worse": "▼", "within_normal": "■", "series_too_short": "–"}
DIRECTION = {
    "higher": "högre är bättre",
    "lower": "lägre är bättre",
    "interval": "ska ligga i ett intervall",
    "neutral": "värderas inte",
    "open": "riktningen är inte bestämd",
}
GENDER = {"T": "Totalt", "K": "Kvinnor", "M": "Män"}
PUPILS = {"K": "Flickor", "M": "Pojkar"}
PUBLICATION = {"final": "slutligt", "preliminary": "preliminärt"}
YES_NO: dict[bool | None, str] = {True: "i fas", False: "ej i fas"}
OWN_SOURCE = "Kommunens egna uppgifter"
OWN_SOURCE_NAMED = "Källa: {title}"
OWN_SOURCE_EXAMPLE = "Påhittade exempeldata"
FICTIONAL = "Påhittade exempeldata: kommunen, målen och alla siffror är uppdiktade."


COLOUR_UNCERTAIN = "{colour} (osäkert)"
COLOUR_SYMBOL = {"green": "▲", "yellow": "■", "red": "▼"}


STATUS_MEANS = {
    "met": "Värdet når målet.",
    "partly": "Värdet når inte målet, men ligger inom toleransen.",
    "not_met": "Värdet ligger längre från målet än toleransen.",
    "not_assessed": "Värde saknas, eller för lite är känt; skälet står bredvid.",
}
MONTH_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH_NAMES = dict(enumerate(MONTH, start=1))
# What a measurement is of, and what the parts of a year are called, by the month in which they end.
MEASURED_KIND = {
    "month": "månad",
    "quarter": "kvartal",
    "tertial": "tertial",
    "term": "termin",
    "school_year": "läsår",
    "year": "år",
    "occasion": "tillfälle",
}
PART_OF_YEAR = {
    "month": MONTH_NAMES,
    "quarter": {month: f"kvartal {month // 3}" for month in (3, 6, 9, 12)},
    "tertial": {month: f"tertial {month // 4}" for month in (4, 8, 12)},
    "term": {6: "vårterminen", 12: "höstterminen"},
}
EVERY = "vart {every}:{ending} år från {year}"
SCHOOL_YEAR = "läsåret {year}"
DOCUMENT_KIND = {
    "model": "Modell",
    "plan": "Plan",
    "policy": "Policy",
    "programme": "Program",
    "strategy": "Strategi",
    "guideline": "Riktlinje",
    "regulation": "Reglemente",
    "rules": "Regler",
    "law": "Lag eller förordning",
}


# Alerts: what is sent to those who answer for the running (docs/operations.md)


GROUP_ORDER = ("similar", "county", "all", "own")


def gender_of(gender: str, counts: str | None) -> str:
    """Return whose value it is: of an indicator that counts pupils, girls' and boys'."""
    return PUPILS.get(gender, GENDER[gender]) if counts == "pupils" else GENDER[gender]


def with_gender(title: str, gender: str, counts: str | None) -> str:
    """Return an indicator's title, with the gender where it is not the total."""
    return title if gender == "T" else f"{title}, {gender_of(gender, counts).lower()}"
