"""What the municipality calls levels, goals, statuses and money: its own words where it has any, else the standard ones."""

from collections.abc import Mapping
from typing import NamedTuple

from models.definitions.levels import UNIT_LEVEL
from models.definitions.own_words import STANDARD, OwnWords
from models.definitions.steering import Unit
from models.words.judgements import GOAL_KIND, GOALS_OF_KIND, LEVEL, STATUS
from models.words.numbers import genitive, number, round_half_up

# As they stand within a sentence: one and many.
_IN_SENTENCES = {
    "council": ("fullmäktige", "fullmäktige"),
    "executive": ("kommunstyrelsen", "kommunstyrelsen"),
    "committee": ("nämnd", "nämnder"),
    "joint_committee": ("gemensam nämnd", "gemensamma nämnder"),
    "company": ("bolag", "bolag"),
    **{kind: (one.lower(), GOALS_OF_KIND[kind].lower()) for kind, one in GOAL_KIND.items()},
}
_COUNTED = {"partly": "Delvis"}


class Money(NamedTuple):
    """A unit of money: its name, how many kronor it is, with how many decimals it is written, and what an axis says."""

    name: str
    kronor: int
    decimals: int
    axis: str

    def of(self, kronor: float) -> float:
        """Return an amount of kronor in the unit."""
        return kronor / self.kronor

    def rounded(self, kronor: float) -> str:
        """Return an amount's size with the unit's name: 18,0 mnkr."""
        return f"{number(abs(self.of(kronor)), self.decimals)}\u00a0{self.name}"

    def is_nothing(self, kronor: float) -> bool:
        """Whether nothing is left of an amount where it is rounded."""
        return round_half_up(self.of(kronor), self.decimals) == 0


_MONEY = {
    "kr": Money("kronor", 1, 0, "kronor"),
    "tkr": Money("tkr", 1000, 0, "tkr"),
    "mnkr": Money("mnkr", 1_000_000, 1, "mnkr"),
}


def tables_money(words: OwnWords) -> Money:
    """Return the unit of tables and sentences: whole kronor, unless the municipality has its own."""
    return _MONEY[words.money or "kr"]


def glance_money(words: OwnWords) -> Money:
    """Return the unit of what stands first, and of pictures: millions, unless the municipality has its own."""
    return _MONEY[words.money] if words.money else _MONEY["mnkr"]._replace(axis="miljoner kronor")


def unit_level(words: OwnWords, unit: Unit) -> str:
    """Return what a unit's level is called."""
    own = next((level for level in words.own_levels if level.id == unit.own_level), None)
    return (own or words.levels[unit.level]).one if own or unit.level in words.levels else UNIT_LEVEL[unit.level]


def standard_level(words: OwnWords, level: str) -> str:
    """Return what a unit of a standard level is called."""
    return next((own.one for code, own in words.levels.items() if code == level), UNIT_LEVEL[level])


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


def statuses_named(words: OwnWords) -> dict[str, str]:
    """Return what each standard status is called, by its code: one without a name of its own by the steps that count as it."""
    of_steps = {
        code: " eller ".join(
            title.lower() if i else title
            for i, title in enumerate(step.title for step in words.statuses if step.counts_as == code)
        )
        for code in STATUS
    }
    return {code: {**words.goal_statuses}.get(code) or of_steps[code] or said for code, said in STATUS.items()}


def has_own_statuses(words: OwnWords) -> bool:
    """Whether the municipality calls some status by a name of its own."""
    return bool(words.statuses or words.goal_statuses)


def counted_titles(words: OwnWords) -> dict[str, str]:
    """Return the titles of the columns that count targets by status: `n_met` and so on."""
    named = statuses_named(words)
    short = {} if has_own_statuses(words) else _COUNTED
    return {f"n_{code}": short.get(code, named[code]) for code in ("met", "partly", "not_met", "not_assessed")}


def in_own_words(text: str, words: OwnWords = STANDARD, **values: object) -> str:
    """Return a text with what it names in curly brackets as the municipality calls it.

    `{committee}` and `{committees}` are one and many, with a capital where the key has one; kinds of goals alike, and `{money}`.
    `values` are the text's own.
    """
    return text.format_map({**_names(words), **values})


def _names(words: OwnWords) -> Mapping[str, str]:
    own = {**{code.value: named for code, named in words.levels.items()}, **dict(words.goal_kinds)}
    not_met = statuses_named(words)["not_met"].lower()
    names = {
        "money": tables_money(words).name,
        "council_whose": genitive(own["council"].one) if "council" in own else "kommunfullmäktiges",
        "council_decides": genitive(own["council"].one if "council" in own else _IN_SENTENCES["council"][0]),
        "oversight": f"{genitive(own['executive'].many if 'executive' in own else 'kommunstyrelsen')} uppsikt",
        "not_met_indicators": f"indikatorer: {not_met}" if has_own_statuses(words) else "ej uppfyllda indikatorer",
        # A word of the municipality's own may be ett.
        "a_quality_factor": own["quality_factor"].one if "quality_factor" in own else "en kvalitetsfaktor",
        "no_quality_factor": f"inga {own['quality_factor'].many}"
        if "quality_factor" in own
        else "ingen kvalitetsfaktor",
        **counted_titles(words),
    }
    for code, standard in _IN_SENTENCES.items():
        one, many = (own[code].one, own[code].many) if code in own else standard
        plural = "companies" if code == "company" else f"{code}s"
        names |= {key: f"{name[:1].lower()}{name[1:]}" for key, name in ((code, one), (plural, many))}
    return {**names, **{f"{key[:1].upper()}{key[1:]}": f"{name[:1].upper()}{name[1:]}" for key, name in names.items()}}
