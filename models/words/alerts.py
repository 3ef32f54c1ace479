"""What is sent to those who answer for the running (docs/operations.md)."""

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


ALERT_LATE = "{kpi} ({title}) har inga värden för {year}, som skulle ha kommit {day}."


ALERT_LATE_DO = (
    "Kontrollera på kolada.se om publiceringen är framflyttad eller nyckeltalet indraget. Kolada tillfrågas av sig självt "
    "tills värdena har kommit, om schemat för det är på."
)


def alert_subject(scope: str, n: int) -> str:
    """Write the subject of a message about things that stand wrong."""
    return f"styrtal: {n} {'sak' if n == 1 else 'saker'} att se till ({scope})"
