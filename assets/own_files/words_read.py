"""What the words in a municipality's own files mean (docs/local-sources.md), written without capitals."""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

# What the words in a municipality's own files mean (docs/local-sources.md), written without capitals.
# By its first three letters: its number, and how it is written out in Swedish and English.
MONTHS_READ = {
    name[:3]: (i, tuple(word for word in names if word[:3] == name[:3]))
    for i, names in enumerate(
        (
            ("januari", "january"), ("februari", "february"), ("mars", "march"), ("april",), ("maj", "may"),
            ("juni", "june"), ("juli", "july"), ("augusti", "august"), ("september",), ("oktober", "october"),
            ("november",), ("december",),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip


# How a school year or a part of a year is written, by what the indicator's measurements are of, and in which month it ends.
PARTS_READ = {
    kind: tuple(re.compile(form) for form in forms)
    for kind, forms in {
        "school_year": (r"(?:läsår |läsåret |lå ?)?(?P<first>\d{4}|\d{2})[-/–](?P<year>\d{4}|\d{2})",),
        "quarter": (r"(?P<year>\d{4})[ -]?(?:k|q|kv|kvartal) ?(?P<part>[1-4])",
                    r"(?:k|q|kv|kvartal)\.? ?(?P<part>[1-4])[ -]?(?P<year>\d{4})"),
        "tertial": (r"(?P<year>\d{4})[ -]?(?:t|tertial) ?(?P<part>[1-3])", r"(?:t|tertial)\.? ?(?P<part>[1-3])[ -]?(?P<year>\d{4})"),
        "term": (r"(?P<part>vt|ht|vårterminen|höstterminen)[ -]?(?P<year>\d{4}|\d{2})", r"(?P<year>\d{4})[ -]?(?P<part>vt|ht)"),
    }.items()
}  # fmt: skip
PART_ENDS = {
    "quarter": {"1": 3, "2": 6, "3": 9, "4": 12},
    "tertial": {"1": 4, "2": 8, "3": 12},
    "term": {"vt": 6, "vårterminen": 6, "ht": 12, "höstterminen": 12},
}


# How a heading begins that says that its numbers are no months.
PARTS_IN_HEADINGS = ("kvartal", "tertial", "termin", "vecka", "quarter", "week")


YES_NO_READ = {
    "ja": True, "sant": True, "true": True, "1": True, "nej": False, "falskt": False, "false": False, "0": False,
}  # fmt: skip


WORDS_READ = {
    "gender": {
        "totalt": "T", "samtliga": "T", "alla": "T", "kvinnor": "K", "kvinna": "K", "flickor": "K", "män": "M", "man": "M",
        "pojkar": "M",
    },
    "goal_kind": {
        "inriktningsmål": "strategic_goal", "förväntat resultat": "expected_result", "eget resultat": "own_result",
        "kvalitetsfaktor": "quality_factor", "utvecklingsmål": "development_goal", "finansiellt mål": "financial_goal",
    },
    "rule": {
        "öka": "increase", "minska": "decrease", "förbättras": "improve", "bättre än medianen": "better_than_median",
        "bland den bästa fjärdedelen": "best_quarter", "skillnad mellan kvinnor och män": "gender_gap", "i ord": "own_text",
    },
    "status": {"saknas": "Missing", "sekretess": "Privacy", "ej tillämpligt": "Not applicable"},
    "publication": {"slutlig": "final", "slutligt": "final", "preliminär": "preliminary", "preliminärt": "preliminary"},
    "kind": {
        "kostnad": "cost", "kostnader": "cost", "intäkt": "revenue", "intäkter": "revenue", "resultat": "result",
        "investering": "investment", "investeringar": "investment",
    },
    "state": {
        "ej påbörjad": "not_started", "ej påbörjat": "not_started", "ej startad": "not_started", "ej startat": "not_started",
        "inte påbörjad": "not_started", "inte påbörjat": "not_started", "pågår": "ongoing", "pågående": "ongoing",
        "påbörjad": "ongoing", "påbörjat": "ongoing", "färdig": "done", "färdigt": "done", "slutförd": "done", "slutfört": "done",
        "klar": "done", "klart": "done", "avslutad": "done", "avslutat": "done", "genomförd": "done", "genomfört": "done",
        "försenad": "late", "försenat": "late", "avbruten": "cancelled", "avbrutet": "cancelled",
    },
    "quality": {"godkänd": "passed", "godkänt": "passed", "underkänd": "failed", "underkänt": "failed"},
}  # fmt: skip


def marks_total(said: str, words: AbstractSet[str]) -> bool:
    """Return whether a text, as `normal` writes it, is one of the words for a total, begins or ends with one.

    >>> marks_total("summa skolor", {"summa"}), marks_total("skolor summa", {"summa"}), marks_total("summasson", {"summa"})
    (True, True, False)
    """
    return said in words or (" " in said and _beginning_or_end(frozenset(words)).fullmatch(said) is not None)


@lru_cache
def _beginning_or_end(words: frozenset[str]) -> re.Pattern[str]:
    """Return what a text that begins or ends with one of the words looks like; every row of a file is held to it."""
    either = "|".join(map(re.escape, words)) or r"(?!)"
    return re.compile(rf"(?:{either}) .*|.* (?:{either})", re.DOTALL)


# What a column's heading may say of what it holds, the likeliest first; of a heading that says more (Belopp tkr) its first words.
HEADINGS_READ: dict[str, tuple[str, ...]] = {
    "unit_id": (
        "unit", "enhet", "nämnd", "förvaltning", "avdelning", "skola", "förskola", "ansvar", "ansvarsenhet", "ansvarskod",
        "kostnadsställe", "kst", "organisation",
    ),
    "account": ("konto", "kontonr", "kontonummer", "kontokod", "account"),
    "time": (
        "period", "redovisningsperiod", "bokföringsperiod", "mätperiod", "månad", "år", "mätår", "läsår", "year", "month",
        "bokföringsdatum", "verifikationsdatum", "mätdatum", "datum",
    ),
    "kind": ("slag", "kontoslag", "kostnad/intäkt", "intäkt/kostnad"),
    "measure": ("åtgärd",),
    "gender": ("kön", "gender"),
    "headcount": ("antal anställda", "anställda", "antal", "headcount"),
    "fte": ("årsarbetare", "årsarbeten", "heltidstjänster", "årsarbetskrafter"),
    "sick_hours": ("sjuktimmar", "sjukfrånvarotimmar", "sjukfrånvaro timmar"),
    "scheduled_hours": ("arbetstid", "ordinarie arbetstid", "schemalagd tid", "schemalagda timmar"),
    "under_30": ("under 30 år", "anställda under 30", "-29 år"),
    "aged_30_49": ("30-49 år", "30–49 år"),
    "aged_50_up": ("50 år och äldre", "från 50 år", "50- år"),
    "full_time": ("heltidsanställda", "anställda på heltid", "heltid"),
    "leavers": ("avgångar", "slutat", "avslutade anställningar"),
    "long_sick_hours": ("långtidssjuktimmar", "sjuktimmar 60 dagar eller mer"),
    "overtime_hours": ("övertidstimmar", "övertid", "övertid och mertid"),
    "indicator_id": ("mått", "indikator", "nyckeltal", "fråga", "indicator"),
    "value": (
        "värde", "andel", "index", "medelvärde", "betyg", "nöjdhet", "resultat", "utfall", "närvaro", "närvarograd", "frånvaro",
        "value",
    ),
    "label": ("omdöme", "bedömning"),
    "numerator": ("täljare", "närvarotid", "närvarotimmar"),
    "denominator": ("nämnare", "schemalagd tid", "undervisningstid"),
    "count": ("antal svar", "antal svarande", "svarande", "antal elever", "antal"),
    "activity_id": ("nr", "aktivitetsnr", "aktivitetsnummer", "id", "löpnr"),
    "assignment_id": ("nr", "uppdragsnr", "uppdragsnummer", "id", "löpnr"),
    "goal_id": ("mål", "goal"),
    "title": ("aktivitet", "uppdrag", "rubrik", "titel", "title"),
    "responsible_role": ("ansvarig", "ansvarig roll", "roll", "role"),
    "planned_start": ("start", "startdatum", "planerad start"),
    "planned_end": ("slut", "slutdatum", "planerat slut", "end"),
    "actual_end": ("klart", "klardatum", "avslutad", "slutfört"),
    "state": ("läge", "status", "state"),
    "budget": ("budget",),
    "outcome": ("utfall",),
    "quality": ("kvalitet",),
    "contributed": ("bidrog",),
    "evidence": ("underlag",),
    "cancelled_by": ("avbrutet genom", "beslut om avbrott"),
    "cancelled_at": ("avbrutet den", "avbrottsdag", "avbrottsdatum"),
    "decided_by": ("beslutat av", "beslutad av", "uppdragsgivare"),
    "decided_at": ("beslutsdatum", "beslutsdag"),
    "decision": ("beslut", "paragraf", "diarienummer", "dnr", "ärendenummer"),
    "change": ("ändring", "typ av ändring", "beslutstyp"),
    "financing": ("finansiering",),
}  # fmt: skip
# The same of amounts, by kind of file: a budget is no outcome.
AMOUNTS_READ: dict[str, tuple[str, ...]] = {
    "ledger": ("belopp", "utfall", "ackumulerat", "ack", "saldo", "amount"),
    "budget": ("budget", "ram", "budgetbelopp", "belopp", "amount"),
    "budget_forecast": ("prognos", "helårsprognos", "årsprognos"),
}
DEBIT_READ, CREDIT_READ = ("debet", "debit"), ("kredit", "credit")
# Columns about persons: they are never read, and never shown.
OF_PERSONS = frozenset(
    {
        "namn", "personnummer", "personnr", "pnr", "födelsedatum", "förnamn", "efternamn", "elev", "elevnamn", "anställd",
        "anställningsnr", "anställningsnummer", "e-post", "epost", "telefon", "mobil", "adress",
    }
)  # fmt: skip
# What a heading may say that its numbers are multiplied by.
TIMES_READ = {
    "tkr": 1000, "kkr": 1000, "tusen kr": 1000, "tusen kronor": 1000, "tusental kr": 1000, "tusental kronor": 1000, "tusental": 1000,
    "tusentals kr": 1000, "tusentals kronor": 1000, "1000-tal": 1000, "1000-tals": 1000, "1000 kr": 1000, "1 000 kr": 1000,
    "1000 kronor": 1000, "1 000 kronor": 1000, "'000": 1000, "tsek": 1000, "ksek": 1000, "mkr": 1000000, "mnkr": 1000000,
    "miljoner kr": 1000000, "miljoner kronor": 1000000, "miljoner": 1000000, "msek": 1000000, "mdkr": 10**9, "mdr": 10**9,
    "mdr kr": 10**9, "miljarder": 10**9, "miljarder kr": 10**9, "miljarder kronor": 10**9,
}  # fmt: skip


# What says that an amount is the sum from January.
_SO_FAR = re.compile(r"(?<!\w)(?:ack|ackumulera\w*|ytd|hittills i år|sedan årets början)(?!\w)")


def says_so_far(text: str) -> bool:
    """Return whether a text, as `normal` writes it, says that amounts are sums so far in the year.

    >>> says_so_far("ack. utfall"), says_so_far("tack")
    (True, False)
    """
    return _SO_FAR.search(text) is not None


# How a row says in a column of its own whether its amount is taken away, and how such may say that it is not.
TAKEN_AWAY, ADDED = frozenset({"k", "kredit", "c", "cr", "credit", "-"}), frozenset({"d", "debet", "dr", "debit", "+"})


def said_times(text: str) -> str | None:
    """Return the words of a text, as `normal` writes it, that say what numbers are multiplied by, or None.

    >>> said_times("belopp (tkr)"), said_times("utkrav")
    ('tkr', None)
    """
    return next((word for word in TIMES_READ if re.search(rf"(?<!\w){word}(?!\w)", text)), None)
