"""What is wrong with goals and targets of the municipality's own files, and how it is mended."""

NOTHING_TAKEN = (
    "inget mål och inget målvärde ur filen används så länge något i den är fel: en halv plan skulle lämna resten obedömt.",
    "Rätta felen här nedan eller ovan.",
)
SAME_ID = (
    "målet '{goal}' får id:t '{id}', som ett annat mål redan har.",
    "Skriv det andra målets titel om det är samma mål, annars en titel med fler ord.",
)
KIND_LACKING = (
    "målet '{goal}' finns inte bland definitionerna, och filen säger inte vad det är för slags mål.",
    "Rätta målets titel, eller fyll goal_kind i mappningen.",
)
UNKNOWN_GOAL = (
    "målet '{goal}' finns varken bland definitionerna eller i filen.",
    "Rätta titeln, eller lägg till målet.",
)
UNKNOWN_INDICATOR = (
    "'{indicator}' är ingen indikator: varken id, titel eller nyckeltal bland definitionerna.",
    "Rätta texten, lägg till indikatorn, eller ange med map vilken som menas.",
)
PLAN_KNOWN = (
    "planen '{plan}' finns redan bland definitionerna, eller skiljer sig bara i tecken från en annan.",
    "Ta bort den ena, eller ge planen ur filen en annan titel.",
)
OUTSIDE_PLAN = ("{year} är inget av de tre åren i planen '{plan}', {first}–{last}.", "Rätta året, eller planens år 1.")
SAID_OTHERWISE = ("säger '{value}', men rad {first} säger '{other}' om detsamma.", "Låt raderna säga samma sak.")
COMPARED_LACKING = (
    "säger inte vilken grupp som jämförelsen gäller.",
    "Fyll compared i mappningen: similar, county eller all.",
)
UNFIT = ("passar inte definitionernas form: {what}.", "Rätta raden.")
