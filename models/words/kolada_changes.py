"""What is said of what Kolada has changed."""

from models.words.table_words import TableWords

TITLE = "Koladas ändringar"
WHAT = (
    "Det här har Kolada ändrat i sådant som redan var hämtat: värden som rättats, fått en annan enhet eller tagits bort, och nya namn. Kolada "
    "meddelar det inte. Nya värden räknas inte hit."
)
SECTION = "Vad som har ändrats, och när det sågs"
CHANGE = {
    "revised": "värden har rättats",
    "rescaled": "värdena har fått en annan enhet",
    "withdrawn": "värden har tagits bort",
    "retitled": "nyckeltalet har ett nytt namn",
}
BY_FACTOR = "nästan alla är {factor} gånger så stora"
BEFORE = "hette {title}"
MOVED = "{unit}: {before} blev {after}"
CHANGES = TableWords(
    "Vad Kolada har ändrat",
    {"kpi_id": "Nyckeltal", "years": "År", "moved": "Bedömningar som ändrats av det sedan förra rapporten"},
    sheet="Koladas ändringar",
    table="kolada_changes",
)
