"""What `styrtal check` warns of: what can be read, and yet not be used or judged in a report; and refuses, said twice."""

# Kolada's uncertainty figures, by how their title is that of a measure (models/definitions/margins.py).
MARGIN = {
    "exact": "Förslag: Kolada har osäkerhetstal till {indicator} ({kpi}). Skriv margin_kpi: {margin}, så sägs vad som är säkerställt.",
    "several": "Förslag: Osäkerhetstalet {margin} har samma titel som {indicator} ({kpi}) och ett annat mått. Skriv margin_kpi: {margin} om "
    "det hör hit.",
    "survey": "Förslag: Osäkerhetstalet {margin} har samma titel som {indicator} ({kpi}), utan undersökningens namn. Skriv margin_kpi: "
    "{margin} om det hör hit.",
    "nearly": "Förslag: Osäkerhetstalet {margin} har nästan samma titel som {indicator} ({kpi}). Skriv margin_kpi: {margin} om det hör hit.",
}
UNUSABLE = {
    "no_goal": "Indikatorn {indicator} mäts, men inget mål och inget tjänsteområde har den. Nämn den under ett mål, eller ta bort den.",
    "no_values": "Indikatorn {indicator} har inga värden: varken någon källa eller measurements ger den något. Lägg till dem.",
    "unit_without_values": "Indikatorn {indicator} ska bedöma {units}, men har inga värden för dem som kan användas. Mät dem, eller ange "
    "aggregation så att enheterna under läggs ihop.",
    "unit_not_judged": "Indikatorn {indicator} mäts för {units}, men inget mål bedömer dem med den, och med aggregation: {aggregation} "
    "läggs de inte ihop uppåt till någon som bedöms.",
    "gender": "Indikatorn {indicator} bedöms för {judged}, men det saknas i {n} av {of} mätningar (först {first}). Lämna det också.",
    "count": "Indikatorn {indicator} räknar personer eller elever (counts), men {n} av {of} värden har inget antal bakom sig, så små "
    "grupper går inte att dölja. Fyll count eller denominator.",
    "weight": "Indikatorn {indicator} vägs ihop (aggregation: {aggregation}), men {n} av {of} värden saknar {lacking}. De enheter som "
    "ska bedömas av dem får inget värde.",
    "not_expected": "Indikatorn {indicator} har {n} av {of} mätningar av ett år eller en del av året som measured inte väntar (först "
    "{first}). De används inte. Rätta dem, eller measured.",
    "month_for_year": "Indikatorn {indicator} är årsvis (forecast: annual), men {n} år har månader utan december: {unit} har {of} för "
    "{year}, och {month} får stå för hela året. Lämna alla månader, eller året som helhet; mäts det en gång om året, skriv "
    "measured: {{kind: occasion}}.",
    "late": "Indikatorn {indicator} har lag: 0, men Kolada publicerar {kpi} för {year} först {day}. När årsredovisningen skrivs finns "
    "inget värde att bedöma. Skriv lag: 1 om året före får stå i stället.",
    "months": "Indikatorn {indicator} mäts per {kind}, men {n} år är ofullständiga: {unit} saknar {months} {year}. Året får inget värde.",
    "out_of_scale": "Indikatorn {indicator} har {n} av {of} värden som inte ligger {scale}, som scale säger (först {first}). Hela "
    "indikatorn hålls då inne. Rätta dem, eller scale.",
    "share_of_one": "Indikatorn {indicator} är en andel i procent, men inget av dess {of} värden är över 1 (först {first}). Är 0,765 tänkt "
    "som 76,5 procent: skriv times: 100 i mappningen.",
    "no_baseline": "Indikatorn {indicator} har ett målvärde som utgår från {year}, men ingen mätning av {year}. Det målvärdet går inte att "
    "bedöma. Lämna mätningen, rätta året, eller skriv utgångsvärdet som står i beslutet.",
    "lag": "Indikatorn {indicator} har lag: {lag}, men det senaste värdet är från {last} och kommunens andra uppgifter från {newest}. "
    "Den bedöms då inte för {newest}. Lämna nya värden, eller höj lag.",
    "account": "Huvudboken har {n} på {accounts}, som är av inget slag. De räknas inte, och rapportens kontroll av huvudboken "
    "blir underkänd. Ange kontonas första siffror under accounts.",
    "year_without_frame": "Huvudboken har utfall för {year}, men ingen budget gäller {year}{other}. Utfallet visas utan ram.",
    "forecast_without_frame": "{unit} har en prognos för {kind} {year}, men ingen budget av det slaget. Prognosen visas inte.",
    "outcome_beside_ledger": "{n} i definitionerna har outcomes för {year}, men huvudboken har rader för "
    "{year} och gäller i stället. Ta bort outcomes, eller källan.",
    "month_without_rows": "Huvudboken har inga rader för {months} {year}, men för månader före och efter. Det som summeras från januari "
    "saknar dem. Lägg till filen, eller rätta file i mappningen.",
    "sign": "Beloppen av slaget {kind} i {named} är i summa {amount} kr {year}. {rule} Rätta tecknen i filen, eller skriv times: -1 i "
    "mappningen om alla är tvärtom.",
    "after_last_report": "Huvudboken har månader efter {month} {year}, som ingen rapport i kalendern omfattar. De visas aldrig.",
    "done_without_day": "{what} {item} är klar men saknar dag för det (actual_end), och räknas som inte genomförd.",
    "day_without_done": "{what} {item} har en dag då den blev klar, men läget är inte klar. Den räknas som genomförd från den dagen.",
    "contributed_without_evidence": "{what} {item} säger om den bidrog till målet, men inte vad det grundas på (evidence).",
    "cancelled_without_decision": "{what} {item} är avbruten utan beslut (cancelled_by), och räknas som en som skulle ha genomförts.",
    "cancelled_without_day": "{what} {item} är avbruten, men inte vilken dag det beslutades (cancelled_at): den räknas som avbruten i "
    "varje rapport, också i dem som gäller tiden före beslutet.",
    "sick_hours": "{n} om personal har sjuktimmar men ingen arbetstid (först {first}). Där går sjukfrånvaron inte att räkna.",
    "more_sick_than_work": "{n} om personal har fler sjuktimmar än arbetstid (först {first}).",
    "genders_apart": "{n} av personal har kvinnor och män som inte blir summan av alla (först {first}).",
    "staff_parts": "{first} om personal: {wrong}. Åldrar, heltid och det övriga på raden räknas inte, och hela kommunens summa blir okänd.",
    "one_gender": "{n} av personal har bara det ena könet och ingen summa (först {first}). Där finns ingen summa för alla.",
}
# A row that the definitions have too: what is wrong, and how to mend it.
DECLARED_TOO = (
    "säger samma sak som definitionerna, som gäller: {said} står på rad {line} i {file}.",
    "Ta bort raden, eller det som står under {section} i {file}.",
)
# What older definitions lack, and what then holds.
UNDECIDED = (
    "Obs: {n} av {of} mål saknar beslut eller giltighet (först {first}). De gäller i varje rapport, också före och efter sin mandatperiod. "
    "Ange decided_at och valid_from, och valid_to när de upphör."
)
PLAN_TOO_LATE = "Varning: planen ”{plan}” beslutades {day}, efter sitt första år {year}. Ingen rapport för {year} räknar den. Rätta dagen eller året."
OF_ENDED_UNIT = (
    "Varning: målet ”{goal}” hör till {unit}, som upphörde {day}, men slutar inte då. Rapporter för tiden efter har varken målet eller dess "
    "målvärden. Ange den enhet som tog över, eller valid_to för målet."
)
# What `styrtal indicators add` has proposed (docs/measures.md §2).
UNCONFIRMED = (
    "Obs: {n} uppgifter i {indicators} av {of} indikatorer är föreslagna och bekräftade av ingen (först {first}). Stryk ur proposed "
    "vad som stämmer."
)
NO_DIRECTION = (
    "Obs: {n} av {of} indikatorer har ingen bekräftad riktning (först {first}). De bedöms inte. Skriv direction: higher, lower, interval "
    "eller neutral, och stryk direction ur proposed."
)
UNUSABLE_WARNING = "Varning: {text}"
_WITHOUT_MINUS = "Kostnader och intäkter skrivs utan minus i en budget eller prognos."
SIGN_RULE = {
    "ledger": ("huvudboken", "I en huvudbok är kostnader plus och intäkter minus."),
    "budget": ("budgeten", _WITHOUT_MINUS),
    "budget_forecast": ("prognoserna", _WITHOUT_MINUS),
}
WORK_NAMED = {"activities": "Aktiviteten", "assignments": "Uppdraget"}
OTHER_YEARS = " (bara {years})"
NOT_ALL = "{shown} och {n} till"
LACKING = {"ratio": "täljare och nämnare", "weighted_mean": "vikt (count eller denominator)"}
AND = " och "
# What is counted: one, and several.
FRAMES = ("budget eller investering", "budgetar eller investeringar")
MONTHS_COUNTED = ("månad", "månader")
