"""What providers can read, as the alignment of schedules passes it to SQL."""

import json
import subprocess
import sys

from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.schedules.alignment import readable


def test_only_what_the_named_providers_read_is_listed():
    found = json.loads(readable(["traccar", "mapon", "gone"]))
    expected = [
        (name, read.resource.name.value)
        for name in ("mapon", "traccar")
        for read in providers()[name].registration.reads.values()
    ]
    assert [(each["source_name"], each["resource"]) for each in found] == expected
    assert json.loads(readable([])) == json.loads(readable(["gone"])) == []


def test_adapters_of_other_providers_are_not_imported():
    code = (
        "import sys\n"
        "from gladhand.integrations.schedules.alignment import readable\n"
        "readable(['mapon'])\n"
        "print(*{name.split('.')[2] for name in sys.modules if name.endswith('.adapter') and '.providers.' in name})"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert printed.stdout.split() == ["mapon"]
