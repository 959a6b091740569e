"""Every string that a person sees passes `_`, so that a translation is a catalogue and no change of code."""

import gettext
from pathlib import Path

#: English needs no catalogue; another language is `locale/<code>/LC_MESSAGES/connect.mo` beside this file.
LANGUAGE = "en"

translations = gettext.translation("connect", Path(__file__).parent / "locale", languages=[LANGUAGE], fallback=True)
_ = translations.gettext
ngettext = translations.ngettext
