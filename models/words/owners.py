"""Words of the owners' pages, and of what a joint committee's or company's own page says of its owners."""

from models.words.table_words import TableWords

OWNER_TITLE = "{whose} del i {joint_committees} och {companies}"
OWNER_LEAD = (
    "Ägarens andel av varje belopp, så som det står i rapporten för {whose} {joint_committees} och {companies}. Beloppen avrundas inte "
    "innan de summeras: ägarnas delar blir tillsammans hela beloppet."
)
OWNED = TableWords(
    "Ägs till en del", {"unit": "{Joint_committee} eller {company}", "share": "Andel, procent", "status": "Bedömning"}
)
OWNED_MONEY = TableWords(
    "Ägarens del av budget, utfall och prognos",
    {"month": "Till och med", "outcome": "Utfall hittills", "forecast": "Helårsprognos", "reason": "Upplysning"},
    sheet="Andel av ekonomin",
    table="owner_shares",
)
OWNED_GOALS = TableWords(
    "Målen, så som enheten bedöms",
    {"goal": "Mål", "unit": "Enhet", "status": "Bedömning", "why": "Varför", "own": "Egen bedömning"},
    sheet="Mål",
)
WITHOUT_MONEY = "Inga belopp visas av {units}: varken budget, utfall eller prognos finns i det som kommunen har lämnat till rapporten."
MONEY_UNREAD = "Inga belopp visas av {units}: rader i {sources} går inte att läsa."
LACKS = {"budget": "budgeten", "outcome": "utfallet", "forecast": "prognosen"}
LACKS_OF_YEAR = {"budget": "budgeten", "forecast": "årets utfall"}
LACKING = "{what} finns inte i det som kommunen har lämnat till rapporten"
LACKING_UNREAD = "{what} visas inte: rader i {sources} går inte att läsa"
OWNERS_CHANGED = "delas inte upp: ägarna eller deras andelar har ändrats under året"
