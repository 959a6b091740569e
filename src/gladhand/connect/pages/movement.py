"""The choice of how a fleet protects the movement of its drivers: one field per duty status."""

from collections.abc import Iterable, Mapping

from gladhand.connect.language import N_, _
from gladhand.connect.pages.forms import Field, PageForm
from gladhand.orgs.agreements.permissions import resource_of
from gladhand.orgs.agreements.privacy import MovementPrivacy, MovementPrivacyEnum
from gladhand.records.privacy.covered import COVERED

_STATUSES: Mapping[str, str] = {
    "PC": N_("While a driver uses the vehicle privately (personal conveyance)"),
    "OFF": N_("While a driver is off duty"),
    "SB": N_("While a driver is in the sleeper berth"),
}
_LEVELS: Mapping[MovementPrivacyEnum, str] = {
    MovementPrivacyEnum.FULL: N_("Exact positions"),
    MovementPrivacyEnum.COARSE: N_("Only the area, about 10 km wide"),
    MovementPrivacyEnum.WITHHELD: N_("No positions"),
}
_PREFIX = "movement_"


def has_movement(resources: Iterable[str]) -> bool:
    """Whether any of these permissions or scopes shows where drivers are."""
    return any(resource_of(resource) in COVERED for resource in resources)


def movement_form(stored: Mapping[str, str] | None = None) -> PageForm:
    """The choice, with what the agreement has."""
    choices = [(level.value, _(label)) for level, label in _LEVELS.items()]
    levels = MovementPrivacy.model_validate(stored or {}).model_dump(mode="json")
    return PageForm(
        fields=[
            Field(f"{_PREFIX}{status}", _(label), type="select", choices=choices, value=levels[status])
            for status, label in _STATUSES.items()
        ]
    )


def parse_movement(values: Mapping[str, str]) -> MovementPrivacy | None:
    """What a submitted form chooses; None if it did not offer the choice. A status without a known level is not
    protected less than the strictest."""
    given = {status: values[_PREFIX + status] for status in _STATUSES if _PREFIX + status in values}
    if not given:
        return None
    known = {level.value for level in MovementPrivacyEnum}
    return MovementPrivacy.model_validate(
        {status: level if level in known else MovementPrivacyEnum.WITHHELD for status, level in given.items()}
    )


def movement_lines(stored: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """What an agreement protects, in words: the duty status, and what the partner sees then."""
    return [
        (_(_STATUSES[status]), _(_LEVELS[MovementPrivacyEnum(level)]))
        for status, level in MovementPrivacy.model_validate(stored or {}).model_dump(mode="json").items()
        if level != MovementPrivacyEnum.FULL
    ]
