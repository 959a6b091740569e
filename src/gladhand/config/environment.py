"""Environment variables that are not settings."""

import os
import re

#: Set by `gladhand up` for the processes that it starts.
MANAGED_PROCESS_VARIABLE = "GLADHAND_PART_OF_STACK"

# libpq would take from these an address other than the setting's, or session parameters that win over ours. Its
# variables for credentials and certificates stay in use.
_IGNORED = ("PGSERVICE", "PGOPTIONS", "PGTZ", "PGDATESTYLE", "PGGEQO", "PGCLIENTENCODING")


def ignore_libpq_variables() -> None:
    """Take out of this process's environment what would change the address of the database or its sessions."""
    for name in _IGNORED:
        os.environ.pop(name, None)


# Kubernetes sets these for every Service of a namespace, Docker for linked containers. A Service that is called
# `gladhand` or `gladhand-…` gives them our prefix.
_SERVICE_NAMES = re.compile(
    r"GLADHAND_(\w+_)?(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)"
)
_SERVICE_ADDRESS = re.compile(r"(tcp|udp|sctp)://")
# Docker also names the link, and repeats the other container's environment.
_LINK_NAME = re.compile(r"/[\w.-]+/[\w.-]+")


def is_of_platform(name: str, value: str) -> bool:
    """Whether a platform has set this variable to describe a service."""
    name = name.upper()
    if name.endswith("_NAME"):
        return _LINK_NAME.fullmatch(value) is not None
    alias, is_of_link, _ = name.partition("_ENV_")
    if is_of_link:
        return is_of_platform(f"{alias}_NAME", os.environ.get(f"{alias}_NAME", ""))
    has_address = name.endswith("_PORT") and _SERVICE_ADDRESS.match(value) is not None
    return has_address or _SERVICE_NAMES.fullmatch(name) is not None
