"""What the route of a list does when a client asks for a bulk answer."""

from typing import Any

from fastapi import Request, Response

from gladhand.api.telematics.bulk import stream
from gladhand.api.telematics.bulk.limits import BulkLimits
from gladhand.api.telematics.bulk.negotiation import BulkFormat, bulk_format
from gladhand.api.telematics.list_parameters import RecordQuery, record_filter, shows_source_data
from gladhand.auth.callers import PartnerCaller
from gladhand.core.contract_route import wants_extensions
from gladhand.core.db import Database
from gladhand.core.dependencies import get_dependency
from gladhand.core.error_schemas import errors
from gladhand.core.problems import Fault, Invalid
from gladhand.resources.resource import Resource
from gladhand.resources.wire_model import EXTENSION

#: For `responses=` of a list: what it may answer besides JSON. JSON stands first, to be filled by the framework.
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One page; or the whole list as one stream, if `Accept` asks for CSV or Parquet.",
        "content": {
            "application/json": {},
            **{form.value: {"schema": {"type": "string", "format": "binary"} | EXTENSION} for form in BulkFormat},
        },
    },
    406: errors(406)[406] | EXTENSION,
}
# Parameters of pages. A bulk answer has no pages and one order: by fleet and time, or by the time of the change.
_OF_PAGES = ("cursor", "sort_by", "sort_order")


async def bulk_answer(
    request: Request, caller: PartnerCaller, resource: Resource, query: RecordQuery
) -> Response | None:
    """The whole list, in the form that the client asks for; None if that is pages of JSON. Raises `Problem`."""
    form = bulk_format(request.headers.get("accept"))
    if form is None:
        return None
    if unfit := [name for name in _OF_PAGES if name in query.model_fields_set]:
        message = (
            "CSV and Parquet have a fixed order and no pages. Leave this parameter out, or accept application/json."
        )
        raise Invalid([Fault(f"query.{name}", str(getattr(query, name)), message, "value_error") for name in unfit])
    return stream.answer(
        form,
        get_dependency(request.app, Database),
        get_dependency(request.app, BulkLimits),
        caller.partner_id,
        resource,
        filters=record_filter(resource, query, is_bulk=True),
        with_source_data=shows_source_data(query),
        with_extensions=await wants_extensions(request),
    )
