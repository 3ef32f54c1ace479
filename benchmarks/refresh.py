"""A refresh against the replay server, which is a process of its own: what it asks, what it changes, what it costs us.

Asking for what has changed, where nothing has: a municipality's refresh as Dagster runs it, from the start of the process
to the warehouse. Then at the polite rate: the same of many KPIs, and a first harvest in full pages. Time of ours is the
processor time of our process, so that waiting for the API is not in it.
"""

import hashlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
from figures import AREAS, Figure, parser, scratch, tell

from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.client import KoladaClient
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest, read_asked_before
from assets.playback.recording import Recording, Vintage
from assets.playback.server import serving
from assets.warehouse.anything_new import bring_news
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.store import reading, writing
from tests.postgres import free_port
from tests.small import catalogue, definition, indicator, write

ROOT = Path(__file__).resolve().parent.parent
# The first is only there so that the others may say that nothing has changed since; the last two are asked.
DAYS = (date(2026, 1, 1), date(2026, 2, 10), date(2026, 2, 20))
POLITE = 5.0
KPIS_A_QUESTION = 25
# Asked besides the KPIs, in any refresh.
CATALOGUE = 4


def kpi_ids(count: int) -> list[str]:
    """Return the ids of so many KPIs."""
    return [f"N{10000 + number}" for number in range(count)]


def recording(kpis: int, years: int, genders: str, at: int) -> Recording:
    """Invent values of 290 municipalities that are the same every day."""
    areas = [f"{1000 + number}" for number in range(AREAS)]
    columns = {
        "kpi": kpi_ids(kpis), "municipality": areas, "period": range(2026 - years, 2026), "gender": list(genders),
    }  # fmt: skip
    frame = pl.DataFrame({"one": [1]})
    for name, values in columns.items():
        kind = pl.Int32 if name == "period" else pl.String
        frame = frame.join(pl.DataFrame({name: list(values)}, schema={name: kind}), how="cross")
    values = frame.select(
        *columns,
        value=(pl.int_range(pl.len()) % 9973 / 10).cast(pl.Float64),
        status=pl.lit(""),
        count=pl.lit(1, pl.Int32),
    )
    titles = [
        {"id": "0000", "title": "Riket", "type": "L"},
        *({"id": a, "title": f"Ort {a}", "type": "K"} for a in areas),
    ]
    known = replace(catalogue(kpi_ids(kpis)), municipalities=pl.DataFrame(titles))
    return Recording([Vintage(day, values) for day in DAYS], known, at=at, origin="replay")


@contextmanager
def api(*what: object, port: int) -> Generator[str]:
    """Serve a recording in a process of its own, and yield its address."""
    command = [sys.executable, __file__, "--serve", *map(str, what), str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait()


def serve(kpis: str, years: str, genders: str, at: str, port: str) -> None:
    """Serve until whoever started this is done."""
    with serving(recording(int(kpis), int(years), genders, int(at)), port=int(port)) as server:
        print(server.url, flush=True)
        sys.stdin.read()
    print(server.questions, flush=True)


def spent(who: int = resource.RUSAGE_SELF) -> float:
    """Return the processor time so far, in seconds."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def harvest(home: Path, url: str, kpis: int, first_year: int | None, per_second: float | None) -> int:
    """Ask and load as a run does; return how many questions there were besides the catalogue's."""
    store, wanted = AnswerStore(home / "answers"), [Wanted(kpi_id, first_year) for kpi_id in kpi_ids(kpis)]
    client = KoladaClient(url, per_second=per_second)
    before = list_harvests(store)
    begun, found = begin_harvest(client, store, wanted)
    questions = plan_harvest(wanted, found, read_asked_before(before, client.known_as))
    finish_harvest(client, begun, questions)
    every = list_harvests(store)
    loaded: set[str] = set()
    if (home / "warehouse.duckdb").exists():
        with reading(home / "warehouse.duckdb") as con:
            loaded = {row[0] for row in con.execute("SELECT harvest_id FROM warehouse.harvest").fetchall()}
    if bring_news(every, loaded):
        with writing(home / "warehouse.duckdb") as con:
            load_harvests(con, every, {})
    return len(questions)


def polite(home: Path, url: str, kpis: int, first_year: int | None) -> tuple[float, str]:
    """Return which share of the time our process works while it asks at the polite rate, and in words."""
    begun, before = time.perf_counter(), spent()
    questions = harvest(home, url, kpis, first_year, POLITE)
    wall, ours = time.perf_counter() - begun, spent() - before
    return ours / wall, f"{questions} questions in {wall:.1f} s, of which {ours:.1f} s ours"


def digest(folder: Path) -> dict[str, str]:
    """Return the hash of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in {".lock", ".json"}
    }


def refresh(folder: str) -> None:
    """Run a municipality's refresh as Dagster does; what it prints is the processor time of it all."""
    import dagster as dg

    from pipelines.definitions import build_definitions
    from pipelines.jobs import REFRESH_JOB
    from pipelines.settings import Settings

    job = build_definitions(Settings().workplace(Path(folder)), ["prov/2025-12"]).resolve_job_def(REFRESH_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        job.execute_in_process(instance=instance, partition_key="prov/2025-12")
    print(spent())


def without_news(folder: Path, kpis: int, rounds: int) -> list[Figure]:
    """Measure a municipality's refresh, first with news and then without."""
    given = definition(indicators=[indicator(id=k.lower(), kpi_id=k) for k in kpi_ids(kpis)], goals=[], plans=[])
    place = write(folder, {**given, "municipality": {**given["municipality"], "area_id": "1000"}})
    port, home, seconds = free_port(), folder / "home", 99.0
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("STYRTAL_", "DAGSTER_"))}
    settings = {**kept, "STYRTAL_HOME": str(home), "STYRTAL_KOLADA_URL": f"http://127.0.0.1:{port}/v3"}
    command = [sys.executable, __file__, "--refresh", str(place)]
    states: list[dict[str, str]] = []
    for day in (1, *([2] * rounds)):
        with api(kpis, 5, "T", day, port=port):
            done = subprocess.run(command, cwd=ROOT, env=settings, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        states.append(digest(home))
        if len(states) > 1:
            seconds = min(seconds, float(done.stdout.split()[-1]))
    first, last = states[0], states[-1]
    changed = {name for name in first if last.get(name) != first[name]}
    # What came is kept: the log of the asking, and once the answer that says nothing.
    changed |= {name for name in last.keys() - first.keys() if not name.startswith("answers/")}
    asked = list_harvests(AnswerStore(home / "answers"))
    assert len(asked) == 1 + rounds
    questions = len(asked[-1].questions) - CATALOGUE
    return [
        Figure("questions for 25 KPIs, without news", questions * KPIS_A_QUESTION / kpis, "", bound=1.001),
        Figure("files changed without news", len(changed), "", bound=1, detail=", ".join(sorted(changed))),
        Figure("a refresh without news, less waiting", seconds, "s", bound=5.0, detail=f"{kpis} KPIs, process and all"),
    ]


def main() -> None:
    """Measure."""
    made = parser(__doc__, 0)
    made.add_argument("--kpis", type=int, default=100, help="of the municipality (default 100)")
    made.add_argument("--many-kpis", type=int, default=1500, help="at the polite rate (default 1500)")
    options = made.parse_args()
    with scratch() as folder:
        tell(*without_news(folder / "one", options.kpis, options.rounds))
        many, port = folder / "many", free_port()
        with api(options.many_kpis, 1, "T", 1, port=port) as url:
            harvest(many, url, options.many_kpis, 2025, None)
        with api(options.many_kpis, 1, "T", 2, port=port) as url:
            share, detail = polite(many, url, options.many_kpis, 2025)
        tell(Figure("our share of a refresh at 5 questions/s", share, "", bound=0.25, detail=detail))
        with api(options.kpis, 8, "TKM", 1, port=port) as url:
            share, detail = polite(folder / "full", url, options.kpis, 2018)
        tell(Figure("our share of full pages at 5 questions/s", share, "", bound=0.25, detail=detail))


if __name__ == "__main__":
    modes = {"--serve": serve, "--refresh": refresh}
    if sys.argv[1:2] and sys.argv[1] in modes:
        modes[sys.argv[1]](*sys.argv[2:])
    else:
        main()
