"""Finds the providers: every folder in `gladhand.providers`, and the packages that other distributions register.

Another distribution adds one through the entry point group `gladhand.providers`; the value names the package that holds
`provider.toml` and `adapter.py`. Nothing imports an adapter by name, and none is imported before it is needed.
"""

import importlib
import importlib.metadata
import importlib.resources
import inspect
import pkgutil
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gladhand.integrations.hosting.registration import Capability, Registration, registration
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.enums.source_names import is_in_house
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.budget import ALL, Budget, TokenBucket
from gladhand.sdk.client import ProviderClient
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import BadDefinition, Definition, parse
from gladhand.sdk.errors import Rejected
from gladhand.sdk.http import Transport
from gladhand.sdk.session import Sessions

PACKAGE = "gladhand.providers"
GROUP = "gladhand.providers"

_MOST_PICTURE_BYTES = 20_000


class Provider:
    """One provider's folder."""

    def __init__(self, package: str) -> None:
        self.package = package
        path = importlib.resources.files(package) / "provider.toml"
        if not path.is_file():
            raise BadDefinition(f"{package}: there is no provider.toml")
        self.definition: Definition = parse(path.read_text("utf-8"), path=f"{package}/provider.toml")
        self.pictures = Path(str(path)).parent / "pictures"
        """The folder of pictures that the definition names. Need not exist."""
        for name in sorted(self.definition.picture_files):
            _check_picture(self.pictures / name, f"{package}/pictures/{name}")

    def __repr__(self) -> str:
        return f"Provider({self.package})"

    @property
    def source_name(self) -> str:
        return self.definition.source_name.value

    @cached_property
    def adapter_class(self) -> type[Adapter]:
        module = importlib.import_module(f"{self.package}.adapter")
        found = [
            each
            for _, each in inspect.getmembers(module, inspect.isclass)
            if issubclass(each, Adapter) and each.__module__ == module.__name__
        ]
        if len(found) != 1:
            raise BadDefinition(f"{self.package}/adapter.py: there must be one subclass of Adapter, not {len(found)}")
        return found[0]

    @cached_property
    def registration(self) -> Registration:
        """The adapter's reads and writes. Raises `BadDefinition` where `provider.toml` denies one of them."""
        found = registration(self.adapter_class)
        for resource in self.definition.not_supported.keys() & found.capabilities.keys():
            raise BadDefinition(f"{self.package}/provider.toml: not_supported.{resource}: the adapter can do it")
        for resource, reasons in self.definition.cannot.items():
            able = found.capabilities.get(resource, Capability())
            can = {"list": able.read, "create": able.create, "update": able.update}
            for verb in (verb for verb in reasons if can[verb]):
                raise BadDefinition(f"{self.package}/provider.toml: cannot.{resource}.{verb}: the adapter can do it")
        return found

    @property
    def capabilities(self) -> Mapping[ResourceEnum, Capability]:
        return self.registration.capabilities

    def can(self, resource: ResourceEnum) -> Capability:
        """What the adapter can do with one resource, which may be nothing."""
        return self.capabilities.get(resource, Capability())

    def budget(self) -> Budget:
        """A fresh budget with the provider's limits, for calls of an account that is not stored."""
        return TokenBucket(self.definition.limits.rates[ALL])

    def adapter(
        self,
        credentials: Mapping[str, Any],
        transport: Transport,
        *,
        base_url: str | None = None,
        timeout: float = 20.0,
        budget: Budget | None = None,
        sessions: Sessions | None = None,
        options: Mapping[str, Any] = MappingProxyType({}),
    ) -> Adapter:
        """An adapter for one call. `base_url` overrides that of `provider.toml`; `options` are the operator's values
        for the definition's options. Raises `Rejected` if the credentials lack a field or name an invalid address.
        """
        for field in self.definition.missing(credentials):
            raise Rejected(f"{field.label} is missing.")
        definition = self.definition.at(base_url) if base_url else self.definition
        held = Credentials(credentials, public=definition.public_fields)
        address = self.adapter_class.base_url(definition, held)
        client = ProviderClient(
            transport,
            address,
            timeout=timeout,
            budget=budget,
            redact=held.redact,
            secrets=[str(held[name]) for name in self.definition.secret_fields if held.get(name)],
        )
        chosen = self.definition.defaults | dict(options)
        for option in self.definition.options:
            if option.secret and chosen[option.name]:
                client.hide(str(chosen[option.name]))
        return self.adapter_class(client, held, definition, sessions=sessions, options=chosen)


def _check_picture(file: Path, name: str) -> None:
    if not file.is_file():
        raise BadDefinition(f"{name}: provider.toml names this picture, and there is no such file")
    if file.stat().st_size > _MOST_PICTURE_BYTES:
        raise BadDefinition(f"{name}: a picture has at most {_MOST_PICTURE_BYTES // 1000} kB, so that pages stay light")


def discover(packages: Iterable[str]) -> Mapping[str, Provider]:
    """The providers in these packages, by source name."""
    found: dict[str, Provider] = {}
    for package in packages:
        provider = Provider(package)
        if twin := found.get(provider.source_name):
            raise BadDefinition(f"{provider.source_name} is claimed by {twin.package} and by {package}")
        found[provider.source_name] = provider
    return MappingProxyType(found)


def packages() -> list[str]:
    """Names of all packages that hold a provider."""
    parent = importlib.import_module(PACKAGE)
    own = [f"{PACKAGE}.{each.name}" for each in pkgutil.iter_modules(parent.__path__) if each.ispkg]
    added = [each.value for each in importlib.metadata.entry_points(group=GROUP)]
    return [*sorted(own), *sorted(added)]


@cache
def providers() -> Mapping[str, Provider]:
    """Every installed provider, by source name. Raises `BadDefinition` rather than starting with half of them."""
    return discover(packages())


def offered(extra: Collection[str] = ()) -> Mapping[str, Provider]:
    """The providers that an installation offers.

    Of those that come with gladhand and that the contract has no name for, only the `extra` ones are offered: a strict
    client refuses answers with such a name.
    """
    return {
        name: provider
        for name, provider in providers().items()
        if name in extra or not (is_in_house(name) and provider.package.startswith(f"{PACKAGE}."))
    }
