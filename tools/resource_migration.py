"""Prints the migration for declared resources: `tools/resource_migration.py message group_message`."""

import sys

from gladhand.records.ddl import migration
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

if __name__ == "__main__":
    names = sys.argv[1:]
    if not names or set(names) - set(REGISTRY):
        sys.exit(f"usage: resource_migration.py {{{'|'.join(REGISTRY)}}} ...")
    print(migration(*(REGISTRY[ResourceEnum(name)] for name in names)), end="")
