"""Compares staged values with what is known, and writes versions: only what differs opens one (docs/tables.md).

The steps are SQL (models/sql/load); this says in which order they come.
"""

from dataclasses import dataclass, field
from typing import Literal

import duckdb

from assets.storage.run_sql import run


@dataclass
class Loaded:
    """What a load did, in numbers."""

    harvests: int = 0
    answers: int = 0
    opened: int = 0
    closed: dict[str, int] = field(default_factory=dict[str, int])
    noise: int = 0
    outcomes: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def changed(self) -> int:
        """Versions opened or closed."""
        return self.opened + sum(self.closed.values())

    def add(self, other: "Loaded") -> None:
        """Add another load's numbers; what became of a KPI is what the later one says."""
        self.harvests += other.harvests
        self.answers += other.answers
        self.opened += other.opened
        for kind, n in other.closed.items():
            self.closed[kind] = self.closed.get(kind, 0) + n
        self.noise += other.noise
        self.outcomes |= other.outcomes


_COMPARE = ("came", "coverage", "to_compare", "fresh", "chosen", "suspect", "look_closer")


def merge_values(con: duckdb.DuckDBPyConnection, loaded: Loaded) -> list[str]:
    """Compare the staged tables `incoming`, `covered`, `asked`, `page_answer` with what is known, and write versions.

    Returns:
        The KPIs of which so much was closed that the answer is not believed at once.
    """
    run(con, *_COMPARE)
    run(con, "tried_cell_of_areas", "conflicting", "refuse_conflicting")
    all_fresh = con.execute("SELECT NOT EXISTS (FROM came ANTI JOIN fresh USING (kpi_id))").fetchall()[0][0]
    all_fresh = all_fresh and run(con, "every_area_was_asked")[0][0]
    run(con, "fresh_cell_of_all" if all_fresh else "fresh_cell_of_some")
    doubted = write_versions(con, "areas", loaded)
    run(con, "write_fingerprints", "tell_loaded")
    return doubted


def write_versions(con: duckdb.DuckDBPyConnection, of: Literal["areas", "units"], loaded: Loaded) -> list[str]:
    """Close and open versions by what differs between what came and what is known; return the KPIs that `doubted` names."""
    run(con, f"known_now_of_{of}", f"came_now_of_{of}", "difference", "closing", f"opened_cell_of_{of}", "opening")
    counted = dict(con.execute("SELECT kind, count(*) FROM difference GROUP BY kind").fetchall())
    loaded.noise += counted.pop("noise", 0)
    counted.pop("new", None)
    doubted: list[str] = []
    if "absent" in counted or "deleted" in counted:
        doubted = [kpi_id for (kpi_id,) in run(con, "doubted")]
    if counted:
        run(con, f"close_versions_of_{of}")
    for kind, n in counted.items():
        loaded.closed[kind] = loaded.closed.get(kind, 0) + n
    loaded.opened += run(con, f"open_versions_of_{of}")[0][0]
    return doubted
