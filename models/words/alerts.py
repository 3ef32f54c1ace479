"""What is sent to those who answer for the running (docs/operations.md)."""

from collections.abc import Sequence

ALERT_DO = "Gör så här"


ALERT_FAILED_RUN = "Körningen av {name} misslyckades: {why}"


ALERT_FAILED_RUN_DO = (
    "Rätta det som meddelandet säger och kör om. Det som redan är hämtat finns kvar, och den förra rapporten ligger orörd. "
    "styrtal doctor säger om något saknas."
)


ALERT_FAILED_CHECK = "{name}: {message} ({subject})"


ALERT_FAILED_CHECK_DO = (
    "Indikatorn bedöms inte i rapporten så länge kontrollen är underkänd. Rätta definitionen eller underlaget, eller "
    "kvittera fyndet med en motivering, och gör om rapporten."
)


ALERT_CHANGED = "{name}: ändrat sedan {before}, störst försämring först:"


_CHANGED_FIGURE = "– {figure}{unit}: {before} → {after}. {told}"
_MORE_CHANGED = "– och {n} till"
_MOST = 20


ALERT_CHANGED_DO = "Läs avsnittet om vad som ändrats på rapportens sidor. Allt som skiljer rapporterna åt: styrtal diff {before} {name}"


ALERT_LATE = "{kpi} ({title}) har inga värden för {year}, som skulle ha kommit {day}."


ALERT_LATE_DO = (
    "Kontrollera på kolada.se om publiceringen är framflyttad eller nyckeltalet indraget. Kolada tillfrågas av sig självt "
    "tills värdena har kommit, om schemat för det är på."
)


def alert_subject(scope: str, n: int) -> str:
    """Write the subject of a message about things that stand wrong."""
    return f"styrtal: {n} {'sak' if n == 1 else 'saker'} att se till ({scope})"


def changed_figures(name: str, before: str, figures: Sequence[tuple[str, str, str, str, str]], rest: str) -> str:
    """Write which figures changed, a line each, the worst first.

    Args:
        name: the report.
        before: what the report before is called.
        figures: what it is, whose (or nothing), what stood there and stands there now, and why.
        rest: how many other things changed, or nothing.
    """
    lines = [
        _CHANGED_FIGURE.format(
            figure=figure, unit=f" ({unit})" if unit else "", before=was, after=now.rstrip("."), told=told
        )
        for figure, unit, was, now, told in figures[:_MOST]
    ]
    more = [_MORE_CHANGED.format(n=len(figures) - _MOST)] if len(figures) > _MOST else []
    return "\n".join([ALERT_CHANGED.format(name=name, before=before), *lines, *more, *([rest] if rest else [])])
