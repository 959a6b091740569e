"""The routes of integrations."""

from gladhand.integrations.connections import endpoints as connections
from gladhand.integrations.executions import endpoints as executions
from gladhand.integrations.operations import endpoints as operations
from gladhand.integrations.schedules import endpoints as schedules
from gladhand.integrations.support import endpoints as support

ROUTERS = (connections.router, schedules.router, executions.router, operations.router, support.router)
