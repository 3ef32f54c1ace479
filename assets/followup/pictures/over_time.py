"""Pictures over time: an indicator's history with its targets and peers, and a unit's budget by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from assets.followup.content import Cell, Picture, figure, words, year_of
from assets.followup.pictures.svg import (
    BAND,
    INK,
    PAPER,
    SOFT,
    WIDTH,
    key,
    line,
    named,
    numbers_of,
    picture,
    rect,
    short,
    text,
)
from models.words import pictures as sv
from models.words import sentences
from models.words.judgements import MONTH_SHORT
from models.words.numbers import number
from models.words.own_names import Money

LEFT, RIGHT, TOP, BOTTOM = 48.0, WIDTH - 52.0, 12.0, 148.0
KEY = BOTTOM + 34


@dataclass(frozen=True)
class Year:
    """A year of an indicator's history: own value, and the spread of those compared with."""

    year: int
    value: float
    p25: float | None = None
    median: float | None = None
    p75: float | None = None
    lineage: str = ""


@dataclass(frozen=True)
class _Plot:
    """Where things lie: a span of time from left to right, of values from bottom to top."""

    first: float
    last: float
    low: float
    high: float

    def at(self, time: float, value: float) -> tuple[float, float]:
        x = LEFT + (time - self.first) / (self.last - self.first) * (RIGHT - LEFT)
        return x, BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP)

    def grid(self) -> list[str]:
        ticks = _ticks(self.low, self.high)
        decimals = next((d for d in range(4) if all(abs(t - round(t, d)) < 1e-9 for t in ticks)), 4)  # noqa: PLR2004
        parts: list[str] = []
        for tick in ticks:
            _, y = self.at(self.first, tick)
            parts.append(line([(LEFT, y), (RIGHT, y)], stroke="#e3e8ec"))
            said = number(tick, decimals)
            # What has no room beside the line stands on it.
            if 6 * len(said) > LEFT - 2:
                parts.append(text(LEFT + 2, y - 3, said, size=11, fill=SOFT, over=True))
            else:
                parts.append(text(LEFT - 6, y + 4, said, anchor="end", size=11, fill=SOFT))
        return parts

    def dots(self, points: Sequence[tuple[float, float, str]]) -> list[str]:
        """Return a dot for each point, with what it stands for."""
        return [named(_dot(*self.at(time, value)), said) for time, value, said in points]

    def path(
        self, points: Sequence[tuple[float, float]], *, width: float = 1.5, stroke: str = INK, dash: str = ""
    ) -> str:
        """Return a line through points; one point, or none, has no line."""
        return line([self.at(*p) for p in points], width=width, stroke=stroke, dash=dash) if len(points) > 1 else ""

    def times(self, named: Sequence[tuple[float, str]]) -> list[str]:
        return [
            text(self.at(t, self.low)[0], BOTTOM + 15, name, anchor="middle", size=11, fill=SOFT) for t, name in named
        ]


def _ticks(low: float, high: float) -> list[float]:
    rough = (high - low) / 3
    base = 10 ** floor(log10(rough))
    step = next(base * k for k in (1, 2, 2.5, 5, 10) if base * k >= rough)
    first = floor(low / step) + (0 if low % step == 0 else 1)
    return [round(step * k, 10) for k in range(first, floor(high / step) + 1)]


def history(
    title: str,
    unit: str,
    decimals: int,
    years: Sequence[Year],
    targets: Sequence[tuple[int, float]],
    peers: str,
    breaks: Sequence[int] = (),
    every: int = 1,
    normal: tuple[float, float] | None = None,
    kind: str | None = None,
) -> Picture | None:
    """Return an indicator's own years with the target path and the spread of its peers; None with nothing to draw.

    `every` is the years from one measurement to the next: a line is drawn between them; `normal` is
    between which values the series normally lies (docs/measures.md §14); `kind` what a measurement is of, by which years
    are written.
    """
    if not years or len(years) + len(targets) < 2:  # noqa: PLR2004
        return None
    spread = [
        (y.year, y.p25, y.median, y.p75)
        for y in years
        if y.p25 is not None and y.median is not None and y.p75 is not None
    ]
    drawn = [y.value for y in years] + [v for _, v in targets] + [v for _, low, _, high in spread for v in (low, high)]
    drawn += normal or ()
    pad = (max(drawn) - min(drawn) or abs(drawn[0]) or 1) * 0.1
    first, newest = years[0], years[-1]
    last = max([newest.year, first.year + 1, *(y for y, _ in targets)])
    plot = _Plot(first.year, last, min(drawn) - pad, max(drawn) + pad)

    def said(of: str, value: float) -> str:
        return sv.POINT.format(of=of, value=f"{number(value, decimals)} {unit}")

    signs: list[tuple[Sequence[str], str]] = [([line([(0, 0), (20, 0)], width=2.5), _dot(10, 0)], sv.OWN_VALUE)]
    if targets:
        signs.append(([line([(0, 0), (20, 0)], dash="6 4", width=1.5), _diamond(10, 0)], sv.TARGET))
    if normal:
        signs.append(([line([(0, y), (20, y)], stroke=SOFT) for y in (-4, 4)], sv.NORMAL))
    if len(spread) > 1:
        band = [rect(0, -7, 20, 13, fill=BAND), line([(0, 0), (20, 0)], stroke=SOFT, width=1.5, dash="2 3")]
        signs.append((band, sv.SPREAD.format(peers=peers)))
    meant, bottom = key(signs, KEY)
    middle = {(first.year + newest.year) // 2} if newest.year - first.year > 3 else set[int]()  # noqa: PLR2004
    parts = [
        *plot.grid(),
        *_spread(plot, [(y, a, b, c) for y, a, b, c in spread]),
        *_normal(plot, normal, max([first.year, *(y for y in breaks if y <= newest.year)]), newest.year),
        *_breaks(plot, breaks),
        plot.path(targets, dash="6 4"),
        *(
            named(
                _diamond(*plot.at(year, value)), said(sv.TARGET_OF.format(year=sentences.year_said(year, kind)), value)
            )
            for year, value in targets
        ),
        *(plot.path(run, width=2.5) for run in _runs(years, breaks, every)),
        *plot.dots([(y.year, y.value, said(sentences.year_said(y.year, kind), y.value)) for y in years]),
        *_labels(plot, newest, targets, decimals),
        *plot.times([(y, sentences.year_said(y, kind)) for y in sorted({first.year, newest.year, last} | middle)]),
        *meant,
    ]
    description = sentences.history_shown(
        (first.year, first.value),
        (newest.year, newest.value),
        targets,
        spread[-1] if spread else None,
        peers,
        breaks,
        decimals,
        unit,
        normal,
        kind,
    )
    titled = sv.HISTORY_TITLE.format(title=title)
    own, aims, others = {y.year: y.value for y in years}, dict(targets), {y: rest for y, *rest in spread}
    low, high = normal or (None, None)
    led = {y.year: y.lineage for y in years}

    def shown(year: int) -> list[Cell]:
        within = first.year <= year <= newest.year and year >= max(breaks, default=year)
        compared = (own.get(year), *others.get(year, [None] * 3))
        value, *spread_of = (figure(n, decimals, lineage=led.get(year, "")) for n in compared)
        aim, *normally = (figure(n, decimals) for n in (aims.get(year), *((low, high) if within else (None, None))))
        return [year_of(year, kind), value, aim, *spread_of, *normally]

    heads = (sv.PICTURE_HEADS["year"], *(head.format(unit=unit, peers=peers) for head in sv.HISTORY_HEADS))
    told = numbers_of(titled, heads, [shown(year) for year in sorted({*own, *aims})])
    return picture(titled, description, bottom + 8, parts, told)


def _spread(plot: _Plot, years: Sequence[tuple[int, float, float, float]]) -> list[str]:
    if len(years) < 2:  # noqa: PLR2004
        return []
    around = [plot.at(y, high) for y, _, _, high in years] + [plot.at(y, low) for y, low, _, _ in reversed(years)]
    band = f'<path d="M{"L".join(f"{short(x)} {short(y)}" for x, y in around)}Z" fill="{BAND}"/>'
    return [band, plot.path([(y, median) for y, _, median, _ in years], stroke=SOFT, dash="2 3")]


def _normal(plot: _Plot, normal: tuple[float, float] | None, first: int, newest: int) -> list[str]:
    return [plot.path([(first, end), (newest, end)], width=1, stroke=SOFT) for end in normal or ()]


def _breaks(plot: _Plot, years: Sequence[int]) -> list[str]:
    parts: list[str] = []
    for year in years:
        if plot.first < year <= plot.last:
            x, _ = plot.at(year - 0.5, plot.low)
            parts.append(line([(x, TOP), (x, BOTTOM)], stroke=SOFT, dash="1 3"))
            parts.append(text(x, TOP + 9, sv.BREAK, anchor="middle", size=10, fill=SOFT))
    return parts


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{short(x)}" cy="{short(y)}" r="3" fill="{INK}"/>'


def _diamond(x: float, y: float) -> str:
    path = f"M{short(x)} {short(y - 5)}L{short(x + 5)} {short(y)}L{short(x)} {short(y + 5)}L{short(x - 5)} {short(y)}Z"
    return f'<path d="{path}" fill="{PAPER}" stroke="{INK}" stroke-width="1.5"/>'


def _runs(years: Sequence[Year], breaks: Sequence[int], every: int) -> list[list[tuple[float, float]]]:
    """Return the years in runs without a gap or a break of the series: no line is drawn across either."""
    runs: list[list[tuple[float, float]]] = []
    for year in years:
        before = runs[-1][-1][0] if runs else year.year
        if year.year == before + every and not any(before < new <= year.year for new in breaks):
            runs[-1].append((year.year, year.value))
        else:
            runs.append([(year.year, year.value)])
    return runs


def _labels(plot: _Plot, newest: Year, targets: Sequence[tuple[int, float]], decimals: int) -> list[str]:
    x, y = plot.at(newest.year, newest.value)
    own = number(newest.value, decimals)
    if not targets:
        return [text(x + 8, y + 4, own, bold=True, over=True)]
    # Away from the target path, which goes on to the right of the newest value.
    below = targets[0][1] >= newest.value
    parts = [text(x, y + 19 if below else y - 10, own, anchor="middle", bold=True, over=True)]
    tx, ty = plot.at(*targets[-1])
    label = sv.TARGET_IS.format(value=number(targets[-1][1], decimals))
    if tx + 8 + 7 * len(label) > WIDTH:
        parts.append(text(WIDTH - 1, ty - 9 if below else ty + 18, label, anchor="end", over=True))
    else:
        parts.append(text(tx + 8, ty + 4, label, over=True))
    return parts


def budget(
    title: str, months: Sequence[tuple[int, float | None, float | None]], forecast: float | None, money: Money
) -> Picture | None:
    """Return budget and outcome by month, cumulative, in the unit of `money`, with the full year's forecast."""
    budgeted = [(m, money.of(b)) for m, b, _ in months if b is not None]
    booked = [(m, money.of(o)) for m, _, o in months if o is not None]
    if len(budgeted) < 2 and len(booked) < 2:  # noqa: PLR2004
        return None
    end = money.of(forecast) if forecast is not None else None
    drawn = [0.0, *(v for _, v in budgeted + booked), *([end] if end is not None else [])]
    low, high = min(drawn), max(drawn)
    pad = (high - low or 1) * 0.08
    plot = _Plot(1, 12, low - (pad if low < 0 else 0), high + pad)
    parts = [
        *plot.grid(),
        plot.path(budgeted, dash="6 4"),
        plot.path(booked, width=2.5),
        *plot.dots([(m, o, sv.booked_until(MONTH_SHORT[m - 1], o, money)) for m, o in booked]),
        *plot.times([(m, MONTH_SHORT[m - 1]) for m in (1, 4, 8, 12)]),
    ]
    signs: list[tuple[Sequence[str], str]] = [
        ([line([(0, 0), (20, 0)], dash="6 4", width=1.5)], sv.BUDGET),
        ([line([(0, 0), (20, 0)], width=2.5)], sv.BOOKED),
    ]
    if end is not None:
        x, y = plot.at(12, end)
        said = number(end, money.decimals)
        beside = text(x + 9, y + 4, said, bold=True)
        above = text(WIDTH - 1, y - 9, said, anchor="end", bold=True, over=True)
        parts += [
            rect(x - 5, y - 5, 10, 10, fill=PAPER, stroke=INK),
            beside if x + 9 + 7 * len(said) <= WIDTH else above,
        ]
        signs.append(([rect(5, -5, 10, 10, fill=PAPER, stroke=INK)], sv.FULL_YEAR_FORECAST))
    meant, bottom = key([*signs, ([], money.axis)], KEY)
    description = sentences.budget_shown(budgeted[-1] if budgeted else None, booked[-1] if booked else None, end, money)
    shown = [
        [words(MONTH_SHORT[m - 1]), *(figure(None if v is None else money.of(v), money.decimals) for v in (b, o))]
        for m, b, o in months
    ]
    if end is not None:
        shown.append([words(sv.FULL_YEAR_FORECAST), Cell(), figure(end, money.decimals)])
    heads = (sv.PICTURE_HEADS["month"], *(head.format(axis=money.axis) for head in sv.BUDGET_HEADS))
    return picture(title, description, bottom + 8, [*parts, *meant], numbers_of(title, heads, shown))
