"""Words of what changed between two reports (docs/freezing-and-diff.md)."""

# What changed between two reports (docs/freezing-and-diff.md).
CAUSE = {
    "new_value": "Nytt värde",
    "revision": "Reviderat värde",
    "too_old": "Värdet har blivit för gammalt",
    "new_target": "Nytt målvärde",
    "changed_definition": "Ändrad definition",
    "check": "Kontroll",
    "changed_set": "Ändrad jämförelsegrupp",
    "others_values": "Andra kommuners värden",
    "added": "Ny i rapporten",
    "removed": "Borttagen ur rapporten",
    "changed_model": "Ändrat räknesätt",
}


CAUSE_MEANS = {
    "new_value": "ett annat års värde är nu det senaste, eller ett värde har kommit där det saknades",
    "revision": "samma års värde har ändrats eller tagits bort av källan",
    "too_old": "värdet är för gammalt för rapportens år, och inget nyare finns",
    "new_target": "målvärdet eller dess tolerans är en annan",
    "changed_definition": "indikatorns definition eller en tröskel är en annan",
    "check": "en kontroll håller inne indikatorn, eller har släppt fram den",
    "changed_set": "gruppen som vi jämförs med har andra medlemmar",
    "others_values": "andra kommuners värden har kommit eller ändrats",
    "added": "målvärdet eller indikatorn finns bara i den senare rapporten",
    "removed": "målvärdet eller indikatorn finns bara i den tidigare rapporten",
    "changed_model": "programmet räknar på ett annat sätt än när den tidigare rapporten gjordes",
}


VALUE_CHANGE = {"added": "tillkom", "removed": "togs bort", "revised": "reviderades", "reflagged": "publicerades om"}


KIND_OF_CHANGE = {"added": "ny", "removed": "borttagen", "changed": "ändrad", "restated": "omräknad"}


TARGET_FIELD = {
    "year1_value": "mål år 1",
    "year1_low": "mål år 1, från",
    "year1_high": "mål år 1, till",
    "year3_value": "mål år 3",
    "year3_low": "mål år 3, från",
    "year3_high": "mål år 3, till",
    "tolerance": "tolerans",
    "baseline": "utgångsvärde",
}


SECTION = {
    "municipality": "Kommunen",
    "units": "Enhet",
    "indicators": "Indikator",
    "goals": "Mål",
    "plans": "Plan",
    "judgements": "Egen bedömning",
    "vision": "Vision",
    "steering_documents": "Styrdokument",
    "reorganisations": "Omorganisation",
    "service_areas": "Verksamhet",
    "measurements": "Mätning",
    "forecasts": "Prognos",
    "activities": "Aktivitet",
    "assignments": "Uppdrag",
    "services": "Tjänst",
    "gains": "Effektivisering eller besparing",
    "budgets": "Budget",
    "investments": "Investering",
    "staff": "Personal",
    "control_points": "Kontrollpunkt",
    "comments": "Kommentar",
    "sources": "Källa",
    "acknowledgements": "Kvittering",
    "corrections": "Rättelse",
}
