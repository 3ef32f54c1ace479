"""Where finished reports lie: one walk, in one order, that takes nothing half-made for a report."""

from pathlib import Path

from assets.storage.report_folders import every_report, frozen_editions, working_copies


def test_reports_are_walked_by_name_and_editions_by_number(tmp_path: Path) -> None:
    for name in (
        "reports/a/2024-12", "reports/b/2024-04", "reports/a/.2024-12.new-7", "reports/a/2024-13", "reports/a/utkast",
        "frozen/a/2024-12/2", "frozen/a/2024-12/10", "frozen/a/2024-12/.11.new", "frozen/a/2024-12/x",
    ):  # fmt: skip
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "frozen" / "a" / "2024-12" / "3").write_text("en fil, no edition", encoding="utf-8")
    assert [str(each.name) for each in working_copies(tmp_path / "reports")] == ["a/2024-12", "b/2024-04"]
    editions = list(frozen_editions(tmp_path / "frozen"))
    assert [str(each.name) for each in editions] == ["a/2024-12/2", "a/2024-12/10"]
    assert editions == list(frozen_editions(tmp_path / "frozen", "a", "2024-12"))
    assert list(frozen_editions(tmp_path / "frozen", "b")) == []
    assert [str(each.name) for each in every_report(tmp_path)] == [
        "b/2024-04",
        "a/2024-12",
        "a/2024-12/10",
        "a/2024-12/2",
    ]
    assert editions[1].table("checks") == tmp_path / "frozen/a/2024-12/10/tables/checks.parquet"


def test_a_home_without_reports_has_none(tmp_path: Path) -> None:
    assert list(every_report(tmp_path / "tom")) == []
