"""Credentials on the wire: the contract's input and output models, made from the kinds of credentials."""

from typing import TYPE_CHECKING, Any, TypeAlias, Union

from pydantic import BaseModel, create_model

from gladhand.resources.wire_model import WireModel
from gladhand.sdk.credential_kinds import KINDS, CredentialKind


def input_model(kind: type[CredentialKind]) -> type[CredentialKind]:
    """The model of requests: a subclass of the kind under the contract's name."""
    name = kind.wire_name if kind.has_one_wire_model else f"{kind.wire_name}Input"
    return create_model(name, __base__=kind, __module__=__name__)


def output_model(kind: type[CredentialKind]) -> type[BaseModel]:
    """The model of answers. The contract leaves the type of a masked field open: stars, or null for no value."""
    fields: dict[str, Any] = {
        name: (field.annotation if kind.secrecy(name) is None else Any, ... if field.is_required() else field.default)
        for name, field in kind.model_fields.items()
    }
    return create_model(f"{kind.wire_name}Output", __base__=WireModel, __module__=__name__, **fields)


INPUT_MODELS = {kind: input_model(kind) for kind in KINDS}
_OUTPUT_MODELS = tuple(INPUT_MODELS[kind] if kind.has_one_wire_model else output_model(kind) for kind in KINDS)

if TYPE_CHECKING:
    # Endpoints receive the object as it was sent: the TSP's `conn_type` decides which model applies.
    CredentialsInput: TypeAlias = dict[str, Any]
    CredentialsOutput: TypeAlias = dict[str, Any]
else:
    CredentialsInput = Union[tuple(INPUT_MODELS.values())]  # noqa: UP007 - made from a tuple
    CredentialsOutput = Union[_OUTPUT_MODELS]  # noqa: UP007 - made from a tuple
