"""Dry runs on the wire: a media type of their own, so that `application/json` stays what the contract says it is."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query, Response

from gladhand.auth.callers import PartnerCaller
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.operations import dry_run
from gladhand.integrations.operations.schemas import DryRun
from gladhand.integrations.operations.service import WriteRequest
from gladhand.resources.wire_model import EXTENSION

MEDIA_TYPE = "application/vnd.gladhand.dry-run+json"

IsDryRun = Annotated[
    bool,
    Query(
        alias="dry_run",
        description="If true, the answer says what would be sent to the provider and what would become of each field, "
        f"as `{MEDIA_TYPE}`. Nothing is sent, stored or published. The caller needs the rights of the write itself.",
        json_schema_extra=EXTENSION,
    ),
]


async def answer_dry_run(gateway: ProviderGateway, caller: PartnerCaller, write: WriteRequest) -> Response:
    planned = await dry_run.dry_run(gateway, caller, write)
    return Response(planned.model_dump_json(), media_type=MEDIA_TYPE)


def _alone(schema: Any, known: Mapping[str, Any]) -> Any:
    """A schema that refers to no other: the framework collects only those of answers that are plain JSON."""
    if isinstance(schema, list):
        return [_alone(each, known) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        return _alone(
            known[schema["$ref"].rpartition("/")[2]] | {k: v for k, v in schema.items() if k != "$ref"}, known
        )
    return {name: _alone(value, known) for name, value in schema.items() if name != "$defs"}


def _content() -> dict[str, Any]:
    made = DryRun.model_json_schema()
    # JSON stands first, to be filled by the framework: readers of the document take the first that they can read.
    return {"application/json": {}, MEDIA_TYPE: {"schema": _alone(made, made.get("$defs", {}))}}


#: For `responses=` of a route: what a 200 may be besides JSON.
CONTENT = _content()
