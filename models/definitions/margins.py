"""Kolada's uncertainty figures beside the measures that they are of (docs/measures.md §18): paired by their titles alone.

Kolada says nowhere else which is whose: "Osäkerhetstal - " and the measure's own title, to the letter, is a pair. What is
nearly so is for people to decide.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

PREFIX = "Osäkerhetstal - "


@dataclass(frozen=True)
class Paired:
    """A KPI of uncertainty figures, the measures that it may be of, and how that is known.

    `exact`: its title is the measure's after the prefix. `several`: so it is of more than one. `survey`: the measure's title
    has the name of its survey before, as "Medborgarundersökningen - ". `nearly`: they differ by case, spaces and signs alone.
    `none`: no measure has such a title.
    """

    margin_kpi: str
    kpi_ids: tuple[str, ...]
    found: Literal["exact", "several", "survey", "nearly", "none"]


def pair_margins(titles: Mapping[str, str]) -> list[Paired]:
    """Return each uncertainty KPI of a catalogue (id → title) with the measures of its title."""
    measures = {kpi: title for kpi, title in titles.items() if not title.startswith(PREFIX.strip())}
    by_title, by_letters, by_question = (_by(measures, key) for key in (str.strip, _letters, _without_survey))
    paired: list[Paired] = []
    for kpi in sorted(titles.keys() - measures.keys()):
        title = titles[kpi].removeprefix(PREFIX).strip()
        exact, letters = by_title.get(title, []), _letters(title)
        if exact:
            paired.append(Paired(kpi, tuple(exact), "exact" if len(exact) == 1 else "several"))
        elif near := by_letters.get(letters):
            paired.append(Paired(kpi, tuple(near), "nearly"))
        else:
            of_survey = by_question.get(letters, [])
            paired.append(Paired(kpi, tuple(of_survey), "survey" if of_survey else "none"))
    return paired


def _letters(title: str) -> str:
    return re.sub(r"[\W_]+", "", title.casefold())


def _without_survey(title: str) -> str:
    _, dash, question = title.partition(" - ")
    return _letters(question) if dash else ""


def _by(titles: Mapping[str, str], key: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kpi, title in sorted(titles.items()):
        found.setdefault(key(title), []).append(kpi)
    return found
