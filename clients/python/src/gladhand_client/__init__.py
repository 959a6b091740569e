"""A typed client of the gladhand hub, and of any other server of the Catena Telematics v2 contract.

from gladhand_client import Client

with Client("https://hub.example", client_id="…", client_secret="…") as client:
    invitation = client.invitations.create({"fleet_ref": "fleet-7", "permissions": {"vehicle": "read"}})
    print(invitation.magic_link)
"""

from gladhand_client import models
from gladhand_client.client import AsyncClient, Client
from gladhand_client.errors import (
    ApiError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    Forbidden,
    GladhandError,
    NotFound,
    NotJson,
    OperationFailed,
    OperationTimeout,
    ServerError,
    TooManyRequests,
    Unauthorized,
    Unprocessable,
)
from gladhand_client.pages import AsyncPages, Page, Pages
from gladhand_client.webhooks import NotGenuine, Verifier

__all__ = [
    "ApiError",
    "AsyncClient",
    "AsyncPages",
    "BadRequest",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "GladhandError",
    "NotFound",
    "NotGenuine",
    "NotJson",
    "OperationFailed",
    "OperationTimeout",
    "Page",
    "Pages",
    "ServerError",
    "TooManyRequests",
    "Unauthorized",
    "Unprocessable",
    "Verifier",
    "models",
]
