"""The routes and events of integrations."""

from gladhand.integrations.connections import endpoints as connections
from gladhand.integrations.connections import events as connection_events
from gladhand.integrations.connections import overview_endpoints as connections_overview
from gladhand.integrations.connections import pre_auth_endpoints as pre_auths
from gladhand.integrations.coverage import endpoints as coverage
from gladhand.integrations.executions import endpoints as executions
from gladhand.integrations.executions import events as execution_events
from gladhand.integrations.operations import endpoints as operations
from gladhand.integrations.operations import events as operation_events
from gladhand.integrations.schedules import endpoints as schedules
from gladhand.integrations.support import endpoints as support

ROUTERS = (
    connections.router,
    connections_overview.router,
    pre_auths.router,
    schedules.router,
    executions.router,
    coverage.router,
    operations.router,
    support.router,
)

EVENTS = (*connection_events.EVENTS, *operation_events.EVENTS, *execution_events.EVENTS)
