"""Changes of telematics providers by the operator. Each function works in the caller's transaction."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.core.db import Db
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import Invalid
from gladhand.orgs.texts import slug_of
from gladhand.orgs.tsps import change_queries, queries
from gladhand.orgs.tsps.queries import TspBrand
from gladhand.orgs.tsps.schemas import TspCreate, TspStatusEnum, TspUpdate
from gladhand.orgs.tsps.settings import TspSettings

_REQUIRED = ("name", "source_name", "conn_type")

_KEPT = LogEvent(
    "tsp.platform_kept",
    "A provider names a brand that fleets have connected at another provider. The brand stays there. Give the new one "
    "another slug.",
)

log = get_logger()


async def install_brands(db: Db, brands: Sequence[TspBrand]) -> None:
    """Update the brands to those of the installed providers."""
    for slug, source_name in await queries.list_moved(db, brands):
        if not await change_queries.update_platform(db, slug, source_name):
            log.warning(_KEPT, slug=slug, source_name=source_name)
    await queries.upsert_tsps(db, brands)


async def create_tsp(db: Db, actor: Actor, body: TspCreate, settings: TspSettings) -> UUID:
    """Add a brand of a platform, with a slug from its name. Returns its id. Raises `Invalid`."""
    _check_conn_type(settings, body.source_name, body.conn_type)
    if body.status == TspStatusEnum.DELETED:
        raise Invalid.at("body.status", "must be active or inactive", given=body.status)
    slug = slug_of(body.name, otherwise="tsp")
    while (tsp_id := await change_queries.insert_tsp(db, slug, body.model_dump(mode="json"))) is None:
        slug = f"{slug_of(body.name, otherwise='tsp')}-{secrets.token_hex(3)}"
    await insert_change(db, actor, "tsp.created", subject_id=tsp_id, details={"slug": slug})
    return tsp_id


async def update_tsp(db: Db, actor: Actor, tsp_id: UUID, body: TspUpdate, settings: TspSettings) -> None:
    """Absent fields stay, null clears the description. Raises `NotFound`, `ConnectedBrand` and `Invalid`."""
    sent = body.model_dump(mode="json", exclude_unset=True)
    values = {name: value for name, value in sent.items() if value is not None or name not in _REQUIRED}
    if values:
        await change_queries.update_tsp(db, tsp_id, values)
        tsp = await queries.find_tsp(db, tsp_id)
        if tsp is not None and values.keys() & {"source_name", "conn_type"}:
            _check_conn_type(settings, tsp.source_name, tsp.conn_type)
        await insert_change(db, actor, "tsp.updated", subject_id=tsp_id, details=values)


def _check_conn_type(settings: TspSettings, source_name: str, conn_type: str) -> None:
    """Raises `Invalid` for credentials that the installed provider does not take: clients would ask fleets for them."""
    taken = settings.conn_types.get(source_name, [conn_type])
    if conn_type not in taken:
        raise Invalid.at("body.conn_type", f"{source_name} takes {' or '.join(taken)}.", given=conn_type)


async def delete_tsp(db: Db, actor: Actor, tsp_id: UUID) -> None:
    """Stop offering a brand. Existing connections go on. Raises `NotFound`."""
    await change_queries.delete_tsp(db, tsp_id)
    await insert_change(db, actor, "tsp.deleted", subject_id=tsp_id)
