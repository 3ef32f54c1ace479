"""Every write of every command that writes, failed in turn, and what stands then: what stood before, or what was to come.

Slow, and by itself: pytest -n 2 -m slow tests/system/test_every_write.py -rP prints how many trials were made.
"""

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from assets.definitions.read_yaml import BROKEN_OFF, read_definitions
from assets.finished.verify import verify
from assets.playback.recording import Recording
from assets.playback.server import serving
from assets.storage.report_folders import Name
from models.errors import UsageError
from tests.command import COMMAND, ROOT, environment, styrtal
from tests.every_write import FAULTS
from tests.killed import TABLES
from tests.postgres import free_port
from tests.small import catalogue, cells, definition, vintage, write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be forked here"),
]
CLOCK = "2027-01-10T08:00:00+00:00"
REPORT = "prov/2024-12"
DAYS = [
    vintage(day, cells({2023: [value + n / 2 for n in range(10)], 2024: [value + 1] * 10}))
    for day, value in (("2025-01-01", 92.0), ("2025-03-01", 60.0), ("2025-05-01", 95.0), ("2025-07-01", 71.0))
]
# How many writes of a command are failed where more are unlike: the last, and others drawn by a seed.
MOST = {"run": 6}
COMMANDS: dict[str, tuple[str, ...]] = {
    "freeze": ("freeze", REPORT, "-m", "{data}", "--by", "kvalitetschef", "--reopen", "Fel mål"),
    "approve": ("approve", REPORT, "-m", "{data}", "--unit", "bun", "--by", "ordförande"),
    "backup": ("backup", "{place}/ut/ny.zip"),
    "restore": ("restore", "{place}/kopia.zip"),
    "import": ("definitions", "import", "{place}/ändrad.xlsx", "-m", "{data}", "--yes"),
    "prune": ("prune", "--older-than", "30d", "--apply"),
    "publish": ("publish", REPORT, "-m", "{data}", "--to", "{place}/ut/data"),
    "let-in": ("refresh", "--let-in", "--by", "kvalitetschef", "-m", "{data}"),
    "run": ("run", "-m", "{data}", "--report", "2024-12"),
}
# Where a run keeps what comes, under its hash and in logs: it is only added to, and a harvest that was broken off is gone on with.
KEPT = {"home/answers", "home/files"}
# What is made again, or says when and by which process.
PASSING = {"dagster", "logs", "staging", "tmp", "diffs", "made-from", "tally"}

Seen = dict[str, dict[str, str]]


@dataclass
class Place:
    """A folder with a home, the municipality's folder and what commands are given, and Kolada's address."""

    path: Path
    port: int

    def styrtal(self, command: tuple[str, ...], at: int = 0, fault: str = "", clock: str = CLOCK) -> tuple[int, str]:
        """Run a command, failed at a write; return its status and what it said of it."""
        home = self.path / ("ny" if command[0] == "restore" else "home")
        asked = [part.format(place=self.path, data=self.path / "data" / "prov") for part in command]
        fails = {
            "below": str(self.path),
            "at": at,
            "fault": fault,
            "tally": str(self.path.parent / "tally"),
            "clock": clock,
        }
        (self.path / "tmp").mkdir(exist_ok=True)
        env = {
            "EVERY_WRITE": json.dumps(fails),
            "STYRTAL_KOLADA_URL": f"http://127.0.0.1:{self.port}/v3",
            "TMPDIR": str(self.path / "tmp"),
        }
        done = styrtal(home, *asked, **env)
        assert "Traceback" not in done.stderr, (at, done.stderr)
        return done.returncode, done.stderr

    def must(self, *command: str) -> None:
        status, said = self.styrtal(command)
        assert status == 0, (command, said)

    def answering(self, at: int) -> Any:
        recording = Recording(DAYS, catalogue(publication_date=None, publ_period=None), at=at, origin="replay")
        return serving(recording, port=self.port)

    def writes(self) -> list[str]:
        """Return what the last command did to files, in order."""
        return (self.path.parent / "tally").read_text(encoding="utf-8").splitlines()

    def seen(self, *, all_of: bool = False) -> Seen:
        """Return what can be seen, in the parts that each must be of one time: digests by file."""
        found: Seen = {}
        for path in sorted(self.path.rglob("*")):
            parts = path.relative_to(self.path).parts
            # What no ledger names is nothing, and what one names `verify` proves: the ledgers are what can be seen.
            within = len(parts) - parts.index("frozen") > 4 if "frozen" in parts else False
            hidden = any(part.startswith(".") for part in parts) or PASSING & set(parts) or (within and not all_of)
            if hidden or not path.is_file() or path.name.endswith((".lock", ".lock.json", ".wal")):
                continue
            if path.name == "warehouse.duckdb":
                digest = _known(path)
            elif path.suffix == ".zip":
                digest = _members(path)
            elif "harvests" in parts:
                digest = ""
            else:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            part = parts[: 4 if {"reports", "frozen"} & set(parts) else 2]
            found.setdefault("/".join(part), {})["/".join(parts)] = digest
        return found

    def verified(self) -> list[dict[str, str]]:
        """Return what is not as it was frozen."""
        report = Name("prov", "2024-12", None)
        homes = [home for home in (self.path / "home", self.path / "ny") if (home / "frozen" / REPORT).is_dir()]
        return [change for home in homes for change in verify(home / "frozen", report).changes]

    def strays(self) -> list[str]:
        """Return what a command that was broken off has left beside what it writes."""
        found = (path.relative_to(self.path) for path in self.path.rglob("*"))
        left = [path for path in found if re.match(r"\.(?!.*\d-\d+\.part$)|preview$", path.name)]
        return sorted(str(path) for path in left if not PASSING & set(path.parts))


def _known(path: Path) -> str:
    with duckdb.connect(path, read_only=True) as con:
        rows = [(n, con.execute(f"SELECT * {e} FROM {n} ORDER BY ALL").fetchall()) for n, e in TABLES.items()]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _members(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        members = json.loads(file.read("backup.json"))["files"]
    return json.dumps({name: told["sha256"] for name, told in members.items() if not name.endswith("warehouse.duckdb")})


def _content(*, waits: bool) -> dict[str, Any]:
    content = definition()
    decided = {
        "decided_by": "Kommunstyrelsen", "decided_at": date(2026, 1, 21), "tables": ["fact_target", "fact_goal"],
        "levels": ["council", "committee"], "publisher": "Prov", "email": "data@prov.example",
        "address": "https://data.prov.example/styrtal",
    }  # fmt: skip
    more = {"publishing": decided, "approval_order": "free", "schedules": {"refresh_waits": waits}}
    return {**content, "municipality": {**content["municipality"], **more}}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place where every command has something to do; it lies as `trial` while it is made, as files name where they lie."""
    folder = tmp_path_factory.mktemp("every-write")
    place = Place(folder / "trial", free_port())
    place.path.mkdir()
    write(place.path / "data", _content(waits=False))

    def run(at: int, report: str = "2024-12") -> None:
        with place.answering(at):
            place.must("run", "-m", "{data}", "--report", report)

    run(0)
    run(1, "2024-08")
    write(place.path / "data", _content(waits=True))
    run(1)
    place.must("approve", REPORT, "-m", "{data}", "--unit", "ks", "--by", "ordförande")
    place.must("freeze", REPORT, "-m", "{data}", "--by", "kvalitetschef")
    place.must("publish", "prov/2024-08", "-m", "{data}", "--to", "{place}/ut/data")
    place.must("backup", "{place}/kopia.zip")
    with place.answering(2):
        place.must("run", "-m", "{data}", "--report", "2024-12")
        place.must("refresh", "--preview", "-m", "{data}", "--report", "2024-12")
    place.must("definitions", "export", "-m", "{data}", "--out", "{place}/ändrad.xlsx")
    book = openpyxl.load_workbook(place.path / "ändrad.xlsx")
    for sheet, cell in (("Mål", "C2"), ("Indikatorer", "B2")):
        book[sheet][cell].value = "Ett annat namn"
    book.save(place.path / "ändrad.xlsx")
    shutil.rmtree(place.path / "home" / "dagster")
    place.path.rename(folder / "prepared")
    return place


@pytest.fixture
def kolada(prepared: Place) -> Iterator[None]:
    with prepared.answering(3):
        yield


def fresh(place: Place, command: str) -> None:
    """Put the place back as it was prepared; for a run nothing waits for a yes."""
    shutil.rmtree(place.path, ignore_errors=True)
    shutil.copytree(place.path.parent / "prepared", place.path)
    if command == "run":
        write(place.path / "data", _content(waits=False))


def unlike(writes: list[str], most: int) -> list[int]:
    """Return the first and the last of the writes that are done in the same way in the same folder to the same kind of file."""
    alike: dict[str, list[int]] = {}
    for number, write_ in enumerate(writes, start=1):
        event, _, path = write_.partition(" ")
        folder, _, file = re.sub(r"[0-9a-f]{8}[0-9a-f-]*|\d+", "#", path.partition("/trial/")[2]).rpartition("/")
        alike.setdefault(f"{event} {'/'.join(folder.split('/')[:5])} {Path(file).suffix}", []).append(number)
    points = sorted({number for numbers in alike.values() for number in (numbers[0], numbers[-1])})
    # What puts in place comes last.
    drawn = random.Random(20261201).sample(points[: -most // 2], max(0, min(len(points), most) - (most + 1) // 2))
    return sorted({*drawn, *points[-most // 2 :]})


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("kolada")
def test_what_stands_after_a_failed_write_is_of_before_or_after_and_the_next_goes_on(
    prepared: Place, name: str, fault: str
) -> None:
    place, command = prepared, COMMANDS[name]
    fresh(place, name)
    before = place.seen()
    place.must(*command)
    writes, after, all_after = place.writes(), place.seen(), place.seen(all_of=True)
    points = unlike(writes, MOST.get(name, 14))
    assert after != before
    assert place.verified() == []
    wrong: list[str] = []
    for at in points:
        fresh(place, name)
        try:
            _try(place, name, fault, at, (before, after, all_after))
        except AssertionError as error:
            wrong.append(f"write {at}: {error}"[:1500])
    sys.stdout.write(
        f"{name} {fault}: {len(points)} of {len(writes)} writes failed, {len(wrong)} left something wrong\n"
    )
    assert not wrong, "\n".join(wrong)


def _try(place: Place, name: str, fault: str, at: int, stands: tuple[Seen, Seen, Seen]) -> None:
    before, after, all_after = stands
    command = COMMANDS[name]
    status, said = place.styrtal(command, at, fault)
    now = place.seen()
    if fault == "kill":
        # A run's writes are some fewer at times; then it has ended, and is held to that.
        assert status in {-9, 0}, status
    elif status != 0:
        assert status == 4, (status, said)
        assert str(place.path) in said, said
    if status == 0:
        assert _made(name, now) == _made(name, after), f"ended with 0: {_differs(now, after)}"
    for part in {*now, *before, *after}:
        found = now.get(part, {})
        if name == "prune" and part == "home/answers":
            assert after[part].items() <= found.items() <= before[part].items(), part
        elif name == "run" and part in KEPT:
            assert before.get(part, {}).keys() <= found.keys(), part
        elif part == "data/prov" and (place.path / part / BROKEN_OFF).exists():
            with pytest.raises(UsageError, match="ändrad till hälften"):
                read_definitions(place.path / part)
        else:
            assert found in (before.get(part, {}), after.get(part, {})), (
                f"half of {part}: {_differs(now, before)}; {said}"
            )
    assert place.verified() == [], place.verified()
    done = now == after
    status, said = place.styrtal(command)
    assert status in ({0, 2} if done else {0}), f"the next: {status} {said}"
    assert place.verified() == [], place.verified()
    if not done:
        given, wanted = _made(name, place.seen(all_of=True)), _made(name, all_after)
        assert given == wanted, f"the next gave other: {_differs(given, wanted)}"
        assert place.strays() == []


def _made(name: str, seen: Seen) -> Seen:
    """Return what a command makes of what it keeps."""
    return {part: files for part, files in seen.items() if name != "run" or part not in KEPT}


def _differs(one: Seen, other: Seen) -> list[str]:
    flat = [{file: digest for part in each.values() for file, digest in part.items()} for each in (one, other)]
    return sorted(file for file in {*flat[0], *flat[1]} if flat[0].get(file) != flat[1].get(file))[:6]


def test_whatever_the_clock_says_editions_and_approvals_stay_a_chain(prepared: Place) -> None:
    """Each command that says when, with a clock ahead, then one set back, then the right one again."""
    place = prepared
    fresh(place, "freeze")
    for clock in ("2040-01-01T00:00:00+00:00", "2020-01-01T00:00:00+00:00", CLOCK):
        for name in ("approve", "freeze", "publish"):
            status, said = place.styrtal(COMMANDS[name], clock=clock)
            assert (status, place.verified()) == (0, []), (name, clock, said)
    ledger = json.loads((place.path / "home" / "frozen" / REPORT / "editions.json").read_bytes())
    assert [edition["at"][:4] for edition in ledger["editions"]] == ["2027", "2040", "2020", "2027"]
    log = place.path / "home" / "let-in" / "prov.jsonl"
    status, said = place.styrtal(COMMANDS["let-in"], clock="2020-01-01T00:00:00+00:00")
    assert status == 0, said
    waiting, let_in = map(json.loads, log.read_text(encoding="utf-8").splitlines()[-2:])
    assert waiting["at"] < let_in["at"]


@pytest.mark.usefixtures("kolada")
def test_two_runs_a_freeze_a_backup_and_a_prune_at_once_leave_what_one_after_the_other_does(prepared: Place) -> None:
    place = prepared
    fresh(place, "freeze")
    for _ in range(2):
        place.must(*COMMANDS["run"])
    alone = place.seen()
    fresh(place, "freeze")
    asked = [COMMANDS[name] for name in ("run", "run", "freeze", "backup", "prune")]
    env = environment(place.path / "home", STYRTAL_KOLADA_URL=f"http://127.0.0.1:{place.port}/v3")
    going = [
        subprocess.Popen(
            [*COMMAND, *(part.format(place=place.path, data=place.path / "data" / "prov") for part in command)],
            cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for command in asked
    ]  # fmt: skip
    ends = [(each.communicate(timeout=600)[1], each.returncode) for each in going]
    assert [status for _, status in ends] == [0] * len(asked), ends
    now = place.seen()
    for part in ("home/reports/prov/2024-12", "home/reports/prov/2024-08", "home/warehouse.duckdb"):
        assert now[part] == alone[part], _differs(now, alone)
    assert place.verified() == []
    place.must("restore", "{place}/ut/ny.zip")
    assert place.verified() == []
    assert place.strays() == []
