"""Whose something is, in the operator's lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from gladhand.console.pages.views import View
from gladhand.orgs.partners.overview_queries import list_slugs


async def slugs_of(view: View, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """The slugs of the rows' partners by `partner_id`, for the operator. A partner's own lists need none."""
    if view.partner_id is not None:
        return {}
    async with view.reading("partner:read") as db:
        return await list_slugs(db, (each["partner_id"] for each in rows if each["partner_id"]))
