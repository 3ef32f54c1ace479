"""Swedish personal identity numbers in a text: one rule for all that is read, frozen or shown."""

import re
from datetime import date

# Ten or twelve digits: a day of birth, with hyphen, plus, a space or nothing between it and the last four.
_LIKE_ONE = re.compile(r"(?<!\d)(18|19|20)?(\d{6})[-+– \u00a0]?(\d{4})(?!\d)")
# In a coordination number (samordningsnummer) the day is written this much higher.
_COORDINATION = 60


def holds_personal_number(text: str) -> bool:
    """Return whether a text holds a personal identity or coordination number: a day that exists, and its check digit.

    So a case number, an account or an organisation number is none, however many digits it has.

    >>> holds_personal_number("Anna (850709-9805) slutar"), holds_personal_number("kvalitetschef, dnr 2025001234")
    (True, False)
    """
    return any(_is_one(match) for match in _LIKE_ONE.finditer(text))


def hide_personal_numbers(text: str, mask: str) -> str:
    """Return a text with each number in it replaced by a mask.

    >>> hide_personal_numbers("Anna 850709-9805, konto 4010", "…")
    'Anna …, konto 4010'
    """
    return _LIKE_ONE.sub(lambda match: mask if _is_one(match) else match.group(), text)


def _is_one(match: re.Match[str]) -> bool:
    century, birth, last = match.groups()
    year, month, day = (int(birth[place : place + 2]) for place in (0, 2, 4))
    try:
        # Without a century, 29 February passes in every year that may have had one: 2000 had.
        date(int(century or "20") * 100 + year, month, day - _COORDINATION if day > _COORDINATION else day)
    except ValueError:
        return False
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(birth + last))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
