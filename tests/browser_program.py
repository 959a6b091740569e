"""Which browser the tests drive: Chromium without its windows, which does the same with a third of the work."""

import shutil

_SHELL = "chromium-headless-shell"

BROWSER = _SHELL if shutil.which(_SHELL) else "chromium"
