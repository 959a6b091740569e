"""Options that several commands have."""

import math
from collections.abc import Iterable
from typing import Annotated

import typer

from gladhand.core.near_names import did_you_mean, near_name
from gladhand.resources.cleaning import clean_line
from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.registry import REGISTRY


def source_name(name: str) -> TspEnum:
    try:
        return TspEnum(name)
    except ValueError:
        hint = did_you_mean(name.lower(), list(TspEnum))
        raise typer.BadParameter(f"No provider has this source name.{hint}") from None


def _resource(name: str) -> ResourceEnum:
    if name not in REGISTRY:
        hint = did_you_mean(name.lower(), [each.value for each in REGISTRY])
        raise typer.BadParameter(f"There are no records of this name.{hint}")
    return ResourceEnum(name)


def no_name(text: str, names: Iterable[str], *, what: str) -> typer.BadParameter:
    """The error for a name that is none of these, with the near one."""
    return typer.BadParameter(f"there is no {what} {text!r}.{did_you_mean(text, names)}")


def no_id(text: str, living: Iterable[str], ended: Iterable[str], *, what: str) -> typer.BadParameter:
    """The error for an id that cannot be revoked, with the near one."""
    if text in ended:
        return typer.BadParameter(f"this {what} is revoked already")
    near = near_name(text, living, least_likeness=_LIKENESS_OF_IDS)
    return typer.BadParameter(f"there is no {what} with this id." + (f" Did you mean {near}?" if near else ""))


def required_line(text: str) -> str:
    """A name that a person gives something: one line, never empty."""
    line = clean_line(text)
    if not line:
        raise typer.BadParameter("must not be empty")
    return line


def finite(hours: float) -> float:
    """For a `callback`: no range of the command line refuses `nan`."""
    if math.isnan(hours):
        raise typer.BadParameter("must be a number")
    return hours


# In percent: half of the characters of any two ids are alike.
_LIKENESS_OF_IDS = 85

Limit = Annotated[int, typer.Option(min=1, max=10_000, help="Number of rows, the newest first.")]
PartnerSlug = Annotated[str | None, typer.Option("--partner", help="Slug of a partner. Without it, all partners.")]
SourceName = Annotated[
    TspEnum | None,
    typer.Option(
        "--provider", parser=source_name, metavar="SOURCE_NAME", help="Source name of a provider. Without it, all."
    ),
]
ResourceName = Annotated[
    ResourceEnum | None,
    typer.Option(
        "--resource", parser=_resource, metavar="RESOURCE", help="Only this resource, such as vehicle_location."
    ),
]
