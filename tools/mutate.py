"""Breaks the SQL on purpose, one place at a time, and says which breaks no test notices: `just mutate`, `just mutate budget`.

    python -m tools.mutate [NAME ...] [--seed N] [--count N] [--workers N] [--seconds N]

NAME is a file of `models/sql` without `.sql`, as `budget` or `macros`; without one the breaks are drawn among all that is
computed. The places are found among sqlglot's tokens: edges, equals, order, signs, weights, logic, guards, distinct, null, joins,
aggregates. A break that DuckDB cannot run counts for nothing. Each is tried on the unit tests that make the table, those that name
it first, until one fails or they have taken `--seconds`; then on the second calculation of it, however long that takes. A seed draws
the same breaks of what has not changed since.

Which tests make which tables is recorded by running all unit tests once, and kept in `build/mutation.json`; of files of tests that
have changed since it is recorded again. What survives and changes nothing is listed in `tools/equivalent.txt`, with the reason, and counts for
nothing; an entry that fits no place any more is told.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.tokenizer_core import Token, TokenType

ROOT = Path(__file__).resolve().parent.parent
SQL = ROOT / "models" / "sql"
KEPT = ROOT / "build" / "mutation.json"
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
COMPUTED = ("measures", "known", "checks", "load", "local")
_INSTEAD = {
    TokenType.GT: ("edge", ">="), TokenType.GTE: ("edge", ">"), TokenType.LT: ("edge", "<="), TokenType.LTE: ("edge", "<"),
    TokenType.EQ: ("equal", "<>"), TokenType.NEQ: ("equal", "="), TokenType.DESC: ("order", "ASC"),
    TokenType.PLUS: ("sign", "-"), TokenType.DASH: ("sign", "+"), TokenType.SLASH: ("sign", "*"), TokenType.OR: ("logic", "AND"),
}  # fmt: skip
_AGGREGATE = {
    "min": "max", "max": "min", "sum": "max", "avg": "max", "bool_or": "bool_and", "bool_and": "bool_or", "least": "greatest",
    "greatest": "least", "arg_min": "arg_max", "arg_max": "arg_min",
}  # fmt: skip
# Where a condition joined by AND ends.
_ENDS = re.compile(
    r"AND|OR|WHEN|THEN|ELSE|END|GROUP|ORDER|QUALIFY|HAVING|WINDOW|UNION|LEFT|INNER|JOIN|CROSS|FULL|ON|WHERE|AS|LIMIT|SELECT|FROM"
)
_CANNOT_RUN = re.compile(r"(?:Parser|Binder|Catalog) ?(?:Error|Exception)")


@dataclass(frozen=True)
class Break:
    """One place of one file changed: which kind of break, on which line, and the file's whole text."""

    path: str
    line: int
    kind: str
    before: str
    after: str
    text: str
    told: str
    """The break as one line, without its place: lines move. Of lines that are alike the second and later have their number."""


def equivalent() -> set[str]:
    """Return the breaks that change nothing, as `told`: lines of path, kind, the line, the broken line and the reason."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    return {line.rpartition(" | ")[0] for line in lines if line and not line.startswith("#")}


def breaks(path: Path) -> Iterator[Break]:
    """Yield every break of a file."""
    text = path.read_text(encoding="utf-8")
    name, alike = path.relative_to(SQL).as_posix(), Counter[str]()
    for kind, start, end, instead in _edits(DuckDB().tokenize(text), text):
        broken = text[:start] + instead + text[end:]
        line = text.count("\n", 0, start)
        before, after = text.splitlines()[line].strip(), broken.splitlines()[line].strip()
        told = f"{name} | {kind} | {before} | {after}"
        alike[told] += 1
        nth = f" {alike[told]}" if alike[told] > 1 else ""
        yield Break(name, line + 1, kind, before, after, broken, told.replace(f"| {kind} |", f"| {kind}{nth} |", 1))


def _edits(tokens: Sequence[Token], text: str) -> Iterator[tuple[str, int, int, str]]:
    for i, token in enumerate(tokens):
        start, end = token.start, token.end + 1
        word = text[start:end]
        if token.token_type in _INSTEAD:
            kind, instead = _INSTEAD[token.token_type]
            yield kind, start, end, instead
        elif token.token_type is TokenType.NUMBER and not _of_type(tokens, i):
            yield "weight", start, end, str(int(word) + 1) if word.isdigit() else str(float(word) + 0.5)
        elif word == "AND" and not _of_between(tokens, i):
            yield "logic", start, end, "OR"
            yield "guard", start, _condition_end(tokens, i, text), ""
        else:
            yield from _edits_of_word(tokens, i, word)


def _edits_of_word(tokens: Sequence[Token], place: int, word: str) -> Iterator[tuple[str, int, int, str]]:
    start, end = tokens[place].start, tokens[place].end + 1
    before, after = (tokens[j].text.upper() if 0 <= j < len(tokens) else "" for j in (place - 1, place + 1))
    if word == "DISTINCT" and before not in {"IS", "NOT"}:
        yield "distinct", start, end, ""
    elif word == "IS" and after == "NULL":
        yield "null", start, tokens[place + 1].end + 1, "IS NOT NULL"
    elif word == "IS" and after == "NOT" and tokens[place + 2].text.upper() == "NULL":
        yield "null", start, tokens[place + 2].end + 1, "IS NULL"
    elif word == "LEFT" and after == "JOIN":
        yield "join", start, end, ""
    elif word == "NOT" and before != "IS" and after != "NULL":
        yield "logic", start, end, ""
    elif after == "(" and word in _AGGREGATE:
        yield "aggregate", start, end, _AGGREGATE[word]


def _of_type(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number is of a type, as in DECIMAL(28, 10)."""
    return any(tokens[j].text.upper() == "DECIMAL" for j in range(max(0, place - 4), place))


def _of_between(tokens: Sequence[Token], place: int) -> bool:
    depth = 0
    for j in range(place - 1, -1, -1):
        word = tokens[j].text.upper()
        depth += (word == ")") - (word == "(")
        if depth < 0 or (depth == 0 and word in {"AND", "OR", "WHERE", "ON"}):
            return False
        if depth == 0 and word == "BETWEEN":
            return True
    return False


def _condition_end(tokens: Sequence[Token], place: int, text: str) -> int:
    depth, between = 0, False
    for j in range(place + 1, len(tokens)):
        word = tokens[j].text.upper()
        if depth == 0 and word == "AND" and between:
            between = False
        elif depth == 0 and (
            word in {")", ","} or (_ENDS.fullmatch(word) and tokens[j - 1].text.upper() != "DISTINCT")
        ):
            return tokens[j - 1].end + 1
        depth += (word == "(") - (word == ")")
        between |= depth == 0 and word == "BETWEEN"
    return len(text.rstrip().rstrip(";"))


class Recorder:
    """A plugin of pytest that records which tables and statements each test has made, and how long it took."""

    def __init__(self) -> None:
        """Begin with nothing made."""
        self.made: dict[str, list[str]] = {}
        self.seconds: dict[str, float] = {}
        self._now: set[str] = set()

    def pytest_sessionstart(self) -> None:
        """Let whoever asks for a table's query, or a statement, be heard."""
        from assets.storage import run_sql
        from models.tables.header import Table

        query, statement = Table.query.fget, run_sql.sql_statement

        def heard(table: Table) -> str:
            self._now.add(table.name)
            return query(table)  # pyright: ignore[reportOptionalCall]

        def heard_statement(name: str) -> Any:
            self._now.add(name)
            return statement(name)

        Table.query = property(heard)  # pyright: ignore[reportAttributeAccessIssue]
        run_sql.sql_statement = heard_statement

    def pytest_runtest_setup(self) -> None:
        """Forget what earlier tests have made."""
        from tests.small import forget_computed

        forget_computed()
        self._now.clear()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what the test has made."""
        if report.when == "call" and report.passed:
            self.made[report.nodeid] = sorted(self._now)
            self.seconds[report.nodeid] = report.duration


def _record(share: int, of: int) -> dict[str, dict[str, Any]]:
    """Run a share of the unit tests that are not recorded as they are, and return what each makes and how long it takes."""
    files = _unrecorded()[share::of]
    recorder = Recorder()
    pytest.main(["-q", "--no-header", "-p", "no:cacheprovider", *map(str, files)], plugins=[recorder])
    return {name: {"made": made, "seconds": recorder.seconds[name]} for name, made in recorder.made.items()}


def _unrecorded() -> list[Path]:
    since = KEPT.stat().st_mtime if KEPT.exists() else 0
    return [file for file in sorted(ROOT.glob("tests/unit/test_*.py")) if file.stat().st_mtime > since]


def recorded(workers: int) -> dict[str, dict[str, Any]]:
    """Return by each test what it makes, and its seconds: as kept, else recorded anew."""
    if files := {file.relative_to(ROOT).as_posix() for file in _unrecorded()}:
        KEPT.parent.mkdir(exist_ok=True)
        begun, parts = time.time(), [KEPT.with_suffix(f".{i}") for i in range(min(workers, len(files)))]
        with ThreadPoolExecutor(workers) as pool:
            list(
                pool.map(_call, [["--record", f"{i}/{len(parts)}", "--to", str(part)] for i, part in enumerate(parts)])
            )
        kept: dict[str, dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        found = {name: test for name, test in kept.items() if name.partition("::")[0] not in files}
        for part in parts:
            found |= json.loads(part.read_text(encoding="utf-8"))
            part.unlink()
        KEPT.write_text(json.dumps(found, indent=1), encoding="utf-8")
        os.utime(KEPT, (begun, begun))
    return json.loads(KEPT.read_text(encoding="utf-8"))


def _call(args: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.mutate", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _tests_of(broken: Break, tests: dict[str, dict[str, Any]], seconds: float) -> list[str]:
    """Return the tests that make the table, those of files that name it first, so many as fit, and its second calculation."""
    name = Path(broken.path).stem
    made = {name}
    if name == "macros":
        macro = re.findall(r"MACRO (\w+)\(", "\n".join(broken.text.splitlines()[: broken.line]))[-1]
        made = {path.stem for path in SQL.glob("*/*.sql") if f"{macro}(" in path.read_text(encoding="utf-8")}
        name = macro
    files = {test.split("::")[0] for test in tests}
    naming = {file for file in files if re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8"))}
    # What asks for no table by its name: a check is one of all, and a macro may be called by itself.
    by_name = broken.path.startswith("checks/") or broken.path == "macros.sql"
    chosen = [
        (test.split("::")[0] not in naming, each["seconds"], test)
        for test, each in tests.items()
        if made & {*each["made"]} or (by_name and test.split("::")[0] in naming)
    ]
    fit, second, used = list[str](), list[str](), 0.0
    for _, taken, test in sorted(chosen):
        used += taken
        if used <= seconds:
            fit.append(test)
        elif "/test_second_" in test:
            second.append(test)
    return fit + second


def _try(broken: Break, tests: Sequence[str], seconds: float) -> str:
    """Return what became of a break: noticed, survived, invalid, or untested where no test makes the table."""
    if not tests:
        return "untested"
    told = json.dumps({"path": str(SQL / broken.path), "text": broken.text, "tests": [*tests]})
    command = [sys.executable, "-m", "tools.mutate", "--try"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, input=told, capture_output=True, text=True, check=False, timeout=60 + 2 * seconds
        )
    except subprocess.TimeoutExpired:
        return "noticed"
    if _CANNOT_RUN.search(done.stdout):
        return "invalid"
    return "survived" if done.returncode == 0 else "noticed"


def _run_broken() -> int:
    """Run the tests told on standard input with one file's text in place of what lies there."""
    told = json.load(sys.stdin)
    read_text = Path.read_text

    def read(path: Path, *args: Any, **kwargs: Any) -> str:
        return told["text"] if str(path) == told["path"] else read_text(path, *args, **kwargs)

    Path.read_text = read  # pyright: ignore[reportAttributeAccessIssue]
    return int(pytest.main(["-q", "-x", "--no-header", "-p", "no:cacheprovider", "--tb=line", *told["tests"]]))


def main() -> None:
    """Draw breaks, try each, and print what survived."""
    parser = argparse.ArgumentParser(
        prog="just mutate", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--record")
    parser.add_argument("--to")
    parser.add_argument("--try", dest="tries", action="store_true")
    args = parser.parse_args()
    if args.tries:
        sys.exit(_run_broken())
    if args.record:
        share, of = map(int, args.record.split("/"))
        Path(args.to).write_text(json.dumps(_record(share, of)), encoding="utf-8")
        return
    _mutate(
        args.names,
        args.seed if args.seed is not None else time.time_ns() % 10**6,
        args.count,
        args.workers,
        args.seconds,
    )


def _mutate(names: Sequence[str], seed: int, count: int, workers: int, seconds: float) -> None:
    paths = [SQL / "macros.sql", *(path for room in COMPUTED for path in sorted((SQL / room).glob("*.sql")))]
    chosen = [path for path in paths if not names or path.stem in names]
    if len({path.stem for path in chosen}) < len({*names}):
        sys.exit(f"There is no such file in models/sql: {', '.join({*names} - {path.stem for path in chosen})}")
    known = equivalent()
    found = {each.told: each for path in chosen for each in breaks(path)}
    read = {path.relative_to(SQL).as_posix() for path in chosen}
    for told in sorted(told for told in known if told.partition(" | ")[0] in read and told not in found):
        print(f"tools/equivalent.txt: fits no place any more: {told}")
    every = [each for told, each in found.items() if told not in known]
    drawn = sorted(every, key=lambda each: sha256(f"{seed} {each.told}".encode()).digest())[:count]
    print(f"{len(drawn)} of {len(every)} breaks in {len(chosen)} files, seed {seed}", flush=True)
    tests, begun = recorded(workers), time.monotonic()
    of_kind: dict[str, Counter[str]] = defaultdict(Counter)

    def one(broken: Break) -> None:
        became = _try(broken, _tests_of(broken, tests, seconds), seconds)
        of_kind[broken.kind][became] += 1
        if became in {"survived", "untested"}:
            print(
                f"{became}: models/sql/{broken.path}:{broken.line} {broken.kind}\n  - {broken.before}\n  + {broken.after}",
                flush=True,
            )

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, drawn))
    whole = sum(of_kind.values(), Counter[str]())
    for kind, became in sorted(of_kind.items()):
        print(f"{kind:10} {dict(became)}")
    valid = whole["noticed"] + whole["survived"] + whole["untested"]
    share = whole["noticed"] / valid if valid else 1
    print(
        f"noticed {whole['noticed']} of {valid} ({share:.0%}), invalid {whole['invalid']}, {time.monotonic() - begun:.0f} s"
    )


if __name__ == "__main__":
    main()
