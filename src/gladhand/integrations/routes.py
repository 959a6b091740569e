"""The routes of integrations."""

from gladhand.integrations.connections import endpoints as connections
from gladhand.integrations.operations import endpoints as operations
from gladhand.integrations.support import endpoints as support

ROUTERS = (connections.router, operations.router, support.router)
