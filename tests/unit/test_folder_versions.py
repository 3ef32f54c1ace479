"""Versions of a municipality's folder: from when each is known, laid out as it was, and what came after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from assets.definitions.folder_versions import FolderVersions
from assets.definitions.of_run import RunDefinitions
from assets.own_files.of_run import RunOwnFiles
from assets.workplace import Workplace
from models.errors import PlaceError
from tests.small import definition, indicator, write

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_an_instant_is_whole_seconds_rounded_up_and_after_every_other(tmp_path: Path) -> None:
    versions = FolderVersions(tmp_path)
    assert versions.next_instant(NOON) == NOON
    assert versions.next_instant(NOON.replace(microsecond=1)) == NOON + SECOND
    versions.take_in({"a.yaml": "1"}, (), NOON)
    assert versions.next_instant(NOON) == NOON + SECOND
    assert versions.next_instant(NOON - timedelta(days=1)) == NOON + SECOND, "also where the clock was set back"


def test_the_first_version_is_known_always_and_a_later_one_from_its_instant(tmp_path: Path) -> None:
    versions = FolderVersions(tmp_path)
    assert versions.known_at(NOON) is None
    first = versions.take_in({"a.yaml": "1"}, ("x.txt",), NOON)
    assert versions.take_in({"a.yaml": "1"}, ("x.txt",), NOON + SECOND) == first, "the same is no new version"
    second = versions.take_in({"a.yaml": "2"}, (), NOON + SECOND)
    back = versions.take_in({"a.yaml": "1"}, ("x.txt",), NOON + 2 * SECOND)
    assert (first.known_from, second.known_from) == (None, NOON + SECOND)
    assert [versions.known_at(at) for at in (NOON - timedelta(days=900), NOON + SECOND, NOON + 9 * SECOND)] == [
        first,
        second,
        back,
    ]
    assert list(versions.changes_after(first)) == [
        ("a.yaml", NOON + SECOND, False),
        ("a.yaml", NOON + 2 * SECOND, False),
    ]
    versions.take_in({}, (), NOON + 3 * SECOND)
    assert list(versions.changes_after(back)) == [("a.yaml", NOON + 3 * SECOND, True)]


def test_a_log_that_a_crash_cut_off_is_gone_on_from(tmp_path: Path) -> None:
    versions = FolderVersions(tmp_path)
    first = versions.take_in({"a.yaml": "1"}, (), NOON)
    with versions.log.open("a", encoding="utf-8") as log:
        log.write('{"known_from": "20')
    second = versions.take_in({"a.yaml": "2"}, (), NOON + SECOND)
    assert versions.all() == [first, second]


def test_bytes_that_are_gone_are_told_with_the_file(tmp_path: Path) -> None:
    versions = FolderVersions(tmp_path / "files")
    version = versions.take_in({"source/enkät.csv": "0" * 64}, (), NOON)
    with pytest.raises(PlaceError, match=r"source/enkät\.csv som filen var 2026-03-01T12:00:00Z"):
        versions.lay_out(version, tmp_path / "staging")


def test_a_run_takes_in_what_lies_there_and_stands_on_what_was_known(tmp_path: Path) -> None:
    """A corrected own file: the run as of before stands on the earlier bytes, and on the receipt that they had."""
    own = indicator(id="enkat", kpi_id=None, measured_by="Enkät", similar=None, scale={"kind": "amount"})
    source = {
        "id": "enkat", "title": "Enkät", "kind": "measurements", "file": "source/enkat.csv",
        "columns": {"unit_id": "Enhet", "period": "År", "value": "Värde", "indicator_id": {"value": "enkat"}},
    }  # fmt: skip
    content = definition(indicators=[indicator(), own], sources=[source])
    folder = write(tmp_path, content)
    (folder / "source").mkdir()
    file = folder / "source" / "enkat.csv"
    (folder / "source" / "enkat (2).csv").write_text("annan", encoding="utf-8")
    home = tmp_path / "home"

    def run(as_of: datetime | None = None) -> tuple[RunDefinitions, RunOwnFiles]:
        defined = RunDefinitions(Workplace(home=home, municipalities={"prov": folder}, as_of=as_of))
        return defined, RunOwnFiles(defined)

    def stands_on(as_of: datetime | None = None) -> tuple[str, list[float], list[str]]:
        defined, files = run(as_of)
        values = files.of("prov").readings[0].frame["value"].to_list()
        receipt = [f"{line.part} {line.subject} {line.note or ''}" for line in files.of("prov").receipts(0.1)]
        return defined.of("prov").model.municipality.title, values, receipt

    file.write_text("Enhet;År;Värde\nbun;2024;70\n", encoding="utf-8")
    first = stands_on()
    assert first[:2] == ("Prov", [70.0])
    assert run()[1].version("prov").first
    file.write_text("Enhet;År;Värde\nbun;2024;71\nbun;2025;72\n", encoding="utf-8")
    changed = {"municipality": {**content["municipality"], "title": "Provstad"}}
    (folder / "municipality.yaml").write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    second = stands_on()
    assert second[:2] == ("Provstad", [71.0, 72.0])
    known_from = run()[1].version("prov").known_from
    assert known_from is not None
    file.unlink()
    before = known_from - SECOND
    assert stands_on(before) == first
    assert stands_on(known_from) == second
    versions = run()[0].versions("prov")
    assert [sorted(version.files) for version in versions.all()][-1] == sorted(
        path.name for path in folder.glob("*.yaml")
    ), "what lies there now was taken in by the run as of before"
    assert [name for name, _, gone in versions.changes_after(versions.all()[1]) if gone] == ["source/enkat.csv"]
    assert not list((home / "staging").iterdir()), "what was laid out is gone"
