"""Words of the model profile: what it demands and lacks, and the statements that people write."""

from collections.abc import Sequence

from models.definitions.own_words import OwnWords
from models.words.judgements import GOAL_KIND
from models.words.numbers import listed
from models.words.own_names import goal_kind

BY = "{what}. Skrivet av {by}"
NOT_DECIDED = "Inget beslut är angivet."
NOT_WRITTEN = "Den här delen saknas."
TEXT_NOT_WRITTEN = "Texten är inte skriven. Den ska ha delarna {parts}."
TEXT_LACKS = "{title} saknas"
TEXT_LACKS_PART = "{title} saknar en del"
PROFILE_SHARE = "Profil: {share} av det som styrmodellen kräver finns."
DOCUMENT_OVER = "Styrdokument: {title} gällde till och med {day}."
DOCUMENT_UNFOLLOWED = "Styrdokument: {title} styr, men följs inte upp: inget mål som gäller står under det."
_MORE = "{n} till"
_LACKS = "Profil: {of}: {n_lacking} av {n} {lacks} ({shown})."
_LACKS_PART = {
    "definition": "saknar definition",
    "rationale": "saknar motivering",
    "strategy": "saknar strategi",
    "responsible": "saknar ansvarig",
    "indicators": "saknar indikator",
    "parents": "tjänar inget annat mål",
    "activities": "saknar aktivitet eller uppdrag",
    "decided_at": "saknar beslut",
    "valid_from": "saknar giltighet",
    "financing": "saknar beslut om finansiering",
    "not_under_way": "pågick eller planerades redan när uppdraget gavs",
    "goals": "tjänar inget mål",
}
_SHOWN = 3


def demand_in_words(words: OwnWords, what: str, of: str, part: str, n: int, lacking: Sequence[str]) -> str:
    """Return what of a demand lacks, with its share and the first that lack it."""
    kind = {**{code: goal_kind(words, code) for code in GOAL_KIND}, "assignment": "Uppdrag"}.get(of, of)
    lacks = {
        "goal": _LACKS_PART.get(part, ""),
        "assignment": _LACKS_PART.get(part, ""),
        "unit": f"enheter saknar mål i perspektivet {part}" if part else "enheter saknar mål av slaget",
        "statement": "enheter saknar texten",
        "statement_part": f"texter saknar delen {part}",
    }[what]
    if n == 1:
        lacks = lacks.replace("enheter", "enhet").replace("texter", "text")
    more = [_MORE.format(n=len(lacking) - _SHOWN)] if len(lacking) > _SHOWN else []
    shown = listed([*lacking[:_SHOWN], *more])
    return _LACKS.format(of=kind, n_lacking=len(lacking), n=n, lacks=lacks, shown=shown)


def leads_to(titles: Sequence[str]) -> str:
    """Return what a statement gives reason for."""
    return f"Ligger till grund för {listed(list(titles))}."
