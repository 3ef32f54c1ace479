"""What has been told as done is there after the power is cut, and what was killed can be done again."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.definitions.read_yaml import BROKEN_OFF, read_definitions
from assets.definitions_in_excel.take_back import Difference, take_up, write
from assets.finished.freeze import freeze
from assets.finished.verify import verify
from assets.kolada.answers import AnswerStore, Harvest
from assets.kolada.client import Answer, Question
from assets.kolada.intake import read_page
from assets.operations.backup import back_up, restore
from assets.operations.send_alerts import TOLD, Alert, Channels, Mail, send_alerts
from assets.own_files.file_store import FileStore
from assets.storage.one_writer import locked
from assets.storage.report_folders import Name
from assets.storage.write_whole import filling, write_whole
from models.errors import PlaceError, UsageError
from tests import small
from tests.conftest import ROOT
from tests.inbox import Inbox, receiving
from tests.power import watching
from tests.small import cells, definition, fetch, load, published, vintage

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is forced to the disk is read from /proc")
NOW = datetime(2026, 1, 2, tzinfo=UTC)
NAME = Name("prov", "2024-12", None)


def digest(folder: Path) -> dict[str, bytes]:
    """Every file of a home, less locks and what a run makes again."""
    files = (
        path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith((".lock", ".lock.json"))
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# One way to write a file


def test_a_file_written_whole_stays_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "fil.txt"
    with watching(tmp_path) as disk:
        write_whole(path, b"first")
        assert disk.holds(path)
        path.chmod(0o440)
        write_whole(path, b"second")
        assert disk.holds(path)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"second", 0o440)
    assert [each.name for each in path.parent.iterdir()] == ["fil.txt"]


def test_a_file_that_could_not_be_filled_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "fil.txt"
    path.write_bytes(b"first")
    with pytest.raises(OSError, match="no room"), filling(path) as part:
        part.write_bytes(b"half")
        raise OSError("no room")
    assert digest(tmp_path) == {"fil.txt": b"first"}


# What stays after a power cut


def test_an_ended_harvest_stays_with_every_answer(tmp_path: Path) -> None:
    with watching(tmp_path) as disk:
        store = AnswerStore(tmp_path / "answers")
        harvest = Harvest.begin(store, base_url="http://prov.invalid", origin="replay", started_at=NOW, key="k" * 8)
        question = Question("kpi")
        harvest.add_questions([question])
        body = b'{"values": [], "count": 0}'
        page = read_page("kpi", body)
        harvest.keep(Answer(question, 1, "http://prov.invalid/kpi", NOW, NOW, 200, body, page, "replay"))
        harvest.end()
        assert len(digest(tmp_path)) == 2
        assert all(disk.holds(tmp_path / name) for name in digest(tmp_path))


def test_an_own_file_stays_with_the_line_that_tells_of_it(tmp_path: Path) -> None:
    with watching(tmp_path) as disk:
        FileStore(tmp_path / "files").keep("enkat", "source/enkat.csv", b"a;b", NOW)
        assert len(digest(tmp_path)) == 2
        assert all(disk.holds(tmp_path / name) for name in digest(tmp_path))


def test_an_edition_and_its_ledger_stay(tmp_path: Path) -> None:
    workplace = published(tmp_path / "home", definition(), cells({2023: [80.0] * 30}))
    with watching(tmp_path) as disk:
        for reopened in (None, "Fel mål"):
            freeze(workplace, NAME, by="kvalitetschef", reopen=reopened, now=NOW)
        frozen = workplace.frozen() / "prov" / "2024-12"
        files = [path for path in frozen.rglob("*") if path.is_file()]
        assert {"editions.json", "1", "2"} <= {path.name for path in frozen.iterdir()}
        assert [path for path in files if not disk.holds(path)] == []
    assert verify(workplace.frozen(), NAME).changes == []


def test_a_published_report_stays(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with watching(tmp_path) as disk:
        workplace = published(tmp_path / "home", definition(), cells({2023: [80.0] * 30}))
        files = [path for path in workplace.report_folder("prov", "2024-12").rglob("*") if path.is_file()]
        assert len(files) > 20
        assert [path for path in files if not disk.holds(path)] == []


def test_what_has_been_alerted_stays(tmp_path: Path) -> None:
    with receiving(Inbox()) as port, watching(tmp_path) as disk:
        mail = Mail("127.0.0.1", port, "fran@prov.invalid", ("till@prov.invalid",), tls="none")
        assert send_alerts(Channels(mail), tmp_path, "prov", [Alert("k", "late", "Fel", "Gör så här.")])
        assert disk.holds(tmp_path / TOLD)


def test_definitions_taken_back_from_excel_stay_all_of_them(tmp_path: Path) -> None:
    before = {"a.yaml": b"a: 1\n", "b.yaml": None}
    (tmp_path / "a.yaml").write_bytes(b"a: 1\n")
    with watching(tmp_path) as disk:
        write(Difference(tmp_path, (), before, {"a.yaml": b"a: 2\n", "b.yaml": b"b: 2\n"}))
        assert digest(tmp_path) == {"a.yaml": b"a: 2\n", "b.yaml": b"b: 2\n"}
        assert all(disk.holds(tmp_path / name) for name in before)


def test_definitions_killed_between_two_files_are_read_by_nobody_and_written_by_the_next_import(tmp_path: Path) -> None:
    folder = small.write(tmp_path)
    before = digest(folder)
    after = {name: before[name] + b"# nytt\n" for name in ("goals.yaml", "indicators.yaml")}
    difference = f"Difference(Path({str(folder)!r}), (), {before!r}, {after!r})"
    module = "vars(__import__('assets.definitions_in_excel.take_back', fromlist=['write']))"
    assert killed_at("os.rename", ".part", 3, f"eval({f'write({difference})'!r}, {module})")
    assert len({name for name in after if (folder / name).read_bytes() == after[name]}) == 1
    with pytest.raises(UsageError, match="ändrad till hälften: styrtal definitions import avbröts"):
        read_definitions(folder)
    take_up(folder)
    assert digest(folder) == before
    write(Difference(folder, (), dict(before), after))
    assert digest(folder) == {**before, **after}
    read_definitions(folder)


def test_what_somebody_changed_after_a_killed_import_stays(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 3\n")
    (tmp_path / "b.yaml").write_bytes(b"b: 2\n")
    (tmp_path / BROKEN_OFF).write_text('{"a.yaml": ["a: 1\\n", "a: 2\\n"], "b.yaml": [null, "b: 2\\n"]}')
    take_up(tmp_path)
    assert digest(tmp_path) == {"a.yaml": b"a: 3\n"}


def test_a_backup_and_what_is_restored_from_it_stay(home: Path, tmp_path: Path) -> None:
    with watching(tmp_path) as disk:
        back_up(home, tmp_path / "out" / "kopia.zip", NOW)
        assert disk.holds(tmp_path / "out" / "kopia.zip")
        restore(tmp_path / "out" / "kopia.zip", tmp_path / "ny")
        files = [path for path in (tmp_path / "ny").rglob("*") if path.is_file()]
        assert [path for path in files if not disk.holds(path)] == []


# What was killed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made") / "home"
    fetch(home, [vintage("2024-06-01", cells({2023: [80.0] * 30}))])
    load(home)
    workplace = published(home, definition(), cells({2023: [80.0] * 30}))
    freeze(workplace, NAME, by="kvalitetschef", reopen=None, now=NOW)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from assets.operations.backup import back_up, restore

event, wanted, left = sys.argv[1], sys.argv[2], int(sys.argv[3])

def hook(name, arguments):
    global left
    if name == event and arguments and wanted in str(arguments[0]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)

sys.addaudithook(hook)
eval(sys.argv[4])
"""


def killed_at(event: str, wanted: str, number: int, call: str) -> bool:
    """Make a call in a process that is killed at the n-th time that it does something to a path; whether it was."""
    command = [sys.executable, "-c", KILLED, event, wanted, str(number), call]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode in {0, -9}, done.stderr
    return done.returncode == -9


@pytest.fixture
def archive(home: Path, tmp_path: Path) -> Path:
    return back_up(home, tmp_path / "kopia.zip", NOW).path


@pytest.mark.parametrize("moves", [1, 2, 3, 4])
def test_a_restore_killed_while_files_are_put_in_place_is_run_again(
    archive: Path, home: Path, tmp_path: Path, moves: int
) -> None:
    place = tmp_path / "ny"
    assert killed_at("os.rename", ".restoring/", moves + 1, f"restore(Path({str(archive)!r}), Path({str(place)!r}))")
    assert digest(place) != digest(home)
    # What is there by half is neither changed nor copied by anybody.
    for name in ("styrtal", "archive"):
        with pytest.raises(PlaceError, match="återställd till hälften"), locked(place, name=name):
            pass
    restore(archive, place)
    assert digest(place) == digest(home)
    with locked(place):
        pass
    (place / "styrtal.lock").unlink(missing_ok=True)
    with pytest.raises(UsageError, match="är inte tom"):
        restore(archive, place)


@pytest.mark.parametrize("opened", [1, 7, 60])
def test_a_restore_killed_while_files_are_taken_out_is_run_again(
    archive: Path, home: Path, tmp_path: Path, opened: int
) -> None:
    place = tmp_path / "ny"
    assert killed_at("open", ".restoring/", opened, f"restore(Path({str(archive)!r}), Path({str(place)!r}))")
    restore(archive, place)
    assert digest(place) == digest(home)


def test_a_restore_that_was_killed_goes_on_with_no_other_archive(archive: Path, home: Path, tmp_path: Path) -> None:
    other = back_up(home, tmp_path / "annan.zip", datetime(2026, 5, 5, tzinfo=UTC)).path
    place = tmp_path / "ny"
    assert killed_at("os.rename", ".restoring/", 3, f"restore(Path({str(archive)!r}), Path({str(place)!r}))")
    half = digest(place)
    with pytest.raises(UsageError, match=r"ett annat arkiv avbröts.*2026-01-02"):
        restore(other, place)
    assert digest(place) == half


def test_a_restore_that_was_killed_writes_over_nothing_that_came_after(archive: Path, tmp_path: Path) -> None:
    place = tmp_path / "ny"
    assert killed_at("os.rename", ".restoring/", 3, f"restore(Path({str(archive)!r}), Path({str(place)!r}))")
    (place / "viktigt.txt").write_text("rör inte", encoding="utf-8")
    with pytest.raises(UsageError, match="är inte tom"):
        restore(archive, place)


@pytest.mark.parametrize(
    ("event", "wanted"), [("os.rename", ".part"), ("shutil.copyfile", "warehouse.duckdb"), ("open", ".duckdb.wal")]
)
def test_what_a_killed_backup_left_goes_with_the_next(home: Path, tmp_path: Path, event: str, wanted: str) -> None:
    out = tmp_path / "out"
    call = f"back_up(Path({str(home)!r}), Path({str(out / 'kopia-1.zip')!r}), datetime.now(UTC))"
    (home / "warehouse.duckdb.wal").write_bytes(b"")
    assert killed_at(event, wanted, 1, call)
    assert [path.name for path in out.iterdir()] != []
    back_up(home, out / "kopia-2.zip", NOW)
    assert [path.name for path in out.iterdir()] == ["kopia-2.zip"]
    with_home = json.dumps(sorted(digest(home)))
    assert ".part" not in with_home
