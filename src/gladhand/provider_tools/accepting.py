"""`gladhand provider check --accept`: writes what the adapter makes of the exchanges into its samples."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from gladhand.integrations.hosting import sample_player, samples
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.samples import Mismatch
from gladhand.provider_tools.check import open_ends


async def accept(package: str) -> list[str]:
    """The names of the samples that were changed. A sample whose exchanges do not fit the adapter stays as it is."""
    provider = Provider(package)
    changed = []
    for path in sorted((files(package) / "samples").iterdir(), key=lambda each: each.name):
        if not path.name.endswith(".json") or not isinstance(path, Path):
            continue
        before = json.loads(path.read_text("utf-8"))
        if any(not way.startswith(("result", "error")) for way in open_ends(before)):
            continue
        try:
            outcome = await sample_player.outcome(provider, samples.read(path))
        except Mismatch:
            continue
        after = _with_outcome(before, json.loads(json.dumps(outcome, default=str)))
        if after != before:
            path.write_text(json.dumps(after, indent=2, ensure_ascii=False) + "\n", "utf-8")
            changed.append(path.name)
    return changed


def _with_outcome(sample: dict[str, Any], outcome: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sample.items() if name not in ("result", "error")} | outcome
