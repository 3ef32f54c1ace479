"""A second harvest, begun a day later, whose answers have the same bytes: its load against the first one's."""

from figures import Figure, Stopwatch, parser, peak_figure, scratch, tell
from made_answers import make_harvest

from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.store import writing


def main() -> None:
    """Measure."""
    options = parser(__doc__, 2_000_000).parse_args()
    watch = Stopwatch()
    with scratch() as folder:
        harvests = [make_harvest(folder / "answers", options.values, day=day) for day in (0, 1)]
        for number in range(options.rounds):
            warehouse = folder / f"warehouse-{number}" / "warehouse.duckdb"
            with watch.time("first"), writing(warehouse) as con:
                first = load_harvests(con, harvests[:1], {})
            with watch.time("second"), writing(warehouse) as con:
                second = load_harvests(con, harvests, {})
    assert second.harvests == 1, "the second harvest was not loaded"
    assert second.changed == 0, f"{second.changed} changes in the same bytes"
    assert set(second.outcomes.values()) == {"unchanged"}, second.outcomes
    detail = f"{first.opened:,} values: {watch}"
    name = "the same bytes a day later, of the first load"
    tell(Figure(name, watch.ratio("second", to="first"), bound=0.2, detail=detail), peak_figure())


if __name__ == "__main__":
    main()
