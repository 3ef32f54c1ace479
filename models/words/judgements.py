"""Words of judgements: statuses, levels, goals, comparison, units and months."""

from models.words.checks import CHECK_FAILED, CHECK_TITLE

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
CHECK_TITLE.update({"form": "Kolumner, ord, gränser och nyckel är som tabellen beskrivs"})


COLOUR_SYMBOL = {"green": "▲", "yellow": "■", "red": "▼"}


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
DOCUMENT_KIND = {
    "model": "Modell",
    "plan": "Plan",
    "policy": "Policy",
    "programme": "Program",
    "guideline": "Riktlinje",
}


# Alerts: what is sent to those who answer for the running (docs/operations.md)


GROUP_ORDER = ("similar", "county", "all", "own")
