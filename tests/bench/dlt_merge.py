"""Merges rows of JSON into PostgreSQL by dlt, as a data engineer would. Runs where dlt is installed.

Usage: `python dlt_merge.py FILE ADDRESS DATASET`; prints the rows per second of a merge into a table that exists.
"""

import json
import sys
import time
from pathlib import Path
from urllib.parse import quote

import dlt  # type: ignore[import-not-found]  # `tests.bench.peers` installs it elsewhere
from psycopg.conninfo import conninfo_to_dict


def main(file: str, address: str, dataset: str) -> None:
    rows = json.loads(Path(file).read_text())
    parts = conninfo_to_dict(address)
    # The socket's folder stands for the host. dlt asks for a password, of which a socket needs none.
    place = {"host": quote(str(parts["host"]), safe=""), "port": int(str(parts["port"])), "database": parts["dbname"]}
    destination = dlt.destinations.postgres(
        credentials=place | {"username": parts["user"], "password": parts.get("password") or "none"}
    )
    pipeline = dlt.pipeline(dataset, destination=destination, dataset_name=dataset)
    merge = {"table_name": "positions", "write_disposition": "merge", "primary_key": "id"}
    pipeline.run(rows[:100], **merge)
    started = time.perf_counter()
    pipeline.run(rows[100:], **merge)
    print((len(rows) - 100) / (time.perf_counter() - started))


if __name__ == "__main__":
    main(*sys.argv[1:])
