"""Kostnad bredvid kvalitet: en studie av alla kommuner, med Lysekils och Vänersborgs plats.

    uv run --group notebooks marimo edit notebooks/cost_and_quality.py -- --data MAPP
    uv run --group notebooks python notebooks/cost_and_quality.py --data MAPP

MAPP (eller STYRTAL_STUDY_DATA) har nedladdningar ur Kolada: values/skr_school_*.parquet, values/unicef_*.parquet,
metadata/municipality_*.parquet och metadata/municipality_groups_*.parquet.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Kostnad bredvid kvalitet")

with app.setup:
    import os
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import polars as pl

    from models.words import numbers

    OWN = {"1484": "Lysekil", "1487": "Vänersborg"}
    # docs/measures.md §9: så stor del av kvalitetens delar måste ha värde; §8: så stor del av kommunerna ett år.
    MIN_COMPONENTS, MIN_AREAS = 0.6, 0.8


@app.function
def measured(values: pl.DataFrame, kpi: str, year: int) -> pl.DataFrame:
    """Ett nyckeltals kända värden ett år: municipality, value."""
    wanted = (pl.col("kpi") == kpi) & (pl.col("period") == year) & (pl.col("gender") == "T")
    return values.filter(wanted).drop_nulls("value").select("municipality", "value")


@app.function
def scores(known: pl.DataFrame, sign: int) -> pl.DataFrame:
    """Poäng enligt §8: 100·(antal sämre + ½·antal andra lika)/(n − 1), på värdena som de är, orundade."""
    good = known.select("municipality", good=pl.col("value") * sign)
    worse, tied = pl.col("good").rank("min") - 1, pl.len().over("good") - 1
    return good.select("municipality", score=100 * (worse + 0.5 * tied) / (pl.len() - 1))


@app.function
def newest_whole_year(values: pl.DataFrame, kpi: str) -> int:
    """Det nyaste år som inte har färre än 80 % av de kommuner som året före hade."""
    known = values.filter(kpi=kpi, gender="T").drop_nulls("value")
    counted = dict(known.group_by("period").len().sort("period").iter_rows())
    return max(year for year, n in counted.items() if n >= MIN_AREAS * counted.get(year - 1, 0))


@app.function
def index(
    values: pl.DataFrame, year: int, cost: str, quality: dict[str, int], areas: list[str] | None = None
) -> pl.DataFrame:
    """Resurser R, kvalitet Q och effektivitet E = (Q + R)/2 enligt §9, bland kommunerna i mängden (annars alla)."""

    def known(kpi: str) -> pl.DataFrame:
        found = measured(values, kpi, year)
        return found if areas is None else found.filter(pl.col("municipality").is_in(areas))

    made = known(cost).rename({"value": "cost"}).join(scores(known(cost), -1).rename({"score": "R"}), on="municipality")
    for kpi, sign in quality.items():
        part = scores(known(kpi), sign).rename({"score": kpi})
        made = made.join(part, on="municipality", how="left")
    n = pl.sum_horizontal(pl.col(kpi).is_not_null() for kpi in quality)
    enough = n >= MIN_COMPONENTS * len(quality)
    # Avrundat så att två lika medelvärden är lika, i vilken ordning delarna än kommer.
    made = made.with_columns(Q=pl.when(enough).then(pl.mean_horizontal(*quality)).round(9))
    made = made.with_columns(E=((pl.col("Q") + pl.col("R")) / 2).round(8))
    return made.with_columns(place=pl.col("E").rank("min", descending=True)).sort("municipality")


@app.function
def together(frame: pl.DataFrame, one: str, other: str) -> float:
    """Spearmans rangkorrelation mellan två kolumner, där båda är kända."""
    return frame.drop_nulls([one, other]).select(pl.corr(one, other, method="spearman")).item()


@app.function
def among_similar(
    values: pl.DataFrame, groups: pl.DataFrame, title: str, area: str, year: int, quality: dict[str, int]
) -> dict[str, float]:
    """En kommuns rad bland RKA:s liknande kommuner och den själv (§8: gruppen för värdets år, annars den närmaste, och av två lika nära den tidigare)."""
    found = groups.filter(pl.col("group_title").str.starts_with(title)).select(
        "member_id", group_year=pl.col("group_title").str.slice(-4).cast(pl.Int32)
    )
    nearest = min(set(found["group_year"]), key=lambda group_year: (abs(group_year - year), group_year))
    members = sorted({*found.filter(group_year=nearest)["member_id"], area})
    made = index(values, year, "N15008", quality, members)
    return {"group_year": nearest, "n": made["E"].count(), **of_area(made, area)}


@app.function
def of_area(made: pl.DataFrame, area: str) -> dict[str, float]:
    """En kommuns kostnad, R, Q, E och plats."""
    row = made.row(by_predicate=pl.col("municipality") == area, named=True)
    return {key: row[key] for key in ("cost", "R", "Q", "E", "place")}


@app.function
def summed_up(made: pl.DataFrame) -> dict[str, object]:
    """Hur många som kan räknas, hur R och Q följs åt, och de två kommunernas rader."""
    own = {name: of_area(made, area) for area, name in OWN.items()}
    return {"n": made["E"].count(), "together": together(made, "R", "Q"), **own}


@app.function
def place_with_one_more(values: pl.DataFrame, area: str, year: int, quality: dict[str, int]) -> int:
    """Platsen om kommunen hade haft en procentenhet fler elever med godkänt i alla ämnen, och allt annat varit lika."""
    is_cell = (pl.col("kpi") == "N15419") & (pl.col("municipality") == area) & (pl.col("period") == year)
    lifted = values.with_columns(value=pl.when(is_cell).then(pl.col("value") + 1).otherwise("value"))
    return of_area(index(lifted, year, "N15008", quality), area)["place"]


@app.function
def picture(made: pl.DataFrame, names: dict[str, str], title: str, unit: str) -> alt.LayerChart:
    """Kostnad mot kvalitet: en punkt per kommun; de två egna har egen form och sitt namn."""
    shown = made.drop_nulls("Q").select(
        "cost",
        "Q",
        kommun=pl.col("municipality").replace(names),
        egen=pl.col("municipality").replace_strict(OWN, default="Övriga kommuner"),
    )
    x = alt.X("cost:Q", title=unit, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.0f"))
    y = alt.Y("Q:Q", title="Kvalitet Q (0–100)", scale=alt.Scale(domain=[0, 100]))
    own = shown.filter(pl.col("egen") != "Övriga kommuner")
    others = alt.Chart(shown.filter(pl.col("egen") == "Övriga kommuner")).mark_circle(color="#8a8a8a", opacity=0.6)
    marked = alt.Chart(own).mark_point(shape="diamond", size=140, filled=True, color="#0b3d91")
    named = alt.Chart(own).mark_text(dx=9, align="left", fontWeight="bold")
    layers = [
        others.encode(x=x, y=y, tooltip=["kommun", "cost", "Q"]),
        marked.encode(x=x, y=y, tooltip=["kommun", "cost", "Q"]),
        named.encode(x=x, y=y, text="kommun"),
    ]
    return alt.layer(*layers).properties(title=title, width=560, height=320)


@app.cell
def _():
    _data = mo.cli_args().get("data") or os.environ.get("STYRTAL_STUDY_DATA")
    folder = Path(str(_data)) if _data else None
    _reason = (
        "Ingen datamapp är given. Ge den med --data MAPP eller STYRTAL_STUDY_DATA."
        if folder is None
        else None
        if (folder / "values").is_dir() and (folder / "metadata").is_dir()
        else f"{folder} har inte mapparna values och metadata."
    )
    if _reason:
        print(f"Studien hoppas över: {_reason}")
    mo.stop(_reason is not None, mo.md(f"**Studien hoppas över.** {_reason}"))
    return (folder,)


@app.cell
def _(folder):
    def newest(pattern: str) -> pl.DataFrame:
        return pl.read_parquet(sorted(folder.glob(pattern))[-1])

    school, welfare = newest("values/skr_school_*.parquet"), newest("values/unicef_*.parquet")
    names = dict(newest("metadata/municipality_2*.parquet").select("id", "title").iter_rows())
    groups = newest("metadata/municipality_groups_*.parquet")
    return groups, names, school, welfare


@app.cell
def _(groups, names, school, welfare):
    # Vilken kvalitet som räknas, och åt vilket håll, är ett val: det står här och prövas nedan.
    RESULTS = {"N15419": 1, "N15505": 1, "N15436": 1}
    BEYOND_BACKGROUND = {"U15461": 1}
    SMALL_GROUPS = {"N11044": -1, "N11704": -1, "N11811": -1}
    TEACHERS = {"N15033": -1, "N15813": 1}
    CASEWORK = {"U33401": -1, "U33816": 1}
    year = newest_whole_year(school, "N15008")
    by_results = index(school, year, "N15008", RESULTS)
    by_deviation = index(school, year, "N15008", BEYOND_BACKGROUND)
    preschool = index(welfare, 2024, "N11008", SMALL_GROUPS)
    teaching = index(welfare, 2024, "N15027", TEACHERS)
    social = index(welfare, 2024, "N33009", CASEWORK)

    similar = {
        name: among_similar(school, groups, f"Liknande kommuner grundskola, {names[area]}, ", area, year, RESULTS)
        for area, name in OWN.items()
    }
    return RESULTS, by_deviation, by_results, preschool, similar, social, teaching, year


@app.cell
def _(RESULTS, by_deviation, by_results, preschool, school, similar, social, teaching, year):
    _background = measured(school, "N15820", year).rename({"value": "education"})
    _with_background = by_results.join(_background, on="municipality", how="left")
    # Platserna tas bland dem som kan räknas på båda sätten.
    _both = by_results.join(by_deviation, on="municipality", suffix="_deviation").drop_nulls(["E", "E_deviation"])
    _both = _both.with_columns(
        pl.col("E").rank("min", descending=True).cast(pl.Int64).alias("before"),
        pl.col("E_deviation").rank("min", descending=True).cast(pl.Int64).alias("after"),
    )
    _near = by_results.filter((pl.col("E") - of_area(by_results, "1484")["E"]).abs() <= 1)
    key_figures = {
        "year": year,
        "results": summed_up(by_results),
        "deviation": summed_up(by_deviation),
        "preschool": summed_up(preschool),
        "teaching": summed_up(teaching),
        "social": summed_up(social),
        "similar": similar,
        "education_quality": together(_with_background, "education", "Q"),
        "education_resources": together(_with_background, "education", "R"),
        "moved_median": _both.select((pl.col("before") - pl.col("after")).abs().median()).item(),
        "n_both": _both.height,
        "moved": {name: _both.filter(municipality=area).select("before", "after").row(0) for area, name in OWN.items()},
        "one_more": {name: place_with_one_more(school, area, year, RESULTS) for area, name in OWN.items()},
        "same_e": {"n": _near.height, "q_low": _near["Q"].min(), "q_high": _near["Q"].max()},
    }
    return (key_figures,)


@app.function
def number(value: float, decimals: int = 1) -> str:
    return numbers.number(value, decimals)


@app.function
def place_table(part: dict[str, object]) -> str:
    """De två kommunernas rad: kostnad, R, Q, E och plats bland dem som kan räknas."""
    lines = ["| Kommun | Kostnad, kr | Resurser R | Kvalitet Q | Effektivitet E | Plats |", "|---|--:|--:|--:|--:|--:|"]
    for name in OWN.values():
        row = part[name]
        told = [number(row["cost"], 0), *(number(row[key]) for key in ("R", "Q", "E"))]
        lines.append(f"| {name} | {' | '.join(told)} | {number(row['place'], 0)} av {number(part['n'], 0)} |")
    return "\n".join(lines)


@app.cell
def _(key_figures):
    mo.md(f"""
    # Kostnad bredvid kvalitet

    Vad får en kommun för pengarna, jämfört med andra? Effektivitetsmåttet (docs/measures.md §9) ställer två poäng bredvid
    varandra: **resurser R**, där låg kostnad ger hög poäng, och **kvalitet Q**, medelvärdet av poängen för några
    kvalitetsmått. **E = (Q + R)/2**. Ett mått ger 100 poäng till den bästa kommunen och 0 till den sämsta. R, Q och E
    visas alltid tillsammans, och de jämförs aldrig mellan år.

    Alla siffror här: *Egen bearbetning av data från Kolada*. Skolans kostnad och resultat är från {key_figures["year"]},
    det nyaste år då kostnaden är känd för så gott som alla kommuner. Förskola, lärare och socialtjänst är från 2024.
    """)
    return


@app.cell
def _(by_results, key_figures, names):
    results_chart = picture(by_results, names, "Grundskolan: kostnad och resultat", "Kostnad, kr per elev")
    _similar = " ".join(
        f"Bland sina liknande kommuner (gruppen för {part['group_year']}) har {name} plats {number(part['place'], 0)} av "
        f"{number(part['n'], 0)}, med R {number(part['R'])} och Q {number(part['Q'])}."
        for name, part in key_figures["similar"].items()
    )
    mo.vstack(
        [
            mo.md(f"## 1. Grundskolan {key_figures['year']}: kostnad och resultat i årskurs 9"),
            results_chart,
            mo.md("Q är här godkänt i alla ämnen, meritvärde och behörighet till yrkesprogram."),
            mo.md(place_table(key_figures["results"])),
            mo.md(_similar),
        ]
    )
    return (results_chart,)


@app.cell
def _(key_figures, names, preschool):
    preschool_chart = picture(preschool, names, "Förskolan: kostnad och gruppstorlek", "Kostnad, kr per inskrivet barn")
    mo.vstack(
        [
            mo.md("## 2. Förskolan 2024: kostnad, barngrupper och förskollärare"),
            preschool_chart,
            mo.md("Q är här små barngrupper (1–3 år och 4–5 år) och få barn per förskollärare."),
            mo.md(place_table(key_figures["preschool"])),
            mo.md("## 3. Grundskolans lärare 2024"),
            mo.md("Q är här få elever per lärare, och lärare med legitimation och behörighet."),
            mo.md(place_table(key_figures["teaching"])),
            mo.md("## 4. Barn och unga i socialtjänsten 2024"),
            mo.md("Q är här kort utredningstid, och handläggare med utbildning och erfarenhet."),
            mo.md(place_table(key_figures["social"])),
        ]
    )
    return (preschool_chart,)


@app.cell
def _(key_figures):
    _figures = key_figures
    _same = _figures["same_e"]
    _moves = " och ".join(
        f"{name} från plats {number(before, 0)} till {number(after, 0)}"
        for name, (before, after) in _figures["moved"].items()
    )
    _lifts = " och ".join(
        f"{name} från plats {number(_figures['results'][name]['place'], 0)} till {number(place, 0)}"
        for name, place in _figures["one_more"].items()
    )
    _told = {key: number(_figures[key]["together"], 2) for key in ("results", "preschool", "teaching")}
    conclusions = f"""
    ## Vad effektivitetsmåttet säger

    - **Var man ska börja fråga.** Den som har både låg R och låg Q betalar mer än andra och når kortare. Det är värt att
      förstå varför.
    - **Att dyrare inte av sig självt är bättre.** Rangkorrelationen mellan R och Q i grundskolan är {_told["results"]}: de
      kommuner som har låg kostnad har snarare bättre resultat än sämre.

    ## Vad det inte säger

    - **Inte varför.** Q i grundskolan följer föräldrarnas utbildning (rangkorrelation
      {number(_figures["education_quality"], 2)}), och det gör R också ({number(_figures["education_resources"], 2)}).
      Måttet belönar därmed elevernas bakgrund. Mäts kvaliteten i stället som avvikelsen från det resultat som elevernas
      bakgrund gör troligt, flyttas en kommun {number(_figures["moved_median"], 0)} platser i median: {_moves}, bland de
      {number(_figures["n_both"], 0)} som kan räknas på båda sätten.
    - **Inte samma sak när kvaliteten i sig är en resurs.** Små grupper och fler lärare kostar. Rangkorrelationen mellan R
      och Q är {_told["preschool"]} för förskolan och {_told["teaching"]} för grundskolans lärare: den ena poängen är delvis
      den andras baksida, och E hamnar då mot mitten.
    - **Inte vilken väg man har valt.** {number(_same["n"], 0)} kommuner, med Lysekil, har samma E inom en poäng, och Q från
      {number(_same["q_low"], 0)} till {number(_same["q_high"], 0)}. Därför visas E aldrig utan Q och R.
    - **Inte hur långt det är mellan platserna.** Med en procentenhet fler elever som har godkänt i alla ämnen, och allt
      annat lika, hade kommunen flyttats: {_lifts}. Platsen är en ordning, inget avstånd.
    - **Inget om den som saknar värden.** I socialtjänsten kan {number(_figures["social"]["n"], 0)} kommuner räknas. De andra
      har inte E 0 utan inget E.

    Sambanden är samband. Studien visar inte att kostnaden orsakar resultatet eller tvärtom.
    """
    mo.md(conclusions)
    return (conclusions,)


if __name__ == "__main__":
    app.run()
