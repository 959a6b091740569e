"""`/embed/probe`: tells a partner's site whether this browser keeps the cookie of Connect inside a frame there.

Only a round trip with a cookie can find this out. The page contains nothing else, so that it loads fast.
"""

import hashlib
import hmac
import re
import secrets
from base64 import b64encode
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from fastapi.responses import HTMLResponse

from gladhand.connect.embed.launch_parameters import KEY_PARAMETER, embed_key_text, frame_ancestors
from gladhand.core.db import Database
from gladhand.core.dependencies import dependency
from gladhand.core.responses import JSON
from gladhand.orgs.embed_keys import queries as embed_keys

router = APIRouter(include_in_schema=False)

_COOKIE = "embed_probe"
_ATTRIBUTES = "Path=/embed/probe; Max-Age=10; HttpOnly; SameSite=None; Secure; Partitioned"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_SCRIPT = (Path(__file__).parents[1] / "static" / "probe.js").read_text("utf-8")
_HASH = b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_PAGE = f'<!doctype html><meta charset="utf-8"><title>Connect</title><script>{_SCRIPT}</script>'
_POLICY = f"default-src 'none'; script-src 'sha256-{_HASH}'; connect-src 'self'; base-uri 'none'; frame-ancestors "


@router.get("/embed/probe")
async def probe(request: Request, database: Annotated[Database, dependency(Database)]) -> Response:
    """Any site may frame the page without a key. A valid key allows its own origins, an invalid key allows none."""
    ancestors = "*"
    if KEY_PARAMETER in request.query_params:
        key = None
        if (text := embed_key_text(request.query_params)) is not None:
            async with database.connection() as db:
                key = await embed_keys.find_embed_key(db, text)
        ancestors = frame_ancestors(key)
    return HTMLResponse(
        _PAGE, headers={**_HEADERS, "Content-Security-Policy": _POLICY + ancestors, "Referrer-Policy": "no-referrer"}
    )


@router.get("/embed/probe/set")
async def set_cookie() -> Response:
    """A fresh token, in the body and in a cookie that only a browser which allows it will send back."""
    token = secrets.token_urlsafe(16)
    # Written by hand: the framework knows `Partitioned` from Python 3.14 on.
    return JSON(f'{{"token":"{token}"}}', headers={**_HEADERS, "Set-Cookie": f"{_COOKIE}={token}; {_ATTRIBUTES}"})


@router.get("/embed/probe/check")
async def check_cookie(token: str = "", cookie: Annotated[str, Cookie(alias=_COOKIE)] = "") -> Response:
    """Whether the browser has sent the cookie that was set with this token."""
    arrived = bool(_TOKEN.fullmatch(token)) and hmac.compare_digest(token.encode(), cookie.encode())
    return JSON(f'{{"arrived":{str(arrived).lower()}}}', headers=_HEADERS)
