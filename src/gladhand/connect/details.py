"""The fleet's own details on the consent card: filled in by the partner, confirmed or changed by the fleet."""

from collections.abc import Iterable, Mapping

from gladhand.connect.forms import Choice, Field, Form
from gladhand.connect.language import _
from gladhand.core.problems import Fault

# Suggestions, not a limit: any three-letter code is taken.
COUNTRIES: tuple[Choice, ...] = (
    ("USA", _("United States")),
    ("CAN", _("Canada")),
    ("MEX", _("Mexico")),
    ("AUS", _("Australia")),
    ("AUT", _("Austria")),
    ("BEL", _("Belgium")),
    ("BGR", _("Bulgaria")),
    ("BRA", _("Brazil")),
    ("CHE", _("Switzerland")),
    ("CZE", _("Czechia")),
    ("DEU", _("Germany")),
    ("DNK", _("Denmark")),
    ("ESP", _("Spain")),
    ("EST", _("Estonia")),
    ("FIN", _("Finland")),
    ("FRA", _("France")),
    ("GBR", _("United Kingdom")),
    ("HUN", _("Hungary")),
    ("IRL", _("Ireland")),
    ("ITA", _("Italy")),
    ("LTU", _("Lithuania")),
    ("LUX", _("Luxembourg")),
    ("LVA", _("Latvia")),
    ("NLD", _("Netherlands")),
    ("NOR", _("Norway")),
    ("NZL", _("New Zealand")),
    ("POL", _("Poland")),
    ("PRT", _("Portugal")),
    ("ROU", _("Romania")),
    ("SVK", _("Slovakia")),
    ("SVN", _("Slovenia")),
    ("SWE", _("Sweden")),
    ("TUR", _("Türkiye")),
    ("ZAF", _("South Africa")),
)

_FIELDS: tuple[Field, ...] = (
    Field(
        "fleet_name",
        _("Company name"),
        help=_("Letters, digits and spaces"),
        autocomplete="organization",
        required=False,
    ),
    Field("fleet_email", _("E-mail"), type="email", autocomplete="email", required=False),
    Field("fleet_phone", _("Phone"), type="tel", help=_("With country code, such as +1 555 010 0199"), autocomplete="tel", required=False),
    Field("fleet_website", _("Website"), type="url", help=_("Such as https://example.com"), autocomplete="url", required=False),
    Field(
        "fleet_country_code",
        _("Country"),
        help=_("Three letters, such as USA or DEU"),
        max_length=3,
        suggestions=COUNTRIES,
        required=False,
        code=True,
    ),
    Field("fleet_regulatory_id_type", _("Kind of registration number"), help=_("Such as DOT"), required=False),
    Field("fleet_regulatory_id", _("Registration number"), required=False, code=True),
)

_ADVICE: Mapping[str, str] = {
    "fleet_name": _("Please use letters, digits and spaces only."),
    "fleet_email": _("Please enter an e-mail address like name@example.com."),
    "fleet_phone": _("Please enter the number with its country code, such as +1 555 010 0199."),
    "fleet_website": _("Please enter the whole address, such as https://example.com."),
    "fleet_country_code": _("Please enter the three letters of your country, such as USA."),
    "fleet_regulatory_id": _("Please check this number."),
    "fleet_regulatory_id_type": _("Please say what kind of number it is, such as DOT."),
}


def details_form(details: Mapping[str, str | None]) -> Form:
    return Form(fields=_FIELDS).filled({name: value or "" for name, value in details.items()})


def given_details(posted: Mapping[str, str]) -> dict[str, str | None]:
    """What was confirmed: an emptied field is cleared; one that the form did not send is left as it was invited."""
    found: dict[str, str | None] = {}
    for each in _FIELDS:
        if each.name in posted:
            text = posted[each.name].strip()
            found[each.name] = (text.upper() if each.name == "fleet_country_code" else text) or None
    return found


def explained(faults: Iterable[Fault]) -> dict[str, str]:
    """The rules of the API's own check, told per field in words for people."""
    found = {}
    for fault in faults:
        name = next((part for part in fault.path.split(".") if part in _ADVICE), None)
        # A rule that concerns several fields is told at the one that is usually forgotten.
        name = name or "fleet_regulatory_id_type"
        found.setdefault(name, _ADVICE[name])
    return found


def summary(details: Mapping[str, str | None]) -> str:
    """One line that shows whose details these are, for the folded form."""
    said = (details.get("fleet_name"), details.get("fleet_email"), details.get("fleet_regulatory_id"))
    return " · ".join(text for text in said if text)
