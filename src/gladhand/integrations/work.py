"""What integrations bring to the worker: writes to providers, and rechecks of stale connections."""

from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.provided import Provided
from gladhand.core.work import Loop, Work
from gladhand.integrations.connections import tasks as connections
from gladhand.integrations.connections.metrics import set_connections
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.operations import tasks as operations
from gladhand.integrations.operations.dispatching import OperationSettings, OperationSource
from gladhand.integrations.operations.metrics import set_pending


def _operations(provided: Provided) -> Loop:
    gateway = provided.get(ProviderGateway)
    return Dispatcher(gateway.database, OperationSource(gateway, provided.get(OperationSettings)))


WORK = Work(
    tasks=(operations.register, connections.register), loops=(_operations,), gauges=(set_pending, set_connections)
)
