"""Statements: declared kinds, what is in force, what is lacking, and where they stand (docs/domain.md, statement)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import in_report, read_definitions
from assets.followup.content import OwnWords, Paragraph, ShownTable
from assets.followup.setting.html import contents
from assets.own_files.unusable import tell_documents, tell_lacking
from models.definitions.statements import Statement, standing_statements
from models.errors import DefinitionError
from models.words.left_out import left_out
from tests.report import two_committees, values, view_of, write_all
from tests.small import definition, measured, rows, write

KNOWN = values() + values("N99002")
MISSION = {
    "id": "grunduppdrag", "title": "Grunduppdrag", "levels": ["committee"],
    "parts": [{"id": "vem", "title": "För vem"}, {"id": "lag", "title": "Vilken lag"}, {"id": "risk", "title": "Risk", "required": False}],
}  # fmt: skip
WRITTEN = {
    "id": "skolans", "kind": "grunduppdrag", "unit": "bun", "by": "Skolchef", "parts": {"vem": "Barn och elever.", "lag": "Skollagen."},
}  # fmt: skip


def municipality(*texts: dict[str, Any], **kind: Any) -> dict[str, Any]:
    profile = {**definition()["municipality"], "statements": [{**MISSION, **kind}]}
    return two_committees(municipality=profile, statements=list(texts))


def said(tmp_path: Path, content: dict[str, Any], page: str, report: str = "2024-12") -> list[tuple[str, str]]:
    """What stands under the kind's heading on a page, as (heading, text)."""
    view = view_of(tmp_path / report / page, content, KNOWN, {}, report)
    found = [part for part in contents(view)[page].sections if part.id == "text-grunduppdrag"]
    return [(b.heading, b.text) for part in found for b in part.blocks if isinstance(b, OwnWords)]


def test_a_text_stands_on_its_units_page_with_author_decision_and_what_it_leads_to(tmp_path: Path) -> None:
    decided = {
        "decided_by": "bun",
        "decided_at": date(2023, 10, 2),
        "decision": "BUN § 9",
        "valid_from": date(2024, 1, 1),
    }
    content = municipality({**WRITTEN, **decided, "leads_to": ["lasa"]})
    assert said(tmp_path, content, "bun") == [
        (
            "Skolnämnden. Skrivet av Skolchef",
            "Beslutat av Skolnämnden 2023-10-02 (BUN § 9). Gäller från och med 2024-01-01.",
        ),
        ("För vem", "Barn och elever."),
        ("Vilken lag", "Skollagen."),
    ]
    assert said(tmp_path, content, "son") == []
    assert said(tmp_path, content, "council") == []
    folder = write_all(view_of(tmp_path / "ut", content, KNOWN, {}), tmp_path / "sidor")
    page = (folder / "bun.html").read_text(encoding="utf-8")
    assert "Ligger till grund för Alla lär sig läsa." in page
    assert page.index("Vilken lag") < page.index("Alla lär sig läsa</h3>")


def test_the_kind_says_on_which_pages_in_which_reports_and_where(tmp_path: Path) -> None:
    content = municipality(WRITTEN, pages=["council", "oversight"], months=[12], place="after_goals")
    assert said(tmp_path, content, "bun") == []
    assert said(tmp_path, content, "council")[1] == ("För vem", "Barn och elever.")
    assert said(tmp_path, content, "uppsikt")[1] == ("För vem", "Barn och elever.")
    assert said(tmp_path, content, "council", "2024-08") == []


def test_a_part_that_is_not_written_is_seen_as_missing(tmp_path: Path) -> None:
    content = municipality({**WRITTEN, "parts": {"vem": "Barn och elever."}})
    assert said(tmp_path, content, "bun")[1:] == [
        ("För vem", "Barn och elever."),
        ("Vilken lag", "Den här delen saknas."),
    ]


def test_a_text_is_a_row_a_part_whose_lineage_leads_to_where_it_stands(tmp_path: Path) -> None:
    with measured(tmp_path, municipality(WRITTEN), KNOWN, "2024-12") as con:
        found = rows(con, "FROM statements ORDER BY part")
        (parent,) = rows(
            con,
            "SELECT d.section, d.id FROM lineage l JOIN definition_node d ON d.lineage_id = l.parent_id "
            "WHERE l.lineage_id = (SELECT lineage_id FROM statements WHERE part = 'lag')",
        )
    assert [(row["part"], row["part_title"], row["text"], row["level"]) for row in found] == [
        ("lag", "Vilken lag", "Skollagen.", "committee"),
        ("vem", "För vem", "Barn och elever.", "committee"),
    ]
    assert (parent["section"], parent["id"]) == ("statements", "skolans")


def text(
    name: str, begins: str, decided: str | None = None, ends: str | None = None, goal: str | None = None
) -> Statement:
    dates = {"valid_from": begins, "decided_at": decided, "valid_to": ends}
    given = {key: date.fromisoformat(day) for key, day in dates.items() if day}
    return Statement.model_validate({**WRITTEN, "id": name, "goal": goal, **given})


@pytest.mark.parametrize(
    ("last_day", "until", "standing"),
    [
        ("2024-04-30", "2024-05-10", {"forsta", "om-lasa"}),
        # The second begins in July and was decided in June.
        ("2024-08-31", "2024-09-10", {"andra", "om-lasa"}),
        # It was not known to be decided by then.
        ("2024-08-31", "2024-06-01", {"forsta", "om-lasa"}),
        # It has ended, and the first does not come back.
        ("2025-04-30", "2025-05-10", {"om-lasa"}),
    ],
)
def test_of_each_kind_unit_and_goal_the_latest_to_begin_is_in_force(
    last_day: str, until: str, standing: set[str]
) -> None:
    texts = [
        text("forsta", "2024-01-01"), text("andra", "2024-07-01", "2024-06-12", "2024-12-31"), text("om-lasa", "2023-01-01", goal="lasa"),
    ]  # fmt: skip
    found = standing_statements(texts, date.fromisoformat(last_day), date.fromisoformat(until))
    assert {each.id for each in found} == standing


def test_what_was_decided_later_or_has_ended_is_told_with_the_report(tmp_path: Path) -> None:
    later = {**WRITTEN, "id": "senare", "decided_at": date(2024, 11, 4)}
    over = {**WRITTEN, "id": "vardens", "unit": "son", "valid_to": date(2024, 6, 30)}
    definitions = read_definitions(write(tmp_path, municipality(WRITTEN, later, over)))
    left = in_report(definitions, "2024-08", datetime(2024, 9, 15)).left_out
    assert [left_out(one) for one in left if one.section == "statements"] == [
        "Grunduppdrag, Skolnämnden: en text beslutades 2024-11-04, efter det som rapporten gäller. Den visas inte.",
        "Grunduppdrag, Vårdnämnden: texten gällde till och med 2024-06-30. Ingen senare är beslutad.",
    ]
    # A month's follow-up shows no texts, goals or plans, so that it tells of none.
    of_month = in_report(read_definitions(tmp_path / "prov"), "2024-09", datetime(2024, 10, 15)).left_out
    assert of_month == ()


def test_a_text_that_a_report_does_not_show_is_not_told_in_it(tmp_path: Path) -> None:
    content = municipality(WRITTEN, {**WRITTEN, "id": "senare", "decided_at": date(2024, 11, 4)})
    content["municipality"]["statements"][0]["months"] = [12]
    definitions = read_definitions(write(tmp_path, content))
    assert not [
        one for one in in_report(definitions, "2024-08", datetime(2024, 9, 15)).left_out if one.section == "statements"
    ]


def test_a_kind_of_text_for_a_month_without_a_report_is_a_fault(tmp_path: Path) -> None:
    content = municipality(WRITTEN)
    content["municipality"]["statements"][0]["months"] = [4, 5]
    with pytest.raises(DefinitionError, match="kalendern har ingen rapport för maj, så texten visas aldrig då"):
        read_definitions(write(tmp_path, content))


def test_check_tells_the_share_that_is_lacking_and_each_part(tmp_path: Path) -> None:
    content = municipality({**WRITTEN, "parts": {"vem": "Barn och elever."}})
    model = read_definitions(write(tmp_path, content)).model
    # Of two committees one has written, and of its two required parts one: two of four are there.
    assert tell_lacking(model, date(2024, 5, 1)) == [
        "Profil: Grunduppdrag: 1 av 2 enheter saknar texten (Vårdnämnden).",
        "Profil: Grunduppdrag: 1 av 1 text saknar delen Vilken lag (Skolnämnden).",
        "Profil: 50\u00a0% av det som styrmodellen kräver finns.",
    ]
    assert tell_lacking(read_definitions(write(tmp_path / "utan", two_committees())).model, date(2024, 5, 1)) == []


def test_the_profile_demands_parts_of_goals_and_assignments_and_goals_of_units(tmp_path: Path) -> None:
    demands = [
        {
            "of": "quality_factor",
            "parts": ["definition", "indicators"],
            "levels": ["workplace"],
            "perspectives": ["Målgrupp"],
        },
        {"of": "expected_result", "parts": ["activities"], "levels": ["committee"]},
        {"of": "assignment", "parts": ["financing", "not_under_way"]},
    ]
    dates = {
        "planned_start": date(2024, 1, 1),
        "planned_end": date(2024, 12, 31),
        "state": "ongoing",
        "responsible": "Rektor",
    }
    activity = {**dates, "id": "a1", "unit": "skola", "title": "Läsombud i varje klass"}
    order = {**dates, "unit": "bun", "decided_by": "kf", "decided_at": date(2024, 2, 1)}
    content = two_committees(
        municipality={**definition()["municipality"], "demands": demands},
        activities=[activity],
        assignments=[
            {**order, "id": "u1", "title": "läsombud i varje klass", "financing": "Inom ram"},
            {**order, "id": "u2", "title": "Se över skolskjutsen", "goals": ["lasa"]},
        ],
    )
    model = read_definitions(write(tmp_path, content)).model
    # Asked of: 1 + 1 goals, 2 workplaces, 1 goal, 2 committees, 2 + 2 assignments; lacking: 1 + 0, 1, 0, 1, 1 + 1.
    assert tell_lacking(model, date(2024, 5, 1)) == [
        "Profil: Kvalitetsfaktor: 1 av 1 saknar definition (Trygga boenden).",
        "Profil: Kvalitetsfaktor: 1 av 2 enheter saknar mål i perspektivet Målgrupp (Bergskolan).",
        "Profil: Förväntat resultat: 1 av 2 enheter saknar mål av slaget (Vårdnämnden).",
        "Profil: Uppdrag: 1 av 2 saknar beslut om finansiering (Se över skolskjutsen).",
        "Profil: Uppdrag: 1 av 2 pågick eller planerades redan när uppdraget gavs (läsombud i varje klass).",
        "Profil: 55\u00a0% av det som styrmodellen kräver finns.",
    ]


@pytest.mark.parametrize(
    ("demand", "fault"),
    [
        ({"of": "own_result", "parts": ["financing"]}, "'financing' kan inte krävas av own_result"),
        ({"of": "own_result"}, "säg vad som krävs"),
        ({"of": "assignment", "parts": ["financing"], "levels": ["committee"]}, "gäller mål, inte uppdrag"),
    ],
)
def test_a_demand_that_says_nothing_or_what_cannot_be_asked_is_a_fault(
    tmp_path: Path, demand: dict[str, Any], fault: str
) -> None:
    with pytest.raises(DefinitionError) as told:
        read_definitions(
            write(tmp_path, two_committees(municipality={**definition()["municipality"], "demands": [demand]}))
        )
    assert fault in str(told.value)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "okant"}, "det finns inget slag av texter som heter 'okant'"),
        ({"unit": "skola"}, "skrivs inte av Bergskolan: slaget gäller nivåerna nämnd (committee)"),
        ({"unit": "ingen"}, "enheten 'ingen' finns inte"),
        ({"goal": "inget"}, "målet 'inget' finns inte"),
        ({"parts": {"vam": "Barn."}}, "har ingen del som heter 'vam': den har vem, lag, risk"),
        ({"leads_to": ["inget"]}, "'inget' är varken ett mål, en aktivitet eller ett uppdrag"),
        ({"valid_from": date(2024, 2, 1), "valid_to": date(2024, 1, 1)}, "slutar innan den börjar"),
    ],
)
def test_a_text_that_does_not_fit_its_kind_is_a_fault(tmp_path: Path, change: dict[str, Any], fault: str) -> None:
    with pytest.raises(DefinitionError) as told:
        read_definitions(write(tmp_path, municipality({**WRITTEN, **change})))
    assert fault in str(told.value)


def test_a_fault_of_the_profile_is_told_alone(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as told:
        read_definitions(write(tmp_path, municipality(WRITTEN, levels=["avdelning"])))
    assert "levels" in str(told.value)
    assert "inget slag av texter" not in str(told.value)


def test_two_kinds_or_parts_of_one_id_are_a_fault(tmp_path: Path) -> None:
    profile = {**definition()["municipality"], "statements": [MISSION, {**MISSION, "parts": [MISSION["parts"][0]] * 2}]}
    with pytest.raises(DefinitionError) as told:
        read_definitions(write(tmp_path, two_committees(municipality=profile)))
    assert str(told.value).count("används redan av post 1") == 2


def test_a_steering_document_says_whose_it_is_and_whether_it_holds_and_is_followed_up(tmp_path: Path) -> None:
    documents = [
        {"id": "program", "title": "Biblioteksprogram", "kind": "programme", "owner": "bun", "responsible": "Skolchef",
         "applies_to": "Skolor", "decided_at": date(2021, 5, 3), "decision": "KF § 40", "diary_number": "BUN 2021/17",
         "valid_to": date(2024, 3, 31), "goals": ["lasa"]},
        {"id": "policy", "title": "Miljöpolicy", "kind": "policy", "owner": "kf"},
        {"id": "ordning", "title": "Delegationsordning", "kind": "regulation", "owner": "bun", "published": True},
    ]  # fmt: skip
    content = two_committees(steering_documents=documents)
    model = read_definitions(write(tmp_path, content)).model
    assert tell_documents(model, date(2024, 5, 1)) == [
        "Styrdokument: Biblioteksprogram gällde till och med 2024-03-31.",
        "Styrdokument: Miljöpolicy styr, men följs inte upp: inget mål som gäller står under det.",
    ]
    assert len(tell_documents(model, date(2024, 3, 31))) == 1
    view = view_of(tmp_path / "sida", content, KNOWN, {})
    (table,) = (
        b
        for part in contents(view)["council"].sections
        for b in part.blocks
        if getattr(b, "caption", "") == "Styrdokument"
    )
    assert isinstance(table, ShownTable)
    first, second, third = ([cell.text for cell in row] for row in table.rows)
    assert first == [
        "Biblioteksprogram", "Program", "Skolnämnden", "Skolchef", "Skolor", "2021-05-03", "BUN 2021/17", "2024-03-31", "Alla lär sig läsa",
    ]  # fmt: skip
    assert table.rows[0][7].note == "har gått ut"
    assert second[-1] == "styr, men följs inte upp"
    assert (third[1], third[-1]) == ("Reglemente", "–")


def test_agenda_2030_has_a_page_by_global_goal(tmp_path: Path) -> None:
    content = two_committees()
    content["goals"][0]["sdg"] = [4]
    content["indicators"][1]["sdg"] = [3, 4]
    view = view_of(tmp_path, content, KNOWN, {})
    told = {
        part.title: [[cell.text for cell in row] for b in part.blocks if isinstance(b, ShownTable) for row in b.rows]
        for part in contents(view)["agenda-2030"].sections
    }
    # 95 is the target of the homes' indicator, and 90 its value; the pupils' goal has 90 of 90. The seven others lie below.
    homes = ["Nöjda boende", "Lindgården", "Delvis uppfyllt", "90,0", "2024", "för kort serie", "1 av 8"]
    assert told == {
        "Globalt mål 3: God hälsa och välbefinnande": [homes],
        "Globalt mål 4: God utbildning för alla": [
            ["Alla lär sig läsa", "Skolnämnden", "Uppfyllt", "–", "–", "–", "–"],
            ["Läsande elever", "Skolnämnden", "Uppfyllt", "90,0", "2024", "för kort serie", "1 av 8"],
            homes,
        ],
    }
    folder = write_all(view, tmp_path / "ut")
    assert "agenda-2030.html" in (folder / "index.html").read_text(encoding="utf-8")
    assert (folder / "agenda-2030.pdf").exists()
    assert "agenda-2030" not in contents(view_of(tmp_path / "utan", two_committees(), KNOWN, {}))


def test_the_page_of_agenda_2030_goes_goal_by_goal_with_each_values_unit_and_says_what_a_goals_judgement_is(
    tmp_path: Path,
) -> None:
    content = two_committees()
    lasa, trygg = content["goals"]
    content["goals"] = [
        {**trygg, "id": "z-forst", "sdg": [4]},
        {**lasa, "sdg": [4], "indicators": ["vard", "matt"]},
    ]
    content["plans"] = []
    content["indicators"][0]["sdg"] = [5]
    section, other = contents(view_of(tmp_path, content, KNOWN, {}))["agenda-2030"].sections
    told, table = section.blocks
    assert not [block for block in other.blocks if isinstance(block, Paragraph)]
    assert isinstance(told, Paragraph)
    assert told.text.startswith(
        "Ett måls bedömning vägs ihop av hur långt var och en av dess indikatorer är från sitt målvärde"
    )
    assert isinstance(table, ShownTable)
    assert [(row[0].text, row[0].note) for row in table.rows] == [
        ("Trygga boenden", ""),
        ("Nöjda boende", "Trygga boenden"),
        ("Alla lär sig läsa", ""),
        ("Nöjda boende", "Alla lär sig läsa"),
        ("Läsande elever", "Alla lär sig läsa"),
    ]
    assert [row[3].note for row in table.rows] == ["", "procent", "", "procent", "procent"]
