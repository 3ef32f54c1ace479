"""A run where Kolada has nothing new, from outside: one question for the KPIs, and no file is changed."""

from pathlib import Path

from assets.playback.recording import Recording
from assets.playback.server import serving
from tests.command import digest, styrtal
from tests.postgres import free_port
from tests.small import catalogue, cells, vintage, write

VALUES: dict[int, float | list[float]] = {year: [60.0 + i for i in range(30)] for year in (2023, 2024)}


def test_a_run_without_news_asks_one_question_and_changes_no_file(tmp_path: Path) -> None:
    home, folder, port = tmp_path / "home", write(tmp_path), free_port()
    days = [vintage(day, cells(VALUES)) for day in ("2025-01-01", "2025-02-10", "2025-02-20")]
    kept: list[dict[str, str]] = []
    for at in (1, 2):
        with serving(Recording(days, catalogue(), at=at, origin="replay"), port=port) as server:
            done = styrtal(home, "run", "--municipality", folder, "--report", "2024-12", "--kolada-url", server.url)
            assert done.returncode == 0, done.stderr
            asked = server.questions
        files = digest(home)
        kept.append({
            name: sha256 for name, sha256 in files.items()
            if name.startswith(("answers/", "reports/", "warehouse.duckdb", "publications."))
        })  # fmt: skip
    # The catalogue's four (municipalities, their groups, KPIs, their sets), and one for the KPI.
    assert asked == 4 + 1
    assert {name.split("/")[0] for name in kept[0]} == {
        "answers",
        "reports",
        "warehouse.duckdb",
        "publications.parquet",
    }
    assert {name: kept[1].get(name) for name in kept[0]} == kept[0]
    added = sorted(kept[1].keys() - kept[0].keys())
    # That nothing is new is said in the same bytes as that there are no sets of KPIs, which are stored already.
    assert [name.split("/")[1] for name in added] == ["harvests"]
