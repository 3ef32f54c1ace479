"""Words of the workbook of definitions (docs/definitions-in-excel.md): its sheets, columns and choices, and how it is used."""

from models.words.judgements import GROUP_NAMED, MEASURED_KIND
from models.words.work import CONTROL_RESULT, PERSONS, WORK_STATE, YES

SHEET = {
    "goals": "Mål",
    "indicators": "Indikatorer",
    "plans": "Planer",
    "targets": "Målvärden",
    "activities": "Aktiviteter",
    "assignments": "Uppdrag",
    "judgements": "Egna bedömningar",
    "comments": "Kommentarer",
    "forecasts": "Prognoser",
    "statements": "Texter",
    "control_points": "Kontrollpunkter",
    "budgets": "Ramar",
    "budget_forecasts": "Ekonomiprognoser",
    "sources": "Källor",
    "units": "Enheter",
}
# What a row of each is, in a sentence.
ONE = {
    "goals": "målet",
    "indicators": "indikatorn",
    "plans": "planen",
    "targets": "målvärdet",
    "activities": "aktiviteten",
    "assignments": "uppdraget",
    "judgements": "bedömningen",
    "comments": "kommentaren",
    "forecasts": "prognosen",
    "statements": "texten",
    "control_points": "kontrollpunkten",
    "budgets": "ramen",
    "budget_forecasts": "ekonomiprognosen",
    "sources": "källan",
    "units": "enheten",
}
CHANGE = {"added": "Nytt", "changed": "Ändrat", "removed": "Borttaget"}
README = "Läs mig"
ORIGIN = "Ursprung"


# The words that cells take, beside those of the report's judgements.
YES_NO_CHOICE = {answer: word.lower() for answer, word in YES.items()}
CHOICE: dict[str, dict[str, str]] = {
    "state": {state: word.lower() for state, word in WORK_STATE.items()},
    "control_result": {result: word.lower() for result, word in CONTROL_RESULT.items()},
    "quality": {"passed": "godkänd", "failed": "underkänd"},
    "scale": {"share": "andel", "amount": "mängd", "signed": "kan vara negativ", "ordinal": "steg"},
    "aggregation": {
        "sum": "summa",
        "ratio": "kvot",
        "weighted_mean": "vägt medel",
        "last": "senaste värdet",
        "none": "räknas inte ihop",
    },
    "forecast": {"flow": "flöde", "rate": "nivå", "annual": "årsvis"},
    "counts": {counted: many for counted, (_, many) in PERSONS.items()},
    "measured": MEASURED_KIND,
}
# How often an indicator is measured, as it is read in a cell: "tillfälle, vart 3:e år från 2021".
EVERY_READ = r"vart (\d+)(?::?[ae])? år från (\d{4})"


# A target that is a rule, as it is written in a cell.
CHANGE_OF = {"increase": "öka", "decrease": "minska", "improve": "förbättras"}
FROM_YEAR = " från {year}"
FROM_YEAR_READ = r" från (\d{4})"
BY = " med minst {by}"
BY_READ = r" med minst ([-−]?[\d.,]+)"
PLACE = {"better_than_median": "bättre än medianen i", "best_quarter": "bland bästa fjärdedelen i"}
GROUP = GROUP_NAMED
GENDER_GAP = "högst {gap} mellan kvinnor och män"
GENDER_GAP_READ = (
    r"högst ([-−]?[\d.,]+) mellan (?:kvinnor och män|män och kvinnor|flickor och pojkar|pojkar och flickor)"
)
IN_WORDS = "i ord: {text}"
IN_WORDS_READ = r"i ord: *(.+)"
AIM_MEND = (
    "Skriv det som 87,5 eller 12–16, eller som öka från 2023, bättre än medianen i liknande kommuner, bland bästa fjärdedelen i "
    "länet eller högst 3 mellan kvinnor och män."
)


# A column's title, and what it means: by the sheet's section and the definition's field.
_UNIT = ("Enhet", "Enheten som ansvarar: dess id eller titel.")
_OF_UNIT = ("Enhet", "Enheten: dess id eller titel.")
_REPORT = ("Rapport", "Rapporten, som 2025-08.")
_BY = ("Av", "Rollen som skrev, aldrig en persons namn.")
_ON = ("Dag", "Dagen då det skrevs, som 2025-09-02.")
_SDG = ("Globala mål", "Agenda 2030: nummer 1–17, med komma mellan.")
_ASSUMED = ("Antaget", "ja om uppgiften är ett antagande, inte ett beslut.")
_DECIDED = {
    "decided_by": ("Beslutat av", "Enheten som beslutade: dess id."),
    "decided_at": ("Beslutat", "Dagen för beslutet, som 2025-06-18."),
    "decision": ("Beslut", "Beslutets nummer, som KF § 45 eller diarienumret."),
}
_DONE = {
    "title": ("Titel", "Vad som ska göras."),
    "unit": _UNIT,
    "goals": ("Mål", "De mål som det tjänar: id med komma mellan."),
    "responsible": ("Ansvarig", "Rollen som ansvarar, aldrig en persons namn."),
    "planned_start": ("Planerad start", "Dagen då det ska börja, som 2025-09-01."),
    "planned_end": ("Planerat slut", "Dagen då det ska vara klart."),
    "state": ("Läge", "Hur långt det har kommit. Avbruten kräver uppgift om beslutet."),
    "actual_end": ("Blev klart", "Dagen då det blev klart. Fylls i när läget är klar, och bara då."),
    "budget": ("Budget", "Kronor som är avsatta."),
    "outcome": ("Utfall", "Kronor som det har kostat."),
    "quality": ("Kvalitet", "Om det som gjordes höll den kvalitet som var tänkt."),
    "contributed": ("Bidrog", "ja om det bidrog till målen, nej om det inte gjorde det. Kräver underlag."),
    "evidence": ("Underlag", "Det som bedömningen av bidraget grundas på."),
    "cancelled_by": ("Avbrutet genom", "Beslutet att avbryta."),
    "cancelled_at": ("Avbrutet", "Dagen för beslutet att avbryta, som 2025-09-17."),
}
COLUMN = {
    "goals": {
        "id": (
            "Id",
            (
                "Målets id: små bokstäver a–z, siffror och bindestreck. Låst i de rader som finns; en ny rad får ett "
                "nytt id."
            ),
        ),
        "kind": ("Slag", "Målets slag i styrmodellen."),
        "valid_from": (
            "Gäller från",
            "Första dagen som lydelsen gäller. Tom: har alltid gällt. En ny lydelse av samma mål är en egen rad.",
        ),
        "valid_to": ("Gäller till", "Sista dagen som lydelsen gäller. Tom: tills vidare."),
        "title": ("Titel", "Målet så som det är beslutat."),
        "unit": _UNIT,
        "parents": ("Bidrar till", "De mål som målet bidrar till: id med komma mellan."),
        "indicators": (
            "Indikatorer",
            (
                "Det som målet mäts med: indikatorers id med komma mellan. En vikt annan än 1 står inom parentes: "
                "betyg (2), trivsel."
            ),
        ),
        "perspective": ("Perspektiv", "Perspektivet, för kvalitetsfaktorer: till exempel Målgrupp eller Ekonomi."),
        "definition": ("Definition", "Vad målet betyder."),
        "rationale": ("Motiv", "Varför målet finns."),
        "strategy": ("Strategi", "Hur målet ska nås."),
        "responsible": ("Ansvarig", "Rollen som ansvarar, aldrig en persons namn."),
        "with_units": ("Tillsammans med", "Andra enheter som bidrar: id med komma mellan."),
        "sdg": _SDG,
        **_DECIDED,
        "end_decided_at": ("Upphävt", "Dagen för beslutet att målet upphör, om det upphör före sin tid."),
        "end_decision": ("Beslut att upphäva", "Beslutets nummer, som KF § 45 eller diarienumret."),
        "assumed": _ASSUMED,
    },
    "indicators": {
        "id": (
            "Id",
            (
                "Indikatorns id: små bokstäver a–z, siffror och bindestreck. Låst i de rader som finns; en ny rad får "
                "ett nytt id."
            ),
        ),
        "title": ("Titel", "Indikatorns namn som det visas."),
        "kpi_id": ("Nyckeltal", "Koladas nyckeltal, som N15419. Tomt om kommunen mäter själv."),
        "margin_kpi": (
            "Osäkerhetstal",
            "Koladas nyckeltal för måttets osäkerhet, med samma titel efter ”Osäkerhetstal - ”. styrtal check föreslår dem.",
        ),
        "count_kpi": (
            "Antal",
            "Koladas nyckeltal för hur många måttet är en andel av, eller för invånarna det räknas på.",
        ),
        "measured_by": ("Mäts så här", "Kommunens egen mätmetod i ord. Tomt om nyckeltalet finns i Kolada."),
        "direction": ("Riktning", "Åt vilket håll som är bättre."),
        "scale.kind": (
            "Skala",
            "andel: 0–100. mängd: 0 och uppåt. kan vara negativ: alla tal. steg: ord från sämst till bäst.",
        ),
        "scale.min": ("Lägsta värde", "Det lägsta värde som måttet alls kan ha, om det inte följer av skalan."),
        "scale.max": ("Högsta värde", "Det högsta värde som måttet alls kan ha, om det inte följer av skalan."),
        "steps": ("Steg", "För skalan steg: stegens namn från sämst till bäst, ett på varje rad i cellen."),
        "unit_of_measure": ("Måttenhet", "Till exempel procent, kronor eller antal."),
        "decimals": ("Decimaler", "Så många decimaler som bedömningen avrundar till."),
        "precision": ("Noggrannhet", "Den minsta skillnad som måttet kan visa, i dess egen enhet."),
        "tolerance": ("Tolerans", "Hur långt från målvärdet som ännu är delvis uppfyllt, i måttets enhet."),
        "min_change": ("Minsta ändring", "Den minsta ändring som räknas som en trend, i måttets enhet."),
        "lag": (
            "Eftersläpning",
            "Så många år gammalt ett värde får vara och ändå gälla; mätningar där det inte mäts varje år.",
        ),
        "measured": (
            "Mäts",
            (
                "Vad en mätning gäller, och hur ofta: läsår, eller tillfälle, vart 3:e år från 2021, eller månad: 1, 2, 3 (de "
                "månader som väntas). Tomt: ett år eller en månad, varje år."
            ),
        ),
        "aggregation": ("Räknas ihop", "Hur värden räknas ihop över enheter."),
        "forecast": (
            "Helårsprognos",
            "Hur året förutses: flöde, nivå eller årsvis. För en kvot: täljare / nämnare, till exempel flöde / nivå.",
        ),
        "factor": ("Faktor", "Det som täljare delat med nämnare multipliceras med, till exempel 100 för procent."),
        "judged_genders": ("Bedöms för", "De kön som bedöms, med komma mellan."),
        "counts": ("Räknar", "Om värdet räknar personer eller elever: styr vad som döljs när de är få."),
        "service_area": ("Verksamhet", "Den verksamhet som måttet hör till."),
        "similar": ("Liknande kommuner", "RKA:s område för liknande kommuner. Krävs för nyckeltal i Kolada."),
        "series_breaks": ("Brott i serien", "År då måttet bytte innebörd, med komma mellan."),
        "from_year": ("Från år", "Första året som används."),
        "sdg": _SDG,
        "why": ("Skäl", "Varför riktning, skala och eftersläpning är som de är."),
        "proposed": (
            "Föreslaget",
            "Uppgifter som är föreslagna och som ingen har bekräftat. Stryk dem som stämmer; töm cellen när allt är bekräftat.",
        ),
    },
    "plans": {
        "id": ("Id", "Planens id, till exempel mrp-2026. Låst i de rader som finns; en ny rad får ett nytt id."),
        "title": ("Titel", "Planens namn."),
        **_DECIDED,
        "decided_at": ("Beslutad", "Dagen för beslutet, som 2025-06-18. Tom: planen är ett förslag."),
        "year1": ("År 1", "Planens första år; år 3 är två år senare."),
        "ends": ("Avslutar", "De mål som upphör när planens första år börjar: id med komma mellan."),
        "assumed": _ASSUMED,
    },
    "targets": {
        "plan": ("Plan", "Planen som målvärdet är beslutat i: dess id."),
        "goal": ("Mål", "Målet: dess id."),
        "indicator": ("Indikator", "Indikatorn, en av målets: dess id."),
        "unit": ("Enhet", "Enheten, om den inte är målets egen: dess id."),
        "gender": ("Kön", "För vilket kön målvärdet gäller. Tomt är detsamma som Totalt."),
        "year1": (
            "Mål år 1",
            (
                "Målvärdet för planens år 1: ett tal, ett intervall (12–16), ett steg på skalan eller en regel: öka från 2023 "
                "(eller minska, förbättras; med minst 2), bättre än medianen i liknande kommuner (eller länet, alla kommuner), "
                "bland bästa fjärdedelen i länet, högst 3 mellan kvinnor och män. i ord: och sedan målet, om det bedöms av de ansvariga själva."
            ),
        ),
        "year2": (
            "Mål år 2",
            "Målvärdet för planens år 2. Tomt: på vägen mellan år 1 och år 3, om planen har båda.",
        ),
        "year3": ("Mål år 3", "Målvärdet för planens år 3, skrivet som för år 1."),
        "tolerance": ("Tolerans", "Hur långt från målvärdet som ännu är delvis uppfyllt. Tomt: indikatorns egen."),
        "baseline": ("Utgångsvärde", "Värdet när målet sattes."),
    },
    "units": {
        "id": (
            "Id",
            "Enhetens id: små bokstäver a–z, siffror och bindestreck. Låst i de rader som finns; en ny rad får ett nytt id.",
        ),
        "title": ("Titel", "Enhetens namn. Enheten får också nämnas med det på de andra bladen."),
        "level": ("Nivå", "Enhetens nivå i organisationen."),
        "own_level": (
            "Egen nivå",
            "Kommunens egen nivå, som räknas som den till vänster: dess id i municipality.yaml. Tom: ingen egen.",
        ),
        "parent": ("Under", "Enheten ovanför: dess id eller titel. Tom för kommunfullmäktige."),
        "valid_from": ("Gäller från", "Första dagen som enheten finns. Tom: har alltid funnits."),
        "valid_to": ("Gäller till", "Sista dagen som enheten finns. Tom: tills vidare."),
        **_DECIDED,
        "kolada_unit": ("Enhet i Kolada", "Koladas id för skolan, förskolan eller boendet, som V15E148700101."),
    },
    "sources": {
        "id": ("Id", "Källans id. Låst i de rader som finns. En ny källa görs i YAML: styrtal map föreslår den."),
        "title": ("Titel", "Källans namn som det visas."),
        "file": ("Fil", "Filen i kommunens mapp. Flera filer: ett namn med *."),
        "kind": ("Slag", "Vad raderna är, som ledger, measurements eller staff."),
        "sheet": ("Blad", "Arbetsbokens blad. Tomt: det enda som syns."),
        "header_row": ("Rubrikrad", "Raden med rubriker. Tomt: den första som har dem."),
        "stop_at": ("Sluta vid", "Läs inte längre än till raden som börjar så."),
        "fill_down": ("Fyll nedåt", "Kolumner vars värde gäller för raderna under, en på varje rad i cellen."),
        "personal": ("Personuppgifter", "Kolumner som aldrig läses, en på varje rad i cellen."),
        "cumulative": ("Ackumulerat", "ja om varje månad är summan hittills."),
        "adds_to": ("Läggs till", "Källan som denna lägger rader till: dess id."),
    },
    "budgets": {
        "unit": ("Enhet", "Enheten som har ramen: dess id eller titel. Låst i de rader som finns."),
        "year": ("År", "Året, som 2026. Låst i de rader som finns."),
        "kind": ("Slag", "Vad ramen är av. Låst i de rader som finns."),
        "plan": (
            "Plan",
            "Planen som ger ramen: dess id. Ramen gäller när planen är beslutad. Låst i de rader som finns.",
        ),
        "amount": ("Belopp", "Kronor för helåret, så som ramen beslutades från början."),
        **_DECIDED,
        "assumed": _ASSUMED,
    },
    "budget_forecasts": {
        "unit": ("Enhet", "Enheten vars ram prognosen är av: dess id eller titel."),
        "year": ("År", "Ramens år, som 2026."),
        "kind": ("Slag", "Vad ramen är av."),
        "plan": ("Plan", "Planen som ger ramen: dess id, där ramen nämner någon."),
        "month": ("Efter månad", "Månaden som prognosen gjordes efter: 1–12."),
        "amount": ("Prognos, helår", "Kronor för helåret."),
        "measure": ("Åtgärd", "Vad som görs åt en avvikelse."),
    },
    "judgements": {
        "report": _REPORT,
        "unit": ("Enhet", "Enheten som bedömer: dess id eller titel."),
        "goal": ("Mål", "Målet: dess id. Tomt: arbetet som helhet."),
        "indicator": (
            "Indikator",
            "Indikatorn, där målet är skrivet i ord: dess id. Tomt: målet eller arbetet som helhet.",
        ),
        "status": ("Bedömning", "Enhetens egen bedömning."),
        "motivation": ("Motivering", "Varför."),
        "towards_vision": ("Väg mot visionen", "För fullmäktige: vad året betydde för vägen mot visionen."),
        "by": _BY,
        "date": _ON,
    },
    "comments": {
        "report": _REPORT,
        "unit": _OF_UNIT,
        "goal": ("Mål", "Målet som kommentaren gäller: dess id, eller tomt."),
        "indicator": ("Indikator", "Indikatorn som kommentaren gäller: dess id, eller tomt."),
        "text": ("Kommentar", "Enhetens egna ord."),
        "by": _BY,
        "date": _ON,
    },
    "forecasts": {
        "report": _REPORT,
        "indicator": ("Indikator", "Indikatorn: dess id."),
        "unit": (
            "Enhet",
            "Enheten som prognosen gäller: dess id eller titel. Tom: varje enhet som bedöms med indikatorn.",
        ),
        "gender": ("Kön", "För vilket kön prognosen gäller. Tomt är detsamma som Totalt."),
        "value": ("Prognos", "Helårets värde."),
        "step": ("Steg", "På en skala av steg: stegets namn."),
        "reason": ("Motivering", "Vad prognosen grundas på."),
        "by": _BY,
        "date": _ON,
    },
    "control_points": {
        "id": ("Id", "Kontrollpunktens id. Låst i de rader som finns; en ny rad får ett nytt id."),
        "unit": _UNIT,
        "year": ("År", "Året som den interna kontrollen gäller."),
        "title": ("Titel", "Kontrollpunktens namn."),
        "risk": ("Risk", "Vad som kan gå fel."),
        "probability": ("Sannolikhet", "1–4."),
        "consequence": ("Konsekvens", "1–4."),
        "control": ("Kontroll", "Vad som kontrolleras, och hur."),
        "result": ("Resultat", "Vad kontrollen visade. Tomt är detsamma som ej genomförd."),
        "finding": ("Iakttagelse", "Vad som hittades."),
        "measure": ("Åtgärd", "Vad som görs åt det."),
        "checked_at": ("Kontrollerat", "Dagen då det kontrollerades. Fylls i när det finns ett resultat."),
    },
    "statements": {
        "id": ("Id", "Textens id. Låst i de rader som finns; en ny rad får ett nytt id."),
        "kind": ("Slag", "Slaget av text: dess id i municipality.yaml."),
        "unit": ("Enhet", "Enheten vars text det är: dess id eller titel."),
        "goal": ("Mål", "Målet som texten gäller: dess id, eller tomt."),
        "parts": (
            "Delar",
            "Texten, del för del. Varje del börjar på en ny rad med delens id och kolon: vem: Barn och elever.",
        ),
        "by": _BY,
        **_DECIDED,
        "valid_from": ("Gäller från", "Första dagen som texten gäller."),
        "valid_to": ("Gäller till", "Sista dagen som texten gäller."),
        "leads_to": (
            "Leder till",
            "Mål, aktiviteter och uppdrag som texten ligger till grund för: id med komma mellan.",
        ),
    },
    "activities": {
        "id": ("Id", "Aktivitetens id. Låst i de rader som finns; en ny rad får ett nytt id."),
        **_DONE,
        "assumed": _ASSUMED,
    },
    "assignments": {
        "id": ("Id", "Uppdragets id. Låst i de rader som finns; en ny rad får ett nytt id."),
        **_DONE,
        **_DECIDED,
        "decided_by": ("Beslutat av", "Enheten som gav uppdraget: dess id."),
        "decided_at": ("Beslutat", "Dagen för beslutet. Tom om en plan ger uppdraget: det är beslutat när den är det."),
        "plan": ("Plan", "Planen som ger uppdraget: dess id."),
        "financing": ("Finansiering", "Beslutet om finansiering."),
        "assumed": _ASSUMED,
    },
}
# What the checks of the YAML say of its forms, and what a cell says: the first that fits.
AS_CELL = {
    "Skriv {low: …, high: …} för interval, och annars ett tal.": "Skriv ett intervall, som 12–16, där riktningen är intervall, och annars ett tal.",
    "({text: …})": "(i ord: och sedan målet)",
    "Skriv similar, county, all eller id:t för en av kommunens egna grupper (comparison_groups).": "Skriv liknande kommuner, länet, alla "
    "kommuner eller id:t för en av kommunens egna grupper.",
    "både 'from' och 'baseline'": "både ett år och ett utgångsvärde",
    "Ange antingen 'from', året för mätningen, eller 'baseline', värdet som står i beslutet.": "Skriv antingen året för mätningen, som "
    "öka från 2023, eller värdet som står i beslutet, under ”Utgångsvärde”.",
    "low får inte vara högre än high": "intervallets första tal får inte vara högre än dess andra",
}
# Words of Swedish that are keys or codes too.
AS_THEY_STAND = frozenset({"id", "plan", "risk", "status", "text", "lag", "by", "budget", "last", "none", "all", "sum"})
REMOVED_HERE = "Det är borttaget i arbetsboken: låt raden stå kvar där, eller ta bort det som nämner den."
HEADING = "”{title}”"
AT_ROW = "rad {line}"
# What may be proposed of an indicator, as its column is called.
PROPOSED_KEY = {
    "title": "Titel",
    "margin_kpi": "Osäkerhetstal",
    "direction": "Riktning",
    "scale": "Skala",
    "unit_of_measure": "Måttenhet",
    "decimals": "Decimaler",
    "precision": "Noggrannhet",
    "min_change": "Minsta ändring",
    "lag": "Eftersläpning",
    "judged_genders": "Bedöms för",
    "service_area": "Verksamhet",
    "similar": "Liknande kommuner",
}
GOAL_NAME = "Målets titel"
INDICATOR_NAME = "Indikatorns titel"
NAME_WHAT = "Till hjälp för den som läser. Ändras inte här."
REMOVE = "Ta bort"
REMOVE_WHAT = "Skriv ja för att ta bort radens definition. En rad som inte finns kvar i bladet tas också bort."
REQUIRED = "Måste fyllas i."
UNKNOWN_WORD = "Okänt ord"
CHOOSE_ID = "Välj ett ur listan. Nya id skrivs först på sitt eget blad."
CHOOSE_WORD = "Välj ett av orden i listan."


DOCUMENT_TITLE = "{municipality}: definitioner"
README_TITLE = "{municipality}: definitioner att ändra i"
README_LINES = (
    "Ändra i de vita cellerna. Grå celler är låsta: de säger vilken definition raden är.",
    "Lägg till: skriv på första tomma raden under de andra, med ett nytt id.",
    "Ta bort: välj ja i bladets sista kolumn, Ta bort.",
    "Allt i cellerna är text. Tal skrivs 87,5, dagar 2025-06-18, och flera id skrivs med komma mellan. Formler tas inte emot.",
    "Mörkblå rubrik: måste fyllas i. Ljusblå: kan lämnas tom. Peka på rubriken för att läsa vad kolumnen betyder.",
    "Läs in: styrtal definitions import FIL.xlsx. Skillnaden visas och inget skrivs förrän du har sagt ja.",
    "Har YAML-filerna ändrats sedan arbetsboken gjordes tas den inte emot: gör då en ny.",
)
README_HEADINGS = ("Blad", "Kolumn", "Vad den betyder", "Krävs", "Tillåtna ord")
KOLADA = "Koladas nyckeltal"
KOLADA_LINE = "Lägg till ett av Koladas nyckeltal: skriv ja vid det på bladet Koladas nyckeltal. Definitionen föreslås när arbetsboken läses in, och visas då."
KOLADA_HEADINGS = ("Lägg till", "Nyckeltal", "Titel", "Område")
MARGIN_PROPOSED = "Förslag: {margin}, som i Kolada har samma titel efter ”Osäkerhetstal - ”."
PART = "Del"
PART_HASH = "Delens kontrollsumma"
PART_LINE = "Arbetsboken är den del som {unit} fyller i, med enheterna under. Bladen {beside} är till hjälp: det som ändras där läses inte in."
MADE_BY = "Gjord av"
MUNICIPALITY = "Kommun"
