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


# What changed between two reports (docs/freezing-and-diff.md).
CAUSE = {
    "new_value": "Nytt värde",
    "revision": "Reviderat värde",
    "too_old": "Värdet har blivit för gammalt",
    "new_target": "Nytt målvärde",
    "changed_definition": "Ändrad definition",
    "check": "Kontroll",
    "changed_set": "Ändrad jämförelsegrupp",
    "others_values": "Andra kommuners värden",
    "added": "Ny i rapporten",
    "removed": "Borttagen ur rapporten",
    "changed_model": "Ändrat räknesätt",
}
CAUSE_MEANS = {
    "new_value": "ett annat års värde är nu det senaste, eller ett värde har kommit där det saknades",
    "revision": "samma års värde har ändrats eller tagits bort av källan",
    "too_old": "värdet är för gammalt för rapportens år, och inget nyare finns",
    "new_target": "målvärdet eller dess tolerans är en annan",
    "changed_definition": "indikatorns definition eller en tröskel är en annan",
    "check": "en kontroll håller inne indikatorn, eller har släppt fram den",
    "changed_set": "gruppen som vi jämförs med har andra medlemmar",
    "others_values": "andra kommuners värden har kommit eller ändrats",
    "added": "målvärdet eller indikatorn finns bara i den senare rapporten",
    "removed": "målvärdet eller indikatorn finns bara i den tidigare rapporten",
    "changed_model": "programmet räknar på ett annat sätt än när den tidigare rapporten gjordes",
}
VALUE_CHANGE = {"added": "tillkom", "removed": "togs bort", "revised": "reviderades", "reflagged": "publicerades om"}
KIND_OF_CHANGE = {"added": "ny", "removed": "borttagen", "changed": "ändrad", "restated": "omräknad"}
TARGET_FIELD = {
    "year1_value": "mål år 1",
    "year1_low": "mål år 1, från",
    "year1_high": "mål år 1, till",
    "year3_value": "mål år 3",
    "year3_low": "mål år 3, från",
    "year3_high": "mål år 3, till",
    "tolerance": "tolerans",
    "baseline": "utgångsvärde",
}
SECTION = {
    "municipality": "Kommunen",
    "units": "Enhet",
    "indicators": "Indikator",
    "goals": "Mål",
    "plans": "Plan",
    "judgements": "Egen bedömning",
}
CHECK_STATUS = {"passed": "godkänd", "failed": "underkänd", "acknowledged": "kvitterad"}
COLOUR_SYMBOL = {"green": "▲", "yellow": "■", "red": "▼"}


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


# Lineage: where a figure comes from (assets/followup/trace*.py).
TRACE_KIND = {
    "figure": "Siffra",
    "value": "Värde",
    "source_answer": "Källsvar",
    "definition": "Definition",
    "model": "Beräkning",
    "check": "Kontroll",
}
TRACE_KINDS = {
    "figure": "Siffror",
    "value": "Värden",
    "source_answer": "Källsvar",
    "definition": "Definitioner",
    "model": "Beräkningar",
    "check": "Kontroller",
}
TRACE_TABLE = {
    "fulfilment": "Måluppfyllelse",
    "comparison": "Jämförelse",
    "unit_comparison": "Jämförelse av enheter",
    "goal_status": "Bedömning av mål",
    "level_status": "Bedömning av nivå eller enhet",
    "set": "Jämförda kommuner",
    "ground": "Jämförelsens grund",
}
TRACE_STATE = {
    ("source_answer", "whole"): "De sparade byten stämmer med kontrollsumman.",
    ("source_answer", "changed"): "De sparade byten stämmer inte med kontrollsumman: filen är skadad eller ändrad.",
    ("source_answer", "gone"): "De sparade byten finns inte kvar här.",
    ("definition", "whole"): "Filen är densamma som då.",
    ("definition", "changed"): "Filen har ändrats sedan rapporten gjordes.",
    ("definition", "gone"): "Filen finns inte här.",
    ("model", "whole"): "Filen är densamma som då.",
    ("model", "changed"): "Filen har ändrats sedan rapporten gjordes.",
    ("model", "gone"): "Filen finns inte i den här versionen.",
}
TRACE_COLUMN = {
    "value": "Värde",
    "year": "År",
    "target": "Målvärde",
    "status": "Bedömning",
    "coverage": "Täckning",
    "score": "Poäng",
    "rank": "Plats",
    "n": "Antal kommuner",
    "source_label": "Källa",
}
CLOSED_BY = {
    "revised": "ändrat",
    "deleted": "borttaget",
    "absent": "kom inte längre med",
    "withdrawn": "nyckeltalet drogs in",
}
KOLADA_STATUS = {"Missing": "saknas", "Privacy": "sekretess", "Not applicable": "ej tillämpligt"}
CHECK_STATUS = {"passed": "godkänd", "failed": "underkänd", "acknowledged": "underkänd, godtagen"}


def instant(value: datetime) -> str:
    """Write an instant in UTC, with its zone."""
    return f"{value:%Y-%m-%d %H:%M:%S} UTC"


def plain(value: float | None) -> str:
    """Write a number as it came, all its digits, with a decimal comma."""
    if value is None:
        return "–"
    text = f"{Decimal(repr(value)):f}"
    return text.replace("-", "−").removesuffix(".0").replace(".", ",")


# One judgement step by step (assets/followup/explain.py). Each is a sentence with its numbers.
EXPLAIN_STEP = {
    "value": "Värde",
    "rounding": "Avrundning",
    "target": "Målvärde",
    "tolerance": "Tolerans",
    "gap": "Avstånd",
    "status": "Bedömning",
    "degree": "Grad",
    "path": "Väg till år 3",
    "change": "Förändring",
    "comparison": "Jämförelse",
}
EXPLAIN = {
    "outcome": "Värdet för {year} är {value} ({source}).",
    "measured": "Värdet för {year} är redan mätt, {value}, och står som prognos ({source}).",
    "no_new_measurement": "Ingen ny mätning finns för {report_year}. Värdet för {year}, {value}, står som prognos ({source}).",
    "foretold": "Prognosen för helåret {year} är {value}, räknad ur månaderna hittills ({source}).",
    "months_by_twelve": "Tidigare år saknas, så prognosen räknar med att varje månad ger en tolftedel.",
    "manual_forecast": "Prognosen för {year} är {value}, gjord av {by} den {day} med motiveringen ”{reason}” ({source}).",
    "auto_value": "Utan den hade {value} gällt.",
    "no_value": "Det finns inget värde att bedöma ({reason}).",
    "lag": "Ett värde får vara högst {lag} år gammalt.",
    "known": "Så var det känt {as_of}.",
    "publication": "Värdet är {publication}.",
    "count": "Bakom värdet står {count}.",
    "few": "Det är få (under {limit}), så enstaka personer kan flytta det.",
    "coverage": "Det är sammanvägt av enheterna under, där {share} har lämnat värde.",
    "rounding": "Till {decimals}, och en halva rundas bort från noll: {value} blir {rounded}.",
    "target_year1": "{target} för {year}, som är år 1 i {plan}, beslutad {day}.",
    "target_path": "{target} för {year}: ingen beslutad plan har målvärde för {year} som år 1, så vägen i {plan}, beslutad {day},"
    " gäller. {formula} (egen beräkning).",
    "target_rounded": "Det avrundas till {rounded}.",
    "no_target": "Ingen beslutad plan har ett målvärde för {year}.",
    "neutral": "Indikatorn värderas inte och har därför inget målvärde.",
    "tolerance_target": "{tolerance}, satt för målvärdet i planen.",
    "tolerance_indicator": "{tolerance}, satt för indikatorn.",
    "tolerance_share": "Ingen är satt, så {share} av målvärdet gäller: {factor} · {target} = {tolerance}.",
    "gap_higher": "Högre är bättre, så avståndet är värdet minus målvärdet: {x} − {target} = {gap}.",
    "gap_lower": "Lägre är bättre, så avståndet är målvärdet minus värdet: {target} − {x} = {gap}.",
    "gap_interval": "Värdet ska ligga i intervallet, så avståndet är det minsta av {x} − {low} = {above} och {high} − {x} = {below}: {gap}.",
    "met": "{gap} är inte under noll: {status}.",
    "partly": "{gap} är under noll men inte längre bort än toleransen ({gap} ≥ −{tolerance}): {status}.",
    "not_met": "{gap} är längre bort än toleransen ({gap} < −{tolerance}): {status}.",
    "not_assessed": "{status}, eftersom värde saknas att bedöma.",
    "no_judgement": "{status}.",
    "degree": "Från utgångsvärdet {baseline} till målvärdet {target} är {share} av vägen gången:"
    " ({x} − {b}) ÷ ({t} − {b}), aldrig under 0 eller över 100{nbsp}%.",
    "path": "Enligt {plan} ska {year} ligga på {formula} (egen beräkning). Värdet {x} är {on_path}.",
    "path_interval": "Enligt {plan} ska {year} ligga på {low}–{high} (egen beräkning). Värdet {x} är {on_path}.",
    "required": "För att nå {target} till {year3} krävs {change} om året.",
    "change": "Året före var värdet {previous}. Förändringen är {change}, {trend} (minst {min_change} räknas som förändring).",
    "change_neutral": "Året före var värdet {previous}. Förändringen är {change}.",
    "change_broken": "Året före var värdet {previous}, men de två kan inte jämföras: {why}.",
    "place": "{group}: plats {rank} av {n}, {score} poäng av 100 och {difference} mot medianen {median}; {colour}.",
    "place_neutral": "{group}: {n} har värde för {year}, {difference} mot medianen {median}.",
    "colour_few": "ingen färg, eftersom färre än {limit} har värde",
    "colour_arriving": "ingen färg, eftersom värden fortfarande kommer in ({n} mot {before} året före)",
}


def decimals_in_words(decimals: int) -> str:
    """Write how many decimals a number is rounded to."""
    return "heltal" if decimals == 0 else count(decimals, "decimal", "decimaler")


def exact(value: float | Decimal) -> str:
    """Write a number with all its digits as people read it: decimal comma, no-break space between thousands."""
    text = f"{Decimal(str(value)):,f}".removesuffix(".0")
    return text.replace("-", "−").replace(",", NBSP).replace(".", ",")


def term(text: str) -> str:
    """Write a number within a sum: a negative one stands in brackets."""
    return f"({text})" if text.startswith("−") else text
