"""How a fleet protects the movement of its drivers from one partner."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from gladhand.resources.enums import DutyStatusCodeEnum


class MovementPrivacyEnum(StrEnum):
    """What a partner sees of a vehicle while its driver has a duty status. The order is from most to least."""

    FULL = "full"
    COARSE = "coarse"
    WITHHELD = "withheld"


_LEVELS = list(MovementPrivacyEnum)

_FULL = MovementPrivacyEnum.FULL


class MovementPrivacy(BaseModel):
    """Level per duty status of the driver. In all other statuses the partner sees everything."""

    model_config = ConfigDict(extra="forbid")

    PC: MovementPrivacyEnum = Field(_FULL, description="Personal conveyance")
    OFF: MovementPrivacyEnum = Field(_FULL, description="Off duty")
    SB: MovementPrivacyEnum = Field(_FULL, description="In the sleeper berth")

    def stored(self) -> dict[str, str] | None:
        """What the agreement keeps: the statuses that are protected, or nothing."""
        return {name: level for name, level in self.model_dump(mode="json").items() if level != _FULL} or None


#: The duty statuses that can be protected, with the level of an agreement that protects nothing.
NOTHING_PROTECTED: Final = MovementPrivacy()
STATUSES: Final = tuple(DutyStatusCodeEnum(name) for name in MovementPrivacy.model_fields)


def loosens(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> bool:
    """Whether the partner would see more of any status than before."""
    return any(_rank(after, status) < _rank(before, status) for status in STATUSES)


def _rank(stored: Mapping[str, str] | None, status: str) -> int:
    return _LEVELS.index(MovementPrivacyEnum((stored or {}).get(status, _FULL)))
