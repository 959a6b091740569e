"""Group messages: messages to several recipients."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from gladhand.resources.conversation import Conversation, ConversationWrite
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Filterable, Reference, Writable
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


def _someone(recipients: list[UUID]) -> list[UUID]:
    if not recipients:
        raise PydanticCustomError("too_short", "A group message needs a recipient")
    return recipients


# The contract's schema has no limit.
_SOMEONE = Annotated[list[UUID], AfterValidator(_someone)]


class GroupMessageFields(Conversation):
    """The normalised fields of a group message."""

    source_recipient_ids: list[str] | None = F("The recipients, by the provider's ids.", example=["281475", "281476"])
    recipient_ids: Annotated[list[UUID] | None, Reference(ResourceEnum.USER), Writable(_SOMEONE, is_required=True)] = F(
        "The recipients, by our ids."
    )
    group_id: Annotated[UUID | None, Filterable("group_ids")] = F("The group. Messages to one group have the same.")
    source_group_id: Annotated[str | None, Filterable("source_group_ids")] = F("The group, by the provider's id.")


GROUP_MESSAGE = Resource(
    name=ResourceEnum.GROUP_MESSAGE,
    path="group-messages",
    kind=ResourceKind.EDITABLE,
    fields_model=GroupMessageFields,
    write_base=ConversationWrite,
    in_order_of=("sender_id",),
    description="Messages to several recipients at once.",
    events={
        RecordChange.ADDED: "A message was sent to a group.",
        RecordChange.MODIFIED: "A message to a group was delivered or has changed.",
    },
)
