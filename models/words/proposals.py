"""Words of what is proposed of an indicator (models/definitions/proposals.py), and of `styrtal indicators add`."""

from models.definitions.proposals import LEAST_POINTS, Proposal
from models.words.numbers import day, number

UNKNOWN_UNIT = "(okänd måttenhet)"
UNKNOWN_AREA = "(okänd verksamhet)"
_FROM = "Föreslaget ur Koladas metadata och värden, obekräftat."
_OPEN = "Vad som är bättre säger Kolada inte."
_DIRECTION = "Riktningen säger Koladas beskrivning."
_UNIT = "Måttenheten framgår inte av titeln."
_ROUNDED = "Koladas värden är inte avrundade."
_NOISE = "En ändring räknas från måttets eget brus, {noise} ({first}–{last}, {n} värden)."
_SHORT = "Kommunens serie har {n} värden; brusets storlek sägs från {least}."
_LAG = "Värdet för {year} publiceras {day}."
_NO_DAY = "Kolada säger inte när värden publiceras; det senaste är för {year}."
_CLOSED = "Titeln säger att serien har slutat."
CLOSED = "Obs: {kpi} har slutat enligt sin titel, {title}."
HAS_ALREADY = "{kpi} finns redan: indikatorn {indicator}. Den läggs inte till."
NO_VALUES = "{kpi} ({title}) har inga värden för kommuner i Kolada, så inget kan föreslås. Lägg till den för hand."
REGIONAL = "{kpi} ({title}) är bara för regioner. Den läggs inte till."
IN_SET = "{title}: {n} nyckeltal"
NEXT = (
    "Sedan: ange direction där den är open ({open} av {n}), stryk ur proposed vad som stämmer, och nämn indikatorerna under ett mål. "
    "Ingenting bedöms förrän riktning och målvärde är beslutade av någon."
)
NOTHING = "Inget att lägga till."


def shown_number(value: object) -> str:
    """Return a number of a definition with a decimal comma."""
    return str(value).replace(".", ",")


def why_of(proposal: Proposal) -> str:
    """Return an indicator's `why`: what each thing proposed rests on, and what is left open."""
    kpi = proposal.kpi
    told = [_FROM, _OPEN if proposal.direction_open else _DIRECTION]
    if not proposal.unit_known:
        told.append(_UNIT)
    if proposal.rounded:
        told.append(_ROUNDED)
    if kpi.published is not None and kpi.published_year is not None:
        told.append(_LAG.format(year=kpi.published_year, day=day(kpi.published)))
    else:
        told.append(_NO_DAY.format(year=kpi.newest_year))
    if proposal.noise is None:
        told.append(_SHORT.format(n=len(kpi.own), least=LEAST_POINTS))
    else:
        noise = number(float(proposal.noise), 2)
        told.append(_NOISE.format(noise=noise, first=kpi.own[0][0], last=kpi.own[-1][0], n=len(kpi.own)))
    if proposal.closed:
        told.append(_CLOSED)
    return " ".join(told)
