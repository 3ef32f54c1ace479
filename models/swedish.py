"""Every Swedish word and sentence that people read, and how numbers are written in Swedish."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"

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
    "privacy": "sekretess",
    "not_applicable": "ej tillämpligt",
    "not_yet_published": "ännu inte publicerat",
    "no_new_measurement": "ingen ny mätning",
    "series_broken": "bruten tidsserie",
    "failed_check": "underkänd i kontroll",
    "no_target": "målvärde saknas",
}
LEVEL = {
    "council": "Kommunfullmäktige",
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
GROUP_KIND = {
    "similar": "Liknande kommuner",
    "county": "Länet",
    "all": "Alla kommuner",
    "own": "Egen jämförelsegrupp",
}
COLOUR = {"green": "bästa fjärdedelen", "yellow": "mitten", "red": "sämsta fjärdedelen"}
TREND = {"better": "bättre", "unchanged": "oförändrat", "worse": "sämre"}
TREND_SYMBOL = {"better": "▲", "unchanged": "■", "worse": "▼"}
DIRECTION = {
    "higher": "högre är bättre",
    "lower": "lägre är bättre",
    "interval": "ska ligga i ett intervall",
    "neutral": "värderas inte",
}
GENDER = {"T": "Totalt", "K": "Kvinnor", "M": "Män"}
PUBLICATION = {"final": "slutligt", "preliminary": "preliminärt"}
YES_NO = {True: "i fas", False: "ej i fas"}
OWN_SOURCE = "Kommunens egna uppgifter"
OWN_SOURCE_EXAMPLE = "Påhittade exempeldata"
FICTIONAL = "Påhittade exempeldata: kommunen, målen och alla siffror är uppdiktade."

# What each check says on the page when it fails, and what it looks at.
CHECK_TITLE = {
    "kpi_withdrawn": "Nyckeltalet finns kvar i Kolada",
    "kpi_answered_empty": "Kolada svarar med värden där det fanns värden förut",
    "kpi_answered": "Kolada svarar med värden för nyckeltalet",
    "conflicting_cells": "Varje värde kommer en gång",
    "value_in_scale": "Värdena ligger inom måttets skala",
    "unit_changed_in_place": "Måttets enhet är densamma som förut",
    "status_agrees_with_value": "Status och värde stämmer överens",
    "genders_present": "Könsuppdelade värden finns där de ska bedömas",
    "similar_group_found": "Gruppen av liknande kommuner finns",
    "one_version_at_a_time": "Varje värde gäller i en version åt gången",
}
CHECK_FAILED = {
    "kpi_withdrawn": "Kolada har dragit in nyckeltalet {kpi}. Välj ett annat mått eller ta bort indikatorn.",
    "kpi_answered_empty": "Kolada svarade utan ett enda värde för {kpi}, som har haft värden. De kända värdena är kvar men bedöms inte.",
    "kpi_answered": "Kolada svarade utan ett enda värde för {kpi}, som inte heller har haft några här förut.",
    "conflicting_cells": "Kolada gav olika värden för samma år, kommun och kön i {failed} fall för {kpi}. Svaret lästes inte in.",
    "value_in_scale": "{failed} av {checked} värden för {kpi} ligger utanför måttets skala ({low}–{high}). Enheten kan ha ändrats.",
    "unit_changed_in_place": "Värdena för {kpi} har räknats om med en faktor på omkring {factor} i hela landet. Enheten kan ha ändrats.",
    "status_agrees_with_value": "{failed} av {checked} celler för {kpi} har en status som säger emot värdet. De värdena används inte.",
    "genders_present": "{kpi} saknar könsuppdelade värden för kommunen, fast de ska bedömas.",
    "similar_group_found": "Kolada har ingen grupp av liknande kommuner för området {similar_area}.",
    "one_version_at_a_time": "{failed} värden i lagret gäller i mer än en version samtidigt.",
}
CHECK_PASSED = "Inget fel hittades."


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """Round half up, away from zero, from the shortest decimal text (docs/measures.md, Rounding)."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float | Decimal | None, decimals: int) -> str:
    """Write a number as people read it: decimal comma, no-break space between thousands, a real minus sign."""
    if value is None:
        return "–"
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return f"−{text}" if rounded < 0 else text


def signed(value: float | Decimal | None, decimals: int) -> str:
    """Write a difference with its sign; zero has none."""
    if value is None:
        return "–"
    text = number(value, decimals)
    return f"+{text}" if round_half_up(value, decimals) > 0 else text


def share(value: float | None) -> str:
    """Write a share of 1 as a whole percentage."""
    return "–" if value is None else f"{number(value * 100, 0)}{NBSP}%"


def count(n: int, one: str, many: str) -> str:
    """Write a count with its noun: 1 mål, 3 mål."""
    return f"{number(n, 0)}{NBSP}{one if n == 1 else many}"


def day(value: date | datetime) -> str:
    """Write a date as ISO."""
    return f"{value:%Y-%m-%d}"


# Alerts: what is sent to those who answer for the running (docs/operations.md)

ALERT_DO = "Gör så här"
ALERT_FAILED_RUN = "Körningen av {name} misslyckades: {why}"
ALERT_FAILED_RUN_DO = (
    "Rätta det som meddelandet säger och kör om. Det som redan är hämtat finns kvar, och den förra rapporten ligger orörd. "
    "uv run styrtal doctor säger om något saknas."
)
ALERT_FAILED_CHECK = "{name}: {message} ({subject})"
ALERT_FAILED_CHECK_DO = (
    "Indikatorn bedöms inte i rapporten så länge kontrollen är underkänd. Rätta definitionen eller underlaget, eller "
    "kvittera fyndet med en motivering, och gör om rapporten."
)
ALERT_LATE = "{kpi} ({title}) har inga värden för {year}, som skulle ha kommit {day}."
ALERT_LATE_DO = (
    "Kontrollera på kolada.se om publiceringen är framflyttad eller nyckeltalet indraget. Kolada tillfrågas av sig självt "
    "tills värdena har kommit, om schemat för det är på."
)


def alert_subject(scope: str, n: int) -> str:
    """Write the subject of a message about things that stand wrong."""
    return f"styrtal: {n} {'sak' if n == 1 else 'saker'} att se till ({scope})"
