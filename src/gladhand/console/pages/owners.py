"""Whose something is, in the operator's lists and forms."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from gladhand.console.pages.blocks import Input
from gladhand.console.pages.problems import BadForm
from gladhand.console.pages.views import View
from gladhand.orgs.partners.overview_queries import list_slugs
from gladhand.orgs.partners.queries import find_partner_by_slug

_PARTNER = "partner"


def partner_input(none: str) -> Input:
    """The field for a partner. `none` says what it means to leave it empty."""
    return Input(_PARTNER, "Partner", hint=f"its slug, such as acme, or its id; {none}")


async def partner_id_of(view: View, text: str) -> str:
    """The id of the partner that was typed in by its slug or id; empty if none was. Raises `BadForm`."""
    if not text or _is_id(text):
        return text
    async with view.reading("partner:read") as db:
        partner = await find_partner_by_slug(db, text.lower())
    if partner is None:
        raise BadForm("No partner has this slug. The page of partners has them all.", _PARTNER)
    return str(partner.id)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def slugs_of(view: View, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """The slugs of the rows' partners by `partner_id`, for the operator. A partner's own lists need none."""
    if view.partner_id is not None:
        return {}
    async with view.reading("partner:read") as db:
        return await list_slugs(db, (each["partner_id"] for each in rows if each["partner_id"]))
