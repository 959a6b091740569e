"""Branding on the wire."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from gladhand.resources.urls import HttpsUrl

_COLOR = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE | re.ASCII)


def color(value: str) -> str:
    """The six digits in lower case. Raises `ValueError`."""
    found = _COLOR.fullmatch(value)
    if found is None:
        raise ValueError("must be a colour of six hexadecimal digits, such as d1004b")
    return found[1].lower()


Color = Annotated[str, AfterValidator(color)]


class Branding(BaseModel):
    """Colours and logos of Connect; null is this server's own."""

    brand_color: Color | None = Field(None, description="Of buttons and progress, as six hexadecimal digits")
    brand_logo: HttpsUrl | None = Field(None, description="This server fetches it for the pages")
    brand_logo_dark: HttpsUrl | None = Field(None, description="For dark pages; without it `brand_logo` is shown there")


class BrandingRead(Branding):
    """Colours and logos of Connect for the fleets of a partner."""

    partner_id: UUID
    updated_at: datetime | None = Field(None, description="Null while nothing was set")
