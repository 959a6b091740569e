"""What is asked for, in words that a person understands in ten seconds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gladhand.connect.language import N_, _, listed

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


_VEHICLES = N_("Vehicles")
_TRAILERS = N_("Trailers and equipment")
_DRIVERS = N_("Drivers and staff")
_PLACES = N_("Locations and trips")
_HOURS = N_("Hours of service")
_HEALTH = N_("Engine and fuel")
_SAFETY = N_("Safety and inspections")
_WORK = N_("Messages and jobs")
_COMPANY = N_("Your company")

# In the order in which topics and their resources are told.
WORDS: Mapping[str, Words] = {
    "vehicle": Words(_VEHICLES, N_("vehicles"), N_("See your vehicles"), N_("Add and change vehicles")),
    "vehicle_sensor": Words(
        _VEHICLES,
        N_("sensor readings"),
        N_("See readings of vehicle sensors"),
        N_("Change readings of vehicle sensors"),
    ),
    "driver_vehicle_association": Words(
        _VEHICLES, N_("who drives what"), N_("See who drives which vehicle"), N_("Change who drives which vehicle")
    ),
    "user": Words(_DRIVERS, N_("drivers and staff"), N_("See your drivers and staff"), N_("Create and change drivers")),
    "driver_association": Words(
        _DRIVERS, N_("teams and co-drivers"), N_("See who drives together"), N_("Change who drives together")
    ),
    "driver_event_log": Words(
        _DRIVERS, N_("driver activity"), N_("See what drivers logged"), N_("Change what drivers logged")
    ),
    "vehicle_location": Words(
        _PLACES, N_("where vehicles are and were"), N_("See where vehicles are and were"), N_("Add vehicle locations")
    ),
    "location_segment": Words(_PLACES, N_("trips"), N_("See trips"), N_("Change trips")),
    "vehicle_region_segment": Words(
        _PLACES, N_("distance by region"), N_("See distances driven by region"), N_("Change distances driven by region")
    ),
    "ifta_summary": Words(
        _PLACES, N_("fuel tax summaries"), N_("See fuel tax (IFTA) summaries"), N_("Change fuel tax (IFTA) summaries")
    ),
    "hos_availability": Words(
        _HOURS, N_("hours left"), N_("See the hours drivers have left"), N_("Change the hours drivers have left")
    ),
    "hos_daily_snapshot": Words(
        _HOURS, N_("daily logs"), N_("See daily hours-of-service logs"), N_("Change daily hours-of-service logs")
    ),
    "hos_event": Words(
        _HOURS, N_("duty status"), N_("See duty status changes"), N_("Add and change duty status entries")
    ),
    "hos_event_annotation": Words(
        _HOURS, N_("notes on logs"), N_("See notes on driver logs"), N_("Write notes on driver logs")
    ),
    "hos_event_attachment": Words(
        _HOURS, N_("files on logs"), N_("See files attached to driver logs"), N_("Attach files to driver logs")
    ),
    "hos_violation": Words(
        _HOURS, N_("violations"), N_("See hours-of-service violations"), N_("Change hours-of-service violations")
    ),
    "engine_log": Words(_HEALTH, N_("engine history"), N_("See engine history"), N_("Change engine history")),
    "engine_status": Words(
        _HEALTH,
        N_("engine condition"),
        N_("See engine condition and odometer"),
        N_("Change engine condition and odometer"),
    ),
    "fuel_transaction": Words(
        _HEALTH, N_("fuel purchases"), N_("See fuel purchases"), N_("Add and change fuel purchases")
    ),
    "driver_safety_event": Words(
        _SAFETY, N_("safety events"), N_("See safety events such as hard braking"), N_("Change safety events")
    ),
    "dvir_log": Words(
        _SAFETY, N_("inspection reports"), N_("See vehicle inspection reports"), N_("Write inspection reports")
    ),
    "dvir_log_defect": Words(
        _SAFETY, N_("defects found"), N_("See defects found in inspections"), N_("Change defects found in inspections")
    ),
    "trailer": Words(_TRAILERS, N_("trailers"), N_("See your trailers"), N_("Add and change trailers")),
    "trailer_location": Words(
        _TRAILERS, N_("where trailers are"), N_("See where trailers are"), N_("Add trailer locations")
    ),
    "trailer_status": Words(
        _TRAILERS, N_("their condition"), N_("See the condition of trailers"), N_("Change the condition of trailers")
    ),
    "trailer_association": Words(
        _TRAILERS, N_("what is coupled"), N_("See which trailers are coupled"), N_("Change which trailers are coupled")
    ),
    "trailer_vehicle_association": Words(
        _TRAILERS,
        N_("what pulls what"),
        N_("See which vehicle pulls which trailer"),
        N_("Change which vehicle pulls which trailer"),
    ),
    "asset": Words(
        _TRAILERS, N_("other equipment"), N_("See your other equipment"), N_("Add and change other equipment")
    ),
    "message": Words(
        _WORK, N_("messages with drivers"), N_("Read messages with drivers"), N_("Send messages to drivers")
    ),
    "group_message": Words(_WORK, N_("group messages"), N_("Read group messages"), N_("Send group messages")),
    "workflow": Words(_WORK, N_("jobs and routes"), N_("See jobs and routes"), N_("Create and change jobs and routes")),
    "fleet_info": Words(
        _COMPANY, N_("company details"), N_("See your company details"), N_("Change your company details")
    ),
}


def asked_for(permissions: Mapping[str, str]) -> Request:
    """The consent card's lines for `{resource: "read" | "read_write"}`. Writing a thing includes seeing it."""
    seen = _in_order(permissions)
    changed = _in_order(resource for resource, level in permissions.items() if level == "read_write")
    return Request(see=_lines(seen, change=False), change=_lines(changed, change=True))


def _in_order(resources: Iterable[str]) -> list[Words]:
    wanted = set(resources)
    known = [_spoken(words) for resource, words in WORDS.items() if resource in wanted]
    # A resource that is newer than this page is named as it is rather than hidden.
    return known + [_unnamed(resource) for resource in sorted(wanted - WORDS.keys())]


def _spoken(words: Words) -> Words:
    return Words(_(words.topic), _(words.noun), _(words.see), _(words.change))


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
    return [Line(topic, listed(nouns)) for topic, nouns in topics.items()]
