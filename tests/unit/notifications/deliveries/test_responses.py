import pytest

from gladhand.notifications.deliveries.responses import MalformedResponse, ResponseReader

HEAD = b"HTTP/1.1 202 Accepted\r\n"


def read(*parts: bytes) -> ResponseReader:
    reader = ResponseReader()
    for part in parts:
        reader.feed(part)
    return reader


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"Content-Length: 0\r\n\r\n",
        HEAD + b"content-length:2\r\n\r\nok",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n3\r\n0\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"Content-Length: 0\r\n\r\n",
    ],
)
def test_a_sound_answer_leaves_its_connection_usable_however_it_is_cut(answer):
    letters = [answer[at : at + 1] for at in range(len(answer))]
    for reader in (read(answer), read(*letters)):
        assert reader.is_complete
        assert not reader.is_unreadable


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"\r\n",
        HEAD + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
        HEAD + b"Content-Length: 2\r\n\r\nmore",
        HEAD + b"Content-Length: 1000000\r\n\r\n",
        HEAD + b"Connection: Close\r\nContent-Length: 0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nmore",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\nbody",
        HEAD + b"X: " + b"x" * 100_000,
    ],
)
def test_where_the_end_is_not_clear_the_connection_is_given_up_and_the_status_stands(answer):
    reader = read(answer)
    assert reader.has_head
    assert reader.is_unreadable
    assert reader.status in (200, 202, 204)


def test_the_status_is_known_before_the_head_is():
    reader = read(HEAD)
    assert (reader.status, reader.has_head) == (202, False)


@pytest.mark.parametrize("said", [b"SSH-2.0-x\r\n", b"\x00\xff", b"HTTP/1.1 abc\r\n", b"HTTP/1.1 2022 x\r\n", b"HTTP?"])
def test_what_is_no_http_is_malformed(said):
    with pytest.raises(MalformedResponse):
        read(said)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"Content-Length: 12\r\n\r\nno such user", b"no such user"),
        (b"Content-Length: 12\r\n\r\nno such", b"no such"),
        (b"Transfer-Encoding: chunked\r\n\r\n3\r\nno \r\n9\r\nsuch user\r\n0\r\n\r\n", b"no such user"),
        (b"Transfer-Encoding: chunked\r\n\r\n9\r\nno such", b"no such"),
        (b"\r\nno such user", b"no such user"),
        (b"Content-Length: 2000\r\n\r\n" + b"x" * 2000, b"x" * 1000),
        (b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b", b""),
        (b"Content-Length: 0\r\n\r\n", b""),
        (b"X: " + b"x" * 100_000, b""),
    ],
)
def test_the_words_of_a_refusal_are_read_as_far_as_they_have_come(answer, words):
    head = b"HTTP/1.1 422 No\r\n"
    # Without any header there may be no body either.
    answer = b"Server: x\r\n" + answer if answer.startswith(b"\r\n") else answer
    assert read(head + answer).beginning(1000) == words
