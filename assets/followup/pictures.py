"""Pictures as SVG, written from the figures: readable in grey and on paper, each with its text alternative.

Written here rather than by Altair and vl-convert, which was tried: 35 ms a chart, so that 300 indicators with two
each would take all of the 20 seconds that a whole report may, and its own fonts and marks that a page cannot set.
Colours come in three depths of grey, form and words carry the meaning, and nothing needs a style sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

from assets.followup.content import Picture
from models import swedish
from models.swedish import number

INK, SOFT, BAND, LINE, PAPER = "#1b1f24", "#4a5560", "#d9e2ea", "#8b97a3", "#ffffff"
FILL = {"met": "#1f5f3a", "partly": "#e3b653", "not_met": "#ffffff", "not_assessed": "#eceff2"}
EDGE = {"met": "#1f5f3a", "partly": "#7a4a00", "not_met": "#9f1239", "not_assessed": "#4a5560"}
ON = {"met": "#ffffff", "partly": INK, "not_met": "#9f1239", "not_assessed": SOFT}
WIDTH = 400


@dataclass(frozen=True)
class Year:
    """A year of an indicator's history: own value, and the spread of those compared with."""

    year: int
    value: float
    p25: float | None = None
    median: float | None = None
    p75: float | None = None


def _n(x: float) -> str:
    return f"{x:.1f}".rstrip("0").rstrip(".")


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: int = 12,
    bold: bool = False,
    fill: str = INK,
    over: bool = False,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    halo = f' stroke="{PAPER}" stroke-width="3" paint-order="stroke"' if over else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"{weight}{halo}>{escape(text)}</text>'


def _line(points: Sequence[tuple[float, float]], *, width: float = 1, stroke: str = INK, dash: str = "") -> str:
    path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashed}/>'


def _rect(x: float, y: float, w: float, h: float, *, fill: str, stroke: str = "none", dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" fill="{fill}" stroke="{stroke}"'
        f' stroke-width="1.5"{dashed}/>'
    )


def _picture(title: str, description: str, height: float, parts: Sequence[str]) -> Picture:
    label = escape(f"{title}. {description}", quote=True)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {_n(height)}"'
        f' width="{WIDTH}" height="{_n(height)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
    return Picture(svg, title, description)


def _ticks(low: float, high: float) -> list[float]:
    span = (high - low) or abs(high) or 1.0
    rough = span / 3
    base = 10 ** floor(log10(rough))
    step = next(base * k for k in (1, 2, 2.5, 5, 10) if base * k >= rough)
    first = floor(low / step) + (0 if low % step == 0 else 1)
    return [round(step * k, 10) for k in range(first, floor(high / step) + 1)]


def _tick_text(value: float, ticks: Sequence[float]) -> str:
    decimals = next((d for d in range(4) if all(abs(t - round(t, d)) < 1e-9 for t in ticks)), 4)  # noqa: PLR2004
    return number(value, decimals)


def history(
    title: str,
    unit: str,
    decimals: int,
    years: Sequence[Year],
    targets: Sequence[tuple[int, float]],
    peers: str,
    breaks: Sequence[int] = (),
) -> Picture | None:
    """Return an indicator's own years with the target path and the spread of its peers; None with nothing to draw."""
    if len(years) + len(targets) < 2 or not years:  # noqa: PLR2004
        return None
    spread = [y for y in years if y.p25 is not None and y.p75 is not None and y.median is not None]
    drawn = [y.value for y in years] + [v for _, v in targets]
    drawn += [v for y in spread for v in (y.p25, y.p75) if v is not None]
    low, high = min(drawn), max(drawn)
    pad = (high - low or abs(high) or 1) * 0.1
    low, high = low - pad, high + pad
    first = years[0].year
    last = max(years[-1].year, *(y for y, _ in targets), first + 1) if targets else max(years[-1].year, first + 1)
    left, right, top, bottom = 52.0, WIDTH - 56.0, 12.0, 148.0

    def at(year: float, value: float) -> tuple[float, float]:
        return left + (year - first) / (last - first) * (right - left), bottom - (value - low) / (high - low) * (
            bottom - top
        )

    parts: list[str] = []
    ticks = _ticks(low, high)
    for tick in ticks:
        _, y = at(first, tick)
        parts += [
            _line([(left, y), (right, y)], stroke="#e3e8ec"),
            _text(left - 6, y + 4, _tick_text(tick, ticks), anchor="end", size=11, fill=SOFT),
        ]
    if len(spread) > 1:
        around = [at(y.year, y.p75 or 0) for y in spread] + [at(y.year, y.p25 or 0) for y in reversed(spread)]
        parts.append(f'<path d="M{"L".join(f"{_n(x)} {_n(y)}" for x, y in around)}Z" fill="{BAND}"/>')
        parts.append(_line([at(y.year, y.median or 0) for y in spread], stroke=SOFT, width=1.5, dash="2 3"))
    for year in breaks:
        x, _ = at(year - 0.5, low)
        if first < year <= last:
            parts += [
                _line([(x, top), (x, bottom)], stroke=SOFT, dash="1 3"),
                _text(x, top + 9, "brott", anchor="middle", size=10, fill=SOFT),
            ]
    if len(targets) > 1:
        parts.append(_line([at(y, v) for y, v in targets], dash="6 4", width=1.5))
    for y, v in targets:
        x, h = at(y, v)
        parts.append(
            f'<path d="M{_n(x)} {_n(h - 5)}L{_n(x + 5)} {_n(h)}L{_n(x)} {_n(h + 5)}L{_n(x - 5)} {_n(h)}Z" fill="{PAPER}" stroke="{INK}" stroke-width="1.5"/>'
        )
    runs: list[list[Year]] = [[years[0]]]
    for year in years[1:]:
        if year.year == runs[-1][-1].year + 1 and year.year not in breaks:
            runs[-1].append(year)
        else:
            runs.append([year])
    for run in runs:
        if len(run) > 1:
            parts.append(_line([at(y.year, y.value) for y in run], width=2.5))
    for year in years:
        x, y = at(year.year, year.value)
        parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3" fill="{INK}"/>')
    newest = years[-1]
    x, y = at(newest.year, newest.value)
    labels = [(y, x, number(newest.value, decimals), True)]
    if targets:
        tx, ty = at(*targets[-1])
        labels.append((ty, tx, f"mål {number(targets[-1][1], decimals)}", False))
    placed: list[float] = []
    for wanted, lx, said, bold in labels:
        ly = wanted if all(abs(wanted - p) > 13 for p in placed) else placed[0] + (14 if wanted >= placed[0] else -14)  # noqa: PLR2004
        placed.append(ly)
        if lx + 8 + 7 * len(said) > WIDTH:
            parts.append(_text(WIDTH - 1, ly - 9, said, anchor="end", bold=bold, over=True))
        else:
            parts.append(_text(lx + 8, ly + 4, said, bold=bold, over=True))
    shown = sorted({first, newest.year, last} | ({(first + newest.year) // 2} if newest.year - first > 3 else set()))  # noqa: PLR2004
    parts += [_text(at(y, low)[0], bottom + 15, str(y), anchor="middle", size=11, fill=SOFT) for y in shown]
    key = bottom + 34
    parts += [
        _line([(8, key - 4), (28, key - 4)], width=2.5),
        f'<circle cx="18" cy="{_n(key - 4)}" r="3" fill="{INK}"/>',
        _text(33, key, "Eget värde", size=11),
    ]
    if targets:
        parts += [_line([(104, key - 4), (124, key - 4)], dash="6 4", width=1.5), _text(129, key, "Mål", size=11)]
    if len(spread) > 1:
        key += 18
        parts += [
            _rect(8, key - 11, 20, 13, fill=BAND),
            _line([(8, key - 4), (28, key - 4)], stroke=SOFT, width=1.5, dash="2 3"),
        ]
        parts.append(_text(33, key, f"Median och mellersta hälften, {peers}", size=11))
    said = [
        f"Från {number(years[0].value, decimals)} år {first} till {number(newest.value, decimals)} år {newest.year}, i {unit}."
    ]
    if targets:
        said.append("Mål: " + ", ".join(f"{number(v, decimals)} år {y}" for y, v in targets) + ".")
    if spread:
        s = spread[-1]
        said.append(
            f"{peers.capitalize()} {s.year}: median {number(s.median, decimals)}, mellersta hälften {number(s.p25, decimals)}–{number(s.p75, decimals)}."
        )
    if breaks:
        said.append(f"Tidsserien är bruten {', '.join(str(b) for b in breaks)}.")
    return _picture(f"{title}: utveckling", " ".join(said), key + 8, parts)


def place(
    title: str, unit: str, decimals: int, year: int, own: str, values: Sequence[tuple[str, float]]
) -> Picture | None:
    """Return each municipality of a set as a bar, in order; None where there are fewer than two."""
    if len(values) < 2:  # noqa: PLR2004
        return None
    least, most = min(0.0, *(v for _, v in values)), max(0.0, *(v for _, v in values))
    left, right, row = 128.0, WIDTH - 66.0, 19.0
    scale = (right - left) / ((most - least) or 1)
    zero = left - least * scale
    parts: list[str] = []
    for i, (name, value) in enumerate(values):
        y = 4 + i * row
        mine = name == own
        x, w = (zero, value * scale) if value >= 0 else (zero + value * scale, -value * scale)
        parts.append(_text(left - 8, y + 13, name if len(name) < 19 else f"{name[:17]}…", anchor="end", bold=mine))  # noqa: PLR2004
        parts.append(_rect(x, y + 2, max(w, 0.5), row - 5, fill=INK if mine else BAND, stroke=INK if mine else LINE))
        parts.append(_text(max(x + w, zero) + 6, y + 13, number(value, decimals), bold=mine))
    parts.append(_line([(zero, 2), (zero, 4 + row * len(values))], stroke=SOFT))
    said = "; ".join(f"{name} {number(value, decimals)}" for name, value in values)
    return _picture(f"{title}: liknande kommuner {year}", f"Värden i {unit}: {said}.", 8 + row * len(values), parts)


def statuses(title: str, rows: Sequence[tuple[str, dict[str, int]]]) -> Picture | None:
    """Return a bar for each row (a perspective, a kind of goal, a unit) with its targets by status."""
    rows = [(name, counts) for name, counts in rows if sum(counts.values())]
    if not rows:
        return None
    most = max(sum(counts.values()) for _, counts in rows)
    left, row = 4.0, 44.0
    parts: list[str] = []
    said: list[str] = []
    for i, (name, counts) in enumerate(rows):
        y, x = i * row, left
        parts.append(_text(left, y + 13, name if len(name) < 56 else f"{name[:54]}…", size=12))  # noqa: PLR2004
        for word, n in counts.items():
            if not n:
                continue
            w = n / most * (WIDTH - 2 * left)
            dash = "3 2" if word == "not_assessed" else ""
            parts.append(_rect(x + 1, y + 19, w - 2, 18, fill=FILL[word], stroke=EDGE[word], dash=dash))
            symbol = f"{swedish.STATUS_SYMBOL[word]} " if w > 32 else ""  # noqa: PLR2004
            if w > 12:  # noqa: PLR2004
                parts.append(_text(x + w / 2, y + 32, f"{symbol}{n}", anchor="middle", bold=True, fill=ON[word]))
            x += w
        listed = ", ".join(f"{n} {swedish.STATUS[word].lower()}" for word, n in counts.items() if n)
        said.append(f"{name}: {listed}.")
    y, x = len(rows) * row + 4, left
    for word in FILL:
        parts.append(
            _rect(
                x + 1, y + 3, 14, 12, fill=FILL[word], stroke=EDGE[word], dash="3 2" if word == "not_assessed" else ""
            )
        )
        parts.append(_text(x + 19, y + 14, f"{swedish.STATUS_SYMBOL[word]} {swedish.STATUS[word]}", size=10))
        x += 44 + 5.2 * len(swedish.STATUS[word])
    return _picture(title, " ".join(said), y + 22, parts)


def four_fields(title: str, goals: Sequence[tuple[str, str]]) -> Picture | None:
    """Return the four fields with their goals; `goals` are (verdict, goal's title)."""
    known = [(verdict, name) for verdict, name in goals if verdict in swedish.FOUR_FIELDS]
    if not known:
        return None
    place_of = {"reconsider": (1, 0), "keep": (1, 1), "change_ways_of_working": (0, 0), "question_need": (0, 1)}
    most = max(sum(verdict == v for verdict, _ in known) for v in place_of)
    lines = min(most, 5)
    w, h, left, top = 178.0, 46.0 + 15 * (lines + (most > lines)), 40.0, 22.0
    parts = [
        _text(left + w / 2, 14, "Målet är inte uppfyllt", anchor="middle", size=11, fill=SOFT),
        _text(left + 1.5 * w, 14, "Målet är uppfyllt", anchor="middle", size=11, fill=SOFT),
    ]
    said: list[str] = []
    for verdict, (row, col) in place_of.items():
        # Carried out stands at the top, as good as it gets to the right of it.
        x, y = left + col * w, top + (1 - row) * h
        names = [name for v, name in known if v == verdict]
        parts.append(_rect(x, y, w, h, fill="#f4f6f8" if verdict == "keep" else PAPER, stroke=SOFT))
        parts.append(_text(x + 8, y + 18, swedish.FOUR_FIELDS[verdict], bold=True))
        parts.append(_text(x + 8, y + 34, swedish.count(len(names), "mål", "mål"), size=11, fill=SOFT))
        parts += [
            _text(x + 8, y + 50 + 15 * k, name if len(name) < 28 else f"{name[:26]}…", size=11)
            for k, name in enumerate(names[:lines])
        ]  # noqa: PLR2004
        if len(names) > lines:
            parts.append(_text(x + 8, y + 50 + 15 * lines, f"och {len(names) - lines} till", size=11, fill=SOFT))
        said.append(f"{swedish.FOUR_FIELDS[verdict]}: {', '.join(names) if names else 'inget mål'}.")
    for k, word in enumerate(("Genomfört", "Ej genomfört")):
        x, y = 16, top + (k + 0.5) * h
        parts.append(
            f'<g transform="rotate(-90 {_n(x)} {_n(y)})">{_text(x, y, word, anchor="middle", size=11, fill=SOFT)}</g>'
        )
    return _picture(title, " ".join(said), top + 2 * h + 6, parts)


def budget(
    title: str, months: Sequence[tuple[int, float | None, float | None]], forecast: float | None
) -> Picture | None:
    """Return budget and outcome by month, cumulative, in millions of kronor, with the full year's forecast."""
    planned = [(m, b / 1e6) for m, b, _ in months if b is not None]
    booked = [(m, o / 1e6) for m, _, o in months if o is not None]
    if len(planned) < 2 and len(booked) < 2:  # noqa: PLR2004
        return None
    end = forecast / 1e6 if forecast is not None else None
    drawn = [0.0, *(v for _, v in planned + booked), *([end] if end is not None else [])]
    low, high = min(drawn), max(drawn)
    pad = (high - low or 1) * 0.08
    low, high = low - (pad if low < 0 else 0), high + pad
    left, right, top, bottom = 52.0, WIDTH - 62.0, 12.0, 148.0

    def at(month: float, value: float) -> tuple[float, float]:
        return left + (month - 1) / 11 * (right - left), bottom - (value - low) / (high - low) * (bottom - top)

    parts: list[str] = []
    ticks = _ticks(low, high)
    for tick in ticks:
        _, y = at(1, tick)
        parts += [
            _line([(left, y), (right, y)], stroke="#e3e8ec"),
            _text(left - 6, y + 4, _tick_text(tick, ticks), anchor="end", size=11, fill=SOFT),
        ]
    if len(planned) > 1:
        parts.append(_line([at(m, v) for m, v in planned], dash="6 4", width=1.5))
    if len(booked) > 1:
        parts.append(_line([at(m, v) for m, v in booked], width=2.5))
    parts += [f'<circle cx="{_n(at(m, v)[0])}" cy="{_n(at(m, v)[1])}" r="3" fill="{INK}"/>' for m, v in booked]
    if end is not None:
        x, y = at(12, end)
        parts += [_rect(x - 5, y - 5, 10, 10, fill=PAPER, stroke=INK), _text(x + 9, y + 4, number(end, 1), bold=True)]
    names = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    parts += [
        _text(at(m, low)[0], bottom + 15, names[m - 1], anchor="middle", size=11, fill=SOFT) for m in (1, 4, 8, 12)
    ]
    key = bottom + 34
    parts += [_line([(8, key - 4), (28, key - 4)], dash="6 4", width=1.5), _text(33, key, "Budget", size=11)]
    parts += [_line([(92, key - 4), (112, key - 4)], width=2.5), _text(117, key, "Utfall", size=11)]
    parts += [
        _rect(166, key - 9, 10, 10, fill=PAPER, stroke=INK),
        _text(182, key, "Helårsprognos", size=11),
        _text(276, key, "miljoner kronor", size=11, fill=SOFT),
    ]
    said: list[str] = []
    if planned:
        said.append(f"Budget till och med {names[planned[-1][0] - 1]}: {number(planned[-1][1], 1)} miljoner kronor.")
    if booked:
        said.append(f"Utfall till och med {names[booked[-1][0] - 1]}: {number(booked[-1][1], 1)} miljoner kronor.")
    if end is not None:
        said.append(f"Helårsprognos: {number(end, 1)} miljoner kronor.")
    return _picture(title, " ".join(said), key + 8, parts)
