"""What the office may enter: messages, broadcasts, inspections and fuel purchases."""

from gladhand.simulator.kinds import KINDS, VEHICLE, Kind

_URGENCIES = {"urgency": frozenset({"low", "normal", "high"})}
_ID = 100

MESSAGE = Kind(
    name="message",
    plural="messages",
    id_prefix="msg",
    texts={"external_id": 100, "from": _ID, "to": _ID, "text": 4000, "urgency": 8, "answers": _ID},
    flags=frozenset(),
    words=_URGENCIES,
    of_kind={"from": "driver", "to": "driver"},
    required=frozenset({"from", "to", "text"}),
)
BROADCAST = Kind(
    name="broadcast",
    plural="broadcasts",
    id_prefix="all",
    texts={"external_id": 100, "from": _ID, "text": 4000, "urgency": 8},
    flags=frozenset(),
    lists={"to": _ID},
    words=_URGENCIES,
    of_kind={"from": "driver", "to": "driver"},
    required=frozenset({"from", "to", "text"}),
)
INSPECTION = Kind(
    name="inspection",
    plural="inspections",
    id_prefix="ins",
    texts={
        "external_id": 100,
        "driver": _ID,
        "vehicle": _ID,
        "trailer": _ID,
        "start": 40,
        "kind": 16,
        "inspector": 100,
        "remark": 4096,
        "repair_remark": 4096,
    },
    flags=frozenset({"safe"}),
    numbers={"odometer_km": (0, 10_000_000), "defect_count": (0, 1000)},
    whole=frozenset({"defect_count"}),
    words={"kind": frozenset({"before_trip", "after_trip", "workshop", "other"})},
    times=frozenset({"start"}),
    lists={"defects": 64},
    of_kind={"driver": "driver", "vehicle": "vehicle", "trailer": "trailer"},
    required=frozenset({"driver"}),
)
PURCHASE = Kind(
    name="purchase",
    plural="purchases",
    id_prefix="buy",
    texts={
        "external_id": 100,
        "driver": _ID,
        "co_driver": _ID,
        "vehicle": _ID,
        "time": 40,
        "product": 16,
        "vendor": 100,
        "amount": 32,
        "currency": 3,
        "place": 255,
        "region": 64,
    },
    flags=frozenset(),
    numbers={"litres": (0.001, 10_000), "odometer_km": (0, 10_000_000), "lat": (-90, 90), "lon": (-180, 180)},
    words={"product": VEHICLE.words["runs_on"]},
    times=frozenset({"time"}),
    of_kind={"driver": "driver", "co_driver": "driver", "vehicle": "vehicle"},
    required=frozenset({"driver", "vehicle", "litres"}),
)

ROW_KINDS = (MESSAGE, BROADCAST, INSPECTION, PURCHASE)
ALL_KINDS = (*KINDS, *ROW_KINDS)
