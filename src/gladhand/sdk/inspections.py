"""Defects of inspections: parts by the labels that fleets write themselves, and writes without defects."""

import re
from typing import Final, NoReturn

from gladhand.resources.enums import DvirDefectEnum
from gladhand.sdk.field_rules import Convert, FieldRule, LeftOut, Takes

_WORDS = re.compile(r"[a-z]+")
_Part = DvirDefectEnum
_WITHOUT_MEANING: Final = frozenset({_Part.OTHER, _Part.UNSET})
# Labels that do not have the words of the part.
_LIGHTS: Final = frozenset({"light", "lights", "headlight", "headlights", "headlamp", "lamp", "lamps", "taillight"})
_FRONT: Final = frozenset({"front", "headlight", "headlights", "headlamp"})
_REAR: Final = frozenset({"rear", "back", "taillight", "tail"})


def defect_part(label: str | None, section: str | None = None) -> DvirDefectEnum:
    """The part that a label names. `section` says where it is, such as `exteriorFront`. Other labels are `other`."""
    words = _words(label)
    if words & _LIGHTS:
        places = words | _words(section)
        return _Part.LIGHTS_FRONT if places & _FRONT else _Part.LIGHTS_REAR if places & _REAR else _Part.LIGHTS_GENERAL
    stems = {_stem(word) for word in words}
    fitting = [part for part in _Part if part not in _WITHOUT_MEANING and _stems(part) <= stems]
    # The longest name is the most exact one: brake connections are no brakes.
    return max(fitting, key=lambda part: len(_stems(part)), default=_Part.OTHER)


def _words(text: str | None) -> set[str]:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text or "")
    # Britain writes tyres.
    return set(_WORDS.findall(parted.lower().replace("tyre", "tire")))


def _stems(part: DvirDefectEnum) -> set[str]:
    return {_stem(word) for word in part.value.split("_")}


def _stem(word: str) -> str:
    return word.removesuffix("es") if word.endswith("hes") else word.removesuffix("s")


def no_defects(reason: str) -> FieldRule:
    """The rule for the defects of a write, where a provider takes none. An empty list is left out."""

    def refused(value: object) -> NoReturn:
        if value:
            raise ValueError(reason)
        raise LeftOut(reason)

    return Takes("nothing", placed=False, value=Convert(refused), clear=None, reason=reason)
