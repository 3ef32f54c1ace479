"""A report is approved unit by unit, and the council's edition holds what each of them approved."""

import hashlib
import json
import shutil
import stat
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.finished.approvals import APPROVALS, Approval
from assets.finished.approve import approve
from assets.finished.approved import approved_parts
from assets.finished.editions import Edition
from assets.finished.freeze import freeze
from assets.finished.open_finished import open_side
from assets.finished.verify import verify
from assets.storage.report_folders import SEAL, parse_name
from assets.workplace import Workplace
from models.errors import BlockedError, UsageError
from tests.small import cells, definition, published

NAME = parse_name("prov/2024-12")
NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)


def made(home: Path, value: float, known: datetime = datetime(2026, 1, 1), **sections: Any) -> Workplace:
    return published(home, definition(**sections), cells({2024: value}), known=known)


def approved(workplace: Workplace, unit: str, decision: str | None = None, now: datetime = NOW) -> Approval:
    return approve(workplace, NAME, unit=unit, by="ordförande", decision=decision, now=now)


def frozen(workplace: Workplace, accept: str | None = None, reopen: str | None = None) -> Edition:
    return freeze(workplace, NAME, by="kvalitetschef", reopen=reopen, accept=accept, now=NOW)[0]


def wrong(workplace: Workplace) -> set[tuple[str, str]]:
    return {(row["file"], row["what"]) for row in verify(workplace.frozen(), NAME).changes}


def write_over(path: Path, data: bytes) -> None:
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    path.write_bytes(data)


def differing(
    workplace: Workplace, at: datetime | None = None
) -> dict[str, Sequence[tuple[str, str | None, str | None, str]]]:
    side = open_side(workplace, str(NAME))
    return {
        part.unit.id: [
            (row["column_name"], row["before"], row["after"], row["cause"])
            for row in part.figures
            if (row["table_name"], row["column_name"]) == ("fulfilment", "value")
        ]
        for part in approved_parts(workplace, side, at)
    }


def test_what_is_approved_is_kept_as_bytes_once_and_sealed_in_one_chain_with_the_edition(tmp_path: Path) -> None:
    workplace = made(tmp_path, 91.0)
    bun, ks = approved(workplace, "bun", "§ 45, 2026-09-22"), approved(workplace, "ks")
    place = workplace.frozen() / "prov" / "2024-12"
    (kept,) = (place / "approved").iterdir()
    report = workplace.report_folder("prov", "2024-12")
    assert kept.name == hashlib.sha256((report / "manifest.json").read_bytes()).hexdigest() == bun.report_sha256
    assert {p.relative_to(kept): p.read_bytes() for p in kept.rglob("*") if p.is_file()} == {
        p.relative_to(report): p.read_bytes() for p in report.rglob("*") if p.is_file()
    }
    assert not any(path.stat().st_mode & stat.S_IWUSR for path in kept.rglob("*") if path.is_file())
    assert (bun.number, bun.unit, bun.by, bun.at, bun.decision, bun.edition, bun.previous) == (
        1, "bun", "ordförande", "2026-02-01T09:00:00Z", "§ 45, 2026-09-22", 0, "",
    )  # fmt: skip
    assert (ks.number, ks.previous) == (2, bun.seal)
    edition = frozen(workplace)
    seal = json.loads((place / "1" / SEAL).read_bytes())
    assert [row["seal"] for row in seal["approvals"]] == [bun.seal, ks.seal]
    assert "accepted" not in seal
    after = approved(workplace, "bun")
    assert (after.edition, after.previous) == (1, edition.seal)
    assert wrong(workplace) == set()


def test_an_edition_that_is_not_there_is_not_verified_by_its_approvals(tmp_path: Path) -> None:
    workplace = made(tmp_path, 91.0)
    approved(workplace, "bun")
    assert verify(workplace.frozen(), NAME).changes == []
    with pytest.raises(UsageError):
        verify(workplace.frozen(), parse_name("prov/2024-12/2"))


def test_a_report_that_nobody_approves_level_by_level_is_frozen_as_before(tmp_path: Path) -> None:
    workplace = made(tmp_path, 91.0)
    frozen(workplace)
    assert "approvals" not in json.loads((workplace.frozen() / "prov" / "2024-12" / "1" / SEAL).read_bytes())


@pytest.mark.slow
def test_a_part_that_differs_stops_the_freezing_until_it_is_approved_again_or_accepted(tmp_path: Path) -> None:
    workplace = made(tmp_path, 91.0)
    approved(workplace, "bun")
    approved(workplace, "ks")
    made(tmp_path, 88.5, datetime(2026, 1, 15))
    assert differing(workplace) == {
        "ks": [("value", "91.0", "88.5", "revision")],
        "bun": [("value", "91.0", "88.5", "revision")],
    }
    with pytest.raises(UsageError, match=r"bun: fulfilment.*value: godkänt 91\.0, nu 88\.5 \(revision\)"):
        frozen(workplace)
    with pytest.raises(UsageError, match=r"bun: [0-9]+ uppgifter är inte som de godkändes"):
        approved(workplace, "ks")
    approved(workplace, "bun")
    with pytest.raises(UsageError, match="ks: fulfilment"):
        frozen(workplace)
    frozen(workplace, accept="kommundirektör")
    accepted = json.loads((workplace.frozen() / "prov" / "2024-12" / "1" / SEAL).read_bytes())["accepted"]
    assert accepted["by"] == "kommundirektör"
    assert [each["unit"] for each in accepted["differences"]] == ["ks"]
    values = [row for row in accepted["differences"][0]["figures"] if row["column_name"] == "value"]
    assert ("91.0", "88.5") in {(row["before"], row["after"]) for row in values}
    approved(workplace, "ks")
    with pytest.raises(UsageError, match="inget att godta"):
        frozen(workplace, accept="kommundirektör", reopen="Prov")
    assert frozen(workplace, reopen="Prov").edition == 2
    assert wrong(workplace) == set()


def test_another_units_figures_leave_an_approved_part_as_it_was(tmp_path: Path) -> None:
    units = [*definition()["units"], {"id": "son", "title": "Socialnämnden", "level": "committee", "parent": "kf"}]
    workplace = made(tmp_path, 91.0, units=units)
    approved(workplace, "son")
    made(tmp_path, 88.5, datetime(2026, 1, 15), units=units)
    assert differing(workplace) == {"son": []}
    (part,) = approved_parts(workplace, open_side(workplace, str(NAME)))
    assert part.n_differing == 0


def test_a_comment_is_part_of_what_was_approved(tmp_path: Path) -> None:
    said = {"report": "2024-12", "unit": "skola", "text": "Bra.", "by": "rektor", "date": date(2025, 1, 9)}
    workplace = made(tmp_path, 91.0, comments=[said])
    approved(workplace, "bun")
    made(tmp_path, 91.0, comments=[{**said, "text": "Dåligt."}])
    (part,) = approved_parts(workplace, open_side(workplace, str(NAME)))
    assert [(c.unit, c.before, c.after) for c in part.comments] == [
        ("skola", "2025-01-09 Bra.", None),
        ("skola", None, "2025-01-09 Dåligt."),
    ]


def test_the_order_is_by_level_unless_the_municipality_says_otherwise(tmp_path: Path) -> None:
    workplace = made(tmp_path, 91.0)
    with pytest.raises(UsageError, match="bun: har inte godkänt sin del"):
        approved(workplace, "ks")
    approved(workplace, "bun")
    with pytest.raises(UsageError, match="ks har inte godkänt sin del"):
        frozen(workplace)
    free = made(tmp_path / "fri", 91.0, municipality={**definition()["municipality"], "approval_order": "free"})
    approved(free, "ks")
    assert frozen(free).edition == 1


def test_an_approval_is_known_from_when_it_was_made(tmp_path: Path) -> None:
    workplace = made(tmp_path, 91.0)
    approved(workplace, "bun")
    assert differing(workplace, datetime(2026, 2, 1, 8, 59, 59)) == {}
    assert differing(workplace, datetime(2026, 2, 1, 9)) == {"bun": []}


def test_what_was_approved_and_changed_since_is_found(tmp_path: Path) -> None:
    workplace = made(tmp_path, 91.0)
    bun = approved(workplace, "bun")
    approved(workplace, "ks")
    frozen(workplace)
    place = workplace.frozen() / "prov" / "2024-12"
    path, whole = (
        place / "approved" / bun.report_sha256 / "tables" / "fulfilment.parquet",
        (place / APPROVALS).read_bytes(),
    )
    data = path.read_bytes()
    write_over(path, data + b"x")
    assert wrong(workplace) == {(f"approved/{bun.report_sha256}/tables/fulfilment.parquet", "har ändrats")}
    made(tmp_path, 88.5, datetime(2026, 1, 15))
    with pytest.raises(BlockedError, match="är inte som när"):
        approved_parts(workplace, open_side(workplace, str(NAME)))
    write_over(path, data)
    ledger = json.loads(whole)
    ledger["approvals"][0]["by"] = "någon annan"
    write_over(place / APPROVALS, json.dumps(ledger).encode())
    assert (APPROVALS, "sigillet för godkännande 1 stämmer inte") in wrong(workplace)
    write_over(place / APPROVALS, json.dumps({"approvals": json.loads(whole)["approvals"][:1]}).encode())
    assert wrong(workplace) == {(APPROVALS, "är inte de godkännanden som utgåva 1 frystes på")}
    (place / APPROVALS).unlink()
    assert wrong(workplace) == {(APPROVALS, "är inte de godkännanden som utgåva 1 frystes på")}
    (place / APPROVALS).write_bytes(b"{")
    assert wrong(workplace) == {(APPROVALS, "kan inte läsas som listan över godkännanden")}
    (place / APPROVALS).write_bytes(whole)
    shutil.rmtree(place / "approved")
    assert wrong(workplace) == {(f"approved/{bun.report_sha256}/manifest.json", "saknas")}


@pytest.mark.parametrize(
    ("unit", "by", "decision", "words"),
    [
        ("finns-inte", "ordförande", None, "är ingen enhet i prov/2024-12. De som godkänner är: bun, ks"),
        ("kf", "ordförande", None, "styrtal freeze prov/2024-12"),
        ("skola", "rektor", None, "Skolan (--unit skola) ombeds inte godkänna prov/2024-12. Dess del ingår i buns. De som godkänner "
         "är: bun, ks."),
        ("bun", "a@b.se", None, "--by liknar en e-postadress"),
        ("bun", "ordförande", "\n", "--decision måste vara"),
    ],
)  # fmt: skip
def test_wrong_use_is_told(tmp_path: Path, unit: str, by: str, decision: str | None, words: str) -> None:
    workplace = made(tmp_path, 91.0)
    with pytest.raises(UsageError) as told:
        approve(workplace, NAME, unit=unit, by=by, decision=decision, now=NOW)
    assert words in str(told.value)
    assert not workplace.frozen().exists() or not list(workplace.frozen().rglob(APPROVALS))
