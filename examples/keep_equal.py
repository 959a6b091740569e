"""A receiver that loses a tenth of what it gets, on purpose, and still ends with every event. Standard library only.

    HUB_URL=https://hub.example CLIENT_ID=… CLIENT_SECRET=… WEBHOOK_ID=… WEBHOOK_SECRETS=… PORT=8000 \\
        python keep_equal.py events.sqlite

Each delivery has a number, counted from 1 for the subscription. Numbers that did not come are asked for at the feed;
so is what follows the highest one, because nothing shows that the newest deliveries are missing. An event comes by
either way or by both: it is kept once, by its id.
"""

import json
import os
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from gladhand.webhooks import NotGenuine, Verifier

HUB, WEBHOOK_ID = os.environ["HUB_URL"], os.environ["WEBHOOK_ID"]
VERIFIER = Verifier(*os.environ["WEBHOOK_SECRETS"].split(","))
LOST_SHARE = float(os.environ.get("LOST_SHARE", "0.1"))
SECONDS_BETWEEN_LOOKS = float(os.environ.get("SECONDS_BETWEEN_LOOKS", "10"))
KEPT = sys.argv[1]

_TABLES = """
create table if not exists event (id text primary key, name text not null, record text not null);
create table if not exists number (sequence integer primary key);
insert or ignore into number values (0);
"""
_HOLES = """
select sequence + 1, following - 1
from (select sequence, lead(sequence) over (order by sequence) as following from number)
where following > sequence + 1 or following is null order by sequence
"""


def keep(told: dict[str, Any]) -> None:
    """What a delivery or the feed tells. A delivery may carry several events; then `events` names them."""
    with closing(sqlite3.connect(KEPT, timeout=30)) as database, database:
        for event, record in zip(told.get("events", [told]), told["data"], strict=True):
            row = (event["id"], told["event_name"], json.dumps(record))
            database.execute("insert or ignore into event values (?, ?, ?)", row)
            if "sequence" in event:
                database.execute("insert or ignore into number values (?)", (event["sequence"],))


def holes() -> list[tuple[int, int | None]]:
    """First and last of the numbers that are missing; the end of the last hole is open."""
    with closing(sqlite3.connect(KEPT, timeout=30)) as database:
        return database.execute(_HOLES).fetchall()


def fill_holes(token: str) -> None:
    """A number may be on its way still, or being sent again: then the event is here early, and comes once more."""
    for first, last in holes():
        for event in feed(token, first, last):
            keep(event)


def feed(token: str, first: int, last: int | None) -> Iterator[dict[str, Any]]:
    """The events that have these numbers."""
    asked = {"webhook_id": WEBHOOK_ID, "first_sequence": first, "size": 1000}
    if last is not None:
        asked["last_sequence"] = last
    while True:
        page = call(Request(f"{HUB}/v2/notifications/events?{urlencode(asked)}"), token)
        yield from page["items"]
        if not page["next_page"]:
            return
        asked["cursor"] = page["next_page"]


def call(request: Request, token: str = "") -> Any:
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


def ask_for_numbers(token: str) -> None:
    """Deliveries have their numbers once the subscription asks for extensions of the contract."""
    place = f"{HUB}/v2/notifications/webhooks/{WEBHOOK_ID}"
    wanted = json.dumps({"extensions": True}).encode()
    call(Request(place, wanted, {"Content-Type": "application/json"}, method="PATCH"), token)


def new_token() -> str:
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ["CLIENT_ID"],
        "client_secret": os.environ["CLIENT_SECRET"],
    }
    place = f"{HUB}/realms/catena/protocol/openid-connect/token"
    return str(call(Request(place, urlencode(form).encode()))["access_token"])


class EventHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            event = VERIFIER.event(dict(self.headers), body)
        except NotGenuine:
            self.answer(401)
            return
        if random.random() < LOST_SHARE:
            print("lost", event["id"], flush=True)
        else:
            keep(event)
        self.answer(202)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """One line for each delivery would hide the others."""


def main() -> None:
    with closing(sqlite3.connect(KEPT)) as database:
        database.execute("pragma journal_mode = wal")
        database.executescript(_TABLES)
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), EventHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ask_for_numbers(new_token())
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            fill_holes(new_token())
        except OSError as error:
            print("the hub is away:", error, flush=True)  # what is missing is asked for at the next look


if __name__ == "__main__":
    main()
