"""What the command tells of the schedules: a line a run, or one for runs that come day after day for the same reason."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from assets.definitions.of_run import RunDefinitions
from models.definitions.due import Planned
from models.errors import UsageError
from pipelines.clock import today
from pipelines.what_is_due import AT, plan

LONGEST = 730
DAYS = {"d": 1, "w": 7, "y": 365}


def parse_days(option: str, text: str, least: int, most: int) -> int:
    """Read a length of time as days: 60d, 8w or 2y.

    Raises:
        UsageError: it cannot be read, or is shorter or longer than it may be.
    """
    match = re.fullmatch(r"([1-9][0-9]{0,3})([dwy])", text)
    n_days = int(match[1]) * DAYS[match[2]] if match else 0
    if not least <= n_days <= most:
        raise UsageError(
            f"{option} '{text}' är ingen tid som går att ange. Skriv dagar, veckor eller år, som 60d, 8w "
            f"eller 2y: {least} till {most} dagar."
        )
    return n_days


def calendar_lines(
    defined: RunDefinitions, names: Sequence[str], within: str, *, everything: bool, as_json: bool
) -> Iterator[str]:
    """Yield what would run, as lines or as one line of JSON.

    Raises:
        UsageError: the time ahead cannot be read.
        DefinitionError: a municipality's definitions have faults.
    """
    n_days = parse_days("--next", within, 1, LONGEST)
    first = today()
    planned = {name: plan(defined, name, first, n_days, all_on=everything) for name in names}
    if as_json:
        rows = [
            {**asdict(item), "day": item.day.isoformat(), "at": AT[item.kind]}
            for runs in planned.values()
            for item in runs
        ]
        yield json.dumps(rows, ensure_ascii=False)
        return
    for name, runs in planned.items():
        schedules = defined.of(name).model.municipality.schedules
        off = [kind for kind in AT if not getattr(schedules, kind)]
        note = f" (av: {', '.join(off)}; slå på dem under schedules: i municipality.yaml)" if off else ""
        yield f"{name}{note}"
        for item, last in _gathered(runs):
            days = f"{item.day}" if last == item.day else f"{item.day} till {last}"
            yield f"  {days} {AT[item.kind]}  {item.kind} {item.municipality}/{item.report}: {item.why}"


def _gathered(runs: Sequence[Planned]) -> Iterator[tuple[Planned, date]]:
    """Yield runs with the last day on which they come again for the same reason, one day after the other."""
    open_runs: dict[tuple[str, str, str], tuple[Planned, date]] = {}
    gathered: list[tuple[Planned, date]] = []
    for item in runs:
        key = (item.kind, item.report, item.why)
        before = open_runs.get(key)
        if before is not None and (item.day - before[1]).days == 1:
            open_runs[key] = (before[0], item.day)
            continue
        if before is not None:
            gathered.append(before)
        open_runs[key] = (item, item.day)
    gathered += open_runs.values()
    yield from sorted(gathered, key=lambda pair: (pair[0].day, AT[pair[0].kind], pair[0].report))
