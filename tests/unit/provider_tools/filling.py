"""Fills in the samples of a fresh folder, as an author would with the provider's documents beside it."""

import json
import re
from pathlib import Path
from typing import Any

DRIVER = {
    "id": 41,
    "username": "mara.lind",
    "first_name": "Mara",
    "last_name": "Lind",
    "phone": "+15550100",
    "license": {"number": "L123"},
    "active": True,
    "notes": "Nights",
}
RECORD = {
    "source_id": "41",
    "fields": {
        "username": "mara.lind",
        "first_name": "Mara",
        "license_number": "L123",
        "last_name": "Lind",
        "phone_number": "+15550100",
        "notes": "Nights",
        "is_active": True,
    },
}
CLEARED = {
    "source_id": "41",
    "fields": {
        "username": "mara.lind",
        "first_name": "Mara",
        "last_name": "Lind",
        "phone_number": "+15550100",
        "notes": "Nights",
        "is_active": True,
    },
    "outcomes": {"first_name": "applied", "license_number": "applied"},
}
MADE = RECORD | {"outcomes": {"username": "applied", "first_name": "applied", "license_number": "applied"}}
_ERROR = {"error": {"message": "The licence number is taken."}}

#: File, the provider's answer, what the adapter makes of it.
_FILLINGS: dict[str, tuple[Any, Any]] = {
    "verify": ({"id": 7, "name": "Rolling Thunder"}, {"id": "7", "name": "Rolling Thunder"}),
    "list_users": ({"drivers": [DRIVER], "next": None}, {"records": [RECORD]}),
    "get_user": (DRIVER, RECORD),
    "find_user": ({"drivers": [DRIVER], "next": None}, RECORD),
    "create_user": (DRIVER, MADE),
    "update_user": (DRIVER | {"license": {"number": None}}, CLEARED),
    "verify_wrong_key": (_ERROR, None),
}


def fill_in(samples: Path) -> None:
    definition = samples.parent / "provider.toml"
    real = re.sub(r"https://api\.[\w-]+\.example", "https://api.acme.dev", definition.read_text("utf-8"))
    definition.write_text(real, "utf-8")
    for name, (answer, result) in _FILLINGS.items():
        if not (samples / f"{name}.json").exists():  # a provider that is only read
            continue
        sample = _read(samples / f"{name}.json")
        sample["exchanges"][0]["response"]["body"] = answer
        if result is not None:
            sample["result"] = result
        _write(samples / f"{name}.json", sample)
    # Their names begin with the first resource of the folder.
    (failed_at,), (throttled_at,) = samples.glob("list_*_server_failed.json"), samples.glob("list_*_throttled.json")
    failed, throttled = _read(failed_at), _read(throttled_at)
    failed["exchanges"][0]["response"]["text"] = "Service Unavailable"
    throttled["exchanges"][0]["response"]["body"] = _ERROR
    _write(failed_at, failed)
    _write(throttled_at, throttled)
    if (samples / "create_user_refused.json").exists():
        refused = _read(samples / "create_user_refused.json")
        refused["exchanges"][0]["response"]["body"] = _ERROR
        refused["error"]["detail"] = _ERROR["error"]["message"]
        _write(samples / "create_user_refused.json", refused)


def _read(place: Path) -> Any:
    return json.loads(place.read_text("utf-8"))


def _write(place: Path, sample: Any) -> None:
    place.write_text(json.dumps(sample, indent=2), "utf-8")
