"""Changes of telematics providers by the operator. Each function works in the caller's transaction."""

import secrets
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.core.db import Db
from gladhand.core.problems import Invalid
from gladhand.orgs.texts import slug_of
from gladhand.orgs.tsps import change_queries
from gladhand.orgs.tsps.schemas import TspCreate, TspStatusEnum, TspUpdate

_REQUIRED = ("name", "source_name", "conn_type")


async def create_tsp(db: Db, actor: Actor, body: TspCreate) -> UUID:
    """Add a brand of a platform, with a slug from its name. Returns its id. Raises `Invalid`."""
    if body.status == TspStatusEnum.DELETED:
        raise Invalid.at("body.status", "must be active or inactive", given=body.status)
    slug = slug_of(body.name, otherwise="tsp")
    while (tsp_id := await change_queries.insert_tsp(db, slug, body.model_dump(mode="json"))) is None:
        slug = f"{slug_of(body.name, otherwise='tsp')}-{secrets.token_hex(3)}"
    await insert_change(db, actor, "tsp.created", subject_id=tsp_id, details={"slug": slug})
    return tsp_id


async def update_tsp(db: Db, tsp_id: UUID, body: TspUpdate) -> None:
    """Absent fields stay, null clears the description. Raises `NotFound`."""
    sent = body.model_dump(mode="json", exclude_unset=True)
    values = {name: value for name, value in sent.items() if value is not None or name not in _REQUIRED}
    if values:
        await change_queries.update_tsp(db, tsp_id, values)


async def delete_tsp(db: Db, actor: Actor, tsp_id: UUID) -> None:
    """Offer a brand no more. Connections that exist go on. Raises `NotFound`."""
    await change_queries.delete_tsp(db, tsp_id)
    await insert_change(db, actor, "tsp.deleted", subject_id=tsp_id)
