"""Host names as they are looked up."""

import idna


def ascii_host(host: str) -> str:
    """The host in ASCII, as browsers write it. An address stays as it is. Raises `UnicodeError`.

    Python's own codec is of 2003 and writes `ss` for `ß`, which is another host.
    """
    if not host.isascii():
        return idna.encode(host, uts46=True).decode()
    # Of a host in ASCII, the codec changes nothing: it checks the lengths of labels. `idna` would refuse `_`.
    return host.encode("idna").decode()
