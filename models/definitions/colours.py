"""Colours of the municipality's graphic profile, held to what can be read (WCAG 2.1, 1.4.3)."""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from models.definitions.base import Definition

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
# The lightest and the darkest ground that text stands on: the page, and a workbook's headings.
GROUNDS = ("#ffffff", "#e3e8ec")
LEAST_CONTRAST = 4.5
_KNEE = 0.04045


def luminance(colour: str) -> float:
    """Return a colour's relative luminance, from 0 (black) to 1 (white), by WCAG 2.1."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= _KNEE else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, by WCAG 2.1."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class Colours(Definition):
    """What headings and links are coloured in; what is left out has the standard colour. Statuses keep theirs."""

    heading: Colour | None = None
    link: Colour | None = None

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for name, colour in (("heading", self.heading), ("link", self.link)):
            if colour is None:
                continue
            least = min(contrast(colour, ground) for ground in GROUNDS)
            if least < LEAST_CONTRAST:
                raise ValueError(
                    f"{name}: {colour} syns för dåligt, kontrasten är {f'{least:.1f}'.replace('.', ',')} mot sidans grund och "
                    f"behöver vara minst {str(LEAST_CONTRAST).replace('.', ',')}; välj en mörkare färg"
                )
        return self
