"""The brands that the installed providers stand for, as the list of TSPs keeps them."""

from collections.abc import Callable, Iterable

from gladhand.integrations.hosting.registry import Provider
from gladhand.orgs.tsps.queries import TspBrand

#: The path of a picture on this installation, by the provider's source name and the file's name.
LogoPath = Callable[[str, str], str]


def brands_of(providers: Iterable[Provider], logo_path: LogoPath) -> list[TspBrand]:
    """Every brand that these providers stand for."""
    return [
        TspBrand(
            slug=brand.slug,
            name=brand.name,
            source_name=provider.source_name,
            conn_type=(brand.conn_type or provider.definition.conn_type).value,
            description=brand.description,
            aliases=list(brand.aliases),
            websites=[str(website) for website in brand.websites],
            is_sandbox=brand.sandbox,
            is_popular=brand.popular,
            logo_url=logo_path(provider.source_name, brand.logo) if brand.logo else brand.logo_url,
            logo_dark_url=(
                logo_path(provider.source_name, brand.logo_dark) if brand.logo_dark else brand.logo_dark_url
            ),
        )
        for provider in providers
        for brand in provider.definition.brands
    ]
