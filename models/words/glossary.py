"""What the words of the pages mean, and what is told of the pages' accessibility."""

GLOSSARY = {
    "Mål": "Vad {council} eller {committees} har beslutat att uppnå. Ett mål bedöms efter sina målvärden, sina uppdrag eller de mål som tjänar det.",
    "Indikator": "Ett mått som visar hur det går med ett mål.",
    "Målvärde": "Det värde som en indikator ska nå ett visst år. En indikator kan ha flera: ett per {committee}, kön eller mål.",
    "{n_not_assessed}": "Värde, prognos eller kontroll saknas, så att målvärdet inte kan bedömas nu. Skälet står intill.",
    "Går att bedöma": "Hur stor del av målvärdena som har kunnat bedömas. Ett målvärde som väger tyngre räknas mer.",
    "Tolerans": "Hur långt från målvärdet ett värde får ligga för att räknas som delvis.",
    "Liknande kommuner": "De sju kommuner som RKA, som ansvarar för Kolada, räknar som mest lika vår på området.",
    "Median": "Det mittersta värdet: hälften har högre och hälften lägre.",
    "Hälften ligger mellan": "Mellan de två värdena ligger den mellersta hälften av de jämförda. En fjärdedel är lägre och en fjärdedel är högre.",
    "Plats": "Ordningen bland de jämförda, där 1 är bäst. Efter platsen står mellan vilka platser den troligen ligger.",
    "Inom normal variation": "Ändringen är inte större än vad värdet brukar ändras från gång till gång, och säger då inget säkert.",
    "Prognos": "Vad helåret väntas bli, så långt det går att räkna nu. Den är ingen mätning.",
    "Ram": "De pengar som en verksamhet har fått för året.",
    "Balanskravet": "Lagens krav att kommunens intäkter ska vara större än kostnaderna.",
    "Kolada": "Databasen med jämförelsetal för alla kommuner, som RKA (Rådet för främjande av kommunala analyser) ansvarar för.",
}

ACCESSIBILITY_TITLE = "Tillgänglighet"
HOW_ACCESSIBLE = (
    (
        "Sidorna är gjorda för att följa WCAG 2.1 på nivå AA, som lagen (2018:1937) om tillgänglighet till digital offentlig service kräver. "
        "De är delvis förenliga med kraven: det som brister står nedan."
    ),
    (
        "Sidorna kan läsas utan mus och utan skript, och på en skärm som är 320 bildpunkter bred, som en vanlig skärm i 400 procents "
        "förstoring. Varje diagram har en text som säger vad det visar, och ingen uppgift ges med färg allena."
    ),
)
KNOWN_FAULTS = {
    "Breda tabeller i bilagor": "De största tabellerna går att rulla i sidled på en smal skärm.",
    "Siffrornas ursprung": "Sidorna som visar var en siffra kommer ifrån har många länkar med liknande namn.",
    "Arbetsböcker": "De har rubrikrader och titlar, men är inte provade med hjälpmedel.",
    "Egna texter": "Det som kommunen själv har skrivit visas som det är skrivet, och är inte granskat för klarspråk.",
}
HOW_TRIED = (
    (
        "Varje slag av sida prövas med verktyget axe i en webbläsare, som den kommer och helt utfälld, utan kända fel. PDF-filerna skrivs enligt "
        "PDF/UA-1 och PDF/A-2a, och programmet som skriver dem kontrollerar att kraven följs."
    ),
    "Ingen har ännu prövat sidorna med skärmläsare eller andra hjälpmedel. Ett verktyg hittar inte alla brister.",
)
TELL_US = {
    True: "Hittar du något som inte fungerar, eller behöver du innehållet på annat sätt: {contact}.",
    False: "Vart du hör av dig om brister är inte angett ännu.",
}
WRITTEN = "Redogörelsen gäller sidorna som de är gjorda {day}."
SUPERVISION = "Svarar kommunen inte, eller är du inte nöjd med svaret, kan du vända dig till myndigheten som har tillsyn enligt lagen."
