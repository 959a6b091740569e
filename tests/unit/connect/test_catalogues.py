"""Every language says everything, with the same names in it."""

import pytest
from tools.messages import DOMAINS, Domain, faults

from gladhand.connect.language import _, ngettext
from gladhand.core.languages import ENGLISH, LANGUAGES, use_language


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH.code])
@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_a_language_lacks_no_string_and_names_what_english_names(domain: Domain, code: str):
    assert faults(domain, code) == []


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_a_language_can_be_spoken(code):
    with use_language(LANGUAGES[code]):
        assert (_("Decline") == "Decline") == (code == "en")
        assert ngettext("one", "many", 2)
