"""Encryption keys: what older keys have encrypted, and the rotation that `gladhand keys rotate` does as well."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from gladhand.auth.scopes import ADMIN
from gladhand.console.pages.blocks import Bars, FormBlock, Forms, Notice, Notices, Tile, Tiles
from gladhand.console.pages.dependencies import FORM_IS_OURS
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView
from gladhand.core.background_rotation import BackgroundRotation
from gladhand.core.dependencies import Keys, dependency
from gladhand.core.rotation_queries import count_old
from gladhand.core.sealed_columns import SEALED_COLUMNS

router = APIRouter(prefix="/console/operator/keys", include_in_schema=False, route_class=ConsoleRoute)

Rotation = Annotated[BackgroundRotation, dependency(BackgroundRotation)]

_REFRESH_SECONDS = 3
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
_DONE = "Every secret is encrypted with the first key. The other keys may leave the list."


@router.get("")
async def show_keys(view: OperatorView, keyring: Keys, rotation: Rotation) -> Response:
    """How many secrets older keys have encrypted. With one key there is nothing to count, and no table is read."""
    is_single = len(keyring.ids) == 1
    async with view.reading() as db:
        left = {} if is_single else {str(each): await count_old(db, keyring, each) for each in SEALED_COLUMNS}
    total = sum(left.values())
    blocks: list[Any] = [
        Notices("State", [Notice(*_state(is_single, total, rotation.is_running))], ""),
        Tiles("Now", [Tile("Keys in the list", len(keyring.ids)), *_counted(is_single, total)]),
    ]
    if total:
        blocks.append(Bars("Secrets of older keys", [each for each in left.items() if each[1]], ""))
    if total and not rotation.is_running:
        warning = "The other keys must stay in the list until it is done. You can start it again at any time."
        blocks.append(
            Forms("", [FormBlock("Encrypt again", view.url("/keys"), needs=ADMIN, tone="primary", warning=warning)])
        )
    is_moving = total and rotation.is_running
    return view.show(
        ConsolePage("Encryption keys", blocks, _ABOUT, refresh_seconds=_REFRESH_SECONDS if is_moving else None)
    )


def _counted(is_single: bool, total: int) -> list[Tile]:
    return [] if is_single else [Tile("Secrets of older keys", total)]


def _state(is_single: bool, total: int, is_running: bool) -> tuple[str, str]:
    if is_single:
        return f"There is one key, and nothing to encrypt again. {_HOW}", ""
    if not total:
        return _DONE, "good"
    return (_GOES_ON, "") if is_running else (_LEFT, "bad")


@router.post("", dependencies=FORM_IS_OURS)
async def rotate_keys(view: OperatorView, rotation: Rotation) -> Response:
    """Begin the rotation in this server. It goes on after the answer."""
    view.require(*ADMIN)
    async with view.api.noted("keys.rotation_started"):
        # Nothing is encrypted before the audit trail has it.
        pass
    rotation.start()
    return view.go("/keys", "rotation-started")
