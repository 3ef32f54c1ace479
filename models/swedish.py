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
    "ledger_reconciles": "Huvudbokens rader finns alla i organisationen",
    "own_source_read": "Varje rad i kommunens egna filer går att läsa",
}
CHECK_FAILED = {
    "own_source_read": "{failed} rader i {source} går inte att läsa och är utelämnade. Kör styrtal check: där står fil, rad och kolumn.",
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
    "ledger_reconciles": "Huvudboken och organisationen skiljer sig åt med {difference} kr: {failed} rader hör till enheter eller konton som inte finns i definitionerna. Rätta enheten, eller ange kontot under accounts.",
}
CHECK_PASSED = "Inget fel hittades."

# Checks of values over time, corrections and acknowledgements.
CHECK_TITLE.update(
    {
        "duplicate_values": "Varje cell har ett värde i taget",
        "level_shift": "Nivån skiftar inte i hela landet på ett år",
        "values_gone_null": "Värden som fanns finns kvar",
        "late_arrivals": "Ett års värden kommer samtidigt",
        "coverage": "Lika många kommuner har värden som året före",
        "expected_years": "Inga år saknas i serien",
        "kpi_text_changed": "Nyckeltalets titel och beskrivning är desamma som förut",
        "values_on_time": "Värdena kommer när Kolada sagt",
        "correction_in_time": "Rättelserna gäller ännu",
        "correction_needed": "Felet som rättas finns kvar hos källan",
        "acknowledgement_without_finding": "Det som är kvitterat finns kvar att kvittera",
    }
)
CHECK_FAILED.update(
    {
        "duplicate_values": "{failed} celler för {kpi} har mer än ett värde på en gång. Lagret är skadat.",
        "level_shift": "Värdena för {kpi} ändras med en faktor på omkring {factor} i hela landet år {year}. Enheten eller metoden kan ha ändrats. Ange ett brott i tidsserien om det är så.",
        "values_gone_null": "{failed} av {checked} värden för {kpi} fanns förut men saknas nu hos Kolada.",
        "late_arrivals": "{failed} av {checked} värden för {kpi} kom efter de första för samma år, senast för {year}. Fler kan komma.",
        "coverage": "Bara {now} kommuner har ett värde för {kpi} år {year}; året före hade {before} det.",
        "expected_years": "Hela landet saknar värden för {kpi} för {years}.",
        "kpi_text_changed": "Kolada har ändrat {what} för {kpi}. Kontrollera att måttet är detsamma.",
        "values_on_time": "Värden för {kpi} år {year} skulle ha kommit {day}, men ingen kommun har något.",
        "correction_in_time": "Rättelsen {corrections} gäller inte längre. Förläng den, eller ta bort den om källan har rättat felet.",
        "correction_needed": "Rättelsen {corrections} stämmer inte längre med källan: {failed} av {checked} värden är inte de fel som den anger. Ta bort eller ändra den.",
        "acknowledgement_without_finding": "Kvitteringen gäller något som inte längre är fel: {titles}. Ta bort den.",
    }
)
ACKNOWLEDGED = "Kvitterat {date} av {by}, till och med {until}: {reason}"
ACKNOWLEDGEMENT_EXPIRED = "Kvitteringen av {by} gick ut {until}."
CHECK_TITLE.update({"form": "Kolumner, ord, gränser och nyckel är som tabellen beskrivs"})
CHECK_STATUS = {"passed": "Godkänd", "failed": "Underkänd", "acknowledged": "Kvitterad"}
SEVERITY = {"error": "Fel", "warning": "Varning"}

# What Great Expectations is told to expect of a table, and the marks that its pages carry instead of icons.
EXPECTATION = {
    "columns": "Kolumnerna är, i ordning: {columns}.",
    "not_null": "Varje rad har ett värde i {column}.",
    "words": "I {column} står bara {words}.",
    "range": "Varje värde i {column} ligger {range}.",
    "unique": "Ingen annan rad har samma {column}.",
}
EXPECTATION_MARK = {"success": "✔ Uppfylld", "danger": "✘ Ej uppfylld", "warning": "! Varning"}


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
    "vision": "Vision",
    "steering_documents": "Styrdokument",
    "reorganisations": "Omorganisation",
    "service_areas": "Verksamhet",
    "measurements": "Mätning",
    "forecasts": "Prognos",
    "activities": "Aktivitet",
    "assignments": "Uppdrag",
    "services": "Tjänst",
    "gains": "Effektivisering eller besparing",
    "budgets": "Budget",
    "investments": "Investering",
    "staff": "Personal",
    "control_points": "Kontrollpunkt",
    "comments": "Kommentar",
    "sources": "Källa",
    "acknowledgements": "Kvittering",
    "corrections": "Rättelse",
}
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


def interval(low: float | None, high: float | None) -> str:
    """Write a range whose ends are whole numbers, either of which may be left out."""
    if low is None:
        return f"på högst {number(high, 0)}"
    return f"på minst {number(low, 0)}" if high is None else f"mellan {number(low, 0)} och {number(high, 0)}"


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
    "forecast_scores": "Prognosers träffsäkerhet",
    "activities": "Aktivitet",
    "assignments": "Uppdrag",
    "inner_efficiency": "Inre effektivitet",
    "outer_efficiency": "Yttre effektivitet",
    "outer_efficiency_items": "Bidrag till mål",
    "four_fields": "De fyra fälten",
    "efficiency_gains": "Effektivisering och besparing",
    "efficiency_index": "Kvalitet och resurser",
    "budget": "Ekonomi",
    "staff": "Personal",
    "control_points": "Intern kontroll",
    "shortfalls": "Brister över tid",
    "shortfall_series": "Brister år för år",
    "good_financial_management": "God ekonomisk hushållning",
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


# What the words in a municipality's own files mean (docs/local-sources.md), written without capitals.
MONTHS_READ = {
    name[:3]: (i, name)
    for i, name in enumerate(
        (
            "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
            "december",
        ),
        start=1,
    )
}  # fmt: skip
YES_NO_READ = {
    "ja": True, "sant": True, "true": True, "1": True, "nej": False, "falskt": False, "false": False, "0": False,
}  # fmt: skip
WORDS_READ = {
    "gender": {
        "totalt": "T", "samtliga": "T", "alla": "T", "kvinnor": "K", "kvinna": "K", "flickor": "K", "män": "M", "man": "M",
        "pojkar": "M",
    },
    "status": {"saknas": "Missing", "sekretess": "Privacy", "ej tillämpligt": "Not applicable"},
    "publication": {"slutlig": "final", "slutligt": "final", "preliminär": "preliminary", "preliminärt": "preliminary"},
    "kind": {
        "kostnad": "cost", "kostnader": "cost", "intäkt": "revenue", "intäkter": "revenue", "resultat": "result",
        "investering": "investment", "investeringar": "investment",
    },
    "state": {
        "ej påbörjad": "not_started", "ej påbörjat": "not_started", "pågår": "ongoing", "pågående": "ongoing",
        "klar": "done", "klart": "done", "avslutad": "done", "avslutat": "done", "genomförd": "done", "genomfört": "done",
        "försenad": "late", "försenat": "late", "avbruten": "cancelled", "avbrutet": "cancelled",
    },
    "quality": {"godkänd": "passed", "godkänt": "passed", "underkänd": "failed", "underkänt": "failed"},
}  # fmt: skip


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
YES = {True: "Ja", False: "Nej"}
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
UNIT_LEVEL = {
    "council": "Kommunfullmäktige",
    "executive": "Kommunstyrelse",
    "committee": "Nämnd",
    "joint_committee": "Gemensam nämnd",
    "company": "Bolag",
    "administration": "Förvaltning",
    "department": "Avdelning",
    "workplace": "Enhet",
}
STATUS_MEANS = {
    "met": "Värdet når målet.",
    "partly": "Värdet når inte målet, men ligger inom toleransen.",
    "not_met": "Värdet ligger längre från målet än toleransen.",
    "not_assessed": "Värde saknas, eller för lite är känt; skälet står bredvid.",
}
MONTH = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTH_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
FORECAST_BASIS = {"manual_forecast": "Enhetens", "auto_forecast": "Automatisk"}
DOCUMENT_KIND = {
    "model": "Modell",
    "plan": "Plan",
    "policy": "Policy",
    "programme": "Program",
    "guideline": "Riktlinje",
}


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
