"""Tells whether what has been fetched can change the warehouse at all, from the logs and the bytes alone.

A harvest that only tells what the one before it told is left unloaded until another brings news: asking Kolada without
news then writes nothing but its own log.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from assets.kolada.answers import Harvest, StoredAnswer
from assets.kolada.client import Question
from assets.kolada.intake import WireError, read_page
from assets.kolada.plan_harvest import DOUBTED_FOR

# An envelope without rows is shorter than this; what is longer need not be opened.
EMPTY = 400


def bring_news(harvests: Sequence[Harvest], loaded: Collection[str]) -> bool:
    """Return whether any harvest that is not loaded may bring something new.

    Args:
        harvests: all of them, in the order in which they began.
        loaded: the ids of those that are in the warehouse.
    """
    newest: dict[str, dict[Question, tuple[str, ...]]] = {}
    doubted: dict[str, datetime] = {}
    for harvest in harvests:
        if not harvest.ended:
            # One that was loaded before some of its answers were thrown away can be compared with no longer; what comes after
            # one that could not be loaded mends that.
            if harvest.id in loaded or harvest.refused:
                newest |= {subject: {} for asked in harvest.questions for subject in _subjects(asked)}
            continue
        answered = {
            replace(question, from_date=None): (question, harvest.pages(number))
            for number, question in enumerate(harvest.questions)
        }
        # The same answer a week after one that was doubted is believed.
        old_doubts = {kpi_id for kpi_id, since in doubted.items() if harvest.started_at - since >= DOUBTED_FOR}
        confirmed = old_doubts & {
            kpi_id for asked, _ in answered.values() if asked.from_date is None for kpi_id in asked.kpi_ids
        }
        if confirmed and harvest.id not in loaded:
            return True
        doubted = {kpi_id: since for kpi_id, since in doubted.items() if kpi_id not in confirmed}
        doubted |= dict.fromkeys(harvest.doubted, harvest.started_at)
        if harvest.id not in loaded and any(
            not _says_nothing(harvest, question, pages) and not _is_said_again(asked, pages, newest)
            for asked, (question, pages) in answered.items()
        ):
            return True
        said = {asked: _hashes(pages) for asked, (_, pages) in answered.items()}
        newest |= {subject: said for asked in answered for subject in _subjects(asked)}
    return False


def _subjects(question: Question) -> list[str]:
    """Return what a question is about: its KPIs, each by itself, or the catalogue's list."""
    return [f"{question.kind} {kpi_id}" for kpi_id in question.kpi_ids] or [question.kind]


def _hashes(pages: Sequence[StoredAnswer]) -> tuple[str, ...]:
    return tuple(page.sha256 for page in pages)


def _is_said_again(
    asked: Question, pages: Sequence[StoredAnswer], newest: dict[str, dict[Question, tuple[str, ...]]]
) -> bool:
    """Whether the last answer about each of the question's KPIs was to the same question, with the same bytes."""
    return all(newest.get(subject, {}).get(asked) == _hashes(pages) for subject in _subjects(asked))


def _says_nothing(harvest: Harvest, question: Question, pages: Sequence[StoredAnswer]) -> bool:
    """Whether a question of what has changed was answered with nothing; a damaged answer is left to the load."""
    if question.from_date is None or any(page.size > EMPTY for page in pages):
        return False
    bodies = [harvest.store.get(page.sha256) for page in pages]
    try:
        return bool(bodies) and all(body is not None and not read_page(question.kind, body).values for body in bodies)
    except WireError:
        return False
