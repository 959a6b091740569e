"""Options that several commands have."""

from typing import Annotated

import typer

from gladhand.core.near_names import did_you_mean
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
