"""What is proposed of an indicator by Kolada's metadata and values: each rule worked by hand, and the command that writes it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from assets.definitions.new_municipality import start
from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import read_definitions
from assets.definitions_in_excel.export import write_workbook
from assets.definitions_in_excel.take_back import add_indicators, compare_workbook, write
from assets.playback.recording import RecordedMetadata, Recording
from assets.playback.server import ReplayServer, serving
from assets.warehouse.propose_indicators import as_definition, propose_indicators, read_catalogue
from assets.workplace import Workplace
from models.definitions.proposals import KnownKpi, find_lag, find_noise, propose, read_direction, read_unit
from models.definitions.steering import Direction
from models.errors import DefinitionError, UsageError
from pipelines.command.print_proposals import choose_kpis, of_kolada, print_proposals, propose_in
from tests.small import OWN, Cell, catalogue, cells, definition, measured, rows, vintage

SERIES = [Decimal(x) for x in ("10", "12", "11", "13", "12", "32", "31", "33", "32")]


def known(**changes: Any) -> KnownKpi:
    """A share of pupils: published in September of its own year, with nine values of the municipality's own."""
    made: dict[str, Any] = {
        "kpi_id": "N99001", "title": "Elever som trivs i skolan, åk 8, andel (%)", "description": "Källa: påhittad.",
        "operating_area": "Grundskola åk 0-9 inkl förskoleklass", "published": date(2025, 9, 25), "published_year": 2025,
        "low": Decimal("41.5"), "high": Decimal("98.25"), "decimals": 2, "newest_year": 2024,
        "own": [(2016 + i, value) for i, value in enumerate(SERIES)], "own_by_gender": True, "asked_year": 2025,
    }  # fmt: skip
    return KnownKpi(**{**made, **changes})


def proposed(margin: str | None = None, taken: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    areas = ["grundskola", "LSS", "övergripande"]
    return as_definition(
        propose(known(**changes), ("?", "?"), areas=areas, margin=margin, months=[4, 8, 12], taken={*taken})
    )


def test_the_noise_is_the_mean_leap_without_great_ones_and_rounds_up() -> None:
    # Leaps 2 1 2 1 20 1 2 1: the sum is 30, 3.267 · 30/8 = 12.25, so 20 is left out: 10/7 = 1.428…
    assert find_noise(SERIES) == Fraction(10, 7)
    assert proposed()["min_change"] == Decimal("1.43")
    assert proposed(decimals=1)["min_change"] == Decimal("1.5")
    assert find_noise(SERIES[:7]) is None
    assert "min_change" not in proposed(own=known().own[:7])
    # A series that never moves has no noise, and the least change is what it is told apart by.
    assert proposed(own=[(year, Decimal(5)) for year in range(2015, 2025)])["min_change"] == Decimal("0.01")


def test_the_noise_is_that_of_the_measure(tmp_path: Path) -> None:
    """§14 computes it in SQL of what is an indicator already; here it is asked for before there is one."""
    years = dict(enumerate(map(float, SERIES), start=2016))
    with measured(tmp_path, definition(), cells(years)) as con:
        found = rows(con, "SELECT mean_range FROM movement")[0]["mean_range"]
    assert found == pytest.approx(float(find_noise(SERIES) or 0), abs=1e-12)


@pytest.mark.parametrize(
    ("published", "year", "lag"),
    [
        # Published in September of its own year: in April and August the newest is of the year before.
        (date(2025, 9, 25), 2025, 1),
        # In January after: known when each period of the year after ends.
        (date(2026, 1, 16), 2025, 1),
        (date(2026, 4, 30), 2025, 1),
        # In May after: April's report has only the year before that.
        (date(2026, 5, 2), 2025, 2),
        (date(2026, 11, 20), 2025, 2),
        # Published in March of the year itself: always there.
        (date(2025, 3, 1), 2025, 0),
    ],
)
def test_the_lag_lets_every_report_of_the_calendar_stand_on_a_value(published: date, year: int, lag: int) -> None:
    assert find_lag(known(published=published, published_year=year), [4, 8, 12]) == lag


def test_without_a_day_of_publication_the_lag_is_by_the_newest_value() -> None:
    assert find_lag(known(published=None, newest_year=2022), [12]) == 3
    assert find_lag(known(published=date(2025, 1, 1), published_year=None, newest_year=2025), [12]) == 1


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Andelen elever som trivs. Källa: Skolverket.", "open"),
        ("Värdena placeras på en skala där 0 är sämst och 100 är bäst.", "higher"),
        ("Ett högt värde är bra.", "higher"),
        ("Lägre värde är bättre. Källa: SCB.", "lower"),
        ("Ju lägre tid desto bättre.", "lower"),
        ("Ju högre andel desto sämre.", "lower"),
        # What is said of a level, or of both, is no word of what is better.
        ("Ett högt värde indikerar en hög nivå.", "open"),
        ("Positiva värden indikerar högre kostnadsläge.", "open"),
        ("Ett högt värde är bra, men ett lågt värde är bra för nämnden.", "open"),
    ],
)
def test_the_direction_is_only_what_the_text_says(text: str, direction: str) -> None:
    assert read_direction(text) is Direction(direction)
    made = proposed(description=text)
    assert made["direction"] == direction
    assert ("direction" in made["proposed"]) == (direction != "open")


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Elever som trivs, andel (%)", "procent"),
        ("Andel elever, procent", "procent"),
        ("Anmälda brott, antal/100 000 inv", "antal per 100 000 invånare"),
        ("Kostnad för skola, kr/elev", "kronor per elev"),
        ("Kostnad hemtjänst, kr/inv 65+", "kronor per invånare 65+"),
        ("Väntetid, antal dagar (-2023)", "antal dagar"),
        ("Engagemang, index för påståendet Jag trivs.", "index"),
        ("Tillgång till bredband, Mbit/s", "Mbit/s"),
        ("Meritvärde, genomsnitt (17 ämnen)", None),
        ("Enkät, antal svar", None),
        ("Antal", None),
    ],
)
def test_the_unit_is_what_the_title_says(title: str, unit: str | None) -> None:
    assert read_unit(title) == unit


@pytest.mark.parametrize(
    ("changes", "scale", "decimals"),
    [
        ({}, "share", 2),
        ({"high": Decimal("104.5"), "decimals": 0}, "amount", 0),
        ({"low": Decimal(-3), "decimals": 1}, "signed", 1),
        # What is not rounded by its source: one decimal, and none of what reaches a thousand.
        ({"decimals": 6}, "share", 1),
        ({"title": "Kostnad, kr/elev", "decimals": 6, "high": Decimal(1000)}, "amount", 0),
        ({"title": "Kostnad, kr/elev", "decimals": 6, "high": Decimal("999.9")}, "amount", 1),
    ],
)
def test_scale_and_decimals_are_by_the_values_of_all(changes: dict[str, Any], scale: str, decimals: int) -> None:
    made = proposed(**changes)
    assert (made["scale"], made["decimals"], made["precision"]) == (
        {"kind": scale},
        decimals,
        Decimal(1).scaleb(-decimals),
    )


def test_similar_municipalities_are_by_the_area_where_the_municipality_has_them() -> None:
    assert proposed()["similar"] == "grundskola"
    assert proposed(operating_area="Gymnasieskola åk 1-3")["similar"] == "övergripande"
    assert proposed(operating_area="Äldre och funktionshinder", title="Boende LSS, antal")["similar"] == "LSS"
    assert proposed(operating_area="Befolkning", title="Invånare 65 år och äldre, antal")["similar"] == "övergripande"


def test_what_is_proposed_is_marked_and_says_what_it_rests_on() -> None:
    made = proposed(margin="U99001", taken=("elever-som-trivs-i-skolan-ak-8",))
    assert made["id"] == "elever-som-trivs-i-skolan-ak-8-n99001"
    assert (made["margin_kpi"], made["judged_genders"]) == ("U99001", ["T", "K", "M"])
    assert made["proposed"] == [
        "title", "margin_kpi", "scale", "unit_of_measure", "decimals", "precision", "service_area", "similar", "lag", "min_change",
        "judged_genders",
    ]  # fmt: skip
    assert made["why"] == (
        "Föreslaget ur Koladas metadata och värden, obekräftat. Vad som är bättre säger Kolada inte. Värdet för 2025 publiceras "
        "2025-09-25. En ändring räknas från måttets eget brus, 1,43 (2016–2024, 9 värden)."
    )
    assert "Titeln säger att serien har slutat." in proposed(title="Väntetid, antal dagar (-2023)")["why"]


KPIS = ("N99001", "N99002", "N99003", "N99004", "U99001")


def metadata() -> RecordedMetadata:
    """Five KPIs: a share, its uncertainty figures, one without values, one of regions, and a set of two of them."""
    found = catalogue(KPIS)
    titles = pl.Series(
        ["Trygga elever, andel (%)", "Trygga äldre, kr/inv", "Trygga resor, andel (%)", "Vård, antal", "Osäkerhetstal - Trygga elever, andel (%)"]
    )  # fmt: skip
    kpis = found.kpis.with_columns(
        title=titles, municipality_type=pl.Series(["K", "A", "K", "L", "K"]), operating_area=pl.lit("Grundskola åk 0-9")
    )
    member = {"id": "G9", "title": "Agenda 2030 - Nyckeltal", "member_title": "x"}
    sets = pl.DataFrame([{**member, "member_id": "N99002"}, {**member, "member_id": "N99004"}])
    return RecordedMetadata(kpis, found.municipalities, found.groups, kpi_groups=sets)


VALUES: list[Cell] = [
    *cells({2015 + i: [float(value)] * 30 for i, value in enumerate(SERIES)}),
    *cells({2023: [10.0] * 30}, gender="K"),
    *cells({2023: [10.0] * 30}, gender="M"),
    *cells({2022: [1000.5] * 30, 2023: [1200.5] * 30}, kpi="N99002"),
]


@contextmanager
def new_municipality(tmp_path: Path) -> Iterator[tuple[Path, RunDefinitions, ReplayServer]]:
    folder = tmp_path / "ny"
    start(folder, title="Ny", area_id=OWN, today=date(2025, 3, 1))
    recording = Recording([vintage("2024-06-01", VALUES)], metadata(), origin="replay")
    with serving(recording) as server:
        workplace = Workplace(tmp_path / "home", {"ny": folder}, kolada_url=server.url)
        yield folder, RunDefinitions(workplace), server


def add(folder: Path, defined: RunDefinitions, *kpis: str, search: str | None = None, of_set: str | None = None) -> str:
    """What is printed; what is proposed is written."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        chosen = choose_kpis(defined, "ny", kpis, [search] if search else [], [of_set] if of_set else [])
        found = propose_indicators(defined, "ny", chosen)
        print_proposals(found)
    write(add_indicators(folder, [as_definition(proposal) for proposal in found.proposals]))
    defined.read_again("ny")
    return printed.getvalue()


def test_indicators_are_added_by_id_by_words_and_by_kolada_s_own_set(tmp_path: Path) -> None:
    with new_municipality(tmp_path) as (folder, defined, server):
        said = add(folder, defined, "N99001")
        assert (
            "N99001  trygga-elever: Trygga elever, andel (%) (procent, riktningen är inte bestämd, ändring från 2)"
            in said
        )
        said = add(folder, defined, search="trygga elever")
        assert "N99001 finns redan: indikatorn trygga-elever. Den läggs inte till." in said
        said = add(folder, defined, of_set="agenda2030")
        assert "Agenda 2030 - Nyckeltal: 2 nyckeltal" in said
        assert "N99002  trygga-aldre: Trygga äldre, kr/inv (kronor per invånare, riktningen är inte bestämd)" in said
        assert "N99004 (Vård, antal) är bara för regioner." in said
        asked = server.questions
        assert "N99003 (Trygga resor, andel (%)) har inga värden" in add(folder, defined, search="RESOR trygga")
        assert server.questions > asked
        asked = server.questions
        add(folder, defined, "N99001", "N99002", "N99003")
        assert server.questions == asked, "what is known is not asked for again"
    model = read_definitions(folder).model
    assert [item.id for item in model.indicators] == ["trygga-elever", "trygga-aldre"]
    first = model.indicators[0]
    assert (first.direction, first.decimals, first.min_change) == (Direction.OPEN, 0, Decimal(2))
    assert (first.margin_kpi, first.judged_genders, first.similar) == ("U99001", ["T", "K", "M"], "grundskola")
    assert (folder / "indicators.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server")


def test_what_kolada_has_not_is_said(tmp_path: Path) -> None:
    with new_municipality(tmp_path) as (_, defined, _server):
        with pytest.raises(UsageError, match=r"N00001 finns inte i Koladas katalog\."):
            read_catalogue(defined, "ny", ["N00001"])
        with pytest.raises(
            UsageError, match=r"ingen samling vars titel har 'kkik'\. Samlingar: Agenda 2030 - Nyckeltal\."
        ):
            choose_kpis(defined, "ny", [], [], ["kkik"])
        with pytest.raises(UsageError, match="Inget nyckeltal för kommuner har 'vård'"):
            choose_kpis(defined, "ny", [], ["vård"], [])
        with pytest.raises(UsageError, match="Ange vilka nyckeltal"):
            choose_kpis(defined, "ny", [], [], [])


def test_a_kpi_marked_in_the_workbook_comes_in_as_it_is_proposed(tmp_path: Path) -> None:
    """Beside what a person edits in the same workbook; an indicator whose uncertainty figures Kolada has, has them proposed."""
    with new_municipality(tmp_path) as (folder, defined, _server):
        add(folder, defined, "N99001")
        text = (folder / "indicators.yaml").read_text(encoding="utf-8")
        text = text.replace("    margin_kpi: U99001\n", "").replace(
            "proposed: [title, margin_kpi, ", "proposed: [title, "
        )
        (folder / "indicators.yaml").write_text(text, encoding="utf-8")
        offered = of_kolada(read_catalogue(defined, "ny"))
        path = tmp_path / "ny.xlsx"
        write_workbook(read_definitions(folder), path, offered)
        book = openpyxl.load_workbook(path)
        listed = [[cell.value for cell in row] for row in book["Koladas nyckeltal"].iter_rows()]
        assert listed == [
            ["Lägg till", "Nyckeltal", "Titel", "Område"],
            [None, "N99001", "Trygga elever, andel (%)", "Grundskola åk 0-9"],
            [None, "N99002", "Trygga äldre, kr/inv", "Grundskola åk 0-9"],
            [None, "N99003", "Trygga resor, andel (%)", "Grundskola åk 0-9"],
        ]
        heads = [cell.value for cell in book["Indikatorer"][1]]
        comment = book["Indikatorer"].cell(2, heads.index("Osäkerhetstal") + 1).comment
        assert comment is not None
        assert comment.text == "Förslag: U99001, som i Kolada har samma titel efter ”Osäkerhetstal - ”."
        book["Koladas nyckeltal"]["A3"] = "ja"
        book["Indikatorer"].cell(2, heads.index("Riktning") + 1).value = "högre är bättre"
        book["Indikatorer"].cell(2, heads.index("Föreslaget") + 1).value = "Skala, Eftersläpning"
        book.save(path)
        found = compare_workbook(folder, path, lambda kpi_ids: propose_in(defined.workplace, folder, kpi_ids))
        assert [(change.kind, change.name) for change in found.changes] == [
            ("changed", "trygga-elever"), ("added", "trygga-aldre"),
        ]  # fmt: skip
        write(found)
        first, second = read_definitions(folder).model.indicators
        assert (first.direction, first.proposed) == (Direction.HIGHER, ["scale", "lag"])
        assert (second.kpi_id, second.unit_of_measure) == ("N99002", "kronor per invånare")
        book["Koladas nyckeltal"]["A3"], book["Koladas nyckeltal"]["A4"] = "kanske", "x"
        book.save(path)
        with pytest.raises(UsageError, match=r"har ändrats sedan"):
            compare_workbook(folder, path)
        write_workbook(read_definitions(folder), tmp_path / "nu.xlsx", offered)
        book = openpyxl.load_workbook(tmp_path / "nu.xlsx")
        book["Koladas nyckeltal"]["A3"], book["Koladas nyckeltal"]["B4"], book["Koladas nyckeltal"]["A4"] = (
            "kanske",
            "N1",
            "ja",
        )
        book.save(tmp_path / "nu.xlsx")
        with pytest.raises(DefinitionError) as fault:
            compare_workbook(folder, tmp_path / "nu.xlsx")
        assert [(one.file, one.line, one.wrong) for one in fault.value.faults] == [
            ("Koladas nyckeltal", 3, "'kanske' får inte stå här."), ("Koladas nyckeltal", 4, "raden har inget nyckeltal."),
        ]  # fmt: skip
