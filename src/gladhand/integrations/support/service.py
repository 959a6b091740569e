"""What the installed providers support. It is computed once, because providers do not change while a process runs."""

from collections import Counter
from functools import cache

import orjson

from gladhand.integrations.hosting.catalogue import catalogue, overview
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.support.queries import TspRow
from gladhand.integrations.support.schemas import IntegrationStatusEnum, TspIntegrationsRead
from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.in_house import InHouseSources


def matrix(brand: TspRow) -> TspIntegrationsRead:
    """The row of one brand. Brands of one provider support the same."""
    statuses = _statuses(brand.source_name)
    count = Counter(statuses.values())
    return TspIntegrationsRead(
        tsp_id=brand.id,
        slug=brand.slug,
        source_name=TspEnum(brand.source_name),
        integrations=statuses,
        implemented_count=count[IntegrationStatusEnum.IMPLEMENTED],
        not_implemented_count=count[IntegrationStatusEnum.NOT_IMPLEMENTED],
        not_supported_count=count[IntegrationStatusEnum.NOT_SUPPORTED],
    )


@cache
def _statuses(source_name: str) -> dict[ResourceEnum, IntegrationStatusEnum]:
    provider = providers().get(source_name)
    statuses = dict.fromkeys(ResourceEnum, IntegrationStatusEnum.NOT_IMPLEMENTED)
    if provider is not None:
        statuses |= dict.fromkeys(provider.definition.not_supported, IntegrationStatusEnum.NOT_SUPPORTED)
        statuses |= dict.fromkeys(provider.capabilities, IntegrationStatusEnum.IMPLEMENTED)
    # Clients refuse a name that the contract lacks. The capabilities have all resources.
    return {name: status for name, status in statuses.items() if not name.is_in_house}


@cache
def overviews(in_house: InHouseSources) -> bytes:
    """All providers, sorted by name, as JSON."""
    offered = (provider for name, provider in providers().items() if in_house.has(name))
    listed = sorted(map(overview, offered), key=lambda provider: provider.name.casefold())
    return orjson.dumps([provider.model_dump(mode="json") for provider in listed])


@cache
def find_capabilities(source_name: TspEnum, in_house: InHouseSources) -> bytes | None:
    """Everything about one provider, as JSON; None if there is no adapter for it."""
    provider = providers().get(source_name.value) if in_house.has(source_name.value) else None
    return None if provider is None else catalogue(provider).model_dump_json().encode()
