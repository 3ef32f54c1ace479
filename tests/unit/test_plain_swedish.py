"""What the command says, and every fault, is in plain Swedish: no English is left where it is raised or printed.

Help, logs, codes, keys and the names of tables are English. What is said of the code itself to those who change it (a header
that lacks a key, a wrong call) is too: those are plain Python errors, and none of ours.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

# Words that no Swedish sentence has.
ENGLISH = re.compile(
    r"\b(the|is|are|was|were|been|be|not|no|of|and|or|with|without|which|that|this|its|it|cannot|must|has|have|does|could|"
    r"should|there|where|when|from|than|only|already|missing|wrong|please|write|wrote|give|use|add|remove|correct|keep|choose|"
    r"check|make|put|open|stopped|done|nothing|none|another|each|every|same|row|column|file|folder|"
    r"changed|holds|lacks|names|stands|begins|failed|kept|warning|note|seal|report|faults?|rows|files|free|late|since|to|for|an|at|as|on|you|your|they|their|what|how|why|by|if)\b",
    re.IGNORECASE,
)
# Where what is said is raised or printed; of other calls, where what is wrong is made first.
SAYS = re.compile(
    r"^(echo|confirm|print|print_line|tell|_?fail|_?faults?|Fault|CellFault|Wrong|Odd|Finding|SkipReason|report|_odd)$"
)
OURS = re.compile(r"(Usage|Version|Source|Answer|Place|Warehouse|Blocked|Form|Definition|Styrtal|Wire)Error$")
# In what a municipality defines, pydantic takes what a plain ValueError says to whoever wrote it.
DEFINITIONS = "models/definitions/"
# What is written in a definition, a command or a folder, and so is named as it is written: never words of a sentence.
QUOTED = re.compile(
    r"'[^']*'|\{[^{}]*\}|<[^<>]*>|--[\w-]+|styrtal \w+(?: \w+)?|uv \w+.*|\w+\.(?:html|yaml|md|sql|csv|parquet|xlsx)|STYRTAL_\w+|\w*_\w+|"
    r"\w+: |#\w+|check --[\w-]+|^(?:SELECT|FROM) .*"
)


def sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the texts of a node, what is put into them left out; texts that are joined are one."""
    match node:
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case ast.JoinedStr():
            parts = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node.lineno, "".join(parts)
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from sentences(part.value)
        case ast.Subscript() | ast.Compare():
            return
        case _:
            for child in ast.iter_child_nodes(node):
                yield from sentences(child)


def said(text: str, *, definitions: bool = False) -> Iterator[tuple[int, str]]:
    """Yield what a module raises, prints or yields as a fault, with its line."""
    tree = ast.parse(text)
    for function in ast.walk(tree):
        match function:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if (
                SAYS.match(name) or OURS.search(name) or (definitions and name == "ValueError")
            ):
                for each in (*function.args, *(keyword.value for keyword in function.keywords)):
                    yield from sentences(each)
            case ast.Yield(value=ast.Tuple() as finding) if definitions:
                for each in finding.elts[1:]:
                    yield from sentences(each)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)) if name in {
                "text", "wrong", "mend", "what", "why", "hint", "seen", "note", "lines", "counted", "withheld", "frozen",
            }:  # fmt: skip
                yield from sentences(function.value)
            case _:
                pass


def is_english(text: str) -> bool:
    """Return whether a sentence has a word that no Swedish one has: two of them, or one in a text of a few words."""
    plain = QUOTED.sub(" ", text)
    return " " in text.strip() and ENGLISH.search(plain) is not None


@pytest.mark.parametrize("floor", ["assets", "pipelines", "models"])
def test_what_is_raised_or_printed_is_swedish(floor: str) -> None:
    found: list[str] = []
    for file in sorted((ROOT / floor).rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        texts = said(file.read_text(encoding="utf-8"), definitions=path.startswith(DEFINITIONS))
        found += [f"{path}:{line}: {text}" for line, text in sorted(set(texts)) if is_english(text)]
    assert found == []


@pytest.mark.parametrize(
    ("code", "n"),
    [
        ('raise UsageError(f"{folder} is not a folder.")', 1),
        ('raise Wrong("är tom.", "Fill it in, or take the row away.")', 1),
        ('typer.echo(f"Wrote {path} with all")', 1),
        ('text = f"{name} could not be written: {error}."', 1),
        ('raise PlaceError("gick inte att skriva" if many else "was not written")', 1),
        ('raise UsageError(f"Det finns ingen rapport {name}. Kör styrtal run.")', 0),
        ('raise TypeError("the header lacks its own name")', 0),
        ('logger.warning("the clock is wrong")', 0),
    ],
)
def test_english_is_found_where_it_is_said(code: str, n: int) -> None:
    assert sum(is_english(text) for _, text in said(code)) == n
