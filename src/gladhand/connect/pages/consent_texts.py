"""The texts of the consent page: what a partner asks for, resource by resource or topic by topic."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gladhand.connect.language import N_, _, join_nouns
from gladhand.orgs.consent.groups import ConsentGroupEnum, group_of
from gladhand.orgs.consent.schemas import ConsentTerms

# Up to this number each resource gets a sentence. More resources are grouped by topic.
_MAX_SENTENCES = 5


@dataclass(frozen=True)
class ResourceTexts:
    """The texts of one resource: a noun for lists, and a sentence each for reading and writing. `exactly` names
    what a record holds, where the noun would only repeat its group.
    """

    noun: str
    see: str
    change: str
    exactly: str = ""


@dataclass(frozen=True)
class ConsentLine:
    """One line of the consent page. Of a group, `note` lists the resources, and `purpose` is the partner's own text."""

    title: str
    note: str | None = None
    group: ConsentGroupEnum | None = None
    purpose: str | None = None
    is_optional: bool = False
    is_granted: bool = True
    follows_tick: bool = False
    """Whether a tick among what the partner sees decides about it."""


@dataclass(frozen=True)
class ConsentRequest:
    """What a partner wants to see, and what it wants to change."""

    see: list[ConsentLine]
    change: list[ConsentLine]


_TOPICS: Mapping[ConsentGroupEnum, str] = {
    ConsentGroupEnum.VEHICLES: N_("Vehicles"),
    ConsentGroupEnum.DRIVERS: N_("Drivers and staff"),
    ConsentGroupEnum.LOCATIONS: N_("Locations and trips"),
    ConsentGroupEnum.HOURS_OF_SERVICE: N_("Hours of service"),
    ConsentGroupEnum.ENGINE_AND_FUEL: N_("Engine and fuel"),
    ConsentGroupEnum.SAFETY: N_("Safety and inspections"),
    ConsentGroupEnum.TRAILERS: N_("Trailers and equipment"),
    ConsentGroupEnum.MESSAGES: N_("Messages and jobs"),
    ConsentGroupEnum.COMPANY: N_("Your company"),
    ConsentGroupEnum.OTHER: N_("Other records"),
}

# The order of topics and resources on the page.
RESOURCE_TEXTS: Mapping[str, ResourceTexts] = {
    "vehicle": ResourceTexts(
        N_("vehicles"),
        N_("See your vehicles"),
        N_("Add and change vehicles"),
        N_("name, number plate, make, model, VIN"),
    ),
    "vehicle_sensor": ResourceTexts(
        N_("sensor readings"),
        N_("See readings of vehicle sensors"),
        N_("Change readings of vehicle sensors"),
    ),
    "driver_vehicle_association": ResourceTexts(
        N_("who drives what"), N_("See who drives which vehicle"), N_("Change who drives which vehicle")
    ),
    "user": ResourceTexts(
        N_("drivers and staff"),
        N_("See your drivers and staff"),
        N_("Create and change drivers"),
        N_("name, phone, e-mail, driving licence"),
    ),
    "driver_association": ResourceTexts(
        N_("teams and co-drivers"), N_("See who drives together"), N_("Change who drives together")
    ),
    "driver_event_log": ResourceTexts(
        N_("driver activity"), N_("See what drivers logged"), N_("Change what drivers logged")
    ),
    "vehicle_location": ResourceTexts(
        N_("where vehicles are and were"), N_("See where vehicles are and were"), N_("Add vehicle locations")
    ),
    "location_segment": ResourceTexts(N_("trips"), N_("See trips"), N_("Change trips")),
    "vehicle_region_segment": ResourceTexts(
        N_("distance by region"), N_("See distances driven by region"), N_("Change distances driven by region")
    ),
    "ifta_summary": ResourceTexts(
        N_("fuel tax summaries"), N_("See fuel tax (IFTA) summaries"), N_("Change fuel tax (IFTA) summaries")
    ),
    "hos_availability": ResourceTexts(
        N_("driving hours left"), N_("See the hours drivers have left"), N_("Change the hours drivers have left")
    ),
    "hos_daily_snapshot": ResourceTexts(
        N_("daily logs"), N_("See daily hours-of-service logs"), N_("Change daily hours-of-service logs")
    ),
    "hos_event": ResourceTexts(
        N_("duty status"), N_("See duty status changes"), N_("Add and change duty status entries")
    ),
    "hos_event_annotation": ResourceTexts(
        N_("notes on logs"), N_("See notes on driver logs"), N_("Write notes on driver logs")
    ),
    "hos_event_attachment": ResourceTexts(
        N_("files on logs"), N_("See files attached to driver logs"), N_("Attach files to driver logs")
    ),
    "hos_violation": ResourceTexts(
        N_("violations"), N_("See hours-of-service violations"), N_("Change hours-of-service violations")
    ),
    "engine_log": ResourceTexts(N_("engine history"), N_("See engine history"), N_("Change engine history")),
    "engine_status": ResourceTexts(
        N_("engine condition"),
        N_("See engine condition and odometer"),
        N_("Change engine condition and odometer"),
    ),
    "fuel_transaction": ResourceTexts(
        N_("fuel purchases"), N_("See fuel purchases"), N_("Add and change fuel purchases")
    ),
    "driver_safety_event": ResourceTexts(
        N_("safety events"), N_("See safety events such as hard braking"), N_("Change safety events")
    ),
    "dvir_log": ResourceTexts(
        N_("inspection reports"), N_("See vehicle inspection reports"), N_("Write inspection reports")
    ),
    "dvir_log_defect": ResourceTexts(
        N_("defects found"), N_("See defects found in inspections"), N_("Change defects found in inspections")
    ),
    "trailer": ResourceTexts(N_("trailers"), N_("See your trailers"), N_("Add and change trailers")),
    "trailer_location": ResourceTexts(
        N_("where trailers are"), N_("See where trailers are"), N_("Add trailer locations")
    ),
    "trailer_status": ResourceTexts(
        N_("condition of trailers"), N_("See the condition of trailers"), N_("Change the condition of trailers")
    ),
    "trailer_association": ResourceTexts(
        N_("coupled trailers"), N_("See which trailers are coupled"), N_("Change which trailers are coupled")
    ),
    "trailer_vehicle_association": ResourceTexts(
        N_("which vehicle pulls which trailer"),
        N_("See which vehicle pulls which trailer"),
        N_("Change which vehicle pulls which trailer"),
    ),
    "asset": ResourceTexts(N_("other equipment"), N_("See your other equipment"), N_("Add and change other equipment")),
    "message": ResourceTexts(
        N_("messages with drivers"), N_("Read messages with drivers"), N_("Send messages to drivers")
    ),
    "group_message": ResourceTexts(N_("group messages"), N_("Read group messages"), N_("Send group messages")),
    "workflow": ResourceTexts(
        N_("jobs and routes"), N_("See jobs and routes"), N_("Create and change jobs and routes")
    ),
    "fleet_info": ResourceTexts(
        N_("company details"), N_("See your company details"), N_("Change your company details")
    ),
}


def consent_request(
    permissions: Mapping[str, str], terms: ConsentTerms | None = None, refused: Collection[str] = ()
) -> ConsentRequest:
    """The lines of the page for `{resource: "read" | "read_write"}`. Permission to write includes reading.

    `refused` are the optional groups that the fleet has unticked in a form that it must send again.
    """
    terms = terms or ConsentTerms()
    writable = [resource for resource, level in permissions.items() if level == "read_write"]
    by_group = bool(terms.purposes or terms.optional_groups)
    see = [
        replace(
            line,
            purpose=terms.purposes.get(line.group),
            is_optional=line.group in terms.optional_groups,
            is_granted=line.group not in refused,
        )
        if line.group
        else line
        for line in _lines(permissions, change=False, by_group=by_group)
    ]
    change = [
        replace(line, follows_tick=line.group in terms.optional_groups)
        for line in _lines(writable, change=True, by_group=by_group)
    ]
    return ConsentRequest(see, change)


def granted_lines(permissions: Mapping[str, str]) -> ConsentRequest:
    """What an agreement allows, group by group."""
    writable = [resource for resource, level in permissions.items() if level == "read_write"]
    return ConsentRequest(
        _lines(permissions, change=False, by_group=True), _lines(writable, change=True, by_group=True)
    )


def _lines(asked: Iterable[str], *, change: bool, by_group: bool) -> list[ConsentLine]:
    requested = set(asked)
    # A resource without texts is shown by its name, so that it is not hidden from the fleet.
    names = [name for name in RESOURCE_TEXTS if name in requested] + sorted(requested - RESOURCE_TEXTS.keys())
    if len(names) <= _MAX_SENTENCES and not by_group:
        # What a record holds is said once, where it is seen.
        return [
            ConsentLine(_sentence(name, change=change), _note([name]) if _contents(name) and not change else None)
            for name in names
        ]
    groups: dict[ConsentGroupEnum, list[str]] = {}
    for name in names:
        groups.setdefault(group_of(name), []).append(name)
    return [ConsentLine(_(_TOPICS[group]), _note(members), group) for group, members in groups.items()]


def _note(resources: Sequence[str]) -> str:
    """What belongs to a group, one by one."""
    contents = {name: _contents(name) for name in resources}
    if len(contents) == 1 and (only := contents[resources[0]]):
        return join_nouns([only])
    return join_nouns([f"{noun(name)} ({held})" if held else noun(name) for name, held in contents.items()])


def noun(resource: str) -> str:
    """The word for the records of a resource, in the language of the page."""
    texts = RESOURCE_TEXTS.get(resource)
    return _(texts.noun) if texts else resource.replace("_", " ")


def _contents(resource: str) -> str | None:
    """What a record holds, if the noun does not tell."""
    texts = RESOURCE_TEXTS.get(resource)
    return _(texts.exactly) if texts and texts.exactly else None


def _sentence(resource: str, *, change: bool) -> str:
    texts = RESOURCE_TEXTS.get(resource)
    if texts:
        return _(texts.change if change else texts.see)
    name = resource.replace("_", " ")
    return (_("Change records of the kind “%s”") if change else _("See records of the kind “%s”")) % name
