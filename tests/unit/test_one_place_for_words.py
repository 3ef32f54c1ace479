"""Every Swedish word that people read stands in `models/words`, or as a title in a header."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from models.tables.check_header import checks
from models.tables.header import published_tables
from models.words import TRADES
from models.words.table_words import TableWords
from tests.conftest import ROOT

LETTERS = re.compile(r"[åäöÅÄÖ]")
SMALL_WORDS = re.compile(r"\b(och|av|inte|som|det|ett|har|inga|eller|till|enligt|varje)\b")
# What is Swedish and yet nothing that a report says; None: all of the file.
ALLOWED: dict[str, set[str] | None] = {
    # A range as an analyst may write it in a cell: 12 till 16.
    "assets/definitions_in_excel/cell_values.py": {r")\s*(?:[-–]|till)\s*("},
    # What Kolada calls the country.
    "assets/playback/made_up.py": {"Riket"},
    # The order of the alphabet.
    "assets/followup/setting/html.py": {"å", "ä", "ö"},
}
# What is wrong in a file stands where it is found, and how files may write things.
FAULTS_STAND = "assets/own_files/"
# What is told to whoever runs a command stands where it is told; words of a page alone (captions) stand among the words.
TOLD_BY_COMMANDS = (
    "assets/definitions/",
    "assets/definitions_in_excel/",
    "assets/finished/",
    "assets/kolada/",
    "assets/open_report.py",
    "assets/operations/",
    "assets/playback/",
    "assets/storage/",
    "assets/warehouse/",
    "pipelines/",
)
# Calls that tell what is wrong.
_TELLS = {"Fault", "tell"}
MARKUP = re.compile(r"<style>.*?</style>|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*?>", re.DOTALL)
LABEL = re.compile(r'(?:aria-label|title|alt)="([^"{]+)"')


def said(thing: Any) -> Iterator[str]:
    """Yield every string in constants of the words."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, (dict, TableWords)):
        for value in (thing if isinstance(thing, dict) else vars(thing)).values():
            yield from said(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from said(value)


def captions() -> set[str]:
    """Return the words that stand alone on a page: of the words and of the headers."""
    modules = [import_module(f"models.words.{trade}") for trade in (*TRADES, "definitions_in_excel")]
    words = {
        word for module in modules for name, thing in vars(module).items() if name.isupper() for word in said(thing)
    }
    for table in published_tables().values():
        words |= {table.title, *(column.title for column in table.columns)}
    words |= {check.title for check in checks().values()}
    return {word for word in words if word[:1].isupper() and word[1:].islower()}


def literals(text: str) -> Iterator[tuple[int, str]]:
    """Yield a module's strings, but for docstrings and what an error says where it is raised."""

    def walk(node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in _TELLS:
            return
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    yield from walk(ast.parse(text))


def swedish(text: str, alone: set[str], *, told: bool = False) -> list[tuple[int, str]]:
    return [
        (line, word)
        for line, word in literals(text)
        if word in alone or (not told and (LETTERS.search(word) or SMALL_WORDS.search(word)))
    ]


@pytest.mark.parametrize("floor", ["assets", "pipelines"])
def test_what_is_said_in_swedish_stands_among_the_words(floor: str) -> None:
    alone = captions()
    found: set[str] = set()
    for file in sorted((ROOT / floor).rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        if path.startswith(FAULTS_STAND):
            continue
        allowed = ALLOWED.get(path, set[str]())
        if allowed is not None:
            words = swedish(file.read_text(encoding="utf-8"), alone, told=path.startswith(TOLD_BY_COMMANDS))
            found |= {f"{path}:{line}: {word}" for line, word in words if word not in allowed}
    assert found == set()


def test_what_is_allowed_is_there() -> None:
    for path, allowed in ALLOWED.items():
        words = {word for _, word in literals((ROOT / path).read_text(encoding="utf-8"))}
        assert words if allowed is None else allowed <= words, path


@pytest.mark.parametrize(
    ("code", "n"),
    [
        ('x = column("Åtgärd")', 1),
        ('x = column("Utfall")', 1),
        ('x = f"{n} av {m}"', 1),
        ('raise ValueError("Rätta målet")', 0),
        ('Fault("a.yaml", 1, "id", "två mål", "Rätta målet.")', 0),
        ('"""Om målet."""', 0),
        ('x = column("status")', 0),
    ],
)
def test_a_word_out_of_place_is_found(code: str, n: int) -> None:
    assert len(swedish(code, captions())) == n


def test_templates_hold_no_words_of_their_own() -> None:
    alone = captions()
    for path in sorted((ROOT / "assets").rglob("templates/*")):
        text = path.read_text(encoding="utf-8")
        assert not LETTERS.search(text), path.name
        if path.suffix == ".html":
            assert not set(MARKUP.sub(" ", text).split()) & alone, path.name
            assert not LABEL.findall(text), path.name


def test_no_two_trades_give_one_name_to_different_things() -> None:
    seen: dict[str, object] = {}
    for trade in TRADES:
        for name, thing in vars(import_module(f"models.words.{trade}")).items():
            if not name.startswith("_"):
                assert seen.setdefault(name, thing) is thing, f"{trade}.{name}"
