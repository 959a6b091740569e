"""Answers to generated clients whose whole numbers have 32 bits.

In the languages below, OpenAPI Generator makes a number of 32 bits of every whole number of the contract. An H3 cell
has 64 bits, so such a client refuses the whole page that has one. The contract lets the cell be null.
"""

import re

from fastapi import Request

_CLIENT = re.compile(r"OpenAPI-Generator/\S+/(go|java|csharp)$")
_WIDE_CELL = re.compile(rb'("[a-z_]*h3_index_11":\s*)\d{10,}')


def reads_only_32_bits(request: Request) -> bool:
    return _CLIENT.match(request.headers.get("user-agent", "")) is not None


def without_wide_integers(body: bytes) -> bytes:
    """The JSON with null in the place of every H3 cell."""
    return _WIDE_CELL.sub(rb"\1null", body)
