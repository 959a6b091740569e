"""What Samsara's answer to a write shows of it. Nobody knows which accounts lack which fields, so it is looked at."""

from collections.abc import Mapping
from typing import Any

from gladhand.sdk.field_map import FieldMap, Note, Prepared

_NOTHING = (None, "", False)
_NOT_TAKEN = "Samsara accepted the request and does not show the value."
_NOT_CLEARED = "Samsara accepted the request and still shows a value."


def compare(made: Prepared, sheet: FieldMap, answer: Mapping[str, Any]) -> None:
    """Correct the notes by the record that was answered. A value that is shown in another spelling counts as taken."""
    for name, note in made.notes.items():
        rule = sheet.rules.get(name)
        if rule is None or note not in (Note.APPLIED, Note.SHORTENED) or not _is_in(made.body, rule.to):
            continue
        sent, shown = _at(made.body, rule.to), _at(answer, rule.to)
        if sent in _NOTHING and shown not in _NOTHING:
            made.notes[name], made.details[name] = Note.UNCHANGED, _NOT_CLEARED
        elif sent not in _NOTHING and shown in _NOTHING:
            made.notes[name], made.details[name] = Note.UNCHANGED, _NOT_TAKEN


def _is_in(body: Mapping[str, Any], path: str) -> bool:
    *way, last = path.split(".")
    place: Any = body
    for name in way:
        place = place.get(name) if isinstance(place, Mapping) else None
    return isinstance(place, Mapping) and last in place


def _at(body: Mapping[str, Any], path: str) -> Any:
    place: Any = body
    for name in path.split("."):
        place = place.get(name) if isinstance(place, Mapping) else None
    return place
