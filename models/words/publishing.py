"""What is said of published data: in its catalogue and dictionary, and by the command that publishes it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.words.numbers import count

KOLADA = "Källa: Kolada"
# What is computed of it may not name Kolada as its source, by Kolada's own terms.
PROCESSED = "Egen bearbetning av data från Kolada"
OWN = "Kommunens egna uppgifter"
FICTIONAL = "Påhittade exempeldata"
YES, NO = "ja", "nej"
# The columns of the dictionary; those in English say the same of the table and the column in English.
DICTIONARY = (
    "tabell", "tabellens namn", "table", "kolumn", "kolumnens namn", "column", "typ", "får saknas", "nyckel", "leder till",
    "ord", "källa",
)  # fmt: skip
TITLE = "Uppföljning av mål, ekonomi och jämförelser, {publisher}"
CATALOGUE = (
    "Det som kommunens delårsrapporter och årsrapporter bygger på: mål och målvärden med bedömning, ekonomi, personal, "
    "uppdrag, intern kontroll och jämförelser med andra kommuner."
)
DATASET = "{title}, ur kommunens rapporter. {source}."
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
