"""What people work on in Word and PowerPoint: what stands there, from the page's own content, and with a template of one's own."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pptx import Presentation

from assets.followup.setting.documents import write_documents
from assets.followup.setting.html import contents
from assets.followup.view import ReportView
from models.errors import UsageError
from tests.report import two_committees, values, view_of, work_tables


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> ReportView:
    return view_of(tmp_path_factory.mktemp("v"), two_committees(), values() + values("N99002"), work_tables())


def written(view: ReportView, folder: Path, **templates: Path) -> list[Path]:
    unit = next(page for page in view.pages if page.unit.id == "bun")
    return write_documents(view, unit, contents(view)["bun"], folder, **templates)


def paragraphs(path: Path) -> list[tuple[str, str]]:
    return [(p.style.name, p.text.replace("\u00a0", " ")) for p in Document(str(path)).paragraphs]


def test_the_proposal_ends_in_what_is_asked_for_and_shows_what_a_person_must_write(
    view: ReportView, tmp_path: Path
) -> None:
    proposal, _, _ = written(view, tmp_path)
    said = paragraphs(proposal)
    assert [text for style, text in said if style.startswith("Heading")] == [
        "År 2024, Skolnämnden", "Sammanfattning", "Bakgrund", "Ekonomi", "Måluppfyllelse", "Bedömning", "Att ompröva",
        "Förslag till beslut",
    ]  # fmt: skip
    assert ("Normal", "Diarienummer: [skrivs här]") in said
    assert ("List Bullet", "Målvärden: 1 av 1 är uppfyllt.") in said
    assert said[-3:] == [
        ("List Number", "Skolnämnden godkänner År 2024."),
        ("List Number", "[Förslag skrivs här] om: Skolnämnden: 4,5 mnkr dyrare än budget, 3,8 %. Fullmäktige behöver besluta. "
         "Ingen åtgärd är angiven."),
        ("List Number", "[Förslag skrivs här] om: Kandidat till utvecklingsmål: Läsande elever. Har inte nått upp vid 3 mätningar i rad."),
    ]  # fmt: skip
    (goals,) = Document(str(proposal)).tables
    assert [cell.text for cell in goals.rows[0].cells][:3] == ["Mål", "Bedömning", "Varför"]
    assert "tblHeader" in goals.rows[0]._tr.xml


def test_documents_are_in_swedish_bear_the_municipality_and_are_the_same_bytes_twice(
    view: ReportView, tmp_path: Path
) -> None:
    first, again = written(view, tmp_path / "a"), written(view, tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    book = Document(str(first[0]))
    assert (book.core_properties.author, book.core_properties.language) == ("Prov", "sv-SE")
    assert 'w:val="sv-SE"' in book.styles.element.xml
    assert 'w:val="en-US"' not in book.styles.element.xml


def test_slides_have_titles_text_in_order_and_an_alternative_for_the_table(view: ReportView, tmp_path: Path) -> None:
    deck = Presentation(str(written(view, tmp_path)[2]))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [
        "Skolnämnden: verksamhetsberättelse 2024", "Läget på en sida", "Målen, det som behöver uppmärksamhet först", "Ekonomi",
        "Att besluta", "Att ompröva",
    ]  # fmt: skip
    (table,) = (shape for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert table._element.nvGraphicFramePr.cNvPr.get("descr") == titles[2]
    assert table.table.cell(1, 0).text_frame.text == "Alla lär sig läsa"
    runs = [run for slide in deck.slides for s in slide.placeholders for p in s.text_frame.paragraphs for run in p.runs]
    assert {str(run.font.language_id).split()[0] for run in runs} == {"SWEDISH"}


def test_the_municipalitys_own_template_is_used_and_one_that_cannot_be_is_told(
    view: ReportView, tmp_path: Path
) -> None:
    template = Document()
    template.add_paragraph("Provs brevhuvud")
    template.save(str(tmp_path / "mall.docx"))
    proposal = written(view, tmp_path / "ut", word=tmp_path / "mall.docx")[0]
    assert paragraphs(proposal)[0] == ("Normal", "Provs brevhuvud")
    (tmp_path / "trasig.docx").write_bytes(b"inget dokument")
    kinds: list[dict[str, Any]] = [
        {"word": tmp_path / "trasig.docx"}, {"slides": tmp_path / "trasig.docx"}, {"word": tmp_path / "borta.docx"},
    ]  # fmt: skip
    for kind in kinds:
        with pytest.raises(UsageError, match=r"Mallen .* går inte att läsa"):
            written(view, tmp_path / "inget", **kind)
    assert not (tmp_path / "inget").exists()
    bare = Document()
    style = bare.styles["List Number"]
    style.element.getparent().remove(style.element)
    bare.save(str(tmp_path / "utan.docx"))
    with pytest.raises(UsageError, match=r"saknar det som behövs: .*List Number"):
        written(view, tmp_path / "inget", word=tmp_path / "utan.docx")
