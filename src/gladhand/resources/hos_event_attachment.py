"""HOS event attachments: files that belong to entries of drivers' logs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F, Fields, Reference
from gladhand.resources.measures import Bytes
from gladhand.resources.resource import Resource, ResourceKind


class HosEventAttachmentFields(Fields):
    """The normalised fields of an attachment of an HOS event."""

    hos_event_id: Annotated[UUID | None, Reference(ResourceEnum.HOS_EVENT)] = F("The event, by our id.")
    source_hos_event_id: str | None = F("The event, by the provider's id.", is_extension=True)
    last_edit_at: datetime | None = F("When the file was last changed.")
    uploaded_by: Annotated[UUID | None, Reference(ResourceEnum.USER)] = F("Who uploaded the file, by our id.")
    source_uploaded_by: str | None = F("Who uploaded the file, by the provider's id.", is_extension=True)
    file_name: str | None = F(example="bill-of-lading.pdf")
    file_type: str | None = F("The media type.", example="application/pdf")
    file_size: Bytes = F(example=48211)
    source_url: str | None = F("Where the provider has the file. The address may stop working.")
    url: str | None = F("Where the file can be fetched. The address may expire.")
    checksum: str | None = F("Of the content, such as its SHA-256 in hexadecimal.")
    description: str | None = F("What the file is, in the provider's or the driver's words.")


HOS_EVENT_ATTACHMENT = Resource(
    name=ResourceEnum.HOS_EVENT_ATTACHMENT,
    path="hos-events/attachments",
    kind=ResourceKind.EDITABLE,
    fields_model=HosEventAttachmentFields,
    description="Files that belong to entries of drivers' logs.",
    within="hos_event_id",
    within_path="hos-events/{hos_event_id}/attachments",
    has_list=False,
    is_sortable=False,
)
