"""What the municipality calls levels and kinds of goals: its own words where it has any, else the standard ones."""

from models.definitions.levels import UNIT_LEVEL
from models.definitions.own_words import OwnWords
from models.definitions.steering import Unit
from models.words.judgements import GOAL_KIND, LEVEL
from models.words.work import GOALS_OF_KIND


def unit_level(words: OwnWords, unit: Unit) -> str:
    """Return what a unit's level is called."""
    own = next((level for level in words.own_levels if level.id == unit.own_level), None)
    return (own or words.levels[unit.level]).one if own or unit.level in words.levels else UNIT_LEVEL[unit.level]


def level_sum(words: OwnWords, level: str) -> str:
    """Return what the sum of a standard level is called, with the own levels that count as it; the council's is the whole."""
    named = {code.value: own.many for code, own in words.levels.items() if code.value != "council"}
    counted = [own.many.lower() for own in words.own_levels if own.counts_as.value == level]
    return ", ".join([named.get(level, LEVEL[level]), *counted])


def goal_kind(words: OwnWords, kind: str) -> str:
    """Return what a goal of a kind is called."""
    return next((own.one for code, own in words.goal_kinds.items() if code == kind), GOAL_KIND[kind])


def goals_of_kind(words: OwnWords, kind: str) -> str:
    """Return what goals of a kind are called."""
    return next((own.many for code, own in words.goal_kinds.items() if code == kind), GOALS_OF_KIND[kind])
