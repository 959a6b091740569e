"""Safety events by names that a provider does not document, or that fleets write themselves.

Words in a name tell the event; that is assumed.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from gladhand.resources.enums import DriverSafetyEventEnum

#: Our event by the beginnings of words that a name has, the more exact ones first.
SafetyWords: TypeAlias = Mapping[tuple[str, ...], DriverSafetyEventEnum]

_Event = DriverSafetyEventEnum
#: For names that stand for nothing but risky driving.
SAFETY_WORDS: Final[SafetyWords] = {
    ("near", "collision"): _Event.NEAR_COLLISION,
    ("forward", "collision"): _Event.FORWARD_COLLISION_WARNING,
    ("collision",): _Event.COLLISION,
    ("roll", "over"): _Event.ROLLOVER,
    ("rollover",): _Event.ROLLOVER,
    ("roll", "stop"): _Event.ROLLING_STOP,
    ("stop", "sign"): _Event.ROLLING_STOP,
    ("red", "light"): _Event.RAN_RED_LIGHT,
    ("traffic", "light"): _Event.RAN_RED_LIGHT,
    ("yield",): _Event.DID_NOT_YIELD,
    ("railroad",): _Event.RAILROAD_CROSSING_VIOLATION,
    ("seat", "belt"): _Event.NO_SEATBELT,
    ("seatbelt",): _Event.NO_SEATBELT,
    ("handheld",): _Event.MOBILE_USAGE,
    ("cell",): _Event.MOBILE_USAGE,
    ("phone",): _Event.MOBILE_USAGE,
    ("text",): _Event.MOBILE_USAGE,
    ("drows",): _Event.DROWSY,
    ("asleep",): _Event.DROWSY,
    ("food",): _Event.EATING_DRINKING,
    ("eat",): _Event.EATING_DRINKING,
    ("smok",): _Event.SMOKING,
    ("late", "response"): _Event.LATE_RESPONSE,
    ("follow", "distance"): _Event.FOLLOWING_DISTANCE,
    ("critical", "distance"): _Event.FOLLOWING_DISTANCE,
    ("tailgat",): _Event.TAILGATING,
    ("departure",): _Event.LANE_DEPARTURE,
    ("distract",): _Event.DISTRACTION,
    ("inattentive",): _Event.DISTRACTION,
    ("obstruct",): _Event.CAMERA_OBSTRUCTED,
    ("speed",): _Event.SPEEDING,
    ("brak",): _Event.HARD_BRAKING,
    ("accel",): _Event.HARD_ACCELERATION,
    ("corner",): _Event.HARSH_TURN,
    ("steer",): _Event.HARSH_TURN,
    ("turn",): _Event.HARSH_TURN,
    ("idl",): _Event.IDLING,
    ("manual",): _Event.MANUAL_EVENT,
}

# A turn signal is no harsh turn, so that more than the manoeuvre has to be named.
_HOW: Final = ("harsh", "hard", "sharp", "sudden", "rapid", "aggressive")
_MANOEUVRES: Final = {
    "brak": _Event.HARD_BRAKING,
    "accel": _Event.HARD_ACCELERATION,
    "corner": _Event.HARSH_TURN,
    "turn": _Event.HARSH_TURN,
}
#: For names of events of any kind, most of which are about other things, such as a door or a place that was left.
WORDS_OF_ALERTS: Final[SafetyWords] = {
    ("overspeed",): _Event.SPEEDING,
    ("speeding",): _Event.SPEEDING,
    ("speed", "limit"): _Event.SPEEDING,
    ("speed", "exceed"): _Event.SPEEDING,
    ("over", "speed"): _Event.SPEEDING,
    **{(how, what): event for how in _HOW for what, event in _MANOEUVRES.items()},
    ("crash",): _Event.COLLISION,
    ("collision",): _Event.COLLISION,
    ("accident",): _Event.COLLISION,
    ("rollover",): _Event.ROLLOVER,
    ("idling",): _Event.IDLING,
    ("seat", "belt"): _Event.NO_SEATBELT,
    ("seatbelt",): _Event.NO_SEATBELT,
    ("drows",): _Event.DROWSY,
    ("fatigue",): _Event.DROWSY,
    ("smoking",): _Event.SMOKING,
    ("phone", "us"): _Event.MOBILE_USAGE,
    ("lane", "departure"): _Event.LANE_DEPARTURE,
    ("tailgating",): _Event.TAILGATING,
}


def safety_event(name: str, words_of: SafetyWords = SAFETY_WORDS) -> DriverSafetyEventEnum | None:
    """Our event for a name such as `Hard Braking` or `driver_smoking`; None if no words of it tell one."""
    words = "".join(each if each.isalpha() else " " for each in name.casefold()).split()
    for beginnings, event in words_of.items():
        if all(any(word.startswith(beginning) for word in words) for beginning in beginnings):
            return event
    return None
