"""What is said of the definitions that a report leaves out, since they were decided later or are not in force in it."""

from collections import Counter
from collections.abc import Sequence

from models.definitions.in_force import LeftOut
from models.words.numbers import count, day, listed
from models.words.sections import SECTION_TITLE

_SAID = {
    ("plans", "decided_later"): "Planen {title} beslutades {day}, efter det som rapporten gäller. Det som står i den räknas inte.",
    ("plans", "not_decided"): "Planen {title} är ett förslag: inget beslut är angivet. Det som står i den räknas inte.",
    ("goals", "decided_later"): "Målet {title} fick en lydelse som beslutades {day}, efter det som rapporten gäller. Den räknas inte.",
    ("goals", "not_yet"): "Målet {title} gäller först från och med {day}.",
    ("goals", "no_longer"): "Målet {title} gällde till och med {day}.",
    ("goals", "unit_ended"): "Målet {title} gäller ännu, men dess enhet upphörde {day}. Varken målet eller dess målvärden räknas.",
    ("budgets", "decided_later"): "{title}: en ändring av budgeten beslutades {day}, efter det som rapporten gäller. Den räknas inte.",
    ("frames", "decided_later"): "{title}: budgeten beslutades {day}, efter det som rapporten gäller. Den räknas inte.",
    ("frames", "no_original"): "{title}: en ändring av budgeten, beslutad {day}, står i en egen fil, men ingen ursprunglig budget som den "
    "ändrar. Den räknas inte; skriv en rad med den ursprungliga, 0 där den var 0.",
    ("assignments", "decided_later"): "Uppdraget {title} gavs {day}, efter det som rapporten gäller. Det räknas inte.",
    ("assignments", "cancelled_later"): "Uppdraget {title} avbröts genom ett beslut {day}, efter det som rapporten gäller. Det står kvar.",
    ("activities", "cancelled_later"): "Aktiviteten {title} avbröts genom ett beslut {day}, efter det som rapporten gäller. Den står kvar.",
    ("units", "decided_later"): "{title}: en ändring av organisationen beslutades {day}, efter det som rapporten gäller. Den räknas inte.",
    ("statements", "decided_later"): "{title}: en text beslutades {day}, efter det som rapporten gäller. Den visas inte.",
    ("statements", "no_longer"): "{title}: texten gällde till och med {day}. Ingen senare är beslutad.",
    ("municipality", "decided_later"): "Nya trösklar beslutades {day}, efter det som rapporten gäller. De tidigare gäller.",
}  # fmt: skip
_COUNTED = {
    ("plans", "decided_later"): ("plan som beslutades senare", "planer som beslutades senare"),
    ("plans", "not_decided"): ("plan som inte är beslutad", "planer som inte är beslutade"),
    ("goals", "decided_later"): (
        "lydelse av ett mål som beslutades senare",
        "lydelser av mål som beslutades senare",
    ),
    ("goals", "not_yet"): ("mål som inte gäller ännu", "mål som inte gäller ännu"),
    ("goals", "no_longer"): ("mål som inte längre gäller", "mål som inte längre gäller"),
    ("goals", "unit_ended"): ("mål vars enhet har upphört", "mål vars enhet har upphört"),
    ("budgets", "decided_later"): ("ändring av budgeten", "ändringar av budgeten"),
    ("frames", "decided_later"): ("budget som beslutades senare", "budgetar som beslutades senare"),
    ("frames", "no_original"): ("ändring av en budget som inte finns", "ändringar av budgetar som inte finns"),
    ("assignments", "decided_later"): ("uppdrag som gavs senare", "uppdrag som gavs senare"),
    ("assignments", "cancelled_later"): ("beslut att avbryta ett uppdrag", "beslut att avbryta uppdrag"),
    ("activities", "cancelled_later"): ("beslut att avbryta en aktivitet", "beslut att avbryta aktiviteter"),
    ("units", "decided_later"): ("ändring av organisationen", "ändringar av organisationen"),
    ("statements", "decided_later"): ("text som beslutades senare", "texter som beslutades senare"),
    ("statements", "no_longer"): ("text som inte längre gäller", "texter som inte längre gäller"),
    ("municipality", "decided_later"): ("beslut om trösklar som kom senare", "beslut om trösklar som kom senare"),
}
KNOWN_ALWAYS = (
    "Kommunens definitioner och egna filer räknas som kända hela tiden: de är de första som lästes in här, och när de först "
    "blev kända går inte att säga."
)
LATER_VERSION = "Rapporten står inte på det som har ändrats i kommunens mapp senare än det som den gäller:"
FILE_CAME = "{file} kom in {at}"
FILE_GONE = "{file} togs bort {at}"


def left_out(one: LeftOut) -> str:
    """Return what is said of a definition that the report leaves out."""
    return _SAID[one.section, one.why].format(title=one.title, day=day(one.day))


def left_out_in_short(items: Sequence[LeftOut]) -> str:
    """Return how much the report leaves out, and where it says what; empty where it leaves out nothing."""
    counted = Counter((one.section, one.why) for one in items)
    parts = [count(counted[kind], *words) for kind, words in _COUNTED.items() if counted[kind]]
    where = SECTION_TITLE["metod"]
    return f"Utanför rapporten står {listed(parts)}. Vad det är står under {where}." if parts else ""
