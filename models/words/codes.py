"""The standard Swedish words of the codes in published tables, by the column that holds them."""

from collections.abc import Mapping

from models.definitions.levels import UNIT_LEVEL
from models.words.judgements import COLOUR, DIRECTION, GENDER, GOAL_KIND, GROUP_KIND, REASON, STATUS
from models.words.work import (
    BUDGET_KIND,
    CONTROL_RESULT,
    GAIN_KIND,
    INNER,
    ITEM_KIND,
    OUTER,
    WORK_STATE,
)

SWEDISH: Mapping[str, Mapping[str, str]] = {
    "level": UNIT_LEVEL,
    "status": STATUS,
    "own_judgement": STATUS,
    "reason": REASON,
    "gender": GENDER,
    "kind": {**GOAL_KIND, **BUDGET_KIND, **GAIN_KIND},
    "direction": DIRECTION,
    "group_kind": GROUP_KIND,
    "colour": COLOUR,
    "inner_status": INNER,
    "outer_status": OUTER,
    "item_kind": ITEM_KIND,
    "state": WORK_STATE,
    "result": CONTROL_RESULT,
}
