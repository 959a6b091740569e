"""The texts of the consent page: what a partner asks for, resource by resource or topic by topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gladhand.connect.language import N_, _, join_nouns

# Up to this number each resource gets a sentence. More resources are grouped by topic.
_MAX_SENTENCES = 5


@dataclass(frozen=True)
class ResourceTexts:
    """The texts of one resource: its topic, a noun for lists, and a sentence each for reading and writing."""

    topic: str
    noun: str
    see: str
    change: str


@dataclass(frozen=True)
class ConsentLine:
    """One line of the consent page. `note` lists the resources of a topic."""

    title: str
    note: str | None = None


@dataclass(frozen=True)
class ConsentRequest:
    """What a partner wants to see, and what it wants to change."""

    see: list[ConsentLine]
    change: list[ConsentLine]


_VEHICLES = N_("Vehicles")
_TRAILERS = N_("Trailers and equipment")
_DRIVERS = N_("Drivers and staff")
_PLACES = N_("Locations and trips")
_HOURS = N_("Hours of service")
_HEALTH = N_("Engine and fuel")
_SAFETY = N_("Safety and inspections")
_WORK = N_("Messages and jobs")
_COMPANY = N_("Your company")

# The order of topics and resources on the page.
RESOURCE_TEXTS: Mapping[str, ResourceTexts] = {
    "vehicle": ResourceTexts(_VEHICLES, N_("vehicles"), N_("See your vehicles"), N_("Add and change vehicles")),
    "vehicle_sensor": ResourceTexts(
        _VEHICLES,
        N_("sensor readings"),
        N_("See readings of vehicle sensors"),
        N_("Change readings of vehicle sensors"),
    ),
    "driver_vehicle_association": ResourceTexts(
        _VEHICLES, N_("who drives what"), N_("See who drives which vehicle"), N_("Change who drives which vehicle")
    ),
    "user": ResourceTexts(
        _DRIVERS, N_("drivers and staff"), N_("See your drivers and staff"), N_("Create and change drivers")
    ),
    "driver_association": ResourceTexts(
        _DRIVERS, N_("teams and co-drivers"), N_("See who drives together"), N_("Change who drives together")
    ),
    "driver_event_log": ResourceTexts(
        _DRIVERS, N_("driver activity"), N_("See what drivers logged"), N_("Change what drivers logged")
    ),
    "vehicle_location": ResourceTexts(
        _PLACES, N_("where vehicles are and were"), N_("See where vehicles are and were"), N_("Add vehicle locations")
    ),
    "location_segment": ResourceTexts(_PLACES, N_("trips"), N_("See trips"), N_("Change trips")),
    "vehicle_region_segment": ResourceTexts(
        _PLACES, N_("distance by region"), N_("See distances driven by region"), N_("Change distances driven by region")
    ),
    "ifta_summary": ResourceTexts(
        _PLACES, N_("fuel tax summaries"), N_("See fuel tax (IFTA) summaries"), N_("Change fuel tax (IFTA) summaries")
    ),
    "hos_availability": ResourceTexts(
        _HOURS, N_("hours left"), N_("See the hours drivers have left"), N_("Change the hours drivers have left")
    ),
    "hos_daily_snapshot": ResourceTexts(
        _HOURS, N_("daily logs"), N_("See daily hours-of-service logs"), N_("Change daily hours-of-service logs")
    ),
    "hos_event": ResourceTexts(
        _HOURS, N_("duty status"), N_("See duty status changes"), N_("Add and change duty status entries")
    ),
    "hos_event_annotation": ResourceTexts(
        _HOURS, N_("notes on logs"), N_("See notes on driver logs"), N_("Write notes on driver logs")
    ),
    "hos_event_attachment": ResourceTexts(
        _HOURS, N_("files on logs"), N_("See files attached to driver logs"), N_("Attach files to driver logs")
    ),
    "hos_violation": ResourceTexts(
        _HOURS, N_("violations"), N_("See hours-of-service violations"), N_("Change hours-of-service violations")
    ),
    "engine_log": ResourceTexts(_HEALTH, N_("engine history"), N_("See engine history"), N_("Change engine history")),
    "engine_status": ResourceTexts(
        _HEALTH,
        N_("engine condition"),
        N_("See engine condition and odometer"),
        N_("Change engine condition and odometer"),
    ),
    "fuel_transaction": ResourceTexts(
        _HEALTH, N_("fuel purchases"), N_("See fuel purchases"), N_("Add and change fuel purchases")
    ),
    "driver_safety_event": ResourceTexts(
        _SAFETY, N_("safety events"), N_("See safety events such as hard braking"), N_("Change safety events")
    ),
    "dvir_log": ResourceTexts(
        _SAFETY, N_("inspection reports"), N_("See vehicle inspection reports"), N_("Write inspection reports")
    ),
    "dvir_log_defect": ResourceTexts(
        _SAFETY, N_("defects found"), N_("See defects found in inspections"), N_("Change defects found in inspections")
    ),
    "trailer": ResourceTexts(_TRAILERS, N_("trailers"), N_("See your trailers"), N_("Add and change trailers")),
    "trailer_location": ResourceTexts(
        _TRAILERS, N_("where trailers are"), N_("See where trailers are"), N_("Add trailer locations")
    ),
    "trailer_status": ResourceTexts(
        _TRAILERS, N_("their condition"), N_("See the condition of trailers"), N_("Change the condition of trailers")
    ),
    "trailer_association": ResourceTexts(
        _TRAILERS, N_("what is coupled"), N_("See which trailers are coupled"), N_("Change which trailers are coupled")
    ),
    "trailer_vehicle_association": ResourceTexts(
        _TRAILERS,
        N_("what pulls what"),
        N_("See which vehicle pulls which trailer"),
        N_("Change which vehicle pulls which trailer"),
    ),
    "asset": ResourceTexts(
        _TRAILERS, N_("other equipment"), N_("See your other equipment"), N_("Add and change other equipment")
    ),
    "message": ResourceTexts(
        _WORK, N_("messages with drivers"), N_("Read messages with drivers"), N_("Send messages to drivers")
    ),
    "group_message": ResourceTexts(_WORK, N_("group messages"), N_("Read group messages"), N_("Send group messages")),
    "workflow": ResourceTexts(
        _WORK, N_("jobs and routes"), N_("See jobs and routes"), N_("Create and change jobs and routes")
    ),
    "fleet_info": ResourceTexts(
        _COMPANY, N_("company details"), N_("See your company details"), N_("Change your company details")
    ),
}


def consent_request(permissions: Mapping[str, str]) -> ConsentRequest:
    """The lines of the page for `{resource: "read" | "read_write"}`. Permission to write includes reading."""
    readable = _texts(permissions)
    writable = _texts(resource for resource, level in permissions.items() if level == "read_write")
    return ConsentRequest(see=_lines(readable, change=False), change=_lines(writable, change=True))


def _texts(resources: Iterable[str]) -> list[ResourceTexts]:
    requested = set(resources)
    known = [_translated(texts) for resource, texts in RESOURCE_TEXTS.items() if resource in requested]
    # A resource without texts is shown by its name, so that it is not hidden from the fleet.
    return known + [_default_texts(resource) for resource in sorted(requested - RESOURCE_TEXTS.keys())]


def _translated(texts: ResourceTexts) -> ResourceTexts:
    return ResourceTexts(_(texts.topic), _(texts.noun), _(texts.see), _(texts.change))


def _default_texts(resource: str) -> ResourceTexts:
    name = resource.replace("_", " ")
    return ResourceTexts(
        _("Other records"), name, _("See records of the kind “%s”") % name, _("Change records of the kind “%s”") % name
    )


def _lines(resources: list[ResourceTexts], *, change: bool) -> list[ConsentLine]:
    if len(resources) <= _MAX_SENTENCES:
        return [ConsentLine(texts.change if change else texts.see) for texts in resources]
    topics: dict[str, list[str]] = {}
    for texts in resources:
        topics.setdefault(texts.topic, []).append(texts.noun)
    return [ConsentLine(topic, join_nouns(nouns)) for topic, nouns in topics.items()]
