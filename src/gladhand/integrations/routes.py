"""The routes of integrations."""

from gladhand.integrations.connections import endpoints as connections
from gladhand.integrations.operations import endpoints as operations
from gladhand.integrations.support import endpoints as support

# Operations first: `connections/resource-operations` is not the id of a connection.
ROUTERS = (operations.router, connections.router, support.router)
