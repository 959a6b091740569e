"""Reads responses to deliveries. The status line counts: nothing after it can turn a success into a failure."""

import re
from dataclasses import dataclass, field

# A longer head is not read, and the connection is closed.
_MOST_HEAD = 65_536
_MOST_BODY = 4_096
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.(\d))? (\d{3})(?:[ \r\n].*)?", re.DOTALL)
_CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})\s*(?:;.*)?\r?", re.DOTALL)


class MalformedResponse(ValueError):
    """The response does not begin with a status line of HTTP/1."""


@dataclass
class ResponseReader:
    """Reads one response, bytes by bytes as they arrive."""

    status: int | None = None
    headers: dict[str, list[str]] = field(default_factory=dict)
    has_head: bool = False
    is_complete: bool = False
    """The end of the body was seen, so that the connection can carry another request."""
    is_unreadable: bool = False
    """The end of the response cannot be found, so the connection cannot be used again."""
    _minor: int = 1
    _buffer: bytes = b""

    def feed(self, data: bytes) -> None:
        """Read on. Raises `MalformedResponse` before there is a status."""
        if self.is_unreadable or self.is_complete:
            # Bytes after the end of the response.
            self.is_unreadable, self.is_complete = True, False
            return
        self._buffer += data
        while self.status is None and self._read_status():
            pass
        if self.status is not None and not self.has_head:
            self._read_head()
        if self.has_head and not self.is_unreadable:
            self._read_body()

    def beginning(self, most: int) -> bytes:
        """The first bytes of the body, as far as they have arrived. Of a compressed body there is nothing to read."""
        if not self.headers or "content-encoding" in self.headers:
            return b""
        if [coding.lower() for coding in self.headers.get("transfer-encoding", [])] != ["chunked"]:
            return self._buffer[:most]
        found, at = b"", 0
        while len(found) < most and (end := self._buffer.find(b"\n", at)) >= 0:
            size = _CHUNK_SIZE.fullmatch(self._buffer[at:end])
            if size is None or not int(size[1], 16):
                break
            start = end + 1
            at = start + int(size[1], 16) + 2
            found += self._buffer[start : at - 2]
        return found[:most]

    def _read_status(self) -> bool:
        """Whether to read another head: an interim response (1xx) comes before the one that counts."""
        line, newline, rest = self._buffer.partition(b"\n")
        found = _STATUS_LINE.fullmatch(line)
        if not newline and len(line) < _MOST_HEAD and b"HTTP/".startswith(line[:5]):
            return False
        if not newline or found is None:
            raise MalformedResponse("the answer is no HTTP")
        status = int(found[2])
        if 100 <= status < 200 and status != 101:
            end = _head_end(self._buffer)
            self._buffer = self._buffer[end:] if end else self._buffer
            if not end and len(self._buffer) > _MOST_HEAD:
                raise MalformedResponse("the answer has no end")
            return end > 0
        self.status, self._minor, self._buffer = status, int(found[1] or 1), b"\n" + rest
        return False

    def _read_head(self) -> None:
        end = _head_end(self._buffer)
        if not end:
            self.is_unreadable = len(self._buffer) > _MOST_HEAD
            self.has_head = self.is_unreadable
            return
        for line in self._buffer[:end].decode("latin-1").split("\n"):
            name, _, value = line.partition(":")
            self.headers.setdefault(name.strip().lower(), []).append(value.strip())
        self.has_head, self._buffer = True, self._buffer[end:]

    def _read_body(self) -> None:
        """Find the end of the body, if the response gives its length once and no more."""
        lengths, codings = self.headers.get("content-length", []), self.headers.get("transfer-encoding", [])
        keeps_alive = self._minor >= 1 and "close" not in ",".join(self.headers.get("connection", [])).lower()
        if not keeps_alive or len(self._buffer) > _MOST_BODY or len(lengths) + len(codings) > 1:
            self.is_unreadable = True
        elif self.status in (204, 304):
            self._end_at(0)
        elif lengths and lengths[0].isascii() and lengths[0].isdigit() and int(lengths[0]) <= _MOST_BODY:
            self._end_at(int(lengths[0]))
        elif [coding.lower() for coding in codings] == ["chunked"]:
            self._read_chunks()
        else:
            self.is_unreadable = True

    def _end_at(self, length: int) -> None:
        self.is_complete = len(self._buffer) == length
        self.is_unreadable = len(self._buffer) > length

    def _read_chunks(self) -> None:
        at = 0
        while (end := self._buffer.find(b"\n", at)) >= 0:
            found = _CHUNK_SIZE.fullmatch(self._buffer[at:end])
            if found is None:
                self.is_unreadable = True
                return
            size = int(found[1], 16)
            if size == 0:
                # Trailers would only follow if they had been asked for.
                rest = self._buffer[end + 1 :]
                self.is_complete = rest == b"\r\n"
                self.is_unreadable = not b"\r\n".startswith(rest)
                return
            at = end + 1 + size + 2


def _head_end(buffer: bytes) -> int:
    """The length of the head; 0 while its end has not arrived."""
    ends = [at + len(blank) for blank in (b"\r\n\r\n", b"\n\n", b"\n\r\n") if (at := buffer.find(blank)) >= 0]
    return min(ends, default=0)
