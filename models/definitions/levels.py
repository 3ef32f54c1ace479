"""The standard levels of an organisation."""

from enum import StrEnum


class Level(StrEnum):
    """Levels of the organisation, from the top (docs/domain.md)."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"
    JOINT_COMMITTEE = "joint_committee"
    COMPANY = "company"
    ADMINISTRATION = "administration"
    DEPARTMENT = "department"
    WORKPLACE = "workplace"


# What the levels are called: a fault and a page say the same.
UNIT_LEVEL = {
    "council": "Kommunfullmäktige",
    "executive": "Kommunstyrelse",
    "committee": "Nämnd",
    "joint_committee": "Gemensam nämnd",
    "company": "Bolag",
    "administration": "Förvaltning",
    "department": "Avdelning",
    "workplace": "Enhet",
}
