"""The variables of this process that begin with `GLADHAND_`: settings, those of clients and platforms, unknown ones."""

import os
import re
from collections.abc import Collection, Sequence
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource

from gladhand.config.environment import MANAGED_PROCESS_VARIABLE
from gladhand.core.near_names import near_name
from gladhand.resources.cleaning import clean_secret

PREFIX = "GLADHAND_"

#: What `gladhand up --env-file` writes for clients; harmless to have in the environment of the server.
CLIENT_VARIABLES = frozenset(
    f"{PREFIX}{name}"
    for name in (
        "URL",
        "TOKEN_URL",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "ADMIN_CLIENT_ID",
        "ADMIN_CLIENT_SECRET",
        "MAGIC_LINK",
    )
)

# Kubernetes sets these for every Service of a namespace, Docker for linked containers. A Service that is called
# `gladhand` or `gladhand-…` gives them our prefix.
_SERVICE_NAMES = re.compile(
    r"GLADHAND_(\w+_)?(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)"
)
_SERVICE_ADDRESS = re.compile(r"(tcp|udp|sctp)://")
# Docker also names the link, and repeats the other container's environment.
_LINK_NAME = re.compile(r"/[\w.-]+/[\w.-]+")

# Of the names of two settings, from 0 to 100.
_LEAST_LIKENESS = 80


class UnknownSetting(ValueError):
    """An unknown variable with our prefix."""


class SettingsSource(EnvSettingsSource):
    """The variables of this process that are meant for gladhand."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        value, key, is_complex = super().get_field_value(field, field_name)
        text = clean_secret(value or "")
        return (text if _is_meant(f"{PREFIX}{field_name}", text) else None), key, is_complex


def _is_meant(name: str, value: str) -> bool:
    return bool(value.strip()) and not _is_of_platform(name, value)


def _is_of_platform(name: str, value: str) -> bool:
    """Whether a platform has set this variable to describe a service."""
    name = name.upper()
    if name.endswith("_NAME"):
        return _LINK_NAME.fullmatch(value) is not None
    alias, is_of_link, _ = name.partition("_ENV_")
    if is_of_link:
        return _is_of_platform(f"{alias}_NAME", os.environ.get(f"{alias}_NAME", ""))
    has_address = name.endswith("_PORT") and _SERVICE_ADDRESS.match(value) is not None
    return has_address or _SERVICE_NAMES.fullmatch(name) is not None


def require_known(settings: Collection[str]) -> None:
    """Raises `UnknownSetting` if a variable with our prefix is none of these settings, nor another that we set."""
    names = [f"{PREFIX}{name}".upper() for name in settings]
    known = {*names, *CLIENT_VARIABLES, MANAGED_PROCESS_VARIABLE}
    unknown = sorted(
        name
        for name, value in os.environ.items()
        if name.upper().startswith(PREFIX) and name.upper() not in known and _is_meant(name, value)
    )
    if unknown:
        raise UnknownSetting(f"unknown settings: {', '.join(_with_near(name, names) for name in unknown)}")


def _with_near(name: str, names: Sequence[str]) -> str:
    """The name of an unknown variable, with the setting that was probably meant."""
    near = near_name(name.upper(), names, least_likeness=_LEAST_LIKENESS)
    return f"{name} (did you mean {near}?)" if near else name
