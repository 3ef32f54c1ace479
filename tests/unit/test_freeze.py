"""A frozen report never changes, and whatever is done to its files is found."""

import hashlib
import json
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bagit
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.definitions.folder_versions import FolderVersions
from assets.definitions.of_run import files_folder
from assets.finished import freeze as freezing
from assets.finished.editions import LEDGER, Edition
from assets.finished.freeze import freeze
from assets.finished.publish import write_manifest
from assets.finished.verify import verify
from assets.storage.report_folders import SEAL, parse_name
from assets.workplace import Workplace
from models.errors import PlaceError, UsageError
from tests.small import cells, definition, indicator, published

NAME = parse_name("prov/2024-12")
NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)


def frozen(workplace: Workplace, reopen: str | None = None) -> Edition:
    return freeze(workplace, NAME, by="kvalitetschef", reopen=reopen, now=NOW)[0]


def digest(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def write_over(path: Path, data: bytes) -> None:
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    path.write_bytes(data)


def changes(workplace: Workplace, name: str = "prov/2024-12") -> set[tuple[str, str]]:
    return {(row["file"], row["what"]) for row in verify(workplace.frozen(), parse_name(name)).changes}


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return published(tmp_path, definition(), cells({2024: 91.0}))


@pytest.fixture(scope="module")
def shared() -> Iterator[Workplace]:
    with tempfile.TemporaryDirectory() as folder:
        made = published(Path(folder), definition(), cells({2024: 91.0}))
        frozen(made)
        yield made


def test_an_edition_is_the_report_byte_for_byte_and_read_only(workplace: Workplace) -> None:
    edition = frozen(workplace)
    folder = workplace.frozen() / "prov" / "2024-12" / "1"
    copied = digest(folder)
    seal = json.loads((folder / SEAL).read_bytes())
    assert hashlib.sha256((folder / SEAL).read_bytes()).hexdigest() == copied.pop(SEAL) == edition.frozen_sha256
    assert copied == digest(workplace.report_folder("prov", "2024-12")) == seal["files"]
    assert {"definitions/goals.yaml", "manifest.json", "tables/fulfilment.parquet"} <= set(copied)
    assert (seal["by"], seal["at"], seal["as_of"]) == ("kvalitetschef", "2026-02-01T09:00:00Z", "2026-01-01T00:00:00Z")
    assert not any(path.stat().st_mode & stat.S_IWUSR for path in folder.rglob("*") if path.is_file())
    assert verify(workplace.frozen(), NAME).changes == []


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_is_found_wherever_it_is(shared: Workplace, data: st.DataObject) -> None:
    place = shared.frozen() / "prov" / "2024-12"
    path = data.draw(st.sampled_from(sorted(p for p in place.rglob("*") if p.is_file())))
    before = path.read_bytes()
    i = data.draw(st.integers(0, len(before) - 1))
    flipped = bytes([*before[:i], before[i] ^ (1 << data.draw(st.integers(0, 7))), *before[i + 1 :]])
    try:
        write_over(path, flipped)
        found = {file for file, _ in changes(shared)}
    finally:
        path.write_bytes(before)
    if path.name == LEDGER and json_equal(before, flipped):
        assert found == set()  # white space between its keys says nothing
    elif path.name == LEDGER:
        assert found
    else:
        top = place if path.parent.name.startswith("bagit-") else place / "1"
        assert path.relative_to(top).as_posix() in found
    assert changes(shared) == set()


def json_equal(a: bytes, b: bytes) -> bool:
    try:
        return json.loads(a) == json.loads(b)
    except ValueError:
        return False


def test_added_and_removed_files_are_found_and_permissions_are_not_content(workplace: Workplace) -> None:
    frozen(workplace)
    folder = workplace.frozen() / "prov" / "2024-12" / "1"
    for path in folder.rglob("*"):
        path.chmod(0o777)
    assert changes(workplace) == set()
    (folder / "tables" / "ny.csv").write_text("a", encoding="utf-8")
    (folder / "tables" / "checks.parquet").unlink()
    assert changes(workplace) == {("tables/ny.csv", "har lagts till"), ("tables/checks.parquet", "saknas")}


def test_a_file_changed_with_its_own_manifests_is_found(workplace: Workplace) -> None:
    frozen(workplace)
    place = workplace.frozen() / "prov" / "2024-12"
    path = place / "1" / "tables" / "fulfilment.parquet"
    write_over(path, path.read_bytes() + b"x")
    assert changes(workplace) == {("tables/fulfilment.parquet", "har ändrats")}
    seal = json.loads((place / "1" / SEAL).read_bytes())
    seal["files"]["tables/fulfilment.parquet"] = hashlib.sha256(path.read_bytes()).hexdigest()
    write_over(place / "1" / SEAL, json.dumps(seal).encode())
    assert (SEAL, "har ändrats") in changes(workplace)
    ledger = json.loads((place / LEDGER).read_bytes())
    ledger["editions"][0]["frozen_sha256"] = hashlib.sha256((place / "1" / SEAL).read_bytes()).hexdigest()
    write_over(place / LEDGER, json.dumps(ledger).encode())
    assert (LEDGER, "sigillet för utgåva 1 stämmer inte") in changes(workplace)


def test_a_list_of_editions_that_is_gone_or_cut_short_is_found(workplace: Workplace) -> None:
    frozen(workplace)
    frozen(workplace, reopen="Fel målvärde")
    place = workplace.frozen() / "prov" / "2024-12"
    whole = (place / LEDGER).read_bytes()
    cut = {"editions": json.loads(whole)["editions"][:1]}
    write_over(place / LEDGER, json.dumps(cut).encode())
    assert changes(workplace) == {("2", "är fryst, men står inte i någon lista över utgåvor")}
    (place / LEDGER).unlink()
    assert changes(workplace) == {(LEDGER, "saknas")}
    (place / LEDGER).write_bytes(b"{")
    assert changes(workplace) == {(LEDGER, "kan inte läsas som listan över utgåvor")}
    write_over(place / LEDGER, whole)
    shutil.rmtree(place / "1")
    assert changes(workplace, "prov/2024-12/1") == {("1", "saknas")}
    with pytest.raises(UsageError, match="1: saknas"):
        frozen(workplace, reopen="Igen")


def test_frozen_twice_is_refused_and_reopening_puts_a_new_edition_beside_the_old(workplace: Workplace) -> None:
    with pytest.raises(UsageError, match="inget att öppna igen"):
        frozen(workplace, reopen="Varför inte")
    first = frozen(workplace)
    before = digest(workplace.frozen() / "prov" / "2024-12" / "1")
    with pytest.raises(UsageError, match=r"redan fryst som utgåva 1, 2026-02-01T09:00:00Z av kvalitetschef"):
        frozen(workplace)
    published(workplace.home, definition(), cells({2024: 80.0}))
    second = frozen(workplace, reopen="Kolada rättade värdet")
    assert (second.edition, second.previous, second.reopened) == (2, first.seal, "Kolada rättade värdet")
    assert digest(workplace.frozen() / "prov" / "2024-12" / "1") == before
    assert changes(workplace, "prov/2024-12/1") == changes(workplace, "prov/2024-12/2") == set()


def test_a_failed_check_of_severity_error_must_be_acknowledged_first(tmp_path: Path) -> None:
    workplace = published(tmp_path, definition(indicators=[indicator(kpi_id="N99001")]), cells({2024: 400.0}))
    with pytest.raises(UsageError, match="value_in_scale matt") as refused:
        frozen(workplace)
    assert "inte kvitterad" in str(refused.value)
    assert not (workplace.frozen() / "prov" / "2024-12" / "1").exists()
    acknowledge(workplace, "value_in_scale")
    edition = frozen(workplace)
    seal = json.loads((workplace.frozen() / "prov" / "2024-12" / str(edition.edition) / SEAL).read_bytes())
    assert seal["checks"]["acknowledged"] == 1


def acknowledge(workplace: Workplace, check_id: str) -> None:
    """Write the finished report as it is where an analyst has acknowledged the finding."""
    folder = workplace.report_folder("prov", "2024-12")
    path = folder / "tables" / "checks.parquet"
    status = pl.when(pl.col("check_id") == check_id).then(pl.lit("acknowledged")).otherwise(pl.col("status"))
    pl.read_parquet(path).with_columns(status=status).write_parquet(path)
    content = json.loads((folder / "manifest.json").read_bytes())
    content["files"]["tables/checks.parquet"] = hashlib.sha256(path.read_bytes()).hexdigest()
    write_manifest(folder, content)


def test_a_warning_does_not_stop_and_is_told(tmp_path: Path) -> None:
    workplace = published(
        tmp_path, definition(), [*cells({2023: 91.0}), ("N99001", "9901", 2024, "T", 91.0, "Missing")]
    )
    _, warnings = freeze(workplace, NAME, by="kvalitetschef", reopen=None)
    assert ("status_agrees_with_value", "matt") in {(row["check_id"], row["subject"]) for row in warnings}


def test_a_report_that_is_not_as_it_was_made_is_refused(workplace: Workplace) -> None:
    folder = workplace.report_folder("prov", "2024-12")
    path = folder / "tables" / "fulfilment.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    (folder / "egen.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        frozen(workplace)
    assert "tables/fulfilment.parquet: har ändrats" in str(refused.value)
    assert "egen.txt: har lagts till" in str(refused.value)
    assert not workplace.frozen().joinpath("prov", "2024-12", "1").exists()


def test_definitions_changed_since_are_refused_by_name(workplace: Workplace) -> None:
    path = workplace.municipalities["prov"] / "goals.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Målet", "Ett annat mål"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"goals\.yaml: har ändrats"):
        frozen(workplace)


def test_a_report_made_of_what_was_known_then_is_frozen_as_of_then(workplace: Workplace) -> None:
    """The report's as-of is 1 January; the definitions of then are known always, and those of 10 January came later."""
    folder = workplace.municipalities["prov"]
    versions = FolderVersions(files_folder(workplace.home, "prov"))

    def take_in(day: int) -> None:
        files = {path.name: versions.put(path.read_bytes()) for path in folder.glob("*.yaml")}
        versions.take_in(files, (), datetime(2026, 1, day, 12, tzinfo=UTC))

    take_in(5)
    path = folder / "goals.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Målet", "Ett annat mål"), encoding="utf-8")
    take_in(10)
    with pytest.raises(UsageError, match=r"goals\.yaml: har ändrats\n.* --as-of 2026-01-01T00:00:00Z"):
        frozen(workplace)
    for instant in (datetime(2025, 12, 31, tzinfo=UTC), datetime(2026, 1, 10, 12, tzinfo=UTC)):
        workplace.as_of = instant
        with pytest.raises(
            UsageError, match="står på det som var känt 2026-01-01T00:00:00Z, och inte på det som var känt"
        ):
            frozen(workplace)
    workplace.as_of = datetime(2026, 1, 9, tzinfo=UTC)
    assert frozen(workplace).as_of == "2026-01-01T00:00:00Z"
    assert verify(workplace.frozen(), NAME).changes == []


@pytest.mark.parametrize(
    "by",
    [
        "anna.andersson@prov.se",
        "19121212-1212",
        "121212-1212",
        "191212121212",
        "chef 121212 1212",
        " ",
        "a\nb",
        "x" * 300,
    ],
)
def test_a_role_is_no_person(workplace: Workplace, by: str) -> None:
    with pytest.raises(UsageError, match="--by"):
        freeze(workplace, NAME, by=by, reopen=None)
    assert not workplace.frozen().exists()


@pytest.mark.parametrize(
    "by", ["kvalitetschef, dnr 2025001234", "kvalitetschef, dnr KS 202500-1234", "chef 212000-0142"]
)
def test_a_case_number_beside_a_role_is_no_person(workplace: Workplace, by: str) -> None:
    assert freeze(workplace, NAME, by=by, reopen=None)[0].by == by


@pytest.mark.parametrize(
    "name", ["prov", "prov/2024", "prov/2024-13", "../x/2024-12", "prov/2024-12/0", "Prov/2024-12", ""]
)
def test_a_name_that_is_none_is_told(name: str) -> None:
    with pytest.raises(UsageError, match="är inget namn på en rapport"):
        parse_name(name)


def test_what_is_not_there_is_told(workplace: Workplace) -> None:
    with pytest.raises(UsageError, match="Det finns ingen rapport prov/2023-12"):
        freeze(workplace, parse_name("prov/2023-12"), by="chef", reopen=None)
    with pytest.raises(UsageError, match="har ingen fryst utgåva"):
        verify(workplace.frozen(), NAME)
    frozen(workplace)
    with pytest.raises(UsageError, match="Det finns ingen utgåva prov/2024-12/7"):
        verify(workplace.frozen(), parse_name("prov/2024-12/7"))
    with pytest.raises(UsageError, match="är en utgåva"):
        freeze(workplace, parse_name("prov/2024-12/1"), by="chef", reopen=None)


def test_no_report_is_put_among_the_frozen(workplace: Workplace) -> None:
    workplace.out = workplace.frozen()
    with pytest.raises(UsageError, match="ligger bland de frysta rapporterna"):
        workplace.report_folder("prov", "2024-12")


def test_a_freeze_broken_off_before_it_is_recorded_never_was(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(freezing, "write_ledger", full)
        with pytest.raises(PlaceError, match="disken är full"):
            frozen(workplace)
    place = workplace.frozen() / "prov" / "2024-12"
    assert list(place.iterdir()) == []
    assert frozen(workplace).edition == 1
    assert changes(workplace) == set()


def test_an_edition_that_is_recorded_stands_though_the_disk_then_fails(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = freezing.write_ledger

    def full(*args: Any) -> None:
        written(*args)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(freezing, "write_ledger", full)
        with pytest.raises(PlaceError, match="disken är full"):
            frozen(workplace)
    assert changes(workplace) == set()
    assert frozen(workplace, reopen="Fel mål").edition == 2
    assert changes(workplace) == set()


def test_a_freeze_killed_while_its_bag_is_written_is_whole(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    real = Path.rename
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda path, to: killed() if "bagit" in path.name else real(path, to))
        with pytest.raises(KeyboardInterrupt):
            frozen(workplace)
    assert changes(workplace) == set()
    assert frozen(workplace, reopen="Fel mål").edition == 2
    assert changes(workplace) == set()
    place = workplace.frozen() / "prov" / "2024-12"
    assert {path.name for path in place.iterdir()} == {"1", "2", "bagit-1", "bagit-2", "editions.json"}


def test_a_freeze_killed_after_it_is_recorded_is_ended_by_the_next(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(Killed):
            frozen(workplace)
    assert changes(workplace) == set()
    with pytest.raises(UsageError, match="redan fryst som utgåva 1"):
        frozen(workplace)
    assert changes(workplace) == set()
    assert not list((workplace.frozen() / "prov" / "2024-12").glob(".*"))


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(
    commands=st.lists(
        st.sampled_from(["run", "run on other definitions", "freeze", "reopen", "freeze elsewhere", "verify"]),
        max_size=6,
    )
)
def test_a_frozen_report_never_changes_whatever_is_run_afterwards(commands: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workplace = published(Path(folder), definition(), cells({2024: 91.0}))
        frozen(workplace)
        before = digest(workplace.frozen() / "prov" / "2024-12" / "1")
        for number, command in enumerate(commands):
            workplace.out = None
            try:
                if command == "run":
                    published(workplace.home, definition(), cells({2024: 50.0 + number}))
                elif command == "run on other definitions":
                    changed = definition(indicators=[indicator(tolerance=number)])
                    workplace = published(workplace.home, changed, cells({2024: 91.0}))
                elif command == "freeze elsewhere":
                    workplace.out = workplace.frozen()
                    frozen(workplace)
                elif command == "verify":
                    assert changes(workplace, "prov/2024-12/1") == set()
                else:
                    frozen(workplace, reopen="Ny siffra" if command == "reopen" else None)
            except UsageError:
                continue
        assert digest(workplace.frozen() / "prov" / "2024-12" / "1") == before
        assert changes(workplace, "prov/2024-12/1") == set()


def test_beside_an_edition_lies_a_bag_that_others_validate(workplace: Workplace, tmp_path: Path) -> None:
    edition = frozen(workplace)
    place = workplace.frozen() / "prov" / "2024-12"
    archive = tmp_path / "archive"
    shutil.copytree(place / "bagit-1", archive)
    shutil.copytree(place / "1", archive / "data")
    bag = bagit.Bag(str(archive))
    assert bag.validate()
    assert (bag.info["External-Identifier"], bag.info["Internal-Sender-Identifier"]) == ("prov/2024-12/1", edition.seal)
    write_over(archive / "data" / "manifest.json", b"another")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()


def test_a_bag_that_has_changed_is_found_and_one_that_was_never_made_comes_with_the_next_freeze(
    workplace: Workplace,
) -> None:
    frozen(workplace)
    place = workplace.frozen() / "prov" / "2024-12"
    write_over(place / "bagit-1" / "manifest-sha256.txt", b"")
    assert changes(workplace) == {("bagit-1/manifest-sha256.txt", "har ändrats")}
    shutil.rmtree(place / "bagit-1")
    assert changes(workplace) == set()
    frozen(workplace, reopen="ny rättelse")
    assert sorted(path.name for path in place.glob("bagit-*")) == ["bagit-1", "bagit-2"]
    assert changes(workplace) == set()


def test_definitions_are_compared_with_the_folder_that_the_report_was_made_from(
    workplace: Workplace, tmp_path: Path
) -> None:
    own = tmp_path / "elsewhere" / "prov"
    shutil.copytree(workplace.municipalities["prov"], own)
    made_from = workplace.made_from("prov", "2024-12")
    made_from.parent.mkdir(parents=True)
    made_from.write_text(str(own), encoding="utf-8")
    namesake = workplace.municipalities["prov"] / "goals.yaml"
    text = namesake.read_text(encoding="utf-8")
    (own / "goals.yaml").write_text(text.replace("Målet", "Ett annat mål"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"elsewhere(.|\n)*goals\.yaml: har ändrats"):
        frozen(workplace)
    (own / "goals.yaml").write_text(text, encoding="utf-8")
    namesake.write_text("goals: []\n", encoding="utf-8")
    assert frozen(workplace).edition == 1


def test_a_report_whose_definitions_lie_nobody_knows_where_is_not_frozen(workplace: Workplace) -> None:
    workplace.municipalities.clear()
    with pytest.raises(UsageError, match="--municipality MAPP"):
        frozen(workplace)
    assert not list(workplace.frozen().rglob(SEAL))


def test_a_report_put_elsewhere_is_frozen_and_verified_there(workplace: Workplace, tmp_path: Path) -> None:
    out = tmp_path / "ute"
    shutil.move(workplace.home / "reports", out)
    with pytest.raises(UsageError, match="Det finns ingen rapport"):
        frozen(workplace)
    workplace.out = out
    frozen(workplace)
    assert not verify(workplace.frozen(), NAME, out).changes
    page = out / "prov" / "2024-12" / "tables" / "fulfilment.parquet"
    page.write_bytes(page.read_bytes() + b"x")
    assert [(row["file"], row["what"]) for row in verify(workplace.frozen(), NAME, out).changes] == [
        (str(page), "har ändrats")
    ]
    with pytest.raises(UsageError, match="Det finns ingen rapport"):
        verify(workplace.frozen(), NAME, tmp_path)
