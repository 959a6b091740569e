"""The variables of this process that begin with `GLADHAND_`: which are settings, and which nobody knows."""

import os
from collections.abc import Collection, Sequence
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource

from gladhand.config.environment import MANAGED_PROCESS_VARIABLE, is_of_platform
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
    return bool(value.strip()) and not is_of_platform(name, value)


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
