"""What stands on a report's pages, workbooks and papers, and what does not."""

import hashlib
import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import polars as pl
import pypdf
import pytest

from assets.finished.diff import compare_reports
from assets.finished.open_finished import Side, open_side
from assets.followup.change_view import build_diff_view
from assets.followup.content import (
    Bullets,
    Card,
    OwnWords,
    Page,
    Paragraph,
    Picture,
    ShownTable,
    Tiles,
    against_target,
)
from assets.followup.pictures.over_time import Year, history
from assets.followup.pictures.svg import statuses
from assets.followup.sections.money_and_staff import money_in_short
from assets.followup.setting.html import contents, page_templates
from assets.followup.view import ReportView, build_report_view
from models.errors import DefinitionError
from models.tables.header import published_tables
from models.tables.pandera_schemas import from_rows
from models.tables.rows import FulfilmentRow
from models.words.judgements import STATUS
from tests.report import REPORT, two_committees, values, view_of, work_tables, write_all
from tests.small import cells, definition, plan, published
from tests.unit.test_local_measures import own

KNOWN = values() + values("N99002")
EVIL = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://ond.invalid";"klicka")'


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> ReportView:
    return view_of(tmp_path_factory.mktemp("v"), two_committees(), KNOWN, work_tables())


@pytest.fixture(scope="module")
def folder(view: ReportView, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(view, tmp_path_factory.mktemp("ut"))


def page(view: ReportView, name: str) -> Page:
    return contents(view)[name]


def blocks(page: Page, section: str, kind: type) -> list[Any]:
    return [b for s in page.sections if s.id == section for b in s.blocks if isinstance(b, kind)]


def said(path: Path) -> str:
    """Everything that a file says, on one line: its text, and for pages and workbooks the markup too."""
    if path.suffix == ".xlsx":
        with ZipFile(path) as book:
            text = " ".join(book.read(name).decode("utf-8") for name in book.namelist())
    elif path.suffix == ".pdf":
        text = " ".join(part.extract_text() for part in pypdf.PdfReader(path).pages)
        text = re.sub(r"-\s*\n", "", text)
    else:
        text = path.read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", text)


def test_a_page_has_the_sections_that_its_tables_fill_in_order(view: ReportView) -> None:
    assert [s.id for s in page(view, "bun").sections] == [
        "i-korthet", "att-besluta", "att-omprova", "slag-expected-result", "mal-lasa", "jamforelser", "prognoser", "uppdrag", "aktiviteter", "inre", "yttre",
        "effektivisering", "resurser", "ekonomi", "personal", "internkontroll", "kandidater", "enheter", "metod", "ord",
    ]  # fmt: skip


def test_without_the_tables_the_sections_are_left_out(tmp_path: Path) -> None:
    view = view_of(tmp_path, two_committees(), KNOWN, {})
    assert [s.id for s in page(view, "bun").sections] == [
        "i-korthet",
        "slag-expected-result",
        "mal-lasa",
        "jamforelser",
        "enheter",
        "metod",
        "ord",
    ]
    assert [s.id for s in page(view, "ks").sections] == ["i-korthet", "metod", "ord"]


def test_a_page_begins_with_the_state_of_things_in_answers_and_one_table(view: ReportView) -> None:
    (tiles,) = blocks(page(view, "bun"), "i-korthet", Tiles)
    assert [
        (t.caption, t.figure.replace("\u00a0", " "), t.word.replace("\u00a0", " "), t.status) for t in tiles.items
    ] == [
        ("Målvärden", "1 av 1", "är uppfyllt", "met"),
        ("Ekonomi, helår", "4,5 mnkr", "dyrare än budget, 3,8 %", "not_met"),
        ("Intern kontroll", "1 av 1", "anmärkning", "partly"),
        ("Egen bedömning", "Saknas", "", ""),
    ]
    first = blocks(page(view, "bun"), "i-korthet", ShownTable)[0]
    row = dict(zip([c.title for c in first.columns], first.rows[0], strict=True))
    assert row["Varför"].text.replace("\u00a0", " ") == "Läsande elever: 90,0 procent (2024), målet är minst 90,0."
    assert "Läsande elever. 2022 var värdet 84,0" in row["Utveckling"].svg
    assert row["Utveckling"].svg.count("<circle") == 1
    assert row["Mål"].link == "#mal-lasa"


def test_what_calls_for_a_decision_and_what_to_reconsider_is_listed_with_links(view: ReportView) -> None:
    (decide,) = blocks(page(view, "bun"), "att-besluta", Bullets)
    assert [(lead.replace("\u00a0", " "), text, link) for lead, text, link in decide.items] == [
        (
            "Skolnämnden: 4,5 mnkr dyrare än budget, 3,8 %",
            "Fullmäktige behöver besluta. Ingen åtgärd är angiven.",
            "#ekonomi",
        ),
        ("Kandidat till utvecklingsmål: Läsande elever", "Har inte nått upp vid 3 mätningar i rad.", "#kandidater"),
    ]
    (reconsider,) = blocks(page(view, "bun"), "att-omprova", Bullets)
    assert [(lead, link) for lead, _, link in reconsider.items] == [("Se över skolskjutsen", "#yttre")]
    work = blocks(page(view, "bun"), "inre", Paragraph)[0].text
    assert work.startswith("Av 3 aktiviteter och uppdrag som skulle vara klara är 2 genomförda")
    assert work.endswith("Inre effektivitet: arbetssätten behöver förändras.")
    (money,) = blocks(page(view, "bun"), "ekonomi", Bullets)
    assert "4,5\u00a0mnkr dyrare än budget" in dict(i[:2] for i in money.items)["Kostnad"]


def test_what_stands_open_is_on_the_page_and_what_is_folded_is_a_click_away_and_in_the_appendix(
    view: ReportView, folder: Path
) -> None:
    method = next(s for s in page(view, "bun").sections if s.id == "metod")
    assert (method.open, bool(method.folded)) == ([], True)
    text = (folder / "bun.html").read_text(encoding="utf-8")
    assert '<details><summary><h2 id="metod">' in text
    paper = said(folder / "bun.pdf")
    assert paper.index("Att besluta") < paper.index("Bilaga: siffror och underlag") < paper.index("Trösklar och metod")


def test_an_indicator_is_shown_with_all_that_is_asked_for(view: ReportView) -> None:
    (table,) = (
        t for t in blocks(page(view, "bun"), "mal-lasa", ShownTable) if t.caption == "Indikatorer och målvärden"
    )
    row = dict(zip([c.title for c in table.columns], table.rows[0], strict=True))
    assert {name: cell.text for name, cell in row.items()} == {
        "Indikator": "Läsande elever", "Utfall": "90,0", "Året före": "85,0", "Mål 2024": "90,0", "Bedömning": "Uppfyllt",
        "Mot mål": "på målet", "Trend": "– för kort serie", "Mål 2026": "94,0", "Liknande kommuner": "76,8",
    }  # fmt: skip
    assert row["Liknande kommuner"].note == "plats 1 av 8"
    assert row["Utfall"].lineage
    assert [c.title for c in blocks(page(view, "bun"), "mal-lasa", Card)] == ["Läsande elever"]


def test_the_newest_value_of_others_stands_in_the_picture_of_similar_municipalities(view: ReportView) -> None:
    (card,) = blocks(page(view, "bun"), "mal-lasa", Card)
    (similar,) = card.more_pictures
    assert similar.description.startswith("Värden i procent: Prov 90,0; Ort 99")
    assert similar.svg.count("<rect") == 8
    assert card.pictures[0].description.startswith(
        "2022 var värdet 84,0\u00a0procent, 2024 90,0\u00a0procent. Mål: 90,0 för 2024"
    )


def test_what_is_proposed_for_reconsideration_is_named(view: ReportView) -> None:
    tables = {t.caption: t for t in blocks(page(view, "bun"), "yttre", ShownTable)}
    assert [c.text for c in tables["Föreslås för omprövning"].rows[0]][:2] == ["Se över skolskjutsen", "Uppdrag"]
    (picture,) = blocks(page(view, "bun"), "yttre", Picture)
    assert "Pröva vad som görs: Alla lär sig läsa." in picture.description


def test_the_economy_shows_the_latest_month_and_the_missing_measure(view: ReportView) -> None:
    section = next(s for s in page(view, "bun").sections if s.id == "ekonomi")
    (table,) = (b for b in section.blocks if isinstance(b, ShownTable))
    assert [c.text for c in table.rows[0]][:3] == ["Skolnämnden", "Kostnad", "augusti 2024"]
    assert "Fullmäktige behöver besluta" in [c.text for c in table.rows[0]]
    assert any(getattr(b, "text", "") == "En åtgärd väntas men saknas: Skolnämnden." for b in section.blocks)
    (picture,) = (b for b in section.blocks if isinstance(b, Picture))
    assert "Utfall till och med augusti: 83,2" in picture.description


def test_forecasts_are_scored_in_sum_and_one_by_one(view: ReportView) -> None:
    tables = {t.caption: t for t in blocks(page(view, "bun"), "prognoser", ShownTable)}
    assert [c.text for c in tables["Prognosernas träffsäkerhet"].rows[0]] == [
        "Skolnämnden", "År 2024", "Enhetens", "1", "100\u00a0%", "+0,06", "0,06",
    ]  # fmt: skip
    assert [c.text for c in tables["Varje prognos mot utfallet"].rows[0]][:2] == ["Läsande elever", "Totalt"]


def test_god_ekonomisk_hushallning_is_the_councils_with_its_own_judgement_beside(view: ReportView) -> None:
    tables = {t.caption: [c.text for c in t.rows[0]] for t in blocks(page(view, "council"), "hushallning", ShownTable)}
    assert tables == {
        "Finansiella mål och mål för verksamheten": [
            "Alla tillsammans", "Finansiella mål", "Delvis uppfyllt", "1", "0", "1", "0", "100\u00a0%", "0,50",
        ],
        "Balanskravet: årets resultat enligt helårsprognosen": [
            "Resultat", "Uppfyllt", "5\u00a0000\u00a0000", "2\u00a0000\u00a0000", "3\u00a0000\u00a0000 sämre", "60,0 %\u00a0sämre",
        ],
        "Avvikelser från ramen, per nämnd": [
            "Skolnämnden", "Kostnad", "120\u00a0000\u00a0000", "124\u00a0500\u00a0000", "4\u00a0500\u00a0000 sämre", "3,8 %\u00a0sämre",
            "Fullmäktige behöver besluta",
        ],
    }  # fmt: skip
    own = [(o.heading, o.status, o.text) for o in blocks(page(view, "council"), "hushallning", OwnWords)]
    assert own == [
        ("Fullmäktiges egen bedömning", "met", "Målen nås på sikt."),
        ("Vägen mot visionen", "", "Ett steg närmare."),
    ]
    assert not blocks(page(view, "bun"), "hushallning", ShownTable)


def test_sick_leave_stands_as_it_is_measured_with_the_year_before(view: ReportView) -> None:
    (table,) = blocks(page(view, "bun"), "personal", ShownTable)
    assert [c.text for c in table.rows[0]] == [
        "Skolnämnden", "Totalt", "2024-12", "100", "90,0", "6,1\u00a0%", "5,5\u00a0%",
    ]  # fmt: skip


def test_a_candidate_is_told_with_its_years(view: ReportView) -> None:
    tables = {t.caption: t for t in blocks(page(view, "bun"), "kandidater", ShownTable)}
    assert [c.text for c in tables["Bristerna år för år"].rows[1]] == [
        "Läsande elever", "Totalt", "2023", "85,0", "procent", "90,0", "Ej uppfyllt", "20", "målet inte nått",
    ]  # fmt: skip
    assert len(tables["Bristerna år för år"].rows) == 3


def test_no_word_of_the_tables_own_code_is_left_on_a_page(folder: Path) -> None:
    coded = re.compile(r"\b[a-z]+_[a-z_]+\b")
    for path in folder.glob("*.html"):
        if not path.name.startswith("trace-"):
            text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert coded.findall(text) == [], path.name


def test_every_number_of_every_table_leads_to_its_way(view: ReportView) -> None:
    for made in contents(view).values():
        for section in made.sections:
            for table in (b for b in section.blocks if isinstance(b, ShownTable)):
                for row in table.rows:
                    for cell, heading in zip(row, table.columns, strict=True):
                        assert cell.lineage or not heading.number, (made.name, table.caption, heading.title)


def test_what_cannot_be_judged_is_left_out_and_counted(tmp_path: Path) -> None:
    work = work_tables()
    nothing = {
        "due": 0,
        "carried_out": 0,
        "g": None,
        "right_way": 0,
        "r": None,
        "all_three": 0,
        "all_three_share": None,
    }
    unjudged = {**nothing, "judged": 0, "contributed": 0, "b": None, "status": "not_assessed", "short_of": None}
    row = {**work["inner_efficiency"][0], **unjudged, "unit_id": "skola", "level": "workplace"}
    work["inner_efficiency"].append(row)
    section = next(s for s in page(view_of(tmp_path, two_committees(), KNOWN, work), "bun").sections if s.id == "inre")
    first, second = (b for b in section.blocks if isinstance(b, ShownTable))
    assert [[c.text for c in r][:3] for r in first.rows] == [
        ["Skolnämnden", "Arbetssätten behöver förändras", "genomförande och bidrag"]
    ]
    assert [r[0].text for r in second.rows] == ["Alla lär sig läsa"]
    assert any(getattr(b, "text", "").startswith("1\u00a0enhet eller mål visas inte") for b in section.blocks)


def test_an_acknowledged_finding_is_told_as_such_and_withholds_nothing(tmp_path: Path) -> None:
    checks = [
        {"check_id": check, "subject": "matt", "severity": "error", "status": status, "n_checked": 3, "n_failed": 1,
         "message": message, "sample": None}
        for check, status, message in (
            ("value_in_scale", "failed", "Ett värde ligger utanför skalan."),
            ("level_shift", "acknowledged", "Nivån skiftar. Kvitterat 2025-01-10 av kvalitetschefen."),
        )
    ]  # fmt: skip
    view = view_of(tmp_path, two_committees(), KNOWN, {"checks": checks})
    section = next(s for s in page(view, "bun").sections if s.id == "kontroller")
    assert [getattr(b, "items", None) or getattr(b, "text", None) for b in section.blocks] == [
        [("Läsande elever", "Ett värde ligger utanför skalan. Indikatorn bedöms inte.", "")],
        "Kvitterat: någon svarar för fyndet, och indikatorn bedöms till dess kvitteringen går ut.",
        [("Läsande elever", "Nivån skiftar. Kvitterat 2025-01-10 av kvalitetschefen.", "")],
    ]


def test_what_changed_since_the_report_before_is_told_with_its_one_cause(tmp_path: Path) -> None:
    sides: list[Side] = []
    for name, value in (("a", 80.0), ("b", 95.0)):
        known = datetime(2026, 1, 1) if name == "a" else datetime(2026, 2, 1)
        home = published(tmp_path / name, two_committees(), cells({2024: value}), REPORT, known)
        sides.append(open_side(home, f"prov/{REPORT}"))
    tables = {name: pl.read_parquet(sides[1].folder / "tables" / f"{name}.parquet") for name in published_tables()}
    changes = build_diff_view(compare_reports(*sides))
    view = build_report_view(
        sides[1].definitions, REPORT, {**tables, "year_value": from_rows("year_value", [])}, sides[1].as_of, changes
    )
    (table,) = (t for t in blocks(page(view, "bun"), "andrat", ShownTable) if t.sheet)
    assert [c.text for c in table.rows[0]] == [
        "Läsande elever", "Delvis uppfyllt", "Uppfyllt", "Reviderat värde",
        "Värdet för 2024 var 80,0 och är 95,0, känt 2026-02-01.",
    ]  # fmt: skip
    assert blocks(page(view, "bun"), "sedan-sist", Paragraph)[0].text == (
        "Det enda målvärdet har fått en annan bedömning sedan År 2024."
    )
    (new,) = blocks(page(view, "bun"), "sedan-sist", Bullets)
    assert new.items[0] == (
        "Läsande elever, Skolnämnden",
        "Från delvis uppfyllt till uppfyllt. Värdet för 2024 var 80,0 och är 95,0, känt 2026-02-01.",
        "#andrat",
    )
    assert not blocks(page(view, "son"), "andrat", ShownTable)
    assert any("styrtal diff prov/2024-12" in b.text for b in blocks(page(view, "son"), "andrat", Paragraph))


def test_a_lower_unit_with_goals_has_a_page_and_one_without_has_none(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert {"boende.html", "uppsikt.html", "council.pdf", "bun.pdf", "bun.xlsx"} <= names
    assert not {"skola.html", "boende.pdf", "boende.xlsx"} & names


def test_a_committees_files_hold_nothing_of_anothers(folder: Path) -> None:
    own = {
        "bun": ["Alla lär sig läsa", "Läsande elever", "Se över skolskjutsen", "Läsombud", "Attest av fakturor"],
        "son": ["Trygga boenden", "Nöjda boende", "Lindgården"],
    }
    council = said(folder / "council.html")
    for name, mine in own.items():
        for path in sorted(folder.glob(f"{name}.*")):
            text = said(path)
            theirs = [word for other, words in own.items() if other != name for word in words]
            assert [word for word in theirs if word in text and word not in council] == [], path.name
            assert [word for word in mine if word not in text] == [], path.name
    for path in folder.glob("boende.*"):
        assert not any(word in said(path) for word in own["bun"])
    assert len(list(folder.glob("bun.*"))) == 3


def test_the_lineage_of_anothers_figures_is_not_in_a_committees_files(view: ReportView, folder: Path) -> None:
    figures = {row["unit_id"]: row["lineage_id"] for row in view.rows(FulfilmentRow)}
    for path in (folder / "bun.html", folder / "bun.xlsx"):
        assert figures["bun"] in said(path)
        assert figures["boende"] not in said(path)


def test_every_page_leads_to_the_statement_of_accessibility_which_says_whom_to_tell(
    view: ReportView, folder: Path, tmp_path: Path
) -> None:
    pages = [path for path in folder.glob("*.html") if not path.name.startswith("trace-")]
    assert all('href="tillganglighet.html"' in path.read_text(encoding="utf-8") for path in pages)
    assert "Vart du hör av dig om brister är inte angett ännu." in said(folder / "tillganglighet.html")
    content = two_committees()
    content["municipality"]["accessibility_contact"] = "skriv till kontakt@exempel.se"
    told = contents(view_of(tmp_path, content, KNOWN, {}))["tillganglighet"]
    (first, *_) = next(s for s in told.sections if s.id == "kontakt").blocks
    assert first == Paragraph(
        "Hittar du något som inte fungerar, eller behöver du innehållet på annat sätt: skriv till kontakt@exempel.se."
    )


def test_a_figure_leads_to_its_way_where_the_page_has_one(view: ReportView) -> None:
    names = {"view": view, "profile": view.definitions.model.municipality, "accessibility": "tillganglighet"}
    template = page_templates(names["profile"]).get_template("page.html", globals=names)
    text = template.render(
        page=page(view, "bun"), files=True, others=[], traced=lambda figure: f"trace-bun.html#{figure}"
    )
    (lineage,) = {row["lineage_id"] for row in view.rows(FulfilmentRow) if row["unit_id"] == "bun"}
    link = f'<a class="figure" href="trace-bun.html#{lineage}" aria-label="90,0, så kom siffran till">90,0</a>'
    assert link in text
    # A row's other numbers of the same origin have no link of their own.
    rows = [row for row in text.split("<tr") if link in row]
    assert rows
    assert all(row.count(f'href="trace-bun.html#{lineage}"') == 1 for row in rows)
    assert "data-lineage" not in text


def test_no_row_of_any_page_has_two_links_to_one_origin_and_every_figure_has_one(folder: Path) -> None:
    pages = [path for path in folder.glob("*.html") if not path.name.startswith("trace-")]
    found = 0
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "data-lineage" not in text, path.name
        for row in re.findall(r"<tr role=\"row\">.*?</tr>", text, re.DOTALL):
            led = re.findall(r'<a class="figure" href="([^"]*)"', row)
            assert len(led) == len({*led}), (path.name, row)
            found += len(led)
        assert len(re.findall(r'<a class="figure" [^>]*aria-label="[^"]*, så kom siffran till"', text)) == text.count(
            'class="figure"'
        )
    assert found > 20


def test_the_same_report_has_the_same_bytes(view: ReportView, folder: Path, tmp_path: Path) -> None:
    again = write_all(view, tmp_path / "igen")
    digests = [
        {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(where.iterdir())}
        for where in (folder, again)
    ]
    assert digests[0] == digests[1]
    assert len(digests[0]) == 28


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def hostile(tmp_path: Path) -> Path:
    content = two_committees()
    content["units"][2]["title"] = EVIL
    content["goals"][0]["title"] = f'"><img src=x onerror=alert(1)>{FORMULA}'
    content["indicators"][0]["title"] = FORMULA
    content["judgements"] = [
        {
            "report": REPORT,
            "unit": "bun",
            "goal": "lasa",
            "status": "partly",
            "motivation": FORMULA,
            "by": EVIL,
            "date": "2025-01-15",
        }
    ]
    content["comments"] = [
        {"report": REPORT, "unit": "bun", "goal": "lasa", "text": FORMULA, "by": EVIL, "date": "2025-01-15"}
    ]
    work = work_tables()
    work["activities"][0]["title"] = f"{FORMULA}#let x = 1 *fet* </svg>"
    return write_all(view_of(tmp_path, content, KNOWN, work), tmp_path / "ut")


def test_nothing_that_is_written_can_become_markup_or_a_formula(tmp_path: Path) -> None:
    folder = hostile(tmp_path)
    for path in folder.glob("*.html"):
        tags = Tags()
        tags.feed(path.read_text(encoding="utf-8"))
        assert [tag for tag, _ in tags.found].count("script") == (path.name == "index.html"), path.name
        assert not [tag for tag, attrs in tags.found if tag == "img" or any(name.startswith("on") for name in attrs)]
        assert not [tag for tag, attrs in tags.found if "style" in attrs]
    text = (folder / "bun.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "=HYPERLINK(" in text
    for path in folder.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        assert not [c for c in cells if c.hyperlink and c.hyperlink.target]
        with ZipFile(path) as parts:
            assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    assert FORMULA in {
        cell.value for line in openpyxl.load_workbook(folder / "bun.xlsx")["Aktiviteter"].iter_rows() for cell in line
    } | {cell.value for line in openpyxl.load_workbook(folder / "bun.xlsx")["Indikatorer"].iter_rows() for cell in line}
    assert "<script>alert(1)</script>" in said(folder / "bun.pdf").replace("- ", "")


def test_a_units_own_words_stand_beside_and_are_marked_as_theirs(tmp_path: Path) -> None:
    text = (hostile(tmp_path) / "bun.html").read_text(encoding="utf-8")
    assert "egen bedömning: Delvis uppfyllt." in text
    assert "Kommentar av &lt;script&gt;" in text


def test_a_workbooks_tables_are_called_by_their_sheets_days_are_dates_and_wide_sheets_print_on_larger_paper(
    folder: Path,
) -> None:
    book = openpyxl.load_workbook(folder / "bun.xlsx")
    assert [*book["Indikatorer"].tables] == ["tblIndikatorer"]
    assert [*book["Inre effektivitet"].tables] == ["tblInreEffektivitet"]
    days = [cell for row in book["Intern kontroll"].iter_rows() for cell in row if cell.is_date]
    assert [(cell.value, cell.number_format) for cell in days] == [(datetime(2024, 6, 3), "yyyy-mm-dd")]
    # Thirty columns lie on several pages of A3 beside each other, the first column on each; a narrow sheet on one of A4.
    wide, narrow = book["Indikatorer"], book["Personal"]
    assert (wide.page_setup.paperSize, wide.print_title_cols) == (8, "$A:$A")
    assert wide.page_setup.fitToWidth > 1
    assert (narrow.page_setup.paperSize, narrow.print_title_rows) == (9, "$1:$1")
    assert [each.title for each in book.chartsheets] == ["Diagram"]


def test_a_workbook_explains_itself_and_holds_numbers(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "bun.xlsx")
    assert book.sheetnames == [
        "Läs mig", "Mål", "Indikatorer", "Jämförelse", "Historik", "Träffsäkerhet", "Prognoser", "Uppdrag", "Aktiviteter",
        "Inre effektivitet", "Inre per mål", "Yttre effektivitet", "Yttre per mål", "Att ompröva", "Fyra fält",
        "Effektivisering", "Kvalitet och resurser", "Ekonomi", "Personal", "Intern kontroll", "Kandidater",
        "Brister år för år", "Enheter", "Diagram",
    ]  # fmt: skip
    listed = {cell.value for cell in book["Läs mig"]["A"]}
    assert set(book.sheetnames[1:-1]) <= listed
    assert {"Uppfyllt", "Delvis uppfyllt", "Ej uppfyllt", "Ej bedömd", "Spårnummer"} <= listed
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2", sheet.title
        assert len(sheet.tables) == 1
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None
        assert [c.name for c in table.tableColumns] == [c.value for c in sheet[1]]
    economy = {c.value: book["Ekonomi"].cell(2, c.column) for c in book["Ekonomi"][1]}
    assert economy["Avvikelse"].value == -4_500_000
    assert economy["Avvikelse"].number_format == '#,##0" bättre";#,##0" sämre";"0"'
    assert book["Mål"].conditional_formatting


def test_two_pages_of_one_name_are_refused(tmp_path: Path) -> None:
    content = two_committees()
    content["units"][1]["id"] = "council"
    view = view_of(tmp_path, content, KNOWN, {})
    with pytest.raises(DefinitionError, match=r"units.yaml council: två sidor skulle heta council\.html"):
        contents(view)


def test_a_break_or_a_gap_is_not_drawn_across() -> None:
    years = [Year(y, 80.0 + y % 3) for y in (2014, 2015, 2017, 2018, 2019)]
    drawn = history("Mått", "procent", 1, years, [], "liknande kommuner", [2019])
    assert drawn is not None
    assert drawn.svg.count('stroke-width="2.5"') == 2 + 1, "two runs of more than a year, and the key"
    assert drawn.svg.count("<circle") == 5 + 1
    assert "brott" in drawn.svg
    assert history("Mått", "procent", 1, years[:1], [], "liknande kommuner") is None


def test_pictures_say_in_words_what_they_show() -> None:
    drawn = statuses(
        "Målvärden",
        [("Målgrupp", {"met": 2, "partly": 0, "not_met": 1, "not_assessed": 0}), ("Tom", {"met": 0})],
        STATUS,
    )
    assert drawn is not None
    assert drawn.description == "Målgrupp: 2 uppfyllt, 1 ej uppfyllt."
    assert 'role="img"' in drawn.svg
    assert "<title>Målvärden</title><desc>Målgrupp: 2 uppfyllt, 1 ej uppfyllt.</desc>" in drawn.svg
    assert statuses("Målvärden", [("Tom", {"met": 0})], STATUS) is None


def test_the_paper_is_tagged_with_title_language_and_alternatives(folder: Path) -> None:
    reader = pypdf.PdfReader(folder / "bun.pdf")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert str(root["/Lang"]).startswith("sv")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Skolnämnden: verksamhetsberättelse 2024 · Prov · År 2024"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    found: list[tuple[str, Any]] = []
    walk(root["/StructTreeRoot"], found)
    tags = [tag for tag, _ in found]
    assert tags.count("/H1") == 1
    assert {"/H2", "/H3", "/H4", "/Table", "/TH", "/TD", "/TR", "/Caption", "/L", "/Figure"} <= set(tags)
    figures = [node.get("/Alt") for tag, node in found if tag == "/Figure"]
    assert figures
    assert all(figures)
    assert any("Prov 90,0" in str(alt) for alt in figures)
    assert any(
        "/Headers" in str(node.get("/A")) or "/Column" in str(node.get("/A")) for tag, node in found if tag == "/TH"
    )


def walk(node: Any, found: list[tuple[str, Any]]) -> None:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            walk(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((str(node["/S"]), node))
        if "/K" in node:
            walk(node["/K"], found)


def test_a_number_has_a_word_in_place_of_a_sign_that_a_direction_would_turn() -> None:
    assert [against_target(gap, 1, interval=False).text for gap in (0.1, -2.0, 0.0, None)] == [
        "0,1 bättre", "2,0 sämre", "på målet", "–",
    ]  # fmt: skip
    assert [against_target(gap, 0, interval=True).text for gap in (2.0, 0.0, -2.0)] == ["inom", "inom", "2 utanför"]


def test_what_is_foretold_is_called_so_and_others_values_say_their_year(tmp_path: Path) -> None:
    content = two_committees()
    content["indicators"][0]["lag"] = 1
    content["indicators"][1]["lag"] = 1
    content["plans"] = [plan(2025, [{"goal": "lasa", "indicator": "matt", "year1": 90, "year3": 94}])]
    told = {"indicator": "matt", "unit": "bun", "value": 92, "report": "2025-08"}
    told |= {"by": "Rektor", "date": datetime(2025, 9, 1).date(), "reason": "Fler läser."}
    (tmp_path / "a").mkdir()
    old = view_of(tmp_path / "a", content, KNOWN, {}, "2025-08")
    (tmp_path / "b").mkdir()
    foretold = view_of(tmp_path / "b", {**content, "forecasts": [told]}, KNOWN, {}, "2025-08")
    for view, heading, note, others in (
        (old, "Utfall", "utfall 2024", "plats 1 av 8"),
        (foretold, "Prognos", "prognos 2025", "2024, plats 1 av 8"),
    ):
        (table,) = (t for t in blocks(page(view, "bun"), "mal-lasa", ShownTable) if t.caption.startswith("Indikatorer"))
        row = dict(zip([c.title for c in table.columns], table.rows[0], strict=True))
        assert row[heading].note.startswith(note)
        assert row["Liknande kommuner"].note == others
        (card,) = blocks(page(view, "bun"), "mal-lasa", Card)
        assert card.more_pictures[-1].title == "Läsande elever: liknande kommuner 2024"


def test_no_single_word_stands_for_a_unit_while_not_everything_is_assessed(tmp_path: Path) -> None:
    by = {"by": "Nämnden", "date": datetime(2025, 1, 20).date()}
    content = two_committees(
        judgements=[
            {"report": REPORT, "unit": "bun", "status": "met", "motivation": "Det går bra.", **by},
            {"report": REPORT, "unit": "son", "status": "not_met", "motivation": "Vi ser brister.", **by},
        ]
    )
    content["goals"][0]["indicators"].append("vard")
    content["plans"][0]["targets"].append({"goal": "lasa", "indicator": "vard", "year1": 70})
    lacking = [cell for cell in KNOWN if cell not in values("N99001")]
    view = view_of(tmp_path, content, lacking, work_tables())
    bun, son = (next(p for p in view.pages if p.unit.id == name) for name in ("bun", "son"))
    assert (bun.status["coverage"], son.status["coverage"]) == (0.5, 1.0)
    marks = {name: blocks(page(view, name), "i-korthet", Tiles)[0].items[0].status for name in ("bun", "son")}
    assert marks == {"bun": "", "son": "partly"}
    assert [(o.status, o.differs) for o in blocks(page(view, "bun"), "i-korthet", OwnWords)] == [
        ("met", "Någon samlad bedömning visas inte, eftersom allt inte är bedömt."),
    ]
    assert [(o.status, o.differs) for o in blocks(page(view, "son"), "i-korthet", OwnWords)] == [
        ("not_met", "Den skiljer sig från den beräknade: delvis uppfyllt."),
    ]
    (table,) = blocks(page(view, "council"), "enheter", ShownTable)
    shown = {
        row[0].text: dict(zip([c.title for c in table.columns], (c.text for c in row), strict=True))
        for row in table.rows
    }
    assert [shown["Skolnämnden"][k] for k in ("Bedömning", "Egen bedömning", "Ekonomi, helår", "Intern kontroll")] == [
        "Allt är inte bedömt", "Uppfyllt", "4,5\u00a0mnkr sämre", "1 anmärkning",
    ]  # fmt: skip
    assert shown["Vårdnämnden"]["Bedömning"] == "Delvis uppfyllt"
    assert "allt är inte bedömt för 1" in blocks(page(view, "uppsikt"), "i-korthet", Paragraph)[0].text


def test_the_whole_municipality_is_not_called_the_council_and_the_fields_are_another_test(
    view: ReportView, folder: Path
) -> None:
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "Kommunen totalt" in index
    assert any(
        "föreslås för omprövning bygger i stället" in b.text for b in blocks(page(view, "bun"), "yttre", Paragraph)
    )


def test_a_months_follow_up_shows_its_outcome_and_the_latest_forecast_by_its_month(tmp_path: Path) -> None:
    million = 1_000_000
    forecasts = [{"month": 2, "amount": 121 * million}, {"month": 4, "amount": 124 * million, "measure": "Vi väntar."}]
    outcomes = [{"month": month, "amount": 10 * million} for month in range(1, 6)]
    money = {
        "unit": "bun", "year": 2024, "kind": "cost", "amount": 120 * million, "forecasts": forecasts, "outcomes": outcomes,
    }  # fmt: skip
    view = view_of(tmp_path, two_committees(budgets=[money]), KNOWN, {}, report="2024-05")
    assert view.title == "Ekonomisk månadsuppföljning maj 2024"
    pages = contents(view)
    # Neither goals nor the executive's supervision, and no page below the committees.
    assert [(name, [s.id for s in page.sections]) for name, page in pages.items()] == [
        *((name, ["ekonomi"]) for name in ("council", "ks", "bun", "son")),
        ("tillganglighet", ["hur-tillgangliga", "kanda-brister", "hur-de-provas", "kontakt"]),
    ]
    booked, foretold = (b for b in pages["bun"].sections[0].blocks if isinstance(b, ShownTable))
    assert [cell.text.replace("\u00a0", " ") for cell in booked.rows[0]] == [
        "Skolnämnden",
        "Kostnad",
        "maj 2024",
        "120 000 000",
        "50 000 000",
        "50 000 000",
    ]
    assert [cell.text.replace("\u00a0", " ") for cell in foretold.rows[0]] == [
        "Skolnämnden", "Kostnad", "april 2024", "124 000 000", "3 000 000 högre", "februari 2024", "4 000 000 sämre", "3,3 % sämre",
        "Fullmäktige behöver besluta", "Vi väntar.",
    ]  # fmt: skip
    assert [b.text for b in pages["son"].sections[0].blocks if isinstance(b, Paragraph)] == [
        "Varken budget, utfall eller prognos finns för enheten."
    ]
    folder = write_all(view, tmp_path / "ut")
    assert "4,0 mnkr sämre" in said(folder / "index.html").replace("\u00a0", " ")
    assert "prognos efter april" in said(folder / "index.html")
    assert "Läsande elever" not in "".join(
        said(path) for path in folder.iterdir() if path.suffix in {".html", ".xlsx", ".pdf"}
    )
    assert len(pypdf.PdfReader(folder / "bun.pdf").pages) == 1


@pytest.mark.parametrize(
    ("n_booked", "told"),
    [
        (4, "Inget utfall finns för maj 2024. Det senaste är till och med april."),
        (0, "Inget utfall finns för maj 2024."),
        (5, ""),
    ],
)
def test_a_months_follow_up_says_that_nothing_is_booked_of_its_month(tmp_path: Path, n_booked: int, told: str) -> None:
    outcomes = [{"month": month, "amount": 10_000_000} for month in range(1, n_booked + 1)]
    money = {"unit": "bun", "year": 2024, "kind": "cost", "amount": 120_000_000, "outcomes": outcomes}
    view = view_of(tmp_path, two_committees(budgets=[money]), KNOWN, {}, report="2024-05")
    texts = [b.text for b in contents(view)["bun"].sections[0].blocks if isinstance(b, Paragraph)]
    assert [text for text in texts if text.startswith("Inget utfall")] == ([told] if told else [])
    index = said(write_all(view, tmp_path / "ut") / "index.html")
    assert (told in index) if told else ("Inget utfall" not in index)


def test_a_months_overview_without_any_money_says_so(tmp_path: Path) -> None:
    view = view_of(tmp_path, two_committees(), KNOWN, {}, report="2024-05")
    index = said(write_all(view, tmp_path / "ut") / "index.html")
    assert "Varken budget, utfall eller prognos finns för enheten." in index


def test_a_measure_of_a_school_year_never_says_a_bare_year(tmp_path: Path) -> None:
    content = two_committees()
    content["indicators"][0]["measured"] = {"kind": "school_year"}
    view = view_of(tmp_path, content, KNOWN, {})
    (card,) = blocks(page(view, "bun"), "mal-lasa", Card)
    over_time, similar = *card.pictures, *card.more_pictures
    assert re.findall(r">([^<>]*\d{4}[^<>]*)</text>", over_time.svg) == ["2021/22", "2023/24", "2025/26"]
    assert over_time.description.replace("\u00a0", " ").startswith(
        "2021/22 var värdet 84,0 procent, 2023/24 90,0 procent. Mål: 90,0 för 2023/24 och 94,0 för 2025/26. "
        "Liknande kommuner 2023/24: median"
    )
    assert similar.title == "Läsande elever: liknande kommuner 2023/24"
    told = " ".join([*card.sentences, *card.more])
    assert "Utfallet för läsåret 2023/24 är 90,0" in told
    assert "Målet för läsåret 2023/24 är minst 90,0" in told
    assert not re.findall(r"\d{4}(?![\d/])", told)
    folder = write_all(view, tmp_path / "ut")
    history_sheet = openpyxl.load_workbook(folder / "bun.xlsx")["Historik"]
    years = {
        (row[2].value, row[2].number_format)
        for row in history_sheet.iter_rows(min_row=2)
        if row[0].value == "Läsande elever"
    }
    assert years == {(year, f'"{year - 1}/{year - 2000}"') for year in (2022, 2023, 2024)}


def test_a_year_without_an_expected_wave_shows_the_last_value_with_its_year(tmp_path: Path) -> None:
    content = two_committees()
    content["indicators"][0] |= {"measured": {"kind": "occasion", "every": 2, "from": 2021}, "lag": 0}
    view = view_of(tmp_path, content, cells({2021: 84.0, 2023: 90.0}) + values("N99002"), {})
    (table,) = (t for t in blocks(page(view, "bun"), "mal-lasa", ShownTable) if t.caption.startswith("Indikatorer"))
    row = dict(zip([c.title for c in table.columns], table.rows[0], strict=True))
    assert (row["Utfall"].text, row["Utfall"].note) == ("90,0", "utfall 2023, slutligt")
    assert row["Bedömning"].note == "ingen ny mätning väntad"
    (card,) = blocks(page(view, "bun"), "mal-lasa", Card)
    assert (
        card.sentences[0]
        .replace("\u00a0", " ")
        .startswith(
            "Det senaste värdet, för 2023, är 90,0 procent. Ingen ny mätning är väntad 2024, så det bedöms inte."
        )
    )
    folder = write_all(view, tmp_path / "ut")
    for path in (folder / "bun.html", folder / "bun.xlsx", folder / "bun.pdf"):
        assert "ingen ny mätning väntad" in said(path), path
        assert "Värdet saknas" not in said(path), path


UNREAD = {"severity": "error", "status": "failed", "n_checked": 9, "n_failed": 1, "message": "", "sample": None}
LEDGER = {
    "id": "bok", "title": "Huvudboken", "kind": "ledger", "file": "bok.csv",
    "columns": {"unit_id": "Ansvar", "account": "Konto", "year": "År", "month": "Månad", "amount": "Belopp"},
}  # fmt: skip


def test_a_dash_for_what_a_fault_of_the_ledger_withholds_says_so(tmp_path: Path) -> None:
    budgets = [{"unit": unit, "year": 2024, "kind": "cost", "amount": 120} for unit in ("skola", "son")]
    budgets[0]["forecasts"] = [{"month": 8, "amount": 121}]
    booked = [
        {"unit_id": unit, "kind": "cost", "month": month, "amount": None if (unit, month) == ("skola", 8) else 10.0}
        for unit in ("skola", "son")
        for month in range(1, 9)
    ]
    content = two_committees(budgets=budgets, sources=[LEDGER])
    view = view_of(tmp_path, content, KNOWN, {}, "2024-08", {"booked": booked})
    shown = {}
    for name in ("council", "bun", "son"):
        (table,) = blocks(page(view, name), "ekonomi", ShownTable)
        at = [c.title for c in table.columns].index("Utfall hittills")
        shown |= {(name, row[0].text): (row[at - 2].text, row[at].text, row[at].note) for row in table.rows}
    withheld = "visas inte: rader i huvudboken går inte att läsa"
    assert shown["bun", "Bergskolan"] == shown["bun", "Skolnämnden"]
    assert shown["son", "Vårdnämnden"][1:] == ("80", "")
    assert shown["bun", "Skolnämnden"][1:] == ("–", withheld)
    # The whole has no forecast: the latest month with an outcome is shown, and that the next lacks.
    assert shown["council", "Kommunen totalt"][1:] == (
        "140", "visas inte från och med augusti: rader i huvudboken går inte att läsa"
    )  # fmt: skip
    folder = write_all(view, tmp_path / "ut")
    for path in (folder / "bun.html", folder / "bun.xlsx", folder / "bun.pdf"):
        assert withheld in said(path), path
    assert "går inte att läsa" not in said(folder / "son.html")


def test_a_year_that_has_ended_says_which_outcome_is_withheld(tmp_path: Path) -> None:
    budgets = [{"unit": unit, "year": 2024, "kind": "cost", "amount": 120} for unit in ("skola", "son")]
    booked = [
        {"unit_id": unit, "kind": "cost", "month": month, "amount": None if (unit, month) == ("skola", 12) else 10.0}
        for unit in ("skola", "son")
        for month in range(1, 13)
    ]
    view = view_of(tmp_path, two_committees(budgets=budgets, sources=[LEDGER]), KNOWN, {}, given={"booked": booked})
    said_of = {}
    for name in ("bun", "son"):
        (table,) = blocks(page(view, name), "ekonomi", ShownTable)
        at = [c.title for c in table.columns].index("Utfall för året")
        said_of |= {row[0].text: (row[at].text, row[at].note) for row in table.rows}
    assert said_of["Vårdnämnden"] == ("120", "")
    assert said_of["Skolnämnden"] == ("–", "visas inte från och med december: rader i huvudboken går inte att läsa")
    heads = {cell.note for cell in (money_in_short(view, "bun"), money_in_short(view, "son"))}
    assert heads == {"visas inte: rader i huvudboken går inte att läsa", "kostnad"}


def test_a_sum_says_on_which_frame_nothing_is_booked(tmp_path: Path) -> None:
    """Else a frame without an outcome is told as so much better than budget."""
    budgets = [{"unit": unit, "year": 2024, "kind": "cost", "amount": 120 * 10**6} for unit in ("bun", "son")]
    booked = [{"unit_id": "son", "kind": "cost", "month": month, "amount": 10.0 * 10**6} for month in range(1, 13)]

    def told(name: str, **changes: Any) -> tuple[str, str]:
        content = two_committees(**{"budgets": budgets, "sources": [LEDGER], **changes})
        view = view_of(tmp_path / name, content, KNOWN, {}, given={"booked": booked})
        council = page(view, "council")
        tile = next(t for ts in blocks(council, "i-korthet", Tiles) for t in ts.items if t.link == "#ekonomi")
        return tile.text, " ".join(b.text for b in blocks(council, "ekonomi", Paragraph))

    note, text = told("lacks")
    assert note == "utan utfall för Skolnämnden"
    assert (
        "Inget utfall är bokfört på Skolnämnden (kostnad, budget 120,0 mnkr). Budgeten där är med i summan, så summans utfall "
        "och avvikelse stämmer bara om det där är noll."
    ) in text.replace("\N{NO-BREAK SPACE}", " ")
    # What is booked on the frame's own unit or below it, or a part of a frame above that has an outcome, lacks nothing.
    school = {"unit": "skola", "year": 2024, "kind": "cost", "amount": 60 * 10**6}
    booked += [{**row, "unit_id": "bun"} for row in booked]
    assert "utan utfall" not in told("booked")[0]
    note, text = told("part", budgets=[*budgets, school])
    assert "utan utfall" not in note
    assert "Inget utfall" not in text


def test_months_that_the_ledger_lacks_are_told_and_not_drawn_over(tmp_path: Path) -> None:
    """Else the picture goes on flat over March, and every sum after it looks whole."""
    budgets = [{"unit": unit, "year": 2024, "kind": "cost", "amount": 120 * 10**6} for unit in ("bun", "son")]
    booked = [
        {"unit_id": unit, "kind": "cost", "month": month, "amount": 10.0 * 10**6}
        for unit in ("bun", "son")
        for month in (1, 2, 4, 5)
        if (unit, month) != ("son", 4)
    ]
    content = two_committees(budgets=budgets, sources=[LEDGER])
    view = view_of(tmp_path / "lacks", content, KNOWN, {}, "2024-05", given={"booked": booked})
    assert view.unbooked_months == [3]
    told = (
        "Huvudboken har inga rader för mars 2024, men för senare månader. Utfallet från och med mars är därför inte fullständigt, och "
        "ritas inte i bilden."
    )
    for name in ("council", "bun", "son"):
        assert told in [b.text for b in blocks(page(view, name), "ekonomi", Paragraph)]
    (table, *_) = blocks(page(view, "bun"), "ekonomi", ShownTable)
    at = [c.title for c in table.columns].index("Utfall hittills")
    assert (table.rows[0][at].text, table.rows[0][at].note) == (
        "40\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000",
        "utan mars, som huvudboken saknar",
    )
    (picture,) = blocks(page(view, "bun"), "ekonomi", Picture)
    assert [row[2].text for row in picture.numbers.rows][:5] == ["10,0", "20,0", "–", "–", "–"]

    whole = [{"unit_id": "bun", "kind": "cost", "month": month, "amount": 10.0 * 10**6} for month in range(1, 6)]
    view = view_of(tmp_path / "whole", content, KNOWN, {}, "2024-05", given={"booked": [*booked, *whole[2:3]]})
    assert view.unbooked_months == []
    # In the year's last report the outcome is the year's: what lacks is said beside it, wherever it is told in short.
    year = [{**row, "month": month} for row in whole[:1] for month in (1, 2, *range(4, 13))]
    view = view_of(tmp_path / "year", content, KNOWN, {}, given={"booked": year})
    assert money_in_short(view, "bun").note == "kostnad, utan mars, som huvudboken saknar"
    tile = next(t for ts in blocks(page(view, "bun"), "i-korthet", Tiles) for t in ts.items if t.link == "#ekonomi")
    assert tile.text == "utan utfall för mars"


def test_a_ledger_that_cannot_be_read_is_never_told_as_no_money(tmp_path: Path) -> None:
    content = two_committees(sources=[LEDGER])
    checks = [{**UNREAD, "check_id": "own_source_read", "subject": "bok"}]
    view = view_of(tmp_path, content, KNOWN, {"checks": checks}, "2024-05")
    assert [b.text for b in blocks(page(view, "bun"), "ekonomi", Paragraph)] == [
        "Varken budget, utfall eller prognos kan visas för enheten: rader i huvudboken går inte att läsa."
    ]


def test_a_measurement_that_cannot_be_read_is_not_told_as_unmeasured(tmp_path: Path) -> None:
    survey = {
        "id": "enkat", "title": "Skolornas enkät", "kind": "measurements", "file": "enkat.csv",
        "columns": {"unit_id": "Skola", "period": "År", "value": "Andel", "indicator_id": {"value": "matt"}},
    }  # fmt: skip
    other = {
        **survey,
        "id": "annan",
        "title": "En annan",
        "columns": {**survey["columns"], "indicator_id": {"value": "trivsel"}},
    }
    mine = own(id="matt", title="Läsande elever", aggregation="none")
    content = two_committees(sources=[survey, other])
    content["indicators"] = [mine, content["indicators"][1], {**mine, "id": "trivsel", "title": "Trivsel"}]
    checks = [{**UNREAD, "check_id": "own_source_read", "subject": name} for name in ("enkat", "annan")]
    for failed, why, told in (
        (checks, ": rader i Skolornas enkät går inte att läsa", True),
        ([{**each, "status": "passed"} for each in checks], "", False),
    ):
        view = view_of(tmp_path / str(told), content, KNOWN, {"checks": failed})
        (table,) = (t for t in blocks(page(view, "bun"), "mal-lasa", ShownTable) if t.caption.startswith("Indikatorer"))
        row = dict(zip([c.title for c in table.columns], table.rows[0], strict=True))
        assert row["Bedömning"].note.endswith(why)
        assert ("går inte att läsa" in row["Bedömning"].note) is told
        (card,) = blocks(page(view, "bun"), "mal-lasa", Card)
        sentence = "Rader i Skolornas enkät går inte att läsa, och det som saknas kan stå där."
        assert (sentence in " ".join(card.sentences)) is told


def test_a_heading_that_school_years_and_years_share_says_neither_and_each_row_its_own(tmp_path: Path) -> None:
    content = two_committees()
    content["indicators"][0]["measured"] = {"kind": "school_year"}
    content["goals"][0]["indicators"] = ["matt", "vard"]
    content["plans"][0]["targets"].append({"goal": "lasa", "indicator": "vard", "year1": 80, "year3": 84})

    def heads_and_notes(folder: Path) -> tuple[list[str], list[list[str]]]:
        (table,) = (
            t
            for t in blocks(page(view_of(folder, content, KNOWN, {}), "bun"), "mal-lasa", ShownTable)
            if t.caption.startswith("Indikatorer")
        )
        places = [i for i, each in enumerate(table.columns) if each.title.startswith("Mål")]
        return [table.columns[i].title for i in places], [[row[i].note for i in places] for row in table.rows]

    assert heads_and_notes(tmp_path / "a") == (["Mål", "Mål år 3"], [["2023/24", "2025/26"], ["2024", "2026"]])
    content["goals"][0]["indicators"] = ["matt"]
    del content["plans"][0]["targets"][-1]
    assert heads_and_notes(tmp_path / "b") == (["Mål 2023/24", "Mål 2025/26"], [["", ""]])


def test_differences_are_of_the_numbers_as_they_are_read(tmp_path: Path) -> None:
    values_of = {
        "T": {2023: 83.14, 2024: [90.36, *(83.14 + i for i in range(-7, 8))]},
        "K": {2024: 90.36},
        "M": {2024: 83.14},
    }
    known = [cell for gender, by_year in values_of.items() for cell in cells(by_year, gender=gender)]
    report = view_of(tmp_path, definition(), known, {})
    folder = write_all(report, tmp_path / "report")
    said = (folder / "bun.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    # 90,4 and 83,1, where 90.36 and 83.14 are 7.22 apart.
    assert "Sedan 2023 har värdet ökat med 7,3 procentenheter" in said
    assert "Kvinnors värde är 7,3 procentenheter högre än mäns." in said
    assert "7,2" not in said
    book = openpyxl.load_workbook(folder / "bun.xlsx")
    rows = [[cell.value for cell in row] for row in book["Indikatorer"].iter_rows()]
    told = next(row for row in rows if 90.36 in row)
    assert 7.3 in told
    assert not [value for value in told if isinstance(value, float) and round(value, 2) == 7.22]
