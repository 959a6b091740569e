"""Problems of an operation before it is accepted. Its log says what goes wrong at the provider."""

from collections.abc import Iterable
from uuid import UUID

from gladhand.core.problems import Conflict, Fault, Forbidden, Invalid, NotSupported


class NotShared(Forbidden):
    """The agreement with the fleet does not give the right to write."""

    def __init__(self, resource: str) -> None:
        super().__init__(f"The share agreement with this fleet does not allow writing {resource} records.")


class ConnectionNotActive(Conflict):
    """The connection accepts no writes until the fleet has resumed or repaired it."""

    def __init__(self, status: str) -> None:
        super().__init__(f"The connection is {status}. Only an active connection accepts writes.")


class ProviderCannot(NotSupported):
    """The provider, or our adapter for it, has no such write."""

    def __init__(self, source_name: str, operation: str, resource: str, why: str | None) -> None:
        super().__init__(why or f"{source_name} cannot {operation} {resource} records.")


class OtherConnection(Invalid):
    """The record belongs to another connection than the one in the body."""

    def __init__(self) -> None:
        problem = Invalid.at(
            "body.connection_id", "The record belongs to another connection than this one.", error_type="mismatch"
        )
        super().__init__(problem.faults)


class UnknownReferences(Invalid):
    """The write names records that its connection does not have, or that the partner may not see."""

    def __init__(self, references: Iterable[tuple[str, str, UUID]]) -> None:
        super().__init__(
            [
                Fault(f"body.{name}", str(id_), f"The connection has no such {resource}.", "unknown_reference")
                for name, resource, id_ in references
            ]
        )
