"""dlt, the peer of the ingest. It is installed for the measurement alone, into a folder that is deleted afterwards."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.installation import MeasuredInstallation

from gladhand.records.incoming import IncomingRecord


def dlt_merge(installation: MeasuredInstallation, records: list[IncomingRecord]) -> float | str:
    """Rows per second of a merge of the providers' rows by dlt; a reason if it cannot be measured."""
    folder = installation.folder / "dlt"
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
            _run(uv, "venv", "--quiet", "--python", sys.executable, str(folder))
            _run(uv, "pip", "install", "--quiet", "--python", str(python), "dlt[postgres]", "psycopg[binary]")
        rows = installation.folder / "positions.json"
        rows.write_text(json.dumps([record.source_data for record in records]))
        script = str(Path(__file__).with_name("dlt_merge.py"))
        return float(_run(str(python), script, str(rows), installation.database_url, f"dlt_{os.urandom(4).hex()}"))
    except (OSError, subprocess.SubprocessError) as error:
        return str(getattr(error, "stderr", None) or error).strip().splitlines()[-1]


def _run(*command: str) -> str:
    quiet = {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    found = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600, env=os.environ | quiet)
    return found.stdout.strip()
