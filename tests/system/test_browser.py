"""The pages in a real browser: WCAG 2.1 AA by axe-core, keyboard, zoom, narrow screens, print, and no request at all."""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.report import REPORT, large_view, two_committees, values, view_of, work_tables, write_all
from tests.unit.test_planning import OPERATIONS
from tests.unit.test_planning import known as of_plan
from tests.unit.test_planning import planned as what_is_planned

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is absent: the pages cannot be tried in a browser")
PAGES = ["index", "council", "ks", "bun", "son", "boende", "uppsikt", "tillganglighet"]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = two_committees()
    content["judgements"] = [
        {"report": REPORT, "unit": "bun", "goal": "lasa", "status": "partly", "motivation": "Skillnaden är stor.", "by": "Ordföranden", "date": "2025-01-15"}
    ]  # fmt: skip
    known = values() + values("N99002")
    return write_all(
        view_of(tmp_path_factory.mktemp("v"), content, known, work_tables()), tmp_path_factory.mktemp("ut")
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    yield opened
    opened.close()


def address(folder: Path, name: str) -> str:
    return (folder / f"{name}.html").resolve().as_uri()


def sideways(tab: Any) -> int:
    """How many pixels the page scrolls sideways."""
    return tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("name", PAGES)
def test_no_violation_of_wcag_21_aa(folder: Path, tab: Any, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab.goto(address(folder, name))
    # As it comes, then with all that is folded, on a common screen, a phone and the narrowest that the law asks for.
    for width in (1280, 1280, 390, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(tab, options=WCAG).response
        assert found["passes"], "axe looked at nothing"
        assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found["violations"]] == []
        unfold(tab)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    view = view_of(tmp_path_factory.mktemp("p"), what_is_planned(), of_plan(), {}, OPERATIONS)
    return write_all(view, tmp_path_factory.mktemp("plan"))


@pytest.mark.parametrize("name", ["index", "council", "bun", "son"])
def test_what_plans_has_none_either_and_no_page_of_it_scrolls_sideways(planned: Path, tab: Any, name: str) -> None:
    test_no_violation_of_wcag_21_aa(planned, tab, name)
    tab.set_viewport_size({"width": 320, "height": 800})
    assert sideways(tab) == 0


def test_axe_would_find_a_violation(folder: Path, tab: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab.goto(address(folder, "bun"))
    tab.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img><p class=\"banner\">x</p>')")
    assert "image-alt" in {v["id"] for v in Axe().run(tab, options=WCAG).response["violations"]}


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_the_page_and_nothing_is_refused(folder: Path, tab: Any, name: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: told.append(message.text))
    tab.on("pageerror", lambda error: told.append(str(error)))
    tab.goto(address(folder, name))
    assert asked == [address(folder, name)]
    assert told == []
    assert tab.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") != "32px", "the style is in force"


def test_the_policy_refuses_what_is_not_ours(folder: Path, tab: Any) -> None:
    told: list[str] = []
    tab.on("console", lambda message: told.append(message.text))
    tab.goto(address(folder, "bun"))
    tab.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.1:9/x.png\"><p style=\"color:red\">x</p>')"
    )
    tab.evaluate(
        "{const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)}"
    )
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.ran") is None
    assert len([line for line in told if "Content Security Policy" in line]) >= 3


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 2), (1280, 4)])
def test_the_page_does_not_scroll_sideways(folder: Path, browser: Any, name: str, width: int, zoom: int) -> None:
    tab = browser.new_page(viewport={"width": width // zoom, "height": 600}, device_scale_factor=zoom)
    tab.goto(address(folder, name))
    assert sideways(tab) <= 0
    tab.close()


def unfold(tab: Any) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


@pytest.mark.parametrize("name", ["bun", "index"])
def test_everything_is_reached_by_the_keyboard_alone(folder: Path, tab: Any, name: str) -> None:
    tab.goto(address(folder, name))
    unfold(tab)
    wanted = tab.evaluate("document.querySelectorAll('a[href], input, summary, [tabindex=\"0\"]').length")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    seen = 1
    while True:
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body || document.activeElement.className === 'skip'"):
            break
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        seen += 1
        assert seen <= wanted, "the keyboard is caught"
    assert seen == wanted


WIDER = "each => each.scrollWidth > each.clientWidth + 1"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_table_is_cut_off_on_a_phone_or_a_common_screen(folder: Path, browser: Any, name: str, width: int) -> None:
    """On a phone the rows become cards."""
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto(address(folder, name))
    unfold(tab)
    cut = f"Array.from(document.querySelectorAll('.scroll')).filter({WIDER}).map((each) => each.ariaLabel)"
    assert tab.evaluate(cut) == []
    tab.close()


def test_a_wide_table_scrolls_within_its_own_region(folder: Path, browser: Any) -> None:
    tab = browser.new_page(viewport={"width": 700, "height": 600})
    tab.goto(address(folder, "bun"))
    unfold(tab)
    tab.evaluate(f"Array.from(document.querySelectorAll('.scroll')).find({WIDER}).focus()")
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    # The page's own policy lets nothing be evaluated again and again within it.
    until = time.monotonic() + 10
    while not tab.evaluate("document.activeElement.scrollLeft > 0"):
        assert time.monotonic() < until
        time.sleep(0.05)
    tab.close()


def test_print_shows_all_and_hides_what_is_for_the_screen(folder: Path, tab: Any) -> None:
    tab.goto(address(folder, "bun"))
    tab.emulate_media(media="print")
    assert tab.locator("ul.links").is_hidden()
    assert tab.locator("#metod ~ p, .closed:has(#metod) p").first.is_visible(), "what is folded is printed too"
    assert tab.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    paper = tab.pdf(format="A4")
    assert paper.startswith(b"%PDF")


def test_tables_have_captions_and_headings_with_scope(folder: Path, tab: Any) -> None:
    tab.goto(address(folder, "bun"))
    assert tab.locator("table").count() > 10
    assert tab.locator("table:not(:has(caption))").count() == 0
    assert tab.locator("thead th:not([scope=col])").count() == 0
    assert tab.locator("tbody tr:not(:has(th[scope=row]))").count() == 0


def test_a_committee_is_read_in_six_screens_and_on_eight_pages(example_run: Path, tab: Any) -> None:
    report = example_run / "reports" / "example" / "2026-08"
    committees = [path for path in report.glob("*.html") if re.fullmatch(r"(?!trace-).*(namnden|styrelsen)", path.stem)]
    assert len(committees) == 5
    tab.set_viewport_size({"width": 1280, "height": 900})
    for page in committees:
        tab.goto(page.resolve().as_uri())
        assert tab.evaluate("document.documentElement.scrollHeight") <= 6 * 900, page.name
        unfold(tab)
        cut = "[...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth + 1)"
        assert tab.evaluate(f"{cut}.map((e) => e.getAttribute('aria-label'))") == [], page.name
        small = (
            "[...document.querySelectorAll('main small, main td')].map((e) => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert tab.evaluate(f"Math.min(...{small})") >= 8 * 96 / 72, page.name
        paper = [each.extract_text() for each in PdfReader(page.with_suffix(".pdf")).pages]
        assert next(n for n, text in enumerate(paper) if "Bilaga: siffror och underlag" in text) <= 8, page.name


@pytest.mark.slow
def test_the_overview_finds_by_typing_among_300_indicators_and_60_units(tmp_path: Path, browser: Any) -> None:
    folder = write_all(large_view(tmp_path), tmp_path / "ut")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address(folder, "index"))
    assert plain.locator("#traffar li").count() == 300 + 59 + 60
    assert plain.locator("#sokruta").is_hidden()
    assert plain.locator("#traffar a[href]").count() == 300 + 59 + 60
    tab = browser.new_page()
    tab.goto(address(folder, "index"))
    tab.fill("#sok", "SAK 299")
    assert tab.locator("#traffar li:visible").all_inner_texts()[0].startswith("Mått om sak 299")
    assert tab.locator("#antal").inner_text() == "1 träff"
    tab.fill("#sok", "finns inte")
    assert tab.locator("#antal").inner_text() == "Inget hittades. Pröva ett annat ord."
    tab.close()
