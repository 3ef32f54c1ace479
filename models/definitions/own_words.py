"""The municipality's own words for levels and kinds of goals. Tables keep the standard codes, so that municipalities compare."""

from typing import Literal

from models.definitions.base import Definition, Id, Text
from models.definitions.levels import Level

GoalKind = Literal[
    "strategic_goal", "expected_result", "own_result", "quality_factor", "development_goal", "financial_goal",
]  # fmt: skip


class Named(Definition):
    """What one is called, and what several are."""

    one: Text
    many: Text


class OwnLevel(Named):
    """A level that the municipality has beside the standard ones, and the standard level that its units count as."""

    id: Id
    counts_as: Level


class OwnWords(Definition):
    """What the municipality calls levels and kinds of goals; what is left out has the standard word."""

    levels: dict[Level, Named] = {}
    own_levels: list[OwnLevel] = []
    goal_kinds: dict[GoalKind, Named] = {}
