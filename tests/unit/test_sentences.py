"""Every generated sentence, to the letter."""

from typing import Any

import pytest

from models.definitions.own_words import STANDARD
from models.definitions.steering import Thresholds
from models.words import at_a_glance, numbers, sentences
from models.words.own_names import glance_money

NB = "\u00a0"
PLACE = {"group_kind": "similar", "year": 2025, "value": 86.8, "median": 75.8, "difference": 11.0, "rank": 1, "n": 8}


def row(**changes: Any) -> dict[str, Any]:
    """A row of fulfilment: 86.7 per cent against at least 88.0."""
    made: dict[str, Any] = {
        "value": 86.7, "value_label": None, "year": 2025, "basis": "outcome", "reason": None, "decimals": 1,
        "unit_of_measure": "procent", "direction": "higher", "target": 88.0, "target_low": None, "target_high": None,
        "target_rule": None, "target_text": None, "own_motivation": None,
        "gap": -1.3, "change": 3.0, "trend": "better", "target_year3": 90.0, "path_value": 87.0, "on_path": False,
        "required_change": 1.65,
    }  # fmt: skip
    told = {**made, **changes}
    # The value before is as far from it as the change says, unless it is given.
    before = None if told["change"] is None or told["value"] is None else round(told["value"] - told["change"], 6)
    return {"previous_value": before, **told}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, f"Utfallet för 2025 är 86,7{NB}procent."),
        ({"basis": "manual_forecast"}, f"Prognosen för 2026 är 86,7{NB}procent."),
        ({"basis": "auto_forecast", "year": 2026}, f"Det senaste värdet, för 2026, är 86,7{NB}procent."),
        ({"basis": "auto_forecast"}, f"Det senaste värdet, för 2025, är 86,7{NB}procent. Ingen ny mätning finns, så det är det som gäller för 2026."),
        ({"value_label": "i hög grad"}, "Utfallet för 2025 är i hög grad."),
        ({"reason": "no_measurement_expected"}, f"Det senaste värdet, för 2025, är 86,7{NB}procent. Ingen ny mätning är väntad 2026, så det bedöms inte."),
        ({"value": None, "reason": "no_measurement_expected"}, "Ingen ny mätning är väntad, och det finns inget tidigare värde som får visas."),
        ({"value": None, "reason": "incomplete"}, "Det som har mätts räcker inte till ett värde."),
        ({"value": None, "reason": "privacy"}, "Värdet visas inte, på grund av sekretess."),
        ({"value": None, "reason": "not_yet_published"}, "Värdet är ännu inte publicerat."),
        ({"value": None, "reason": None}, "Värdet saknas."),
        ({"value": 1.0, "decimals": 0, "unit_of_measure": "dagar"}, f"Utfallet för 2025 är 1{NB}dag."),
        ({"value": 1.0, "unit_of_measure": "dagar"}, f"Utfallet för 2025 är 1,0{NB}dagar."),
        ({"value": 12345.0, "decimals": 0, "unit_of_measure": "kr per elev"}, f"Utfallet för 2025 är 12{NB}345{NB}kr per elev."),
        ({"value": 3.25, "unit_of_measure": "antal per 1 000 invånare"}, "Utfallet för 2025 är 3,3 per 1 000 invånare."),
    ],
)  # fmt: skip
def test_the_value_used(changes: dict[str, Any], said: str) -> None:
    assert sentences.value_used(row(**changes), 2026) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, f"Målet för 2026 är minst 88,0{NB}procent, och värdet är 1,3{NB}procentenheter sämre än målet."),
        ({"gap": 0.0}, f"Målet för 2026 är minst 88,0{NB}procent, och värdet ligger precis på det."),
        ({"gap": 1.0, "decimals": 0}, f"Målet för 2026 är minst 88{NB}procent, och värdet är 1{NB}procentenhet bättre än målet."),
        ({"direction": "lower", "gap": 1.3}, f"Målet för 2026 är högst 88,0{NB}procent, och värdet är 1,3{NB}procentenheter bättre än målet."),
        ({"direction": "lower", "gap": -1.3}, f"Målet för 2026 är högst 88,0{NB}procent, och värdet är 1,3{NB}procentenheter sämre än målet."),
        ({"direction": "interval", "target": None, "target_low": 30.0, "target_high": 40.0, "gap": 2.0}, f"Målet för 2026 är mellan 30,0 och 40,0{NB}procent, och värdet ligger inom det."),
        ({"direction": "interval", "target": None, "target_low": 30.0, "target_high": 40.0, "gap": -2.0}, f"Målet för 2026 är mellan 30,0 och 40,0{NB}procent, och värdet ligger 2,0{NB}procentenheter utanför det."),
        ({"gap": None}, f"Målet för 2026 är minst 88,0{NB}procent."),
        ({"gap": None, "direction": "open", "reason": "not_confirmed"}, f"Målet för 2026 är 88,0{NB}procent. Det bedöms inte förrän någon har bekräftat åt vilket håll som är bättre."),
        ({"target": None}, ""),
        ({"unit_of_measure": "kr per elev", "decimals": 0, "target": 1000.0, "gap": -200.0}, f"Målet för 2026 är minst 1{NB}000{NB}kr per elev, och värdet är 200{NB}kr per elev sämre än målet."),
    ],
)  # fmt: skip
def test_the_value_against_its_target(changes: dict[str, Any], said: str) -> None:
    assert sentences.against_target(row(**changes), 2026) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, f"Sedan 2024 har värdet ökat med 3,0{NB}procentenheter, vilket är bättre och mer än det som är normalt."),
        ({"change": -3.0, "trend": "worse"}, f"Sedan 2024 har värdet minskat med 3,0{NB}procentenheter, vilket är sämre och mer än det som är normalt."),
        ({"change": 0.2, "trend": "within_normal"}, f"Sedan 2024 har värdet ökat med 0,2{NB}procentenheter, vilket är inom normal variation."),
        ({"trend": "series_too_short"}, f"Sedan 2024 har värdet ökat med 3,0{NB}procentenheter; serien är för kort för att säga om det är mer än slumpen."),
        ({"change": -3.0, "trend": None}, f"Sedan 2024 har värdet minskat med 3,0{NB}procentenheter."),
        ({"change": 0.04, "trend": "within_normal"}, "Värdet är detsamma som för 2024."),
        ({"change": None}, ""),
        # 90,4 and 83,1 as they are read, though 7.22 apart; and 0,1 apart though 0.02.
        ({"value": 90.36, "previous_value": 83.14, "change": 7.22, "trend": None}, f"Sedan 2024 har värdet ökat med 7,3{NB}procentenheter."),
        ({"value": 86.66, "previous_value": 86.64, "change": 0.02, "trend": None}, f"Sedan 2024 har värdet ökat med 0,1{NB}procentenheter."),
    ],
)  # fmt: skip
def test_the_change_since_the_year_before(changes: dict[str, Any], said: str) -> None:
    assert sentences.change_since(row(**changes)) == said


def test_a_change_since_the_measurement_before_names_its_year() -> None:
    assert sentences.change_since(row(), every=3).startswith("Sedan 2022 har värdet ökat")
    school = row(change=0.0, trend="unchanged")
    assert sentences.change_since(school, 2, "school_year") == "Värdet är detsamma som för läsåret 2022/23."
    assert sentences.value_used(row(), 2026, kind="school_year") == f"Utfallet för läsåret 2024/25 är 86,7{NB}procent."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, f"Målet för 2028 är minst 90,0{NB}procent. För att nå det behöver värdet öka med 3,3{NB}procentenheter till dess. Enligt MRP 2025–2027 skulle värdet 2026 vara 87,0{NB}procent (egen beräkning): det är inte i fas."),
        ({"on_path": True, "required_change": -0.5}, f"Målet för 2028 är minst 90,0{NB}procent. Enligt MRP 2025–2027 skulle värdet 2026 vara 87,0{NB}procent (egen beräkning): det är i fas."),
        ({"direction": "lower", "path_value": None, "required_change": -0.5}, f"Målet för 2028 är högst 90,0{NB}procent. För att nå det behöver värdet minska med 1,0{NB}procentenheter till dess."),
        ({"decimals": 0, "required_change": 0.5, "path_value": None}, f"Målet för 2028 är minst 90{NB}procent. För att nå det behöver värdet öka med 1{NB}procentenhet till dess."),
        ({"target_year3": None}, ""),
    ],
)  # fmt: skip
def test_the_path_to_year_3(changes: dict[str, Any], said: str) -> None:
    assert sentences.path_to_year3(row(**changes), 2026, 2028, "MRP 2025–2027") == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, f"Bland liknande kommuner 2025 har Exempelköping plats 1 av 8, där 1 är bäst, och ligger 11,0{NB}procentenheter över medianen (75,8{NB}procent)."),
        ({"group_kind": "county", "value": 73.8, "difference": -2.0, "rank": 5}, f"I länet 2025 har Exempelköping plats 5 av 8, där 1 är bäst, och ligger 2,0{NB}procentenheter under medianen (75,8{NB}procent)."),
        ({"group_kind": "county", "value": 90.36, "median": 83.14, "difference": 7.22, "rank": 5}, f"I länet 2025 har Exempelköping plats 5 av 8, där 1 är bäst, och ligger 7,3{NB}procentenheter över medianen (83,1{NB}procent)."),
        ({"rank": None, "value": 75.8, "difference": 0.0}, f"Bland liknande kommuner 2025 ligger Exempelköping på medianen (75,8{NB}procent), av 8{NB}kommuner."),
    ],
)  # fmt: skip
def test_the_place_among_others(changes: dict[str, Any], said: str) -> None:
    assert sentences.place_among({**PLACE, **changes}, 1, "procent", "Exempelköping") == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (at_a_glance.among_similar(2, 3, 8), ("3 av 8", "bland de sämsta", "2 bland de bästa, 3 går inte att skilja från slumpen")),
        (at_a_glance.among_similar(2, 0, 2), ("2 av 2", "bland de bästa", "")),
        (at_a_glance.among_similar(0, 0, 1), ("0 av 1", "säkert bland de bästa eller sämsta", "1 går inte att skilja från slumpen")),
        (at_a_glance.targets_met(1, 13), ("1 av 13", "är uppfyllt")),
        (at_a_glance.targets_met(0, 3), ("0 av 3", "är uppfyllda")),
        (at_a_glance.targets_not_met(1, 1, 1), f"1{NB}delvis, 1{NB}ej uppfyllt och 1{NB}ej bedömt"),
        (at_a_glance.targets_not_met(0, 2, 3), f"2{NB}ej uppfyllda och 3{NB}ej bedömda"),
        (at_a_glance.against_budget("result", -18_000_000, 2.5), (f"18,0{NB}mnkr", f"sämre än budget, 2,5{NB}%")),
        (at_a_glance.against_budget("cost", 49_999, 0.1), (f"0,0{NB}mnkr", "som budgeterat")),
        (at_a_glance.value_against_target({**row(), "year": 2026}, "målet är minst 88,0", None, foretold=True), f"86,7{NB}procent (prognos 2026), målet är minst 88,0"),
        (at_a_glance.value_against_target({**row(), "value": None, "reason": "privacy"}, "målet är minst 88,0", None, foretold=False), "sekretess"),
        (at_a_glance.target_in_short(row(direction="interval", target=None, target_low=30.0, target_high=40.0), "30,0–40,0", ""), "målet är 30,0–40,0"),
        (at_a_glance.target_in_short(row(), "88,0", "ska öka från 85,0"), "målet är att värdet ska öka från 85,0"),
        (at_a_glance.measure_told(None), "Ingen åtgärd är angiven."),
        (at_a_glance.measure_told("Vi väntar"), "Angiven åtgärd: Vi väntar."),
        (sentences.expectation({**row(), "p_met": 0.64, "expectation": "uncertain"}, 2026), f"Att målet nås 2026 är osäkert (sannolikhet 64{NB}%)."),
        (sentences.expectation({**row(), "p_met": None, "expectation": None}, 2026), ""),
        (sentences.realism({"n": 186, "n_reached": 12, "share": 12 / 186, "asked_change": 3.0, "years": 3, "target_year": 2028}), f"Av 186{NB}gånger som en annan kommun har stått där vi står har värdet 12 gånger (6{NB}%) ökat så mycket som målet för 2028 kräver, på 3 år."),
        (sentences.realism({"n": 19, "n_reached": None, "share": None, "asked_change": 3.0, "years": 3, "target_year": 2028}), ""),
        (sentences.standing({"stands": "among_best"}), "Platsen är bland de bästa."),
        (sentences.standing({"stands": "not_told_apart"}), "Platsen kan inte skiljas från slumpen."),
        (sentences.probably_between({"low": 81.98, "high": 88.37}, 1, "procent"), f"Det är sannolikt mellan 82,0 och 88,4{NB}procent."),
        (sentences.probably_between({"low": None, "high": None}, 1, "procent"), "Hur osäkert värdet är går inte att säga: underlaget är okänt."),
        (sentences.three_together({"value_three": 61.64, "low_three": 50.18, "high_three": 71.95}, 1, "procent"), f"De tre senaste mätningarna tillsammans ger 61,6{NB}procent, sannolikt mellan 50,2 och 72,0."),
        (sentences.three_together({"value_three": None, "low_three": None, "high_three": None}, 1, "procent"), ""),
        (sentences.against_riket({"riket_certainty": "certain"}), "Skillnaden mot riket är säkerställd."),
        (sentences.against_riket({"riket_certainty": "within_margin"}), "Skillnaden mot riket är inom felmarginalen."),
        (sentences.against_riket(None), ""),
        (sentences.change_since(row(change=7.0, year=2025), certain={"change_certainty": "certain"}), f"Sedan 2024 har värdet ökat med 7,0{NB}procentenheter, vilket är säkerställt."),
        (sentences.change_since(row(change=5.0, year=2025), certain={"change_certainty": "within_margin"}), f"Sedan 2024 har värdet ökat med 5,0{NB}procentenheter, vilket är inom felmarginalen."),
        (sentences.place_told({"rank": 5, "n": 8}, {"rank_low": 3, "rank_high": 7}), "plats 5 av 8, troligen 3–7"),
        (sentences.place_told({"rank": 5, "n": 8}, {"rank_low": 5, "rank_high": 5}), "plats 5 av 8"),
        (sentences.moved_since(3, 2, 1, 0), f"Av 6{NB}indikatorer har 3 blivit bättre och 2 blivit sämre, mer än vad som är normalt."),
        (sentences.moved_since(1, 0, 1, 2), f"Av 4{NB}indikatorer har 1 blivit bättre, mer än vad som är normalt. För 2 är serien för kort för att säga det."),
        (sentences.moved_since(0, 0, 2, 0), f"Av 2{NB}indikatorer har ingen blivit tydligt bättre eller sämre."),
        (sentences.moved_since(0, 0, 0, 0), ""),
        (sentences.assurance({**row(), "assurance": "by_chance"}), "Ändras inget, avgör slumpen om målet nås."),
        (sentences.assurance({**row(), "assurance": None}), ""),
        (sentences.work_done(11, 14), f"Av 14 aktiviteter och uppdrag som skulle vara klara är 11 genomförda (79{NB}%)."),
        (sentences.work_done(1, 4), f"Av 4 aktiviteter och uppdrag som skulle vara klara är 1 genomförd (25{NB}%)."),
        (sentences.work_done(0, 1), "Den aktivitet eller det uppdrag som skulle vara klart är inte genomfört."),
        (sentences.work_done(0, 0), "Ingen aktivitet och inget uppdrag skulle vara klart ännu."),
        (sentences.to_reconsider(1), f"1{NB}insats föreslås för omprövning: inget bidrag till målet är dokumenterat, eller syns utöver vad som hände i liknande kommuner."),
        (sentences.to_reconsider(3), f"3{NB}insatser föreslås för omprövning: inget bidrag till målet är dokumenterat, eller syns utöver vad som hände i liknande kommuner."),
        (sentences.to_reconsider(0), "Inget föreslås för omprövning."),
        (sentences.budget_deviation("cost", 124.5e6, 120e6), f"Helårsprognosen är 124,5{NB}mnkr mot budgeten 120,0{NB}mnkr: 4,5{NB}mnkr dyrare än budget."),
        (sentences.budget_deviation("cost", 120_040_000, 120e6), f"Helårsprognosen är 120{NB}040{NB}000{NB}kronor mot budgeten 120{NB}000{NB}000{NB}kronor: 40{NB}000{NB}kronor dyrare än budget."),
        (sentences.budget_deviation("cost", 120e6, 120e6), f"Helårsprognosen är 120,0{NB}mnkr mot budgeten 120,0{NB}mnkr: ingen avvikelse."),
        (sentences.budget_deviation("result", 5, 4), f"Helårsprognosen är 5{NB}kronor mot budgeten 4{NB}kronor: 1{NB}krona bättre än budget."),
        (sentences.budget_deviation("revenue", 3, 4), f"Helårsprognosen är 3{NB}kronor mot budgeten 4{NB}kronor: 1{NB}krona mindre än budget."),
        (sentences.budget_deviation("cost", 3, 4, ended=True), f"Årets utfall är 3{NB}kronor mot budgeten 4{NB}kronor: 1{NB}krona billigare än budget."),
        (sentences.budget_deviation("cost", 4, 4), f"Helårsprognosen är 4{NB}kronor mot budgeten 4{NB}kronor: ingen avvikelse."),
        (sentences.between_genders(7.2, 1, "procent"), f"Kvinnors värde är 7,2{NB}procentenheter högre än mäns."),
        (sentences.between_genders(-0.01, 1, "procent"), "Kvinnor och män har samma värde."),
        (sentences.between_genders(-7.2, 1, "procent", "pupils"), f"Flickors värde är 7,2{NB}procentenheter lägre än pojkars."),
        (sentences.few_behind(23, 1, "procent", ("person", "personer")), f"Bakom värdet finns 23{NB}personer: en person mer eller mindre ändrar det med 4,3{NB}procentenheter."),
    (sentences.few_behind(1, 0, "procent av eleverna", ("elev", "elever")), f"Bakom värdet finns 1{NB}elev: en elev mer eller mindre ändrar det med 100{NB}procentenheter."),
    (sentences.few_behind(34, 0, "dagar", ("person", "personer")), f"Bakom värdet finns 34{NB}personer."),
    (sentences.measured_of(2 / 3), f"Värdet bygger på 67{NB}% av enheterna; de andra har inte mätt."),
    (sentences.automatic_beside({"basis": "manual_forecast", "auto_value": 82.04, "decimals": 1, "unit_of_measure": "procent"}, 2026), f"Utan enhetens prognos hade 82,0{NB}procent stått för 2026."),
    (sentences.automatic_beside({"basis": "auto_forecast", "auto_value": 82.0, "decimals": 1, "unit_of_measure": "procent"}, 2026), ""),
    (sentences.nothing_to_judge(1), f"1{NB}enhet eller mål visas inte: där finns ännu inget att bedöma."),
    (sentences.nothing_to_judge(4), f"4{NB}enheter och mål visas inte: där finns ännu inget att bedöma."),
    (sentences.not_in_a_field(3), f"3{NB}mål står inte i något fält: inget skulle vara klart ännu, eller så är målet inte bedömt."),
    (sentences.not_yet_candidates(1), "Ytterligare 1 indikator når inte upp, men har inte gjort det länge nog för att vara kandidat."),
    (sentences.not_yet_candidates(2), "Ytterligare 2 indikatorer når inte upp, men har inte gjort det länge nog för att vara kandidat."),
    (sentences.changed_since(0, 0, "År 2024"), "Inga målvärden att bedöma."),
    (sentences.changed_since(1, 1, "År 2024"), "Det enda målvärdet har fått en annan bedömning sedan År 2024."),
    (sentences.changed_since(0, 1, "År 2024"), "Det enda målvärdet har samma bedömning som i År 2024."),
    (sentences.changed_since(0, 5, "Delårsrapport april 2026"), f"Inget av 5{NB}målvärden har fått en annan bedömning sedan Delårsrapport april 2026."),
    (sentences.changed_since(2, 5, "Delårsrapport april 2026"), f"Av 5{NB}målvärden har 2 fått en annan bedömning sedan Delårsrapport april 2026."),
        (sentences.history_shown((2014, 80.0), (2025, 86.7), [(2026, 88.0), (2028, 90.0)], (2025, 73.4, 75.8, 80.9), "liknande kommuner", [2018], 1, "procent"), f"2014 var värdet 80,0{NB}procent, 2025 86,7{NB}procent. Mål: 88,0 för 2026 och 90,0 för 2028. Liknande kommuner 2025: median 75,8, mellersta hälften 73,4–80,9. Tidsserien är bruten 2018."),
        (sentences.budget_shown((12, 120.0), (8, 83.2), 124.5, glance_money(STANDARD)), f"Budget till och med december: 120,0{NB}miljoner kronor. Utfall till och med augusti: 83,2{NB}miljoner kronor. Helårsprognos: 124,5{NB}miljoner kronor."),
    ],
)  # fmt: skip
def test_sentences_of_the_summary_and_the_pictures(told: object, said: object) -> None:
    assert told == said


@pytest.mark.parametrize(
    ("name", "owned"),
    [("Socialnämnden", "Socialnämndens"), ("Kommunhus", "Kommunhus"), ("LEVA i Lysekil AB", "LEVA i Lysekil AB:s"), ("Skola 2", "Skola 2:s")],
)  # fmt: skip
def test_the_genitive(name: str, owned: str) -> None:
    assert numbers.genitive(name) == owned


def test_nothing_claims_a_cause() -> None:
    from pathlib import Path

    text = Path(sentences.__file__).read_text(encoding="utf-8").lower()
    for word in ("beror på", "orsakas", "tack vare", "till följd av", "därför att", "leder till"):
        assert word not in text


def test_the_method_prints_the_thresholds_that_are_used() -> None:
    changed = Thresholds.model_validate(
        {"met_score": "0.9", "min_coverage": "0.6", "colour_min_n": 33, "deviation_council": "3.5", "outer_share": "0.65", "shortfall_count": 4}
    )  # fmt: skip
    assert "minst 0,9" in sentences.method_of_goals(changed)
    assert f"Går mindre än 60{NB}% att bedöma" in sentences.method_of_goals(changed)
    assert "minst 33 kommuner" in sentences.method_of_comparison(changed)
    assert f"Över 3,5{NB}% behöver fullmäktige besluta" in sentences.method_of_budget(changed)
    assert f"minst 65{NB}% av det genomförda" in sentences.method_of_work(changed)
    assert "vid 4 väntade mätningar" in sentences.method_of_shortfalls(changed)
