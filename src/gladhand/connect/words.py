"""What is asked for, in words that a person understands in ten seconds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gladhand.connect.language import _

# More asked-for resources than this are told by topic; fewer get a sentence each.
_SENTENCES = 5


@dataclass(frozen=True)
class Words:
    topic: str
    noun: str
    see: str
    change: str


@dataclass(frozen=True)
class Line:
    """One line of the consent card; `note` says what exactly a topic covers."""

    title: str
    note: str | None = None


@dataclass(frozen=True)
class Request:
    """What a partner asks for: what it wants to see, and what it wants to change."""

    see: list[Line]
    change: list[Line]


_VEHICLES = _("Vehicles")
_TRAILERS = _("Trailers and equipment")
_DRIVERS = _("Drivers and staff")
_PLACES = _("Locations and trips")
_HOURS = _("Hours of service")
_HEALTH = _("Engine and fuel")
_SAFETY = _("Safety and inspections")
_WORK = _("Messages and jobs")
_COMPANY = _("Your company")

# In the order in which topics and their resources are told.
WORDS: Mapping[str, Words] = {
    "vehicle": Words(_VEHICLES, _("vehicles"), _("See your vehicles"), _("Add and change vehicles")),
    "vehicle_sensor": Words(
        _VEHICLES, _("sensor readings"), _("See readings of vehicle sensors"), _("Change readings of vehicle sensors")
    ),
    "driver_vehicle_association": Words(
        _VEHICLES, _("who drives what"), _("See who drives which vehicle"), _("Change who drives which vehicle")
    ),
    "user": Words(_DRIVERS, _("drivers and staff"), _("See your drivers and staff"), _("Create and change drivers")),
    "driver_association": Words(
        _DRIVERS, _("teams and co-drivers"), _("See who drives together"), _("Change who drives together")
    ),
    "driver_event_log": Words(
        _DRIVERS, _("driver activity"), _("See what drivers logged"), _("Change what drivers logged")
    ),
    "vehicle_location": Words(
        _PLACES, _("where vehicles are and were"), _("See where vehicles are and were"), _("Add vehicle locations")
    ),
    "location_segment": Words(_PLACES, _("trips"), _("See trips"), _("Change trips")),
    "vehicle_region_segment": Words(
        _PLACES, _("distance by region"), _("See distances driven by region"), _("Change distances driven by region")
    ),
    "ifta_summary": Words(
        _PLACES, _("fuel tax summaries"), _("See fuel tax (IFTA) summaries"), _("Change fuel tax (IFTA) summaries")
    ),
    "hos_availability": Words(
        _HOURS, _("hours left"), _("See the hours drivers have left"), _("Change the hours drivers have left")
    ),
    "hos_daily_snapshot": Words(
        _HOURS, _("daily logs"), _("See daily hours-of-service logs"), _("Change daily hours-of-service logs")
    ),
    "hos_event": Words(_HOURS, _("duty status"), _("See duty status changes"), _("Add and change duty status entries")),
    "hos_event_annotation": Words(
        _HOURS, _("notes on logs"), _("See notes on driver logs"), _("Write notes on driver logs")
    ),
    "hos_event_attachment": Words(
        _HOURS, _("files on logs"), _("See files attached to driver logs"), _("Attach files to driver logs")
    ),
    "hos_violation": Words(
        _HOURS, _("violations"), _("See hours-of-service violations"), _("Change hours-of-service violations")
    ),
    "engine_log": Words(_HEALTH, _("engine history"), _("See engine history"), _("Change engine history")),
    "engine_status": Words(
        _HEALTH,
        _("engine condition"),
        _("See engine condition and odometer"),
        _("Change engine condition and odometer"),
    ),
    "fuel_transaction": Words(
        _HEALTH, _("fuel purchases"), _("See fuel purchases"), _("Add and change fuel purchases")
    ),
    "driver_safety_event": Words(
        _SAFETY, _("safety events"), _("See safety events such as hard braking"), _("Change safety events")
    ),
    "dvir_log": Words(
        _SAFETY, _("inspection reports"), _("See vehicle inspection reports"), _("Write inspection reports")
    ),
    "dvir_log_defect": Words(
        _SAFETY, _("defects found"), _("See defects found in inspections"), _("Change defects found in inspections")
    ),
    "trailer": Words(_TRAILERS, _("trailers"), _("See your trailers"), _("Add and change trailers")),
    "trailer_location": Words(
        _TRAILERS, _("where trailers are"), _("See where trailers are"), _("Add trailer locations")
    ),
    "trailer_status": Words(
        _TRAILERS, _("their condition"), _("See the condition of trailers"), _("Change the condition of trailers")
    ),
    "trailer_association": Words(
        _TRAILERS, _("what is coupled"), _("See which trailers are coupled"), _("Change which trailers are coupled")
    ),
    "trailer_vehicle_association": Words(
        _TRAILERS,
        _("what pulls what"),
        _("See which vehicle pulls which trailer"),
        _("Change which vehicle pulls which trailer"),
    ),
    "asset": Words(_TRAILERS, _("other equipment"), _("See your other equipment"), _("Add and change other equipment")),
    "message": Words(_WORK, _("messages with drivers"), _("Read messages with drivers"), _("Send messages to drivers")),
    "group_message": Words(_WORK, _("group messages"), _("Read group messages"), _("Send group messages")),
    "workflow": Words(_WORK, _("jobs and routes"), _("See jobs and routes"), _("Create and change jobs and routes")),
    "fleet_info": Words(
        _COMPANY, _("company details"), _("See your company details"), _("Change your company details")
    ),
}


def asked_for(permissions: Mapping[str, str]) -> Request:
    """The consent card's lines for `{resource: "read" | "read_write"}`. Writing a thing includes seeing it."""
    seen = _in_order(permissions)
    changed = _in_order(resource for resource, level in permissions.items() if level == "read_write")
    return Request(see=_lines(seen, change=False), change=_lines(changed, change=True))


def _in_order(resources: Iterable[str]) -> list[Words]:
    wanted = set(resources)
    known = [words for resource, words in WORDS.items() if resource in wanted]
    # A resource that is newer than this page is named as it is rather than hidden.
    return known + [_unnamed(resource) for resource in sorted(wanted - WORDS.keys())]


def _unnamed(resource: str) -> Words:
    name = resource.replace("_", " ")
    return Words(
        _("Other records"), name, _("See records of the kind “%s”") % name, _("Change records of the kind “%s”") % name
    )


def _lines(found: list[Words], *, change: bool) -> list[Line]:
    if len(found) <= _SENTENCES:
        return [Line(words.change if change else words.see) for words in found]
    topics: dict[str, list[str]] = {}
    for words in found:
        topics.setdefault(words.topic, []).append(words.noun)
    return [Line(topic, _sentence(nouns)) for topic, nouns in topics.items()]


def _sentence(nouns: list[str]) -> str:
    text = ", ".join(nouns)
    return text[:1].upper() + text[1:]
