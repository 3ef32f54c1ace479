"""The worked examples of docs/measures.md, each worked out from the real downloads by what its section says: word by word."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import sqrt
from statistics import fmean

import polars as pl
import pytest

from assets.definitions.read_yaml import read_definitions
from tests.conftest import REAL, ROOT
from tests.real.second_certainty import (
    Place,
    Realism,
    below,
    find_behind,
    find_byar,
    find_chance,
    find_middle,
    find_movement,
    find_noise,
    find_place,
    find_realism,
    find_simplest,
    find_wilson,
    tell_margin,
)
from tests.real.second_method import Catalogue, Report, exact, find_quartile, find_score, known, rounded
from tools.docs import parts_of, sections

VANERSBORG, LYSEKIL = "1487", "1484"
NEW, OLD, SCHOOL = "didreport_2024-12-12", "didreport_2023-03-28", "skr_school_2020-06-16"


@cache
def frame(file: str, kpi: str) -> pl.DataFrame:
    """The totals of one KPI in a download."""
    path = REAL / "values" / f"{file}.parquet"
    return pl.scan_parquet(path).filter((pl.col("kpi") == kpi) & (pl.col("gender") == "T")).collect()


def every(kpi: str, year: int, file: str = NEW) -> dict[str, Decimal]:
    """Each municipality's value of a year."""
    metadata = pl.read_parquet(max((REAL / "metadata").glob("municipality_2*.parquet")))
    places = set(metadata.filter(type="K")["id"])
    rows = frame(file, kpi).filter(
        (pl.col("period") == year) & pl.col("value").is_not_null() & (pl.col("status").fill_null("") == "")
    )
    return {area: exact(value) for area, value in rows.select("municipality", "value").iter_rows() if area in places}


def of(kpi: str, year: int, area: str = VANERSBORG, file: str = NEW) -> Decimal:
    """One municipality's value."""
    return every(kpi, year, file)[area]


def near(area: str, service: str, year: int) -> set[str]:
    """RKA's group of similar municipalities of a service area, and the municipality itself."""
    groups = pl.read_parquet(max((REAL / "metadata").glob("municipality_groups_2*.parquet")))
    names = dict(
        pl.read_parquet(max((REAL / "metadata").glob("municipality_2*.parquet"))).select("id", "title").iter_rows()
    )
    titles = [title for title in groups["group_title"].unique() if title.startswith("Liknande") and service in title]
    own = [title for title in titles if f", {names[area]}, " in title]
    nearest = min(own, key=lambda title: (abs(int(title[-4:]) - year), title))
    return {*groups.filter(group_title=nearest)["member_id"], area}


def score(values: dict[str, Decimal], area: str, sign: int = 1) -> Fraction:
    """100·(worse + ½·tied)/(n − 1)."""
    found = find_score(values.values(), values[area], sign)
    assert found is not None
    return found


def value_used() -> str:
    crimes = [of("U07452", 2021, file=file) for file in (OLD, NEW)]
    teachers = of("N15813", 2023)
    assert 2024 not in {row["period"] for row in frame(NEW, "N15813").filter(municipality=VANERSBORG).to_dicts()}
    return (
        f"Vänersborg's reported damage (U07452) of 2021 was {crimes[0]:.2f} in the download of 2023-03-28 and"
        f" {crimes[1]:.2f} in that of 2024-12-12. A report"
        " as of 2023 still shows the first. (Kolada had changed the scale of the KPI, now per 100,000 inhabitants: a check"
        " withholds it until someone has said so.)"
        f" Qualified teachers (N15813) has nothing for 2024 there; with a lag of 1 the {teachers:.1f} % of 2023 stands for"
        " 2024, with its year; with a lag of 0 the reason is `no_new_measurement`."
    )


def eligible() -> tuple[Decimal, Decimal]:
    return rounded(of("N15428", 2023), 1), rounded(of("N15428", 2024), 1)


def fulfilment() -> str:
    before, x = eligible()
    gap = x - 88
    assert -4 <= gap < 0
    degree = (x - before) / (88 - before)
    return (
        f"In Vänersborg {of('N15428', 2024):.6f} % of the pupils in year 9 were eligible for a vocational programme in 2024"
        f" (N15428): X = {x}. Against an assumed target T = 88 with tol = 4, g = {x} − 88 = −{-gap}: `partly`. Without an"
        f" explicit tol it would be 0.2 · 88 = {Decimal('0.2') * 88:.1f}. From B = {before} (2023) the degree is"
        f" ({x} − {before}) / (88 − {before}) = {degree:.2f}. {rules()}"
    )


def rules() -> str:
    """The rules of §2 that come to a number or an interval, of made-up values."""
    start, unit = Decimal("21.4"), Decimal("0.1")
    values = [Decimal(value) for value in range(80, 88)]
    middle = (values[3] + values[4]) / 2
    assert middle + unit <= 84
    place = len(values) // 4
    best = sorted(values, reverse=True)[place - 1]
    women, men = Decimal("82.0"), Decimal("78.5")
    steps, behind = [Decimal(0), Decimal("0.5"), Decimal(1)], Decimal("2.5") / 4
    step = next(i for i, limit in enumerate(steps, start=1) if behind <= limit)
    assert step == 3
    return (
        f"Rules, made up, with one decimal: to increase from {start} with `min_change` {unit} is T = {start} + {unit} = {start + unit},"
        f" and by at least 2, T = {start + 2}. Of eight with the values 80, 81 … 87, ourselves 84.0, the median is {middle} and better"
        f" than it is T = {middle + unit}: `met`; the best quarter begins in place ⌊8/4⌋ = {place}, T = {best}: g = −{best - 84:.1f}. At"
        f" most 3 between women's {women} and men's {men} is an interval from {men - 3} to {men + 3}: g = −{women - (men + 3)}. Four"
        f" steps with the limits 0, 0.5, 1 and none: g = −2.5 with tol = 4 is −{behind} tolerances, the third."
    )


def path() -> str:
    _, x = eligible()
    line = Decimal(84) + (Decimal(88) - 84) * (2024 - 2023) / (2025 - 2023)
    assert x < line
    assert x >= 85
    return (
        f"Had the plan of 2023–2025 the assumed targets M1 = 84 and M3 = 88 for the same indicator, L(2024) = 84 + (88 − 84)"
        f" · (2024 − 2023)/(2025 − 2023) = {line:.0f}. Vänersborg's {x} is {line - x:.1f} below: not `on_path`, and"
        f" `required_change` = (88 − {x})/(2025 − 2024) = {88 - x:.1f} a year. Had the plan had 85 for its year 2, L(2024) would be 85,"
        " decided and not our calculation: `on_path`. Had it had M3 alone, nothing would be judged in 2023 and 2024."
    )


def forecast() -> str:
    before, x = eligible()
    error = (of("N15428", 2023) - of("N15428", 2024)) / 4
    gap, became = before - 88, x - 88
    assert gap < -4 <= became < 0
    return (
        f'Before the value of 2024 was known, the newest of N15428 was that of 2023: *annual* foretells {before}, flagged "ingen ny'
        f' mätning", which is {-gap:.1f} below the assumed target of 88: `not_met`. It became {x}: `partly`. The error is'
        f" ({of('N15428', 2023):.6f} − {of('N15428', 2024):.6f})/4 = −{-error:.3f} tolerances, and the status was not foretold."
        " *Flow*, made up: 30 by April, and by April of the three years before 1/3, 1/4 and 1/2 of the year had come: s = 1/3,"
        f" and 30/s = {30 / Fraction(1, 3)}. *Result_share*, made up: a result of 17.9 million foretold after August of taxes and"
        f" grants of 1,790 million: 100 · 17.9/1,790 = {100 * 17.9 / 1790:.1f} %, whatever last year's was."
    )


def goals() -> str:
    sport, music, absent = (rounded(of(kpi, 2023), 1) for kpi in ("U09800", "N09890", "N17625"))
    assert sport >= 28
    assert -2 <= music - 17 < 0
    assert 8 - absent < -2
    assert frame(NEW, "N11044").is_empty()
    return (
        f"Vänersborg 2023, four leaves of weight 1 with assumed targets: children in sports clubs (U09800) {sport} against"
        f" 28, `met`; pupils in the school of arts (N09890) {music} against 17 with tol 2, `partly`; student aid withdrawn"
        f" (N17625, lower is better) {absent} against 8 with tol 0.25 · 8 = 2, `not_met`; children per group (N11044), no value"
        " in that download, `not_assessed`. S = (1 + 0.5 + 0)/3 = 0.5 and coverage 3/4 = 0.75: `partly`. Roll-up, by §5's own"
        " figures: (5 + 81)/(10 + 90) = 86 %."
    )


def beyond(kpi: str, first: int, service: str) -> tuple[Fraction, Fraction, Fraction]:
    """Vänersborg's change over a year, and the median and MAD of the similar municipalities' own."""
    before, after = every(kpi, first), every(kpi, first + 1)
    members = near(VANERSBORG, service, first + 1) - {VANERSBORG}
    others = [Fraction(after[area] - before[area]) for area in members if area in before and area in after]
    middle = find_middle(others)
    change = Fraction(after[VANERSBORG] - before[VANERSBORG])
    return change, middle, find_middle([abs(other - middle) for other in others])


def inner() -> str:
    teachers = [rounded(of("N15813", year), 1) for year in (2021, 2022)]
    degrees = [rounded(of("N17461", year), 1) for year in (2022, 2023)]
    music = [rounded(of("N09890", year), 1) for year in (2021, 2022)]
    told: list[list[str]] = []
    for place, least in ((("N15813", 2021, "grundskola"), "2.6"), (("N17461", 2022, "gymnasieskola"), "2")):
        change, middle, spread = beyond(*place)
        limit = Fraction("1.645") * Fraction("1.4826") * spread
        assert change - middle >= max(Fraction(least), limit)
        told.append([f"{float(x):+.2f}".replace("-", "−") for x in (change, middle, spread, change - middle, limit)])
    change, middle, _ = beyond("N09890", 2021, "övergripande")
    assert change < middle
    (d1, m1, s1, e1, l1), (d2, m2, s2, e2, l2) = told
    return (
        "Five assumed activities of Vänersborg were due, four were carried out and three of those on time, within budget and"
        " with quality: G = 4/5 = 0.8, R = 3/4 = 0.75. One serves no goal. The others are judged by how real indicators moved"
        f" over their start, beside the similar municipalities: qualified teachers (N15813) {teachers[0]} → {teachers[1]}, {d1} and"
        f" they {m1} in the median, MAD {s1[1:]}: d = {e1[1:]} is at least 2.6 and 1.645 · 1.4826 · {s1[1:]} = {l1[1:]}, contributed;"
        f" examinations within four years (N17461) {degrees[0]} → {degrees[1]}, {d2} beside {m2}, MAD {s2[1:]}: {e2[1:]} is at least"
        f" 2 and {l2[1:]}, contributed; the school of arts (N09890) {music[0]} → {music[1]}, did not. B = 2/3 = 0.67. R is short of"
        " 0.8: `change_ways_of_working`, `short_of` right_way."
    )


def outer() -> str:
    teachers, degrees = (of("N15813", 2022) - of("N15813", 2021)), (of("N17461", 2023) - of("N17461", 2022))
    music = of("N09890", 2022) - of("N09890", 2021)
    assert min(teachers, degrees) > 0 > music
    return (
        f"The same three activities, whose indicators moved by {teachers:+.1f}, {degrees:+.1f} and"
        f" {music:+.1f}, had the assumed outcomes 400,000, 300,000 and 300,000 kr: Y = (400 + 300)/(400 + 300 + 300) = 0.7, which is".replace(
            "-", "−"
        )
        + " not short of 0.7: `right_things`, `basis` computed. Each counted as 1, Y would be 2/3 = 0.67: `reconsider`."
        " A goal that is met while what was planned for it was not carried out is `question_need`."
    )


def comparison() -> str:
    values, before = every("N17461", 2023), every("N17461", 2022)
    mine, n = values[VANERSBORG], len(values)
    better = sum(other > mine for other in values.values())
    worse = sum(other < mine for other in values.values())
    ordered = sorted(values.values())
    colour = "green" if 4 * (1 + better) <= n else "red" if 4 * (1 + worse) <= n else "yellow"
    assert n >= 0.8 * len(before)
    return (
        f"Vänersborg, examination within four years (N17461) 2023, {mine:.1f} %, against `all`: n = {n}"
        f" ({len(before)} the year before), quartiles {find_quartile(ordered, 1):.1f}, {find_quartile(ordered, 2):.1f} and"
        f" {find_quartile(ordered, 3):.1f}, unweighted mean {fmean(ordered):.1f}, difference from the median"
        f" {mine - find_quartile(ordered, 2):.1f}. {better} are better and {worse} worse: rank {1 + better},"
        f" score {float(score(values, VANERSBORG)):.1f}, and {colour}, since 1 + {better} {'≤' if colour == 'green' else '>'}"
        f" 0.25 · {n}. Change since 2022: {mine - before[VANERSBORG]:.1f}."
    )


def index() -> str:
    parts = [score(every(kpi, 2018, SCHOOL), VANERSBORG) for kpi in ("N15419", "N15505", "N15485")]
    cost = score(every("N15008", 2018, SCHOOL), VANERSBORG, -1)
    q = sum(parts, Fraction(0)) / 3
    words = [f"{float(part):.2f}" for part in parts]
    least, most = ((sum(parts, Fraction(0)) - one) / 2 for one in (max(parts), min(parts)))
    low, high = min(3 * least + cost, least + 3 * cost) / 4, max(3 * most + cost, most + 3 * cost) / 4
    assert (3 * least + cost) / 4 == low
    assert (most + 3 * cost) / 4 == high
    assert high - low <= 25
    rest = [words[i] for i in range(3) if parts[i] != max(parts)]
    return (
        f"Vänersborg, school, 2018, against all: the scores of three of the five declared quality components are {words[0]}"
        f" (N15419), {words[1]} (N15505) and {words[2]} (N15485), so Q = {float(q):.2f}; cost (N15008), where lower is better,"
        f" gives R = {float(cost):.2f}; E = (Q + R)/2 = {float((q + cost) / 2):.2f}. Without the best component Q is"
        f" ({rest[0]} + {rest[1]})/2 = {rounded(least, 2)}, without the worst {float(most):.2f}: E lies from ¾ · {rounded(least, 2)} + ¼ ·"
        f" {float(cost):.2f} = {float(low):.2f} to ¼ · {float(most):.2f} + ¾ · {float(cost):.2f} = {float(high):.2f}."
    )


def budget() -> str:
    told: list[str] = []
    for name, frame_, forecast_, turned, who in (
        ("result", "22.4", "22.0", -1, "committee"),
        ("social committee's cost", "400", "415.0", 1, "council"),
        ("education committee's cost", "350", "351.4", 1, "none"),
    ):
        deviation = turned * (Decimal(frame_) - Decimal(forecast_))
        percent = 100 * deviation / Decimal(frame_)
        assert who == ("council" if percent < -2 else "committee" if percent < Decimal("-0.5") else "none")
        told.append(f"{name} {frame_} and {forecast_}, −{-deviation:.1f} or −{-percent:.2f} % ({who})")
    return (
        "Lysekil, August 2015, million kronor, forecasts as published, the committees' frames assumed; frame and forecast,"
        f" deviation, and who acts: {'; '.join(told)}."
    )


def shortfalls() -> str:
    told: list[str] = []
    for year in (2021, 2022, 2023):
        everyone, members = every("N09805", year), near(LYSEKIL, "övergripande", year)
        assert len(members) == 8
        values = {area: everyone[area] for area in members if area in everyone}
        assert score(values, LYSEKIL) == 0
        told.append(f"{values[LYSEKIL]:.2f} ({year})")
    return (
        "Lysekil, occasions for children at libraries per 1,000 inhabitants aged 0–18 (N09805), a quality factor's indicator"
        f" by assumption: {', '.join(told)}, the least among the eight similar each year, score 0. Three in a row: a"
        " candidate, since 2021."
    )


def secrecy() -> str:
    rows = frame(NEW, "N09890").filter(pl.col("period") == 2023)
    metadata = pl.read_parquet(max((REAL / "metadata").glob("municipality_2*.parquet")))
    rows = rows.filter(pl.col("municipality").is_in(metadata.filter(type="K")["id"].to_list()))
    n = dict(rows.group_by("status").len().iter_rows())
    return (
        f"Pupils in the school of arts (N09890) 2023: {n['']} municipalities have a value, {n['Privacy']} Privacy and"
        f' {n["Missing"]} Missing; the page says "sekretess" and "saknas", and n is {n[""]}. Local, assumed: of 17 people 14 are'
        " women and 3 men. Under 5 is withheld, and the women with them, since 17 − 14 = 3."
    )


def husbandry() -> str:
    model = read_definitions(ROOT / "data" / "lysekil").model
    decimals = {item.kpi_id: item.decimals for item in model.indicators if item.kpi_id}
    rows = pl.scan_parquet(REAL / "values" / f"{NEW}.parquet").filter(
        pl.col("kpi").is_in(list(decimals)) & (pl.col("municipality") == LYSEKIL)
    )
    cells = known([rows.collect().to_dicts()], decimals)
    # No check withholds anything there, so the second method's sum is the report's (test_second_economy).
    report = Report(model, cells, Catalogue({}, {}, {}), "2024-10", datetime(2024, 12, 12), set())
    council = next(unit.id for unit in model.units if unit.level.value == "council")
    names = [g.id for g in model.goals if g.unit == council and g.kind in {"strategic_goal", "development_goal"}]
    family = {below for name in names for below in report.find_below(name)}
    whole = report.sum_leaves(row for row in report.make_fulfilment() if row["goal_id"] in family)
    return (
        f"Lysekil, October 2024, with assumed targets and money: {len(names)} operational goals, score"
        f" {float(whole['score']):.3f}, coverage {float(whole['coverage']):.2f}, `{whole['status']}`; the financial goal's"
        " indicator has no value in that download, `not_assessed`; the result is forecast at 6 against a budget of 20 million:"
        " not negative, so the balance requirement is `met`."
    )


def movement() -> str:
    years = {year: of("N17625", year) for year in range(2016, 2024)}
    told = find_movement([*years.values()])
    short = find_movement([of("N17461", year) for year in (2021, 2022, 2023)])
    assert told.sign == "beyond_limits"
    assert told.lower is not None
    assert told.upper is not None
    assert told.mean_range is not None
    assert 4 < told.lower < 8 < told.upper
    listed = [str(value) for value in years.values()]
    return (
        f"Vänersborg, student aid withdrawn (N17625, lower is better), 2016–2023: {', '.join(listed[:-1])} and {listed[-1]}. m ="
        f" {sum(years.values())}/8 = {float(told.mean):.4f}; AMR = {float(7 * told.mean_range):.1f}/7 = {float(told.mean_range):.3f}, since no"
        f" leap is above 3.267 · {float(told.mean_range):.3f} = {3.267 * float(told.mean_range):.2f}; normal is {float(told.lower):.2f}"
        f" to {float(told.upper):.2f}. {listed[-1]} lies beyond, and the change of {years[2023] - years[2022]:+.1f} goes the same way:"
        " `worse`. A target of 8 lies between: `by_chance`; 4 would be `not_without_change`. Examination within four years"
        f" (N17461) rose by {of('N17461', 2023) - of('N17461', 2022):.1f} to 2023, but has {short.n_points} points:"
        f" `{short.movement}`."
    )


def place_certainty() -> str:
    kpi, years = "N15813", range(2010, 2024)
    listed = [every(kpi, year) for year in years]
    noises = {
        area: noise
        for area in {area for values in listed for area in values}
        if (noise := find_noise([values[area] for values in listed if area in values])) is not None
    }
    values, own = listed[-1], listed[-1][VANERSBORG]

    def among(members: set[str]) -> tuple[int, int, Place]:
        others = [(values[area], noises.get(area)) for area in members if area in values and area != VANERSBORG]
        found = find_place(own, noises[VANERSBORG], others, 1)
        assert found is not None
        return 1 + sum(value > own for value, _ in others), len(others) + 1, found

    rank, n, near_by = among(near(VANERSBORG, "grundskola", 2023))
    of_all, n_all, everywhere = among(set(values))
    two = find_place(Decimal(10), 1.0, [(Decimal(12), 1.0)], 1)
    assert two is not None
    return (
        f"Vänersborg, qualified teachers (N15813) 2023, {own:.1f} %: s = {noises[VANERSBORG]:.3f}. Among the {n} similar it has place"
        f" {rank}, probably {near_by.rank_low}–{near_by.rank_high}: `{near_by.stands}`. Among all {n_all} it has place {of_all},"
        f" probably {everywhere.rank_low}–{everywhere.rank_high}, and yellow with a probability of {everywhere.p_yellow:.3f}. Made"
        f" up: of two, 10 against 12, both with s = 1, the other is better with Φ(2/√2) = {below(sqrt(2)):.3f}: place 2, probably"
        f" {two.rank_low}–{two.rank_high}."
    )


def expectation() -> str:
    points = [of("N15813", year) for year in range(2015, 2024)]
    told, value = find_movement(points), rounded(points[-1], 1)
    assert told.mean_range is not None
    gap, spread = value - 73, 1.2533 * float(told.mean_range)
    chance = find_chance(told, value, [Decimal(73)], "higher", 1)
    assert chance is not None
    assert 0.2 < chance < 0.8
    rough = round(chance, 3)
    return (
        f"Vänersborg, August 2024, qualified teachers (N15813): {value} % of 2023 against the assumed target of 73, AMR ="
        f" {float(told.mean_range):.3f} (§14): σ = 1.2533 · {float(told.mean_range):.3f} = {spread:.3f}, and `p_met` = Φ(−{-gap}/{spread:.3f})"
        f" = {chance:.3f}: `uncertain`. Had the target been missed, it would score {rough:.3f}² = {rough**2:.3f}; had it been met,"
        f" ({rough:.3f} − 1)² = {(rough - 1) ** 2:.3f}."
    )


def realism() -> str:
    years = range(2012, 2024)
    listed = {year: every("N15428", year) for year in years}
    series = {area: {year: values[area] for year, values in listed.items() if area in values} for area in listed[2023]}
    own = series[VANERSBORG]
    told = find_movement([own[year] for year in sorted(own)])
    assert told.mean_range is not None
    asked = 90 - Fraction(own[2023])

    def among(members: set[str]) -> Realism:
        others = [series[area] for area in sorted(members - {VANERSBORG}) if area in series]
        return find_realism(others, own[2023], asked, 2, told.mean_range or Fraction(0), 20)

    everywhere, near_by = among(set(series)), among(near(VANERSBORG, "grundskola", 2023))
    assert near_by.n_reached is None
    assert everywhere.share is not None
    assert everywhere.p25 is not None
    assert everywhere.p75 is not None
    return (
        f"Vänersborg, eligible for a vocational programme (N15428) 2023, {own[2023]:.2f} % against the assumed target of 90 for 2025:"
        f" {float(asked):.2f} in two years. AMR since the series break of 2012 is {float(told.mean_range):.2f}, and {everywhere.n} times another municipality stood"
        f" within it: {everywhere.n_reached} of them ({100 * float(everywhere.share):.0f} %) rose as much; the middle half changed by"
        f" −{-float(everywhere.p25):.2f} to +{float(everywhere.p75):.2f}. The similar have stood there {near_by.n} times: too few to tell."
    )


def value_certainty() -> str:
    told = pl.read_parquet(REAL / "values" / f"{NEW}.parquet").filter(
        kpi="N15428", municipality=VANERSBORG, period=2024
    )
    women, men, total = (told.filter(gender=gender)["value"].item() for gender in "KMT")
    shares = {"K": exact(women), "M": exact(men), "T": exact(total)}
    n = find_behind(shares, 10**6)
    k = {gender: round(shares[gender] * n[gender] / 100) for gender in n}
    alone = find_simplest(round(shares["T"] * 10**6), 10**6)
    assert alone is not None
    low, high = (100 * end for end in find_wilson(float(shares["T"]) / 100, n["T"]))
    assert tell_margin(Decimal(7), Decimal("4.1"), Decimal("4.3")) == "certain"
    assert tell_margin(Decimal(5), Decimal("4.1"), Decimal("4.3")) == "within_margin"
    few, many = find_byar(20)
    return (
        f"Vänersborg, eligible for a vocational programme (N15428) 2024: women {women} %, men {men} %, total {total} %. The total"
        f" alone could be {alone}; with {k['K']}/{n['K']} women and {k['M']}/{n['M']} men it is {k['T']}/{n['T']}. n = {n['T']}, and"
        f" Wilson gives {low:.1f}–{high:.1f}. Made up, as the downloads at hand hold no uncertainty figure: 62.0 ± 4.1 against 55.0 ±"
        f" 4.3 two years before: 7.0 > √(4.1² + 4.3²) = {sqrt(4.1**2 + 4.3**2):.2f}, `certain`; against 57.0 ± 4.3, `within_margin`."
        f" Made up: 20 events among 14,000, {20 / 0.14:.1f} per 100,000: Byar {few:.1f}–{many:.1f} events,"
        f" {few / 0.14:.1f}–{many / 0.14:.1f}."
    )


def assessability() -> str:
    with_target, with_value, indicators = 2, 1, 3
    assert with_target < indicators
    assert Fraction(with_value, with_target) >= Fraction(1, 2)
    return (
        "Made up: a goal has three indicators, two of them with a target, and in April one of these with a value of the year before:"
        f" measurable, target, value; no forecast. Its coverage is {with_value} of {with_target}, which is enough. Had neither had a value"
        " it would lack a *value*; had none had a target, a *target*. A programme that this goal and one without an indicator follow up"
        " lacks a *measure*."
    )


def financial_analysis() -> str:
    booked, decided, foretold = (1000, 985), (1000, 980), (1002, 984)
    result, budget, forecast = (revenue - cost for revenue, cost in (booked, decided, foretold))
    assert (result, budget, forecast) == (15, 20, 18)
    return (
        "Made up, million kronor. 2024: revenue booked 1,000, cost 985, the council's budget 1,000 and 980, its forecasts after August"
        f" 1,002 and 984: result {result}, against budget {result} − {budget} = −{budget - result}, against the last forecast {result} −"
        f" {forecast} = −{forecast - result}. Of 2023 only January to November is booked: all three lack, `no_outcome`."
    )


EXAMPLES: dict[int, Callable[[], str]] = {
    1: value_used, 2: fulfilment, 3: path, 4: forecast, 5: goals, 6: inner, 7: outer, 8: comparison, 9: index, 10: budget,
    11: shortfalls, 12: secrecy, 13: husbandry, 14: movement, 15: place_certainty, 16: expectation, 17: realism, 18: value_certainty, 19: assessability,
    21: financial_analysis,
}  # fmt: skip


@pytest.mark.parametrize("number", EXAMPLES)
def test_a_sections_worked_example_is_what_the_downloads_give(number: int) -> None:
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    written = parts_of(sections(text)[number])["Example"]
    assert " ".join(written.split()) == EXAMPLES[number]()


def test_every_section_has_an_example_here() -> None:
    # §20's example is of a made-up committee, whom the downloads have nothing of: tests/unit/test_planning.py works it out.
    assert {*EXAMPLES, 20} == set(sections((ROOT / "docs" / "measures.md").read_text(encoding="utf-8")))
