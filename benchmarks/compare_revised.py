"""The comparison after a refresh that changed the values of one KPI in a hundred, against computing all of it.

Sets as in compare_places. The report shows what its indicators' lag (`--lag`) allows, and all years of its own municipality.
"""

from compare_places import VALUES_OF_ONE, indicators_of, make_ground, workplace
from figures import Figure, Stopwatch, parser, peak_figure, tell

from assets.measures.comparison import COMPARISON, compare_again, compute_comparison

SHARE = 100
SAME = "SELECT count(*), sum(hash(COLUMNS(* EXCLUDE (mean)))) FROM comparison"


def main() -> None:
    """Measure."""
    choices = parser(__doc__, 4_000_000)
    choices.add_argument("--lag", type=int, default=1, help="the indicators' lag (default 1, as most have)")
    options = choices.parse_args()
    indicators = indicators_of(options.values)
    watch = Stopwatch()
    rows: dict[str, int] = {}
    with workplace() as con:
        make_ground(con, indicators, options.lag)
        with watch.time("all"):
            compute_comparison(con)
        for number in range(options.rounds):
            revised = [f"N{k:05d}" for k in range(number, indicators, SHARE)]
            con.execute("UPDATE known_value SET value = value + 1 WHERE list_contains(?, kpi_id)", [revised])
            with watch.time("again"):
                rows = compare_again(con, revised)
        peak = peak_figure()
        again = con.execute(SAME).fetchall()
        for name in COMPARISON:
            con.execute(f"DROP TABLE {name}")
        with watch.time("all"):
            compute_comparison(con)
        assert again == con.execute(SAME).fetchall(), "not what computing everything gives"
    detail = f"{indicators * VALUES_OF_ONE:,} values, {rows['compared']:,} of them and {rows['comparison']:,} places again: {watch}"
    tell(Figure("1 % revised, of computing all", watch.ratio("again", to="all"), bound=0.1, detail=detail), peak)


if __name__ == "__main__":
    main()
