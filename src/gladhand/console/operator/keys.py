"""Encryption keys: what older keys have encrypted, and the rotation that `gladhand keys rotate` does as well."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Response

from gladhand.auth.scopes import ADMIN
from gladhand.console.pages.blocks import Bars, FormBlock, Forms, Notice, Notices, Tile, Tiles, Time
from gladhand.console.pages.dependencies import FORM_IS_OURS
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, View
from gladhand.core.background_rotation import BackgroundRotation
from gladhand.core.crypto import Keyring
from gladhand.core.dependencies import Keys, dependency
from gladhand.core.rotation_queries import SecretCount, list_counts
from gladhand.core.sealed_columns import SEALED_COLUMNS

router = APIRouter(prefix="/console/operator/keys", include_in_schema=False, route_class=ConsoleRoute)

Rotation = Annotated[BackgroundRotation, dependency(BackgroundRotation)]

_REFRESH_SECONDS = 3
# Older counts are made again when somebody looks.
_FRESH = timedelta(seconds=60)
# So long a page waits for a count.
_COUNT_SECONDS = 1.0
_ABOUT = "`GLADHAND_ENCRYPTION_KEYS` encrypts the secrets in the database. Its first key encrypts, every key decrypts."
_HOW = (
    "To replace the key, restart all servers and workers with `OLD,NEW`, then with `NEW,OLD`, and come back here. "
    "`gladhand new-key` prints a new key."
)
_GOES_ON = (
    "Secrets are encrypted again in small batches while everything runs. The numbers below are how many are left."
)
_LEFT = (
    "Encrypt them again before the other keys leave the list. If a number stays, no key of the list decrypts those "
    "secrets: add the key that made them."
)
_COUNTING = "The secrets are being counted, which takes a while in large tables."
_DONE = "Every secret is encrypted with the first key. The other keys may leave the list."


@router.get("")
async def show_keys(view: OperatorView, keyring: Keys, rotation: Rotation) -> Response:
    """How many secrets older keys have encrypted. With one key there is nothing to count, and no table is read."""
    view.require(*ADMIN)
    is_single = len(keyring.ids) == 1
    counts = [] if is_single else await _counts(view, keyring, rotation)
    is_known = is_single or _is_fresh(counts)
    total = sum(each.old for each in counts)
    blocks: list[Any] = [
        Notices("State", [Notice(*_state(is_single, is_known, total, rotation.is_running))], ""),
        Tiles("Now", [Tile("Keys in the list", len(keyring.ids)), *_counted(counts)]),
    ]
    if total:
        blocks.append(Bars("Secrets of older keys", [(each.column_name, each.old) for each in counts if each.old], ""))
    if total and not rotation.is_running:
        warning = "The other keys must stay in the list until it is done. You can start it again at any time."
        again = FormBlock("Encrypt again", view.url("/keys"), needs=ADMIN, tone="primary", warning=warning)
        blocks.append(Forms("", [again]))
    is_moving = not is_known or rotation.is_counting or rotation.is_running
    return view.show(
        ConsolePage("Encryption keys", blocks, _ABOUT, refresh_seconds=_REFRESH_SECONDS if is_moving else None)
    )


async def _counts(view: View, keyring: Keyring, rotation: BackgroundRotation) -> list[SecretCount]:
    """The last counts, by column; those that are too old are made again. A rotation keeps them by itself."""

    async def stored() -> list[SecretCount]:
        async with view.reading() as db:
            found = await list_counts(db, keyring)
        known = {str(each) for each in SEALED_COLUMNS}
        return [each for each in found if each.column_name in known]

    counts = await stored()
    if _is_fresh(counts) or rotation.is_running:
        return counts
    await rotation.count(_COUNT_SECONDS)
    return await stored()


def _is_fresh(counts: Sequence[SecretCount]) -> bool:
    return len(counts) == len(SEALED_COLUMNS) and counts[0].age < _FRESH


def _counted(counts: Sequence[SecretCount]) -> list[Tile]:
    if not counts:
        return []
    total = sum(each.old for each in counts)
    return [Tile("Secrets of older keys", total), Tile("Counted", Time(counts[0].counted_at))]


def _state(is_single: bool, is_known: bool, total: int, is_running: bool) -> tuple[str, str]:
    if is_single:
        return f"There is one key, and nothing to encrypt again. {_HOW}", ""
    if is_running:
        return _GOES_ON, ""
    if total:
        return _LEFT, "bad"
    # With an old count nobody takes a key away.
    return (_DONE, "good") if is_known else (_COUNTING, "")


@router.post("", dependencies=FORM_IS_OURS)
async def rotate_keys(view: OperatorView, rotation: Rotation) -> Response:
    """Begin the rotation in this server. It goes on after the answer."""
    view.require(*ADMIN)
    async with view.api.noted("keys.rotation_started"):
        # Nothing is encrypted before the audit trail has it.
        pass
    rotation.start()
    return view.go("/keys", "rotation-started")
