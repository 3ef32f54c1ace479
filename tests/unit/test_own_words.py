"""The municipality's own words for levels and kinds of goals: in every output, with the standard codes in the data."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.finished.explain import explain
from assets.finished.open_finished import open_side
from assets.followup.lineage_pages.page import titles
from assets.followup.pictures.over_time import budget as budget_picture
from assets.followup.setting.html import contents
from assets.own_files.unusable import tell_lacking
from models.definitions.colours import contrast
from models.definitions.own_words import OwnWords
from models.definitions.steering import Thresholds
from models.errors import DefinitionError
from models.words import at_a_glance, sentences
from models.words.judgements import GOAL_KIND, GOALS_OF_KIND
from models.words.own_names import glance_money, in_own_words, statuses_named, unit_level
from models.words.work import ESCALATION
from tests.report import DAY, values, view_of, write_all
from tests.small import cells, definition, measured, plan, published, rows, write
from tests.unit.test_kinds_of_targets import judged

WORDS = {
    "levels": {"committee": {"one": "Utskott", "many": "Utskotten"}},
    "own_levels": [
        {"id": "beredning", "one": "Fullmäktigeberedning", "many": "Fullmäktigeberedningar", "counts_as": "committee"}
    ],
    "goal_kinds": {"own_result": {"one": "Nämndmål", "many": "Nämndmålen"}},
}


def content(**changes: Any) -> dict[str, Any]:
    made = definition()
    units = [*made["units"], {"id": "framtid", "title": "Framtidsberedningen", "level": "committee", "parent": "kf",
                              "own_level": "beredning"}]  # fmt: skip
    demands = [{"of": "own_result", "parts": ["strategy"]}]
    municipality = {**made["municipality"], "words": WORDS, "demands": demands}
    return {**made, "units": units, "municipality": municipality, **changes}


def test_no_output_has_our_word_where_the_municipality_has_its_own(tmp_path: Path) -> None:
    view = view_of(tmp_path, content(), values(), {})
    folder = write_all(view, tmp_path / "report")
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    for own, where in (("Nämndmål", "bun.html"), ("Nämndmålen", "bun.html"), ("Nämndmål", "uppsikt.html"),
                       ("Utskott", "uppsikt.html"), ("Fullmäktigeberedning", "uppsikt.html"),
                       ("Utskotten, fullmäktigeberedningar", "index.html")):  # fmt: skip
        assert own in pages[where], (own, where)
    for name, text in pages.items():
        for ours in (GOAL_KIND["own_result"], GOALS_OF_KIND["own_result"]):
            assert ours not in text, (name, ours)
    book = openpyxl.load_workbook(folder / "bun.xlsx")
    cells = {str(cell.value) for row in book["Mål"].iter_rows() for cell in row}
    assert "Nämndmål" in cells
    assert GOAL_KIND["own_result"] not in cells


def test_projects_and_processes_are_units_of_own_levels_with_goals_work_and_money_within_their_time(
    tmp_path: Path,
) -> None:
    made = definition()
    levels = [
        {"id": "projekt", "one": "Projekt", "many": "Projekt", "counts_as": "department"},
        {"id": "process", "one": "Process", "many": "Processer", "counts_as": "administration"},
    ]
    project = {
        "level": "department",
        "own_level": "projekt",
        "parent": "bun",
        "valid_from": "2024-03-01",
        "valid_to": "2024-10-31",
    }
    units = [
        *made["units"],
        {"id": "lasstart", "title": "Lässtarten", **project},
        {"id": "ung", "title": "Ung i kommunen", "level": "administration", "own_level": "process", "parent": "ks"},
    ]
    goals = [
        {"id": "lasa", "kind": "own_result", "title": "Alla läser", "unit": "lasstart", "indicators": ["matt"]},
        # A process goes through what several committees do.
        {
            "id": "mal",
            "kind": "development_goal",
            "title": "Ett stöd",
            "unit": "ung",
            "with_units": ["skola", "ks"],
            "indicators": ["matt"],
        },
    ]
    money = {
        "unit": "lasstart",
        "year": 2024,
        "kind": "cost",
        "amount": 900_000,
        "forecasts": [{"month": 8, "amount": 950_000}],
    }
    activity = {
        "id": "cirkel", "title": "Läscirklar", "unit": "lasstart", "goals": ["lasa"], "responsible": "Projektledaren",
        "planned_start": "2024-03-01", "planned_end": "2024-06-30", "actual_end": "2024-06-20", "state": "done",
    }  # fmt: skip
    municipality = {**made["municipality"], "words": {"own_levels": levels}}
    of_all = {
        **made,
        "units": units,
        "goals": goals,
        "municipality": municipality,
        "budgets": [money],
        "activities": [activity],
        "plans": [],
    }
    view = view_of(tmp_path / "augusti", of_all, values(), {}, report="2024-08")
    pages = {page.unit.id: page for page in view.pages}
    assert {unit_level(view.words, pages[name].unit) for name in ("lasstart", "ung")} == {"Projekt", "Process"}
    said = {section.id for section in contents(view)["lasstart"].sections}
    assert {"ekonomi", "aktiviteter", "mal-lasa"} <= said
    assert any(goal.goal.id == "mal" for goal in pages["ung"].goals)
    # It ends with its time.
    later = view_of(tmp_path / "december", of_all, values(), {}, report="2024-12")
    assert {"ung"} == {page.unit.id for page in later.pages} & {"lasstart", "ung"}


def test_the_data_keeps_the_standard_codes(tmp_path: Path) -> None:
    view = view_of(tmp_path, content(), values(), {})
    levels = set(view.tables["level_status"].drop_nulls("unit_id")["level"])
    assert levels == {"council", "executive", "committee", "department"}
    assert view.tables["fulfilment"]["goal_kind"].to_list() == ["own_result"]


def test_the_profile_and_the_lineage_say_the_municipalitys_words(tmp_path: Path) -> None:
    read = read_definitions(write(tmp_path, content()))
    lacking = tell_lacking(read.model, DAY)
    assert any("Nämndmål" in line for line in lacking)
    assert titles(read)["committee"] == "Utskotten, fullmäktigeberedningar"
    assert titles(read)["department"] == "Avdelningar"


@pytest.mark.parametrize(
    ("own_level", "level", "wrong"),
    [
        ("okand", "committee", "enheten 'framtid' har nivån 'okand', som inte finns."),
        (
            "beredning",
            "department",
            "enheten 'framtid' har level 'department', men 'beredning' räknas som 'committee'.",
        ),
    ],
)
def test_an_own_level_that_is_not_there_or_counts_as_another_is_a_fault(
    tmp_path: Path, own_level: str, level: str, wrong: str
) -> None:
    made = content()
    made["units"][-1] |= {"own_level": own_level, "level": level}
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(tmp_path, made))
    assert [fault.wrong for fault in caught.value.faults] == [wrong]


BLUE, GREEN = "#00467a", "#1d5b2f"


def test_pages_papers_and_workbooks_have_the_municipalitys_colours(tmp_path: Path) -> None:
    made = content()
    made["municipality"] = {**made["municipality"], "colours": {"heading": BLUE, "link": GREEN}}
    folder = write_all(view_of(tmp_path / "own", made, values(), {}), tmp_path / "report")
    for name in ("index.html", "bun.html", "trace-bun.html"):
        page = (folder / name).read_text(encoding="utf-8")
        assert f"--link: {GREEN};" in page
        assert f"h1, h2, h3, h4 {{ color: {BLUE}; }}" in page
    # What the page may be styled by is its own style and no other.
    page = (folder / "bun.html").read_text(encoding="utf-8")
    style = page.split("<style>")[1].split("</style>")[0]
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{allowed}'" in page.replace("&#39;", "'")
    head = openpyxl.load_workbook(folder / "bun.xlsx")["Mål"]["A1"]
    assert head.font.color is not None
    assert head.font.color.rgb == f"FF{BLUE[1:].upper()}"
    assert (folder / "bun.pdf").read_bytes() != (
        write_all(view_of(tmp_path / "ours", content(), values(), {}), tmp_path / "plain") / "bun.pdf"
    ).read_bytes()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio == round(contrast(other, one), 2)


@pytest.mark.parametrize(
    ("colour", "wrong"),
    [
        # 4.54 against white, and 3.67 against a workbook's headings.
        ("#767676", "heading: #767676 syns för dåligt, kontrasten är 3,7 mot sidans grund och behöver vara minst 4,5"),
        ("blue", "'blue' har fel form"),
    ],
)
def test_a_colour_that_cannot_be_read_is_a_fault(tmp_path: Path, colour: str, wrong: str) -> None:
    made = content()
    made["municipality"] = {**made["municipality"], "colours": {"heading": colour}}
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(tmp_path, made))
    assert any(wrong in fault.wrong for fault in caught.value.faults), caught.value.faults


# Four steps of fulfilment (docs/measures.md §2, own steps).

STEPS = [
    {"id": "helt", "title": "Helt uppnått", "within": 0, "score": 1, "counts_as": "met"},
    {"id": "hog", "title": "I hög grad", "within": 0.5, "score": 0.75, "counts_as": "partly"},
    {"id": "viss", "title": "I viss grad", "within": 1, "score": 0.25, "counts_as": "partly"},
    {"id": "inte", "title": "Inte uppnått", "score": 0, "counts_as": "not_met"},
]


def in_steps(tolerance: float = 4, steps: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    made = definition(plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 90, "tolerance": tolerance}])])
    made["municipality"] = {**made["municipality"], "words": {"statuses": STEPS if steps is None else steps}}
    return made


@pytest.mark.parametrize(
    ("value", "tolerance", "step", "score", "status"),
    [
        (90.0, 4, "helt", 1.0, "met"),
        (89.9, 4, "hog", 0.75, "partly"),
        # Half of the tolerance of 4, to the last decimal.
        (88.0, 4, "hog", 0.75, "partly"),
        (87.9, 4, "viss", 0.25, "partly"),
        (86.0, 4, "viss", 0.25, "partly"),
        (85.9, 4, "inte", 0.0, "not_met"),
        # Without any tolerance there is nothing between.
        (90.0, 0, "helt", 1.0, "met"),
        (89.9, 0, "inte", 0.0, "not_met"),
    ],
)
def test_each_step_begins_at_its_limit_and_the_sums_use_the_standard_status(
    tmp_path: Path, value: float, tolerance: float, step: str, score: float, status: str
) -> None:
    row = judged(tmp_path, in_steps(tolerance), cells({2024: value}))
    assert (row["own_status"], row["own_score"], row["status"]) == (step, score, status)
    with measured(tmp_path / "goal", in_steps(tolerance), cells({2024: value})) as con:
        (goal,) = rows(con, "FROM goal_status WHERE unit_id IS NULL")
    assert goal["score"] == {"met": 1.0, "partly": 0.5, "not_met": 0.0}[status]


def test_what_is_not_assessed_has_no_step_and_neither_has_a_municipality_without_any(tmp_path: Path) -> None:
    row = judged(tmp_path / "none", in_steps(), [])
    assert (row["status"], row["own_status"], row["own_score"]) == ("not_assessed", None, None)
    row = judged(tmp_path / "standard", in_steps(steps=[]), cells({2024: 90.0}))
    assert (row["status"], row["own_status"]) == ("met", None)


def test_a_leaf_is_called_by_its_step_wherever_it_is_shown(tmp_path: Path) -> None:
    made = in_steps()
    folder = write_all(view_of(tmp_path / "view", made, cells({2024: 88.5}), {}), tmp_path / "report")
    page = (folder / "bun.html").read_text(encoding="utf-8")
    # The card, its row in the table, and what the method says of the step.
    assert len(re.findall("I hög grad(?! eller)", page)) == 3
    # What counts goals and units by the standard status is called by both steps that count as it.
    assert "”I hög grad eller i viss grad”" in page
    assert "uppfyllt" not in page.lower().replace("ej uppfyllda indikatorer", "")
    book = openpyxl.load_workbook(folder / "bun.xlsx")["Indikatorer"]
    titles_of = [cell.value for cell in book[1]]
    assert book.cell(2, titles_of.index("Bedömning") + 1).value == "I hög grad eller i viss grad"
    assert book.cell(2, titles_of.index("Egen bedömningsgrad, namn") + 1).value == "I hög grad"
    side = open_side(published(tmp_path / "told", made, cells({2024: 88.5})), "prov/2024-12")
    (found,) = explain(side, "matt", goal=None, unit=None, gender=None)
    assert next(step.text for step in found.steps if step.key == "status").endswith(": I hög grad.")


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        (STEPS[:3], "det sista steget, och bara det, saknar within"),
        ([STEPS[1], STEPS[0], *STEPS[2:]], "från det bästa till det sämsta"),
        (STEPS[1:], "ett steg har within 0"),
        ([STEPS[0], STEPS[1], STEPS[3]], "ett har within 1, hela toleransen"),
        ([*STEPS[:3], {**STEPS[3], "counts_as": "partly"}], "'inte' räknas som not_met med den gränsen, inte partly"),
        ([STEPS[0], {**STEPS[1], "score": 0.1}, *STEPS[2:]], "ett sämre steg kan inte ha högre score"),
        ([*STEPS[:3], {**STEPS[3], "id": "helt"}], "två steg har samma id"),
    ],
)
def test_steps_that_would_hold_leaves_of_two_standard_statuses_are_a_fault(
    tmp_path: Path, steps: list[dict[str, Any]], wrong: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(tmp_path, in_steps(steps=steps)))
    assert any(wrong in fault.wrong for fault in caught.value.faults), caught.value.faults


OWN = OwnWords.model_validate({"statuses": STEPS, "goal_statuses": {"not_assessed": "Okänt"}, "money": "tkr"})
MILLIONS = OwnWords.model_validate(
    {"money": "mnkr", "levels": {"council": {"one": "Stadsfullmäktige", "many": "Stadsfullmäktige"}}}
)
COUNTS: sentences.Counts = {"n_met": 1, "n_partly": 3, "n_not_met": 0, "n_not_assessed": 2}
NB = "\u00a0"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        # The standard status that two steps count as is called by both; what nobody has named, by the standard word.
        (statuses_named(OWN)["partly"], "I hög grad eller i viss grad"),
        (statuses_named(OWN)["no_judgement"], "Bedöms inte"),
        (statuses_named(MILLIONS)["met"], "Uppfyllt"),
        (sentences.status_counts(COUNTS, OWN), f"6{NB}målvärden: 1 ”Helt uppnått”, 3 ”I hög grad eller i viss grad” och 2 ”Okänt”."),
        (" ".join(at_a_glance.targets_met(1, 6, OWN)), "1 av 6 har ”Helt uppnått”"),
        (at_a_glance.targets_not_met(3, 0, 2, OWN), f"3{NB}i hög grad eller i viss grad och 2{NB}okänt"),
        # Rounded half up in the unit, and nothing where nothing is left.
        (at_a_glance.in_short(-1_049_499.99, OWN), f"1{NB}049{NB}tkr sämre"),
        (at_a_glance.in_short(-1_049_500, OWN), f"1{NB}050{NB}tkr sämre"),
        (at_a_glance.in_short(499, OWN), f"0{NB}tkr"),
        (at_a_glance.in_short(-1_050_000, MILLIONS), f"1,1{NB}mnkr sämre"),
        (
            sentences.budget_deviation("cost", 381_300_000, 372_000_000, words=OWN),
            f"Helårsprognosen är 381{NB}300{NB}tkr mot budgeten 372{NB}000{NB}tkr: 9{NB}300{NB}tkr dyrare än budget.",
        ),
        (
            sentences.budget_deviation("result", 2_040_000, 2_000_000, ended=True, words=MILLIONS),
            f"Årets utfall är 2,0{NB}mnkr mot budgeten 2,0{NB}mnkr: ingen avvikelse.",
        ),
        (in_own_words("Sämre än gränsen för {council_decides} beslut", MILLIONS), "Sämre än gränsen för stadsfullmäktiges beslut"),
        (in_own_words("{Committees} och {companies}", OwnWords.model_validate(WORDS)), "Utskotten och bolag"),
        (in_own_words("[{Council_whose} sida], [{Oversight}]"), "[Kommunfullmäktiges sida], [Kommunstyrelsens uppsikt]"),
        (in_own_words("Budget, {money}", OWN), "Budget, tkr"),
        (in_own_words(ESCALATION["committee"]), "Åtgärd väntas av nämnden"),
        (in_own_words(ESCALATION["committee"], OwnWords.model_validate(WORDS)), "Åtgärd väntas"),
    ],
)  # fmt: skip
def test_statuses_levels_and_money_are_said_in_the_municipalitys_own_words(said: str, told: str) -> None:
    assert said == told


def test_the_method_says_each_step_with_its_limit() -> None:
    told = sentences.method_of_targets(Thresholds(), OWN)
    assert told.startswith(
        "Ett målvärde är ”Helt uppnått” när värdet når målet; ”I hög grad” när det fattas högst 0,5 toleranser; ”I viss grad” när "
        "det fattas högst 1 tolerans; annars ”Inte uppnått”. Toleransen är den som är bestämd för indikatorn, annars "
    )
    assert "Det som saknar värde är okänt, med sitt skäl, och räknas aldrig som i hög grad eller i viss grad." in told


def test_a_word_that_no_sheet_may_be_named_by_is_changed_and_money_is_in_its_unit_in_the_workbook(
    tmp_path: Path,
) -> None:
    made = content(budgets=[
        {"unit": "bun", "year": 2024, "kind": "cost", "amount": 120_000_000, "forecasts": [{"month": 12, "amount": 124_500_000}]},
        {"unit": "kf", "year": 2024, "kind": "revenue", "amount": 130_000_000},
    ])  # fmt: skip
    own = {**WORDS, "levels": {"committee": {"one": "Utskott/nämnd", "many": "Utskott/nämnder"}}, "money": "mnkr"}
    made["municipality"] = {**made["municipality"], "words": own}
    folder = write_all(view_of(tmp_path / "view", made, values(), {}), tmp_path / "report")
    book = openpyxl.load_workbook(folder / "bun.xlsx")
    sheet = book["Ekonomi"]
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "Kostnad")
    found = {name: row[headings.index(name)] for name in ("Budget, helår", "Avvikelse")}
    assert {name: cell.value for name, cell in found.items()} == {"Budget, helår": 120, "Avvikelse": -4.5}
    assert found["Budget, helår"].number_format == "#,##0.0"
    council = openpyxl.load_workbook(folder / "council.xlsx")
    assert "Avvikelser per utskott-nämnd" in council.sheetnames


@pytest.mark.parametrize("money", ["kr", "tkr", "mnkr"])
def test_every_amount_of_a_picture_has_room_in_it(money: Literal["kr", "tkr", "mnkr"]) -> None:
    months = [(m, -26_000_000.0 * m, -26_775_000.0 * m) for m in range(1, 9)]
    drawn = budget_picture("Resultat", months, -321_300_000.0, glance_money(OwnWords(money=money)))
    assert drawn is not None
    found = re.findall(r'<text x="([-\d.]+)" y="[-\d.]+" text-anchor="(\w+)"[^>]*>([^<]*)</text>', drawn.svg)
    amounts = [(float(x), anchor, said) for x, anchor, said in found if re.fullmatch(r"−?[\d\u00a0,]+", said)]
    assert len(amounts) > 2
    for x, anchor, said in amounts:
        wide = 6 * len(said)
        assert x - (wide if anchor == "end" else 0) >= 0, said
        assert x + (0 if anchor == "end" else wide) <= 320, said
