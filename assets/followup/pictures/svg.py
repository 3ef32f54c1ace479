"""Pictures as SVG, written from the figures: readable in grey and on paper, each with its text alternative.

Written here rather than by Altair and vl-convert, which was tried: 35 ms a chart, so that 300 indicators with two
each would take all of the 20 seconds that a whole report may, and its own fonts and marks that a page cannot set.
Colours come in three depths of grey, form and words carry the meaning, and nothing needs a style sheet.
"""

from collections.abc import Mapping, Sequence
from html import escape

from assets.followup.content import Cell, Picture, ShownTable, column, figure, number_column, words
from models.words import pictures as sv
from models.words.judgements import STATUS_SYMBOL
from models.words.numbers import number
from models.words.own_names import Money
from models.words.work import FOUR_FIELDS

INK, SOFT, BAND, LINE, PAPER = "#1b1f24", "#4a5560", "#d9e2ea", "#8b97a3", "#ffffff"
FILL = {"met": "#1f5f3a", "partly": "#e3b653", "not_met": "#ffffff", "not_assessed": "#eceff2"}
EDGE = {"met": "#1f5f3a", "partly": "#7a4a00", "not_met": "#9f1239", "not_assessed": "#4a5560"}
ON = {"met": "#ffffff", "partly": INK, "not_met": "#9f1239", "not_assessed": SOFT}
# As wide as a small phone shows it without making its text smaller.
WIDTH = 320


def short(x: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{x:.1f}".rstrip("0").rstrip(".")


def text(
    x: float,
    y: float,
    content: str,
    *,
    anchor: str = "start",
    size: int = 12,
    bold: bool = False,
    fill: str = INK,
    over: bool = False,
) -> str:
    """Return text at a point; `over` lays it on top of lines."""
    weight = ' font-weight="700"' if bold else ""
    halo = f' stroke="{PAPER}" stroke-width="3" paint-order="stroke"' if over else ""
    return f'<text x="{short(x)}" y="{short(y)}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"{weight}{halo}>{escape(content)}</text>'


def clipped(name: str, longest: int) -> str:
    """Return a name that fits; the whole of it stands in the text alternative."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def line(points: Sequence[tuple[float, float]], *, width: float = 1, stroke: str = INK, dash: str = "") -> str:
    """Return a line through points."""
    path = "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashed}/>'


def rect(x: float, y: float, w: float, h: float, *, fill: str, stroke: str = "none", dash: str = "") -> str:
    """Return a rectangle."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{short(x)}" y="{short(y)}" width="{short(w)}" height="{short(h)}" fill="{fill}" stroke="{stroke}"'
        f' stroke-width="1.5"{dashed}/>'
    )


def named(shape: str, said: str) -> str:
    """Return a shape that says what it stands for where it is pointed at."""
    return f"<g><title>{escape(said)}</title>{shape}</g>"


def key(signs: Sequence[tuple[Sequence[str], str]], top: float) -> tuple[list[str], float]:
    """Return what the signs of a picture mean, beside each other as far as there is room, and where the last row stands.

    A sign is drawn from x = 0 to 20 around y = 0.
    """
    parts: list[str] = []
    x, y = 8.0, top
    for sign, said in signs:
        wide = 25 + 5.9 * len(said)
        if x > 8 and x + wide > WIDTH:  # noqa: PLR2004
            x, y = 8.0, y + 18
        parts.append(f'<g transform="translate({short(x)} {short(y - 4)})">{"".join(sign)}</g>')
        parts.append(text(x + 25, y, said, size=11))
        x += wide + 12
    return parts, y


def numbers_of(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> ShownTable:
    """Return a picture's numbers as a table, without columns that have none; its first column is of text."""
    first, *rest = heads
    return ShownTable(title, [column(first), *map(number_column, rest)], rows).compact()


def picture(title: str, description: str, height: float, parts: Sequence[str], numbers: ShownTable) -> Picture:
    """Return a picture with its text alternative and its numbers."""
    label = escape(f"{title}. {description}", quote=True)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {short(height)}"'
        f' width="{WIDTH}" height="{short(height)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
    return Picture(svg, title, description, numbers)


def place(
    title: str, unit: str, decimals: int, year: str, own: str, values: Sequence[tuple[str, float]]
) -> Picture | None:
    """Return each municipality of a set as a bar, in order; None where there are fewer than two. `year` is as it is written."""
    if len(values) < 2:  # noqa: PLR2004
        return None
    least, most = min(0.0, *(v for _, v in values)), max(0.0, *(v for _, v in values))
    left, right, row = 116.0, WIDTH - 58.0, 19.0
    scale = (right - left) / ((most - least) or 1)
    zero = left - least * scale
    parts: list[str] = []
    for i, (name, value) in enumerate(values):
        y = 4 + i * row
        mine = name == own
        x, w = (zero, value * scale) if value >= 0 else (zero + value * scale, -value * scale)
        parts.append(text(left - 8, y + 13, clipped(name, 16), anchor="end", bold=mine))
        bar = rect(x, y + 2, max(w, 0.5), row - 5, fill=INK if mine else BAND, stroke=INK if mine else LINE)
        parts.append(named(bar, sv.POINT.format(of=name, value=f"{number(value, decimals)} {unit}")))
        parts.append(text(max(x + w, zero) + 6, y + 13, number(value, decimals), bold=mine))
    parts.append(line([(zero, 2), (zero, 4 + row * len(values))], stroke=SOFT))
    description = sv.places_shown(unit, decimals, values)
    titled = sv.PLACE_TITLE.format(title=title, year=year)
    shown = [[words(name), figure(value, decimals)] for name, value in values]
    told = numbers_of(titled, (sv.PICTURE_HEADS["municipality"], sv.PICTURE_HEADS["value"].format(unit=unit)), shown)
    return picture(titled, description, 8 + row * len(values), parts, told)


def statuses(
    title: str, rows: Sequence[tuple[str, dict[str, int]]], names: Mapping[str, str], origins: Sequence[str] = ()
) -> Picture | None:
    """Return a bar for each row (a perspective, a kind of goal, a unit) with its targets by status, as `names` calls it.

    A row without targets has none. `origins` are where the rows' counts come from.
    """
    led = [
        origin for origin, (_, counts) in zip(origins or [""] * len(rows), rows, strict=True) if sum(counts.values())
    ]
    rows = [(name, counts) for name, counts in rows if sum(counts.values())]
    if not rows:
        return None
    most = max(sum(counts.values()) for _, counts in rows)
    left, row = 4.0, 44.0
    parts: list[str] = []
    descriptions: list[str] = []
    for i, (name, counts) in enumerate(rows):
        y, x = i * row, left
        parts.append(text(left, y + 13, clipped(name, 46), size=12))
        for word, n in counts.items():
            if not n:
                continue
            w = n / most * (WIDTH - 2 * left)
            dash = "3 2" if word == "not_assessed" else ""
            bar = rect(x + 1, y + 19, w - 2, 18, fill=FILL[word], stroke=EDGE[word], dash=dash)
            parts.append(named(bar, sv.POINT.format(of=name, value=f"{n} {names[word].lower()}")))
            symbol = f"{STATUS_SYMBOL[word]} " if w > 32 else ""  # noqa: PLR2004
            if w > 12:  # noqa: PLR2004
                parts.append(text(x + w / 2, y + 32, f"{symbol}{n}", anchor="middle", bold=True, fill=ON[word]))
            x += w
        counted = ", ".join(f"{n} {names[word].lower()}" for word, n in counts.items() if n)
        descriptions.append(f"{name}: {counted}.")
    signs = [
        ([rect(0, -6, 20, 12, fill=FILL[word], stroke=EDGE[word], dash="3 2" if word == "not_assessed" else "")], said)
        for word, said in ((word, f"{STATUS_SYMBOL[word]} {names[word]}") for word in FILL)
    ]
    meant, y = key(signs, len(rows) * row + 18)
    shown = [
        [words(name), *(figure(counts.get(word, 0), 0, lineage=origin) for word in FILL)]
        for (name, counts), origin in zip(rows, led, strict=True)
    ]
    told = numbers_of(title, (sv.PICTURE_HEADS["bar"], *(names[word] for word in FILL)), shown)
    return picture(title, " ".join(descriptions), y + 8, [*parts, *meant], told)


def four_fields(title: str, goals: Sequence[tuple[str, str]]) -> Picture | None:
    """Return the four fields with their goals; `goals` are (verdict, goal's title)."""
    judged = [(verdict, name) for verdict, name in goals if verdict in FOUR_FIELDS]
    if not judged:
        return None
    place_of = {"reconsider": (1, 0), "keep": (1, 1), "change_ways_of_working": (0, 0), "question_need": (0, 1)}
    most = max(sum(verdict == v for verdict, _ in judged) for v in place_of)
    lines = min(most, 5)
    w, h, left, top = 145.0, 46.0 + 15 * (lines + (most > lines)), 28.0, 22.0
    parts = [
        text(left + w / 2, 14, sv.GOAL_MET[False], anchor="middle", size=11, fill=SOFT),
        text(left + 1.5 * w, 14, sv.GOAL_MET[True], anchor="middle", size=11, fill=SOFT),
    ]
    descriptions: list[str] = []
    for verdict, (row, col) in place_of.items():
        # Carried out stands at the top, as good as it gets to the right of it.
        x, y = left + col * w, top + (1 - row) * h
        names = [name for v, name in judged if v == verdict]
        parts.append(rect(x, y, w, h, fill="#f4f6f8" if verdict == "keep" else PAPER, stroke=SOFT))
        parts.append(text(x + 8, y + 18, FOUR_FIELDS[verdict], bold=True))
        parts.append(text(x + 8, y + 34, sv.goals_in(len(names)), size=11, fill=SOFT))
        parts += [text(x + 8, y + 50 + 15 * k, clipped(name, 23), size=11) for k, name in enumerate(names[:lines])]
        if len(names) > lines:
            parts.append(text(x + 8, y + 50 + 15 * lines, sv.AND_MORE.format(n=len(names) - lines), size=11, fill=SOFT))
        descriptions.append(sv.field_shown(FOUR_FIELDS[verdict], names))
    for k, word in enumerate(sv.CARRIED_OUT.values()):
        x, y = 16, top + (k + 0.5) * h
        parts.append(
            f'<g transform="rotate(-90 {short(x)} {short(y)})">{text(x, y, word, anchor="middle", size=11, fill=SOFT)}</g>'
        )
    told = ShownTable(
        title,
        [column(sv.PICTURE_HEADS["goal"]), column(sv.PICTURE_HEADS["field"])],
        [[words(name), words(FOUR_FIELDS[verdict])] for verdict, name in goals],
    )
    return picture(title, " ".join(descriptions), top + 2 * h + 6, parts, told)


def _small(title: str, description: str, width: int, height: int, parts: Sequence[str]) -> str:
    """Return a picture of a word's size, which stands in a table's cell."""
    label = f"{title}. {description}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="small" role="img" aria-label="{escape(label, quote=True)}"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}"><title>{escape(label)}</title>{"".join(parts)}</svg>'
    )


def sparkline(title: str, description: str, values: Sequence[tuple[int, float]], target: float | None) -> str:
    """Return a series as a line of a word's size, its last value as a dot and its target as a dashed line; empty for less than two."""
    if len(values) < 2:  # noqa: PLR2004
        return ""
    width, height, pad = 104, 30, 4.0
    drawn = [value for _, value in values] + ([] if target is None else [target])
    low, high = min(drawn), max(drawn)
    first, last = values[0][0], values[-1][0]

    def at(year: int, value: float) -> tuple[float, float]:
        x = pad + (year - first) / (last - first) * (width - 2 * pad)
        return x, height / 2 if high == low else pad + (high - value) / (high - low) * (height - 2 * pad)

    parts = [line([at(*value) for value in values], width=1.8)]
    if target is not None:
        parts.insert(0, line([(0, at(first, target)[1]), (width, at(first, target)[1])], dash="4 3", stroke=SOFT))
    x, y = at(*values[-1])
    parts.append(f'<circle cx="{short(x)}" cy="{short(y)}" r="3" fill="{INK}"/>')
    return _small(title, description, width, height, parts)


def place_between(title: str, description: str, rank: int, n: int, low: int, high: int) -> str:
    """Return a place among others as a dot on a line from first to last, with the places that are probable as a bar."""
    width, height, pad = 104, 18, 6.0
    step = (width - 2 * pad) / max(n - 1, 1)
    xs = [pad + step * i for i in range(n)]
    parts = [
        line([(xs[0], 9), (xs[-1], 9)], stroke=LINE),
        *(line([(x, 6), (x, 12)], stroke=LINE) for x in xs),
        rect(xs[low - 1] - 2, 6, xs[high - 1] - xs[low - 1] + 4, 6, fill="#9db4c8"),
        f'<circle cx="{short(xs[rank - 1])}" cy="9" r="4" fill="{INK}"/>',
    ]
    return _small(title, description, width, height, parts)


def deviations(title: str, rows: Sequence[tuple[str, float]], money: Money) -> Picture | None:
    """Return a bar for each unit's deviation from its budget in the unit of `money`, better to the right."""
    if not rows:
        return None
    # As much room as the longest amount takes, on either side of the bars.
    room = max(36.0, 7.0 * max(len(number(abs(v), money.decimals)) for _, v in rows) + 8)
    left, right, row = 124.0, WIDTH - room, 22.0
    least, most = min(0.0, *(v for _, v in rows)), max(0.0, *(v for _, v in rows))
    scale = (right - left - room) / ((most - least) or 1)
    zero = left + room - least * scale if least < 0 else left
    parts: list[str] = []
    for i, (name, value) in enumerate(rows):
        y = 4 + i * row
        w = abs(value) * scale
        x = zero if value >= 0 else zero - w
        status = "met" if value >= 0 else "not_met"
        parts.append(text(left - 8, y + 14, clipped(name, 18), anchor="end", size=11))
        bar = rect(x, y + 2, max(w, 0.5), row - 6, fill=FILL[status], stroke=EDGE[status])
        parts.append(named(bar, sv.deviation_shown(name, value, money)))
        end, anchor = (x + w + 6, "start") if value >= 0 else (x - 6, "end")
        parts.append(text(end, y + 14, number(abs(value), money.decimals), anchor=anchor, bold=True))
    parts.append(line([(zero, 2), (zero, 4 + row * len(rows))], stroke=SOFT))
    shown = [[words(name), figure(value, money.decimals)] for name, value in rows]
    told = numbers_of(title, (sv.PICTURE_HEADS["unit"], sv.PICTURE_HEADS["deviation"].format(axis=money.axis)), shown)
    return picture(title, sv.deviations_shown(rows, money), 8 + row * len(rows), parts, told)
