"""What a target asks: a number, an interval, a step, or a rule that comes to one of them by what was measured (docs/measures.md §2)."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from models.definitions.base import Definition, Id, Interval, Text, Year

# The columns of fulfilment that make a leaf distinct (§5).
LEAF = (
    "indicator_id", "unit_id", "gender", "target", "target_low", "target_high", "tolerance", "target_rule", "target_by",
    "target_group", "target_from_year", "target_text", "status",
)  # fmt: skip


class Change(Definition):
    """That the value is to increase, decrease or improve: from a year's measurement, or without it from the target's `baseline`.

    `by` is the least that it is to change, in the indicator's own unit; without it the least that is a change at all.
    """

    change: Literal["increase", "decrease", "improve"]
    since: Annotated[Year | None, Field(alias="from")] = None
    by: Annotated[Decimal, Field(gt=0)] | None = None

    @property
    def kind(self) -> str:
        """What the rule is called."""
        return self.change


class AmongOthers(Definition):
    """That the value is to be better than a group's median, or among the group's best quarter.

    `group` is all municipalities, the county's, the similar ones, or one of `comparison_groups` by its id.
    """

    place: Literal["better_than_median", "best_quarter"]
    group: Literal["similar", "county", "all"] | Id

    @property
    def kind(self) -> str:
        """What the rule is called."""
        return self.place


class GenderGap(Definition):
    """That women's and men's values are to differ by so much at most, in the indicator's own unit."""

    gender_gap: Annotated[Decimal, Field(ge=0)]

    @property
    def kind(self) -> str:
        """What the rule is called."""
        return "gender_gap"


class OwnText(Definition):
    """What is to be reached, in words: the unit itself judges whether it was, with its motivation (`judgements.indicator`)."""

    text: Text

    @property
    def kind(self) -> str:
        """What the rule is called."""
        return "own_text"


Rule: TypeAlias = Change | AmongOthers | GenderGap | OwnText
_OF_KEY = {"change": "Change", "place": "AmongOthers", "gender_gap": "GenderGap", "text": "OwnText"}


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return next((tag for key, tag in _OF_KEY.items() if key in value), "Interval")
    if isinstance(value, Definition):
        return type(value).__name__
    return "Step" if isinstance(value, str) else "Number"


Aim: TypeAlias = Annotated[
    Annotated[Decimal, Tag("Number")]
    | Annotated[Interval, Tag("Interval")]
    | Annotated[Text, Tag("Step")]
    | Annotated[Change, Tag("Change")]
    | Annotated[AmongOthers, Tag("AmongOthers")]
    | Annotated[GenderGap, Tag("GenderGap")]
    | Annotated[OwnText, Tag("OwnText")],
    Discriminator(_kind_of),
]
# As a fault's path names them, though no key is called so.
AIM_TAGS = frozenset({"Number", "Interval", "Step", *_OF_KEY.values()})
