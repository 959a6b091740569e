"""POST /hooks/mail: where an operator's mail system reports mail that has come back. Each request is signed."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import ValidationError

from gladhand.core.dependencies import Transaction, dependency
from gladhand.core.mail.handlers import MailHandlers
from gladhand.core.problems import BadRequest, NotFound, Unauthorized
from gladhand.notifications.mail.reports import BounceReport, MailHook, note_bounce, read_dsn
from gladhand.notifications.signing import is_signed

router = APIRouter(prefix="/hooks", include_in_schema=False)


@router.post("/mail", status_code=204)
async def report_bounce(
    request: Request,
    hook: Annotated[MailHook, dependency(MailHook)],
    handlers: Annotated[MailHandlers, dependency(MailHandlers)],
    db: Transaction,
) -> None:
    """Takes the report as JSON, or a delivery status notification as `message/rfc822`. Reports about unknown messages
    are accepted, and change nothing.
    """
    if hook.secret is None:
        raise NotFound("No route matches this path.")
    body = await request.body()
    if not is_signed(hook.secret, request.headers, body):
        raise Unauthorized("The signature does not match, or is too old.")
    is_message = request.headers.get("content-type", "").startswith("message/rfc822")
    try:
        report = read_dsn(body) if is_message else BounceReport.model_validate_json(body)
    except ValidationError:
        raise BadRequest("The body must be a report with message_id and status, or message/rfc822.") from None
    if report is not None:
        await note_bounce(db, handlers, report)
