"""What every command does with its environment first. It imports nothing that takes long."""

import os

#: Set by `gladhand up` for the processes that it starts.
MANAGED_PROCESS_VARIABLE = "GLADHAND_PART_OF_STACK"

# libpq would take from these an address other than the setting's, or session parameters that win over ours. Its
# variables for credentials and certificates stay in use.
_IGNORED = ("PGSERVICE", "PGOPTIONS", "PGTZ", "PGDATESTYLE", "PGGEQO", "PGCLIENTENCODING")


def ignore_libpq_variables() -> None:
    """Take out of this process's environment what would change the address of the database or its sessions."""
    for name in _IGNORED:
        os.environ.pop(name, None)
