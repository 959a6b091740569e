"""What integrations bring to the worker: writes to providers, reads from them, and rechecks of stale connections."""

from gladhand.core.container import Container
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.work import Loop, Work
from gladhand.integrations.budgets.minutes import FIGURES as BUDGETS
from gladhand.integrations.connections import repair
from gladhand.integrations.connections import tasks as connections
from gladhand.integrations.connections.metrics import set_connections
from gladhand.integrations.executions.metrics import FIGURES as EXECUTIONS
from gladhand.integrations.executions.metrics import set_schedules
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.operations import tasks as operations
from gladhand.integrations.operations.dispatching import OperationSettings, OperationSource
from gladhand.integrations.operations.metrics import FIGURES as OPERATIONS
from gladhand.integrations.operations.metrics import set_pending
from gladhand.integrations.operations.quarters import take_attempts
from gladhand.integrations.reading.dispatching import ExecutionSettings, ExecutionSource
from gladhand.integrations.schedules import alignment as schedules
from gladhand.integrations.schedules import fitting
from gladhand.integrations.schedules import freshness_task as freshness


def _operations(container: Container) -> Loop:
    gateway = container.get(ProviderGateway)
    return Dispatcher(gateway.database, OperationSource(gateway, container.get(OperationSettings)))


def _executions(container: Container) -> Loop:
    gateway = container.get(ProviderGateway)
    return Dispatcher(gateway.database, ExecutionSource(gateway, container.get(ExecutionSettings)))


WORK = Work(
    tasks=(
        operations.register,
        connections.register,
        repair.register,
        schedules.register,
        fitting.register,
        freshness.register,
    ),
    loops=(_operations, _executions),
    gauges=(set_pending, set_schedules, set_connections),
    figures=(OPERATIONS.take, EXECUTIONS.take, take_attempts, BUDGETS.take),
)
