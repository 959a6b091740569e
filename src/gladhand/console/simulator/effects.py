"""Where a reader sees what the simulator does wrong."""

from collections.abc import Mapping

_RETRIED = "The run of a schedule or the attempt of a write says so, and is tried again by itself."
_SKIPPED = "The run goes on, and has the row with the reason under what it has skipped."
_CHANGED = "Events of changed records; the explorer has the new values."

#: By the simulator's name of what goes wrong.
SEEN: Mapping[str, str] = {
    "throttle": "Reads and writes wait for the provider. Lists that wait for long stand on the overview as late.",
    "fail": _RETRIED,
    "reject": "The write has failed, with the provider's reason. Its page has a button to try it again.",
    "bad_auth": "The connection is stale. The overview names it, and its page has the repair link.",
    "malformed": _RETRIED,
    "slow": "Runs and attempts take longer.",
    "hang": _RETRIED,
    "cut_before_write": "The attempt has no answer. The next one looks first whether the provider has the record.",
    "cut_after_write": "The attempt has no answer. The next one finds the record, so that there is one.",
    "html": _RETRIED,
    "cut_answer": _RETRIED,
    "huge": _RETRIED,
    "expire_cursor": "The run begins again where the stored time says. No record comes twice.",
    "page_loop": _RETRIED,
    "endless": _RETRIED,
    "duplicates": "Nothing: a row that comes twice is one record.",
    "cap": "The run has fewer records.",
    "garbage_row": _SKIPPED,
    "unknown_value": _SKIPPED,
    "late": "The map's marks are hollow after an hour. The rows come later, and coverage says how late.",
    "edit": _CHANGED,
    "delete": "Records of lists are deleted, with an event for each. Nobody is told of deleted rows of tables.",
    "clock_off": "Records have times that are off, as the provider has them.",
    "dst_night": "Logs and days of the night in which clocks change. The clock of the simulator goes on from there.",
}
