"""The sections of a page by their anchors: their titles, what stands first under them, and the tables that several show."""

SECTION_TITLE = {
    "i-korthet": "Läget på en sida",
    "att-besluta": "Att besluta",
    "att-omprova": "Att ompröva",
    "sedan-sist": "Sedan förra rapporten",
    "jamforelser": "Jämförelse med andra kommuner",
    "egna-kommentarer": "Egna kommentarer",
    "godkant": "Godkännande",
    "laget": "Läget i kommunen",
    "namnder": "{Committees} och {companies}",
    "nivaer": "Per nivå",
    "vision": "Vision och styrdokument",
    "prognoser": "Prognosernas träffsäkerhet",
    "uppdrag": "Uppdrag",
    "aktiviteter": "Aktiviteter",
    "inre": "Inre effektivitet",
    "yttre": "Yttre effektivitet",
    "effektivisering": "Effektivisering och besparing",
    "resurser": "Kvalitet och resurser",
    "ekonomi": "Ekonomi",
    "agare": "Ägarnas andelar",
    "personal": "Personal",
    "internkontroll": "Intern kontroll",
    "kandidater": "Kandidater till {development_goals}",
    "investeringar": "Investeringar",
    "fem-ar": "Finansiell analys, fem år",
    "hushallning": "God ekonomisk hushållning",
    "omvarld": "Omvärld och förutsättningar",
    "andrat": "Vad som ändrats sedan förra rapporten",
    "kontroller": "Det som kontrollerna fann",
    "metod": "Trösklar och metod",
    "ord": "Vad orden betyder",
    "hur-tillgangliga": "Hur tillgängliga sidorna är",
    "kanda-brister": "Det som brister",
    "hur-de-provas": "Hur sidorna är provade",
    "kontakt": "Säg till om något inte fungerar",
    "tackning": "Vad som går att bedöma, per nivå",
    # Of what plans.
    "planen": "Planen i korthet",
    "delar": "Varje nivås del",
    "arshjul": "Årshjul",
    "planmal": "Målen",
    "malvarden": "Målvärden och vad de kräver",
    "tjanar": "Mål som tjänas",
    "ramar": "Ramar",
    "inom-ramen": "Målen inom ramen",
    # Of the executive's supervision.
    "mal": "Mål och indikatorer",
    "finansiella-mal": "{Financial_goals}",
    "kvalitetsfaktorer": "{Quality_factors}",
}


SECTION_LEAD = {
    "prognoser": "Årets prognoser mot utfallet. Felet är prognosen minus utfallet, räknat i indikatorns egen tolerans.",
    "inre": "Gjordes det som planerats, på rätt sätt och så att det bidrog till målen? Annars behöver arbetssätten förändras.",
    "yttre": "Gjordes rätt saker, som bidrog till målen? Annars bör aktiviteten, uppdraget eller tjänsten omprövas.",
    "effektivisering": "Effektivisering är frigjorda resurser, högre produktivitet eller högre kvalitet. Besparing är att något "
    "upphör. Analysen är enhetens egen.",
    "resurser": "Poäng från 0 till 100 efter platsen bland de jämförda: 100 är högst kvalitet och lägst kostnad. Samlat är "
    "snittet av de två. Jämförs inte mellan år.",
    "investeringar": "{Money}. Hela projektet är det som gått åt tidigare år, årets prognos och det som är planerat för senare år. Bättre är "
    "lägre än budget. Där något av det inte är känt står ingen summa.",
    "fem-ar": "Resultat, kapacitet, risk och kontroll år för år. {Money} där inget annat står; bättre är högre resultat än det jämförs med. "
    "Där en siffra saknas står varför.",
    "ekonomi": "{Money}. Hittills är till och med månaden. Avvikelsen gäller helåret, prognos mot budget. Bättre är lägre kostnad, högre intäkt eller "
    "högre resultat än budget.",
    "ekonomi-utfall": "{Money}. Avvikelsen är årets utfall mot budgeten. Bättre är lägre kostnad, högre intäkt eller högre "
    "resultat än budget.",
    "personal": "Sjukfrånvaro i procent av den tid som skulle ha arbetats. Enheterna under räknas med i enheten över.",
    "kandidater": "{Quality_factors} som länge inte nått sitt mål, eller länge legat i den sämsta fjärdedelen. De kan prövas "
    "som {development_goals}.",
    "omvarld": "Förutsättningar och omvärld som verksamheten har att utgå från. De bedöms inte mot något mål.",
}


# How the targets of a goal, a unit or a level are counted, in the tables that count them.
COUNTED_TITLE = {name: f"{{{name}}}" for name in ("n_met", "n_partly", "n_not_met", "n_not_assessed")}
COUNTED_TITLES = {**COUNTED_TITLE, "coverage": "Går att bedöma"}
