"""Words of statements: what people write that the steering model asks for."""

from models.words.sentences import listed

BY = "{what}. Skrivet av {by}"
NOT_DECIDED = "Inget beslut är angivet."
NOT_WRITTEN = "Den här delen saknas."
MORE = "och {n} till"
LACKING_STATEMENTS = "Profil: {kind}: {n} av {of} saknas ({units})."
LACKING_PART = "Profil: {kind}, {unit}: delen {part} saknas."


def leads_to(titles: list[str]) -> str:
    """Return what a statement gives reason for."""
    return f"Ligger till grund för {listed(titles)}."
