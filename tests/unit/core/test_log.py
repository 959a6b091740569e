"""The log is configured once for a process, so each of these looks at what a process of its own has written."""

import json
import subprocess
import sys

import pytest

PREPARE = """
import structlog
from decimal import Decimal
from uuid import UUID
from gladhand.core.crypto import Secret
from gladhand.core.log import configure, get_logger
"""


def written(code: str, *, form: str = "json", level: str = "info") -> str:
    configured = f"{PREPARE}configure(level={level!r}, form={form!r})\nlog = get_logger()\n{code}"
    done = subprocess.run([sys.executable, "-c", configured], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_is_named_like_a_secret_is_masked_at_any_depth(form):
    text = written(
        """
log.info("a.b", client_secret="hunter2", Password="hunter2", access_token="hunter2", api_key="hunter2",
         headers={"Authorization": "hunter2", "Set-Cookie": "hunter2"}, tries=[{"credentials": {"user": "hunter2"}}],
         pair=({"webhook_secret": "hunter2"},), sealed=Secret("hunter2"), many=[Secret("hunter2")])
""",
        form=form,
    )
    assert "a.b" in text
    assert "hunter2" not in text


def test_what_is_bound_for_a_request_is_masked_as_well():
    text = written('with structlog.contextvars.bound_contextvars(token="hunter2", job="j"):\n    log.info("a.b")')
    assert "hunter2" not in text
    assert json.loads(text)["job"] == "j"


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_trace_shows_no_local_variables(form):
    text = written(
        """
def call():
    key = "hunter" + str(2)
    raise ValueError("no")
try:
    call()
except ValueError as error:
    log.error("a.b", exc_info=error)
""",
        form=form,
    )
    assert "ValueError: no" in text
    assert "hunter2" not in text


def test_a_machine_reads_one_object_per_line():
    lines = written('log.info("a.b", n=1)\nlog.warning("c.d", text="two\\nlines")').splitlines()
    first, second = map(json.loads, lines)
    assert first["event"] == "a.b"
    assert first["level"] == "info"
    assert first["n"] == 1
    assert first["timestamp"].endswith("Z")
    assert second["text"] == "two\nlines"


def test_no_value_makes_logging_fail():
    values = [
        *("UUID(int=1)", "b'bytes'", "2**80", "'\\ud800'", "{1: 2}", "{'a'}"),
        *("Decimal(1)", "object()", "ValueError('x')", "float('nan')"),
    ]
    lines = written("\n".join(f"log.info('a.b', value={value})" for value in values)).splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["a.b"] * len(values)


def test_less_than_the_level_is_not_written():
    text = written('log.debug("a.a")\nlog.info("b.b")\nlog.warning("c.c")', level="warning")
    assert [json.loads(line)["event"] for line in text.splitlines()] == ["c.c"]
