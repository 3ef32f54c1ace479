"""What `styrtal realism` says: of each indicator with a target, how often such a step has been reached elsewhere (§17)."""

from collections.abc import Sequence

import polars as pl

from assets.finished.open_finished import Side
from models.tables.rows import FulfilmentRow, TargetRealismRow
from models.tables.typed_rows import rows_of
from models.words import numbers, sentences
from models.words.judgements import GROUP_KIND, with_gender

_NAMED = ("goal_id", "indicator_id", "unit_id", "gender")
_NOTHING = {
    "own": "kommunen mäter själv, så andra går inte att jämföra med",
    "no_value": "inget värde att utgå från",
    "no_way": "varken högre eller lägre är bättre",
    "not_confirmed": "ingen har bekräftat åt vilket håll som är bättre",
    "by_hand": "värdet är en prognos för hand",
    "foretold": "värdet är en prognos ur kommunens egna räkenskaper",
    "no_limit": "målet är en regel, och det som den utgår från saknas",
    "reached": "målet är redan nått",
    "little_known": "målet har inget år framför sig, eller för lite är känt om andra kommuner",
}
Told = tuple[FulfilmentRow, list[TargetRealismRow], str]


def realism_of(side: Side) -> list[Told]:
    """Return each leaf that has a target, what is told of it for every group, and why nothing is; empty where something is."""
    told: dict[tuple[object, ...], list[TargetRealismRow]] = {}
    for row in rows_of(pl.read_parquet(side.table("target_realism")), TargetRealismRow):
        told.setdefault(tuple(row[key] for key in _NAMED), []).append(row)
    leaves = rows_of(pl.read_parquet(side.table("fulfilment")), FulfilmentRow)
    aimed = [row for row in leaves if row["plan_version"] is not None]
    listed = [(row, told.get(tuple(row[key] for key in _NAMED), [])) for row in aimed]
    return [(row, found, "" if found else _why_not(row)) for row, found in listed]


def _why_not(row: FulfilmentRow) -> str:
    if row["kpi_id"] is None:
        return "own"
    if row["value"] is None:
        return "no_value"
    if row["direction"] not in {"higher", "lower"}:
        return "not_confirmed" if row["direction"] == "open" else "no_way"
    if row["basis"] == "manual_forecast":
        return "by_hand"
    if row["forecast_flag"] == "result_share":
        return "foretold"
    aim = row["target_year3"] if row["target_year3"] is not None else row["target"]
    past = None if aim is None else (row["value"] - aim) * (1 if row["direction"] == "higher" else -1)
    return "no_limit" if past is None else "reached" if past >= 0 else "little_known"


def as_text(side: Side, told: Sequence[Told]) -> str:
    """Return it for people: an indicator by itself, and below it what all municipalities and the similar ones did."""
    indicators = {item.id: item for item in side.definitions.model.indicators}
    lines = [f"{side.title} ({side.name})"]
    for row, found, why in told:
        item = indicators[row["indicator_id"]]
        named = with_gender(item.title, row["gender"], item.counts)
        lines += ["", f"{named} ({row['goal_id']}, {row['unit_id']})"]
        if why:
            lines.append(f"  Går inte att säga: {_NOTHING[why]}.")
        if found:
            first, d, unit = found[0], row["decimals"], row["unit_of_measure"]
            kind = indicators[row["indicator_id"]].measured_kind
            lines.append(
                f"  {sentences.measured(first['value'], d, unit)} {sentences.in_year(first['year'], kind)}, mål "
                f"{sentences.measured(first['target'], d, unit)} {sentences.in_year(first['target_year'], kind)}: "
                f"{numbers.signed(first['asked_change'], d)} på {first['years']} år."
            )
        lines += [f"  {GROUP_KIND[one['group_kind']]}: {_of_group(one, row['decimals'])}" for one in found]
    if not told:
        lines += ["", "Inget målvärde är satt."]
    return "\n".join(lines) + "\n"


def _of_group(one: TargetRealismRow, decimals: int) -> str:
    if one["n_reached"] is None or one["p25"] is None or one["p75"] is None:
        return f"för få gånger för att säga något ({one['n']})."
    middle = f"{numbers.signed(one['p25'], decimals)} till {numbers.signed(one['p75'], decimals)}"
    return f"{sentences.realism(one)} Mellersta hälften: {middle}."


def as_json(side: Side, told: Sequence[Told]) -> dict[str, object]:
    """Return it for machines: the rows of target_realism of each leaf, or why there are none."""
    targets = [
        {**{key: row[key] for key in _NAMED}, "nothing_told": why or None, "realism": [dict(one) for one in found]}
        for row, found, why in told
    ]
    return {"report": str(side.name), "as_of": f"{side.as_of:%Y-%m-%dT%H:%M:%SZ}", "targets": targets}
