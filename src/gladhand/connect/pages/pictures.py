"""Pictures on pages: logos, and where to find what a sign-in form asks for. All come from this server.

A provider's folder has some of them in `pictures/`. Others have an address elsewhere: the server fetches them, under a
path that only it can make.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from fastapi import Response

from gladhand.core.assets import Assets, asset_file
from gladhand.core.crypto import Keyring
from gladhand.core.pictures import Pictures, PublicPictures
from gladhand.integrations.hosting.registry import providers

#: The path of pictures that providers bring, by source name.
PROVIDER_PATH = "/static/providers"
#: The path of pictures that are fetched.
FETCHED_PATH = "/pictures"

_BY_OPERATOR, _PUBLIC = "connect.picture", "connect.picture.linked"
_CACHING = "public, max-age=3600"
# A picture may be opened in a tab of its own, where SVG could run scripts and load more.
_CONTENT_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


@cache
def _folders() -> Mapping[str, Assets]:
    folders = {name: provider.pictures for name, provider in providers().items()}
    return {name: Assets(f"{PROVIDER_PATH}/{name}", folder) for name, folder in folders.items() if folder.is_dir()}


def provider_picture_path(source_name: str, name: str) -> str:
    """The path of a picture in the provider's folder. Raises `KeyError` for an unknown name."""
    return _folders()[source_name].path(name)


@dataclass(frozen=True)
class PicturePaths:
    """The paths under which this server has pictures, by their addresses."""

    keyring: Keyring
    connect_url: str
    public: Collection[str] = ()
    """Addresses that the operator has not named. Those are fetched from public networks alone."""

    def __call__(self, url: str | None) -> str:
        """An empty text without an address."""
        if not url:
            return ""
        own = self.connect_url.rstrip("/") + PROVIDER_PATH
        if url.startswith(f"{own}/"):
            return PROVIDER_PATH + url.removeprefix(own)
        if url.startswith(f"{PROVIDER_PATH}/"):
            return url
        mac = self.keyring.mac(url, purpose=_PUBLIC if url in self.public else _BY_OPERATOR)
        return f"{FETCHED_PATH}/{mac}/{urlsafe_b64encode(url.encode()).decode()}"


def no_pictures(_url: str | None) -> str:
    """The path on pages that show no logos, such as those about errors."""
    return ""


def provider_picture(source_name: str, name: str) -> Response | None:
    """The picture in the provider's folder, or `None`."""
    folder = _folders().get(source_name)
    response = folder.response(name) if folder is not None else None
    if response is not None:
        response.headers.update(_CONTENT_POLICY)
    return response


async def fetched_picture(
    pictures: Pictures, public_pictures: PublicPictures, keyring: Keyring, mac: str, name: str
) -> Response | None:
    """The picture whose address is in the path, or `None`: the path is not one of ours, or there is no picture."""
    try:
        url = urlsafe_b64decode(name.encode()).decode()
    except (NotBase64, ValueError):
        return None
    if keyring.mac_matches(mac, url, purpose=_BY_OPERATOR):
        picture = await pictures.find(url)
    elif keyring.mac_matches(mac, url, purpose=_PUBLIC):
        picture = await public_pictures.find(url)
    else:
        return None
    if picture is None:
        return None
    response = asset_file(picture.media_type, picture.content, _CACHING)
    response.headers.update(_CONTENT_POLICY)
    return response
