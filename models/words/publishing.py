"""What is said of published data: in its catalogue and dictionary, and by the command that publishes it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.words.numbers import count

KOLADA = "Källa: Kolada"
# What is computed of it may not name Kolada as its source, by Kolada's own terms.
PROCESSED = "Egen bearbetning av data från Kolada"
OWN = "Kommunens egna uppgifter"
FICTIONAL = "Påhittade exempeldata"
# What each published table holds; its header says the same in English.
WHAT = {
    "dim_area": "Kommunerna som jämförs.",
    "dim_goal": "Målen som gällde i varje rapport.",
    "dim_indicator": "Varje rapports indikatorer, så som de lästes i den.",
    "dim_period": "År och månader. Nyckeln är året följt av månaden, 00 för hela året.",
    "dim_plan": "De beslutade planer som varje rapports målvärden står i.",
    "dim_report": "Rapporter och utgåvor som är publicerade. Har en rapport flera är en av dem den senaste.",
    "dim_set": "Grupperna som kommuner jämförs inom.",
    "dim_unit": "Organisationen den sista dagen i varje rapports period.",
    "fact_chart": (
        "Siffrorna i varje diagram på sidorna. De går inte att summera. Diagrammet är filen som slutar på .svg, och "
        "dess siffror som de läses den som slutar på .csv."
    ),
    "fact_control": "Den interna kontrollen under varje rapports år.",
    "fact_efficiency": (
        "Inre och yttre effektivitet per enhet med allt under den, per nivå och per mål. Det är andelar, som inte går att summera."
    ),
    "fact_gain": "Effektiviseringar och besparingar, så som enheterna har skrivit dem.",
    "fact_goal": (
        "Hur varje mål bedömdes: som helhet, då enhet är tom, och av den enhet som svarar för det som tjänar målet."
    ),
    "fact_money_month": (
        "Det som budgeterades och bokfördes varje månad, i kronor. En enhets rad är det som inte står hos enheterna närmast "
        "under den, så att en summa över enheter är rapportens siffra. is_unknown säger var rapporten inte vet."
    ),
    "fact_money_year": "Helårets ram och prognos enligt varje rapport, i kronor, räknade som i fact_money_month.",
    "fact_place": "Varje kommuns plats inom varje grupp. Det är nivåer, som inte går att summera.",
    "fact_staff": (
        "De anställda. Rader som är summor av andra har två flaggor: av kvinnor och män, och av enheterna under."
    ),
    "fact_target": (
        "Varje målvärde hos en enhet som publiceras, och hur det bedömdes. Ett målvärde som tjänar flera mål har en rad för "
        "varje och räknas i det första. Målvärden hos enheter som inte publiceras räknas bara i fact_unit."
    ),
    "fact_unit": (
        "Hur varje enhet med allt under den bedömdes, och varje nivå som helhet, då enhet är tom. Antalen i en enhets rad är "
        "det som inte står hos enheterna närmast under den, så att en summa över enheter är rapportens siffra. Enheter som inte "
        "publiceras är inräknade. Raden för en nivå har inga antal."
    ),
    "fact_value": "Koladas värden, så som varje rapport jämförde dem. Det är nivåer, som inte går att summera.",
    "fact_work": "Varje aktivitet och uppdrag en gång, vilka mål det än tjänar, med antal som går att summera.",
}  # fmt: skip
YES, NO = "ja", "nej"
# The columns of the dictionary; those in English say the same of the table and the column in English.
DICTIONARY = (
    "tabell", "tabellens namn", "tabellen i ord", "table", "kolumn", "kolumnens namn", "column", "typ", "får saknas", "nyckel", "leder till",
    "ord", "källa",
)  # fmt: skip
TITLE = "Uppföljning av mål, ekonomi och jämförelser, {publisher}"
CATALOGUE = (
    "Det som kommunens delårsrapporter och årsrapporter bygger på: mål och målvärden med bedömning, ekonomi, personal, "
    "uppdrag, intern kontroll och jämförelser med andra kommuner."
)
DATASET = "{title}, ur kommunens rapporter. {what} {source}."
FILE = "{title} ({form})"
THEME = "Regeringen och den offentliga sektorn"
LOCAL_AUTHORITY = "Lokal myndighet"
KEYWORDS = ("uppföljning", "kommun", "mål", "Kolada")


def told(
    folder: Path,
    reports: Sequence[str],
    n_rows: Mapping[str, int],
    tables_left_out: Sequence[str],
    units_left_out: int,
    without_own_series: Sequence[str] = (),
    *,
    written: bool,
) -> list[str]:
    """Return the lines that say what was published, or would be, and what the municipality's decision leaves out."""
    first = "Publicerat i {folder}: {reports}." if written else "Skulle publiceras i {folder}: {reports}. Inget skrevs."
    lines = [first.format(folder=folder, reports=", ".join(reports))]
    lines += [f"  {name}: {count(n, 'rad', 'rader')}" for name, n in n_rows.items()]
    if tables_left_out:
        lines.append(f"Tabeller som beslutet inte omfattar: {', '.join(tables_left_out)}.")
    if units_left_out:
        lines.append(f"{count(units_left_out, 'enhet', 'enheter')} på andra nivåer än beslutets är inte med.")
    if without_own_series:
        lines.append(
            f"{', '.join(without_own_series)} gjordes av en tidigare version: diagram över egna mätningar är inte med. "
            "Gör om rapporten för att få med dem."
        )
    return lines
