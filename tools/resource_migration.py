"""Prints the migration for a declared resource: `tools/resource_migration.py fuel_transaction`."""

import sys

from gladhand.records.ddl import migration
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in set(REGISTRY):
        sys.exit(f"usage: resource_migration.py {{{'|'.join(REGISTRY)}}}")
    print(migration(REGISTRY[ResourceEnum(sys.argv[1])]), end="")
