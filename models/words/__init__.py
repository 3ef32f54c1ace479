"""Every Swedish word and sentence that people read, a file a trade."""

from importlib import import_module
from types import SimpleNamespace

TRADES = (
    "numbers", "judgements", "sections", "goals", "at_a_glance", "work", "money_and_staff", "checks", "receipts", "pictures", "pages", "workbook",
    "lineage", "explanation", "changes", "glossary", "alerts", "unusable", "planning",
)  # fmt: skip


def all_words() -> SimpleNamespace:
    """Return every word, sentence and way to write a number by its name, for templates."""
    modules = [import_module(f"{__name__}.{trade}") for trade in TRADES]
    return SimpleNamespace(
        **{name: thing for module in modules for name, thing in vars(module).items() if name[0] != "_"}
    )
