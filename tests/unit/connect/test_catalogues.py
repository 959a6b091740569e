"""Every language says everything, with the same names in it."""

import pytest
from tools.messages import DOMAINS, Domain, faults, wanted

from gladhand.connect.language import _, ngettext
from gladhand.core.languages import ENGLISH, LANGUAGES, use_language


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH.code])
@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_a_language_lacks_no_string_and_names_what_english_names(domain: Domain, code: str):
    assert faults(domain, code) == []


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_fleets_and_people_do_not_read_the_name_of_this_software(domain: Domain):
    texts = [str(message.id) for message in wanted(domain) if message.id]
    assert len(texts) > 20
    assert [text for text in texts if "gladhand" in text.lower()] == []


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_a_language_can_be_spoken(code):
    with use_language(LANGUAGES[code]):
        assert (_("Decline") == "Decline") == (code == "en")
        assert ngettext("one", "many", 2)
