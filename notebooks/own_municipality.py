"""Den egna kommunen: serier, jämförelse, säkerhet och en liten studie, ur en färdig rapports tabeller.

    uv run --group notebooks marimo edit notebooks/own_municipality.py -- --report MAPP
    uv run --group notebooks python notebooks/own_municipality.py --report MAPP

MAPP är en färdig rapport, som data/home/reports/example/2026-08. Inget läses utöver dess tabeller.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Den egna kommunen")

with app.setup:
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import polars as pl

    from models.words import numbers

    # Färre kommuner än så säger ett samband ingenting om.
    MIN_TOGETHER = 8


@app.function
def series(comparison: pl.DataFrame, area: str, indicator: str) -> pl.DataFrame:
    """Kommunens värden av en indikator, med medianen och mellersta hälften av alla kommuner: year, value, p25, median, p75."""
    own = pl.col("area_id") == area
    chosen = own & (pl.col("indicator_id") == indicator) & (pl.col("gender") == "T") & (pl.col("group_kind") == "all")
    return comparison.filter(chosen).select("year", "value", "p25", "median", "p75").sort("year")


@app.function
def places(comparison: pl.DataFrame, certainty: pl.DataFrame, area: str) -> pl.DataFrame:
    """Platsen bland liknande kommuner det nyaste året, och mellan vilka platser den troligen är; tomt där det inte kan sägas.

    En rad för varje indikator som har en plats: indicator_id, year, value, median, rank, n, rank_low, rank_high.
    """
    own = (pl.col("area_id") == area) & (pl.col("gender") == "T") & (pl.col("group_kind") == "similar")
    known = comparison.filter(own, pl.col("rank").is_not_null())
    newest = known.filter(pl.col("year") == pl.col("year").max().over("indicator_id"))
    key = ["indicator_id", "area_id", "year", "gender", "group_id"]
    return (
        newest.join(certainty.select(*key, "rank_low", "rank_high"), on=key, how="left")
        .select("indicator_id", "year", "value", "median", "rank", "n", "rank_low", "rank_high")
        .sort("indicator_id")
    )


@app.function
def both(comparison: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """Kommunerna som har värde av båda indikatorerna det nyaste år som båda har: area_id, one, other; utan rader där inget finns."""
    known = comparison.filter(pl.col("gender") == "T", pl.col("group_kind") == "all")
    first, second = (
        known.filter(pl.col("indicator_id") == name).select("area_id", "year", pl.col("value").alias(column))
        for name, column in ((one, "one"), (other, "other"))
    )
    joined = first.join(second, on=["area_id", "year"])
    return joined.filter(pl.col("year") == pl.col("year").max()).sort("area_id")


@app.function
def together(pairs: pl.DataFrame) -> float | None:
    """Spearmans rangkorrelation mellan de två; None för färre kommuner än MIN_TOGETHER, eller där alla har samma värde."""
    if pairs.height < MIN_TOGETHER or min(pairs["one"].n_unique(), pairs["other"].n_unique()) == 1:
        return None
    return pairs.select(pl.corr("one", "other", method="spearman")).item()


@app.function
def read(folder: Path | None) -> dict[str, pl.DataFrame] | None:
    """Rapportens tabeller; None där mappen inte är en färdig rapport."""
    names = ("fulfilment", "comparison", "place_certainty")
    if folder is None or not all((folder / "tables" / f"{name}.parquet").is_file() for name in names):
        return None
    return {name: pl.read_parquet(folder / "tables" / f"{name}.parquet") for name in names}


@app.function
def own_area(tables: dict[str, pl.DataFrame]) -> str | None:
    """Kommunens id i Kolada: den enda vars plats rapporten säger hur säker den är på; None utan någon jämförelse."""
    found = tables["place_certainty"]["area_id"].unique()
    return found.item() if found.len() == 1 else None


@app.cell
def _():
    given = mo.cli_args().get("report")
    folder = Path(str(given)) if given else None
    tables = read(folder)
    area = own_area(tables) if tables is not None else None
    if area is None:
        why = (
            "Ingen rapport är given: --report MAPP" if folder is None else f"{folder} är ingen rapport med jämförelser"
        )
        print(f"Analysen hoppas över: {why}.")  # noqa: T201
    mo.stop(area is None)
    comparison = tables["comparison"]
    listed = sorted(comparison.filter(pl.col("area_id") == area)["indicator_id"].unique())
    return area, comparison, listed, tables


@app.cell
def _(comparison, listed):
    # Den som flest kommuner har värde av samma år som den första.
    widest = max(listed[1:] or listed, key=lambda name: both(comparison, listed[0], name).height)
    one = mo.ui.dropdown(listed, value=listed[0], label="Indikator")
    other = mo.ui.dropdown(listed, value=widest, label="Bredvid")
    mo.hstack([one, other])
    return one, other


@app.cell
def _(area, comparison, one):
    shown = series(comparison, area, one.value)
    drawn = alt.Chart(shown).encode(x=alt.X("year:O", title="År"))
    chart = drawn.mark_area(opacity=0.25).encode(y=alt.Y("p25:Q", title=one.value), y2="p75:Q") + drawn.mark_line(
        point=True
    ).encode(y="value:Q")
    mo.vstack([mo.md("## 1. Serien, med mellersta hälften av alla kommuner"), chart, shown])
    return


@app.cell
def _(area, comparison, tables):
    placed = places(comparison, tables["place_certainty"], area)
    print(f"{placed.height} indikatorer har en plats bland liknande kommuner.")  # noqa: T201
    sure = placed.filter(pl.col("rank_low") == pl.col("rank_high")).height
    told = f"""
    ## 2. Platsen bland liknande kommuner, och hur säker den är

    Av {placed.height} indikatorer har {sure} en plats som är säker. En plats från `rank_low` till `rank_high` går inte att
    skilja från de andra i spannet.
    """
    mo.vstack([mo.md(told), placed])
    return


@app.cell
def _(comparison, one, other):
    pairs = both(comparison, one.value, other.value)
    found = together(pairs)
    said = "går inte att säga: för få kommuner" if found is None else numbers.number(found, 2)
    print(f"Rangkorrelation, {one.value} och {other.value}, {pairs.height} kommuner: {said}.")  # noqa: T201
    text = f"""
    ## 3. En studie: följs {one.value} och {other.value} åt?

    Bland {pairs.height} kommuner är rangkorrelationen {said}. Det är ett samband. Det visar inte att det ena orsakar det andra.
    """
    points = (
        alt.Chart(pairs).mark_circle().encode(x=alt.X("one:Q", title=one.value), y=alt.Y("other:Q", title=other.value))
    )
    mo.vstack([mo.md(text), points])
    return


if __name__ == "__main__":
    app.run()
