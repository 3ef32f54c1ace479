"""Makes harvests of invented values, stored as the client stores them: what the benchmarks of the load read."""

import json
import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from figures import AREAS

from assets.kolada.answers import AnswerStore, Harvest
from assets.kolada.client import MAX_PAGE, Answer, Question, plan_questions
from assets.kolada.intake import AnswerPage
from assets.kolada.plan_harvest import CATALOGUE, RIKET

GENDERS = ("K", "M", "T")
YEARS = tuple(range(2000, 2025))
BASE = "http://127.0.0.1/v3"
BEGUN = datetime(2025, 3, 1, 6, tzinfo=UTC)
AREA_IDS = (RIKET, *(f"{1000 + number}" for number in range(AREAS)))


def make_harvest(folder: Path, values: int, *, day: int = 0) -> Harvest:
    """Return a harvest of the catalogue and at least so many values. The same number gives the same bytes.

    Args:
        folder: where answers are stored.
        values: how many, a row holding three.
        day: days after the first harvest on which this one is begun.
    """
    at = BEGUN + timedelta(days=day)
    harvest = Harvest.begin(AnswerStore(folder), base_url=BASE, origin="benchmark", started_at=at, key="0" * 16)
    kpi_ids = [f"N{n:05d}" for n in range(math.ceil(values / (len(AREA_IDS) * len(YEARS) * len(GENDERS))))]
    questions = plan_questions(kpi_ids, AREA_IDS)
    harvest.add_questions([*CATALOGUE, *questions])
    for question, rows in zip(CATALOGUE, _catalogue(kpi_ids), strict=True):
        _keep(harvest, question, rows, at)
    chance = random.Random(20250301)  # noqa: S311  made-up values, not secrets
    for question in questions:
        _keep(harvest, question, _rows(question, chance), at)
    harvest.end()
    return harvest


def value_files(harvest: Harvest) -> list[str]:
    """Return the stored files that hold values."""
    numbers = (n for n, question in enumerate(harvest.questions) if question.kind == "data")
    return [str(harvest.store.path(page.sha256)) for n in numbers for page in harvest.pages(n)]


def _catalogue(kpi_ids: list[str]) -> tuple[list[dict[str, Any]], ...]:
    kpis = [{"id": kpi_id, "title": f"Made up {kpi_id}", "is_divided_by_gender": True} for kpi_id in kpi_ids]
    areas = [{"id": i, "title": f"Area {i}", "type": "L" if i == RIKET else "K"} for i in AREA_IDS]
    groups = [{"id": "G1", "title": "Some", "members": [{"member_id": i} for i in AREA_IDS[1:9]]}]
    return kpis, areas, groups, []


def _rows(question: Question, chance: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "kpi": kpi_id,
            "municipality": area_id,
            "period": year,
            "values": [_cell(gender, chance) for gender in GENDERS],
        }
        for kpi_id in question.kpi_ids
        for area_id in question.area_ids
        for year in YEARS
    ]


def _cell(gender: str, chance: random.Random) -> dict[str, Any]:
    withheld = chance.random() < 0.03
    value = None if withheld else round(chance.uniform(0, 100), 6)
    status = "Privacy" if withheld else ""
    return {"gender": gender, "count": 1, "status": status, "value": value, "isdeleted": False}


def _keep(harvest: Harvest, question: Question, rows: list[dict[str, Any]], at: datetime) -> None:
    """Keep an answer in pages, each as the API's envelope."""
    pages = [rows[i : i + MAX_PAGE] for i in range(0, len(rows), MAX_PAGE)]
    for number, part in enumerate(pages, start=1):
        following = f"{BASE}/{question.path}&page={number + 1}" if number < len(pages) else None
        body = {"values": part, "next_url": following, "previous_url": None, "count": len(part)}
        harvest.keep(
            Answer(
                question=question,
                page=number,
                url=f"{BASE}/{question.path}&page={number}",
                at=at,
                fetched_at=at,
                status=200,
                body=json.dumps(body, ensure_ascii=False).encode(),
                taken_in=AnswerPage(values=[], next_url=following),
                origin="benchmark",
            )
        )
