"""What Kolada itself says of a KPI: as Kolada wrote it in the table, led to its answer, and marked as Kolada's words elsewhere."""

from pathlib import Path

import openpyxl
import pytest

from assets.followup.content import Card
from assets.followup.setting.html import contents
from tests.report import values, view_of, write_all
from tests.small import catalogue, cells, definition, measured, rows

# A line break of each sort that Kolada's texts hold, and what a page must not take for its own.
SAID = "Andel <b>elever</b> & vuxna.\\nOsäkert urval.\nJämför inte."
SHOWN = "Kolada säger själv om nyckeltalet N99001: ”Andel <b>elever</b> & vuxna. Osäkert urval. Jämför inte.”"


def test_it_is_kept_as_kolada_wrote_it_and_led_to_its_answer(tmp_path: Path) -> None:
    known = cells({2024: 90.0})
    with measured(tmp_path, definition(), known, metadata=catalogue(description=SAID)) as con:
        (row,) = rows(con, "FROM kolada_says")
        assert (row["kpi_id"], row["title"], row["description"]) == ("N99001", "Prov", SAID)
        led = rows(con, f"SELECT parent_id FROM lineage WHERE lineage_id = '{row['lineage_id']}'")
    assert "a1" in {each["parent_id"] for each in led}


@pytest.mark.parametrize("said", ["", "  "])
def test_of_nothing_nothing_is_said(tmp_path: Path, said: str) -> None:
    with measured(tmp_path, definition(), cells({2024: 90.0}), metadata=catalogue(description=said)) as con:
        assert [row["description"] for row in rows(con, "FROM kolada_says")] == [None]
    # The catalogue of the other tests says nothing either.
    pages = contents(view_of(tmp_path, definition(), values(), {}))
    cards = [
        block for page in pages.values() for part in page.sections for block in part.blocks if isinstance(block, Card)
    ]
    assert cards
    assert not any("Kolada säger" in text for card in cards for text in card.more)


def test_page_and_workbook_show_it_as_koladas_words(tmp_path: Path) -> None:
    view = view_of(tmp_path, definition(), values(), {}, metadata=catalogue(description=SAID))
    pages = contents(view)
    cards = [block for part in pages["bun"].sections for block in part.blocks if isinstance(block, Card)]
    assert [card.more.count(SHOWN) for card in cards] == [1] * len(cards) != []
    folder = write_all(view, tmp_path / "ut")
    page = (folder / "bun.html").read_text(encoding="utf-8")
    assert "Andel &lt;b&gt;elever&lt;/b&gt; &amp; vuxna. Osäkert urval." in page
    assert "<b>elever" not in page
    sheet = openpyxl.load_workbook(folder / "bun.xlsx")["Koladas beskrivningar"]
    (line,) = [row for row in sheet.iter_rows(values_only=True) if "N99001" in row]
    assert SAID in line
