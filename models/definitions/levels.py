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
