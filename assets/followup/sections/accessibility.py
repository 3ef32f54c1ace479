"""What the pages' words mean, and the page that tells how accessible the pages are (DOS-lagen, 2018:1937)."""

from assets.followup.content import Bullets, Page, Paragraph, Section, section
from assets.followup.view import ACCESSIBILITY, ReportView
from models.words import glossary as sv
from models.words import numbers
from models.words.own_names import in_own_words


def glossary(view: ReportView) -> Section | None:
    """Return the words that a reader may wonder about, with what they mean."""
    words = [
        (in_own_words(word, view.words), in_own_words(meaning, view.words), "") for word, meaning in sv.GLOSSARY.items()
    ]
    return section("ord", [], folded=[Bullets(words)])


def accessibility_page(view: ReportView) -> Page:
    """Return the statement: how accessible, what is known to lack, how it was tried, and whom to tell."""
    contact = view.definitions.model.municipality.accessibility_contact
    sections = [
        section("hur-tillgangliga", [Paragraph(text) for text in sv.HOW_ACCESSIBLE]),
        section("kanda-brister", [Bullets([(what, why, "") for what, why in sv.KNOWN_FAULTS.items()])]),
        section("hur-de-provas", [Paragraph(text) for text in sv.HOW_TRIED]),
        section(
            "kontakt",
            [
                Paragraph(sv.TELL_US[contact is not None].format(contact=contact)),
                Paragraph(sv.SUPERVISION),
                Paragraph(sv.WRITTEN.format(day=numbers.day(view.as_of)), soft=True),
            ],
        ),
    ]
    return Page(ACCESSIBILITY, sv.ACCESSIBILITY_TITLE, [each for each in sections if each is not None])
