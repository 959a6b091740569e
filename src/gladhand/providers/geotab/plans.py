"""The planned write of an entity, which is a user or a device.

Geotab takes whole entities. A create is built from the change alone, an update from the current entity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gladhand.sdk.field_map import ABSENT, FieldMap, FieldOutcome, Prepared

#: Stands for what a dry run does not read.
UNKNOWN: Final = "…"


def unread(field_map: FieldMap) -> dict[str, Any]:
    """Placeholders for all that the field map writes."""
    paths = (field_map.path(name) for name in field_map.rules)
    return {path: UNKNOWN for path in paths if path and path != "UserHosRuleSet"}


@dataclass(slots=True)
class Plan:
    """A write of one entity, ready to be sent."""

    entity: dict[str, Any]
    prepared: Prepared
    ruleset: str | None = None
    """Geotab's name of the ruleset to set; None leaves the ruleset unchanged."""
    is_needed: bool = True
    """Whether the entity differs from what Geotab has."""

    def settle(self, name: str, outcome: FieldOutcome, detail: str | None = None) -> None:
        """Record the outcome of a field that the change has and that Geotab supports."""
        if self.prepared.outcomes.get(name, FieldOutcome.NOT_SUPPORTED) is not FieldOutcome.NOT_SUPPORTED:
            self.prepared.outcomes[name] = outcome
            if detail is not None:
                self.prepared.details[name] = detail

    def compare(self, current: Mapping[str, Any], field_map: FieldMap) -> None:
        """Mark the fields that Geotab already has with this value, and empty fields that are to be cleared."""
        self.is_needed = any(
            not _same(value, current.get(name)) for name, value in self.entity.items() if value != current.get(name)
        )
        prepared, paths = self.prepared, {name: field_map.path(name) for name in self.prepared.values}
        rulesets = [name for name, path in paths.items() if path == "UserHosRuleSet"]
        prepared.compare(
            {},
            before={name: current.get(path) for name, path in paths.items()},
            sent={name: self.entity.get(path) for name, path in paths.items()},
            same=_same,
            missing=ABSENT,
            skip=[
                *rulesets,
                *(name for name in prepared.outcomes if prepared.outcomes[name] is FieldOutcome.SHORTENED),
            ],
        )
        for name in rulesets:
            if self.ruleset is None and prepared.outcomes[name] is FieldOutcome.APPLIED:
                prepared.keep(name)


def _same(new: Any, old: Any) -> bool:
    return bool(new == old or (not new and not old))


def group_ids(listed: str) -> list[dict[str, str]]:
    """Groups in Geotab's form, from an option that lists their ids with commas between."""
    return [{"id": each.strip()} for each in listed.split(",") if each.strip()]
