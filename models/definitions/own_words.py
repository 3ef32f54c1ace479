"""The municipality's own words for levels and kinds of goals. Tables keep the standard codes, so that municipalities compare."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

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


class OwnStatus(Definition):
    """A step of the municipality's own scale of fulfilment: of what falls short by `within` tolerances at most (§2).

    The last has no limit. `score`, from 0 to 1, stands beside it; every sum uses the standard status that it counts as.
    """

    id: Id
    title: Text
    within: Annotated[Decimal | None, Field(ge=0, le=1000, decimal_places=4)] = None
    score: Annotated[Decimal, Field(ge=0, le=1)]
    counts_as: Literal["met", "partly", "not_met"]


class OwnWords(Definition):
    """What the municipality calls levels, kinds of goals and steps of fulfilment; what is left out has the standard word.

    `goal_statuses` are the standard statuses, which goals, units and every sum have: one that is left out is called by the
    steps that count as it. With `money` every amount is shown in that unit; the data is in kronor all the same.
    """

    levels: dict[Level, Named] = {}
    own_levels: list[OwnLevel] = []
    goal_kinds: dict[GoalKind, Named] = {}
    statuses: list[OwnStatus] = []
    goal_statuses: dict[Literal["met", "partly", "not_met", "not_assessed"], Text] = {}
    money: Literal["kr", "tkr", "mnkr"] | None = None

    @model_validator(mode="after")
    def _steps_agree(self) -> Self:
        """Hold the steps to the standard statuses: one may not hold leaves of two of them."""
        if not self.statuses:
            return self
        limits = [status.within for status in self.statuses]
        if limits[-1] is not None or None in limits[:-1]:
            raise ValueError("statuses: det sista steget, och bara det, saknar within")
        known = [limit for limit in limits if limit is not None]
        if known != sorted(set(known)):
            raise ValueError("statuses: stegen står från det bästa till det sämsta, vart och ett med en större within")
        if len({status.id for status in self.statuses}) < len(self.statuses):
            raise ValueError("statuses: två steg har samma id")
        scores = [status.score for status in self.statuses]
        if scores != sorted(scores, reverse=True):
            raise ValueError("statuses: ett sämre steg kan inte ha högre score")
        if known[:1] != [0] or 1 not in known:
            raise ValueError(
                "statuses: ett steg har within 0, det som når målet, och ett har within 1, hela toleransen"
            )
        for status in self.statuses:
            standard = "not_met" if status.within is None or status.within > 1 else "partly" if status.within else "met"
            if status.counts_as != standard:
                raise ValueError(
                    f"statuses: '{status.id}' räknas som {standard} med den gränsen, inte {status.counts_as}"
                )
        return self


STANDARD = OwnWords()
