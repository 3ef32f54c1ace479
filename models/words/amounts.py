"""What is said of amounts that seem to be in another unit of money than kronor, and of frames that did not follow a move."""

TAXES = (
    "Skatter och generella bidrag för {year}, enligt prognosen efter {month}, står som {amount} kr under finances, men {beside} "
    "är {reference} kr."
)
BESIDE_TAXES = {
    "frame": "fullmäktiges budgeterade intäkter",
    "booked": "det som är bokfört som fullmäktiges intäkter, räknat till ett helt år,",
    "largest": "den största ramen",
}
BESIDE_FRAME = "{unit}, {kind} {year}: {what} är {amount} kr, och ramen som den hör till {reference} kr."
FORECAST = "prognosen efter {month}"
OUTCOME = "utfallet till och med {month}"
CHANGE = "ändringen som beslutades {day}"
BESIDE_TAXES_AMOUNT = "{what} {year} är {amount} kr under finances, och skatter och generella bidrag {reference} kr."
ADJUSTMENT = {
    "capital_gains": "Realisationsvinsterna",
    "other_adjustments": "Övriga justeringar",
    "to_reserve": "Avsättningen till resultatutjämningsreserven",
    "from_reserve": "Det som används av resultatutjämningsreserven",
}
OF_WORK = "{title}: {what} är {amount} kr, och {beside} {reference} kr."
WORK = {"budget": "budgeten", "outcome": "utfallet", "gain": "beloppet"}
GAIN = "Effektiviseringen eller besparingen '{id}', {unit}"
BESIDE_WORK = {
    "budget": "budgeten",
    "middle": "det mittersta av de {n} belopp som arbeten och effektiviseringar har",
    "frame": "ramen för {unit} {year}",
}
LEFT = (
    "{unit} flyttade {day} från {framed} till {other}. Sedan dess har {booked} kr ({kind}) bokförts som inte längre räknas hos "
    "{framed}, men ramen på {frame} kr är kvar där."
)
CAME = (
    "{unit} flyttade {day} till {framed} från {other}. Sedan dess har {booked} kr ({kind}) bokförts som räknas hos {framed}, men "
    "ramen på {frame} kr är densamma."
)
OWN_FRAME = "{unit} har själv en ram på {amount} kr för månaderna efter flytten."
# By how many carry on the work: none, one, or several.
ENDED_OWN = (
    (
        "{unit} upphörde {day}, och ingen för dess arbete vidare. Dess ram för månaderna efter, {amount} kr ({kind}), räknas kvar hos "
        "{place}."
    ),
    "{unit} gick {day} upp i {heirs}. Dess ram för månaderna efter, {amount} kr ({kind}), räknas hos {place}.",
    (
        "{unit} delades {day} i {heirs}. Dess ram för månaderna efter, {amount} kr ({kind}), räknas hos {place}, där enheten stod, och "
        "inte hos dem som för arbetet vidare."
    ),
)
_ENDED = (
    "{unit} upphörde {day} och förs vidare av {heirs}. Till och med {before} är {booked} kr ({kind}) bokförda på den. "
)
ENDED_LEFT = _ENDED + "Det som bokförs sedan dess räknas inte hos {framed}, men ramen på {frame} kr är kvar där."
ENDED_CAME = _ENDED + "Det som bokförs sedan dess räknas hos {framed}, men ramen på {frame} kr är densamma."
CHECK_AMOUNTS = "{folder}: {n} belopp står inte i kronor. Rapporten håller inne det som vilar på dem ({counted})."
