"""The parameters of the magic link on their way through the flow."""

from uuid import UUID

import pytest

from gladhand.connect.link import LinkParameters, lost_link

ID = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


@pytest.mark.parametrize("name", ["invite", "tms_invite"])
def test_both_spellings_of_the_link_name_the_invitation(name: str) -> None:
    assert LinkParameters([("embed", "popup"), (name, str(ID))]).invitation_id == ID


def test_the_case_of_an_id_and_space_around_it_do_not_matter() -> None:
    assert LinkParameters([("invite", f" {str(ID).upper()} ")]).invitation_id == ID


@pytest.mark.parametrize("value", ["", "x", "1' or '1'='1", ID.hex, f"{ID}0", f"a{ID}", f"{ID}-1", "\0"])
def test_anything_but_an_id_is_no_invitation(value: str) -> None:
    assert LinkParameters([("invite", value)]).invitation_id is None


def test_launch_parameters_survive_known_or_not_repeated_or_empty() -> None:
    link = LinkParameters(
        [("invite", str(ID)), ("theme", "dark"), ("x", "1"), ("x", "2"), ("brand_color", "#d1004b"), ("y", "")]
    )
    assert link.url("/done") == f"/done?invite={ID}&theme=dark&x=1&x=2&brand_color=%23d1004b&y="


def test_a_pages_own_parameters_are_not_carried_on() -> None:
    link = LinkParameters([("invite", str(ID)), ("q", "sam"), ("connection", "1")])
    assert link.url("/providers", q="geo") == f"/providers?invite={ID}&q=geo"


def test_a_link_without_a_query_stays_one() -> None:
    assert LinkParameters([]).url("/") == "/"


@pytest.mark.parametrize(
    "value",
    [
        f"{ID}.",
        f"{ID})",
        f"{ID}>",
        f"<{ID}>",
        f"{ID}),",
        f'"{ID}"',
        f"3D{ID}",
        f"=3D{ID}",
        f"{str(ID)[:20]}\r\n{str(ID)[20:]}",
        f"{str(ID)[:20]}=\n{str(ID)[20:]}",
        f"{str(ID)[:20]} {str(ID)[20:]}",
        f"\u200b{ID}\u202c",
        f"{ID}/",
        f"{ID}\\",
        f"{{{ID}}}",
        f"_{ID}_",
        f"\u201c{ID}\u201d",
        f"{ID}?utm_source=mail",
        str(ID).replace("-", "\u2011"),
        str(ID).replace("-", "\u2013"),
        f"{ID}\u00a0",
    ],
)
def test_a_link_that_a_mail_program_has_changed_opens_the_invitation(value: str) -> None:
    link = LinkParameters([("invite", value)])
    assert link.invitation_id == ID
    assert link.url("/done") == f"/done?invite={ID}"


@pytest.mark.parametrize("name", [f"invite={ID}", f"invite%3D{ID}", f"tms_invite=3D{ID}"])
def test_a_parameter_whose_equals_sign_was_encoded_opens_the_invitation(name: str) -> None:
    assert LinkParameters([(name, "")]).invitation_id == ID


@pytest.mark.parametrize("name", ["INVITE", "Invite", "TMS_INVITE"])
def test_the_case_of_the_parameter_does_not_matter(name: str) -> None:
    assert LinkParameters([(name, str(ID).upper())]).invitation_id == ID


@pytest.mark.parametrize(
    "path",
    [
        f"/%3Finvite={ID}",
        f"/%3finvite%3D{ID}",
        f"/invite={ID}",
        f"/&invite={ID}.",
        f"/%26invite={ID}",
        f"/%3Ftms_invite={ID}",
        f"/%3Fx=1&invite={ID}",
        f"/%3Fx%3D1%26invite%3D{ID}",
        f"//?invite={ID}",
    ],
)
def test_a_query_whose_question_mark_was_encoded_is_found_in_the_path(path: str) -> None:
    found = lost_link(path)
    assert found is not None
    assert found.invitation_id == ID


@pytest.mark.parametrize("path", [f"/%3Finvite={ID}&ref=a%2Bb%26c+d", f"/%3Finvite%3D{ID}%26ref%3Da%252Bb%2526c%2Bd"])
def test_launch_parameters_of_a_lost_query_are_decoded_once(path: str) -> None:
    found = lost_link(path)
    assert found is not None
    assert found.query["ref"] == "a+b&c d"


@pytest.mark.parametrize("path", ["/", "/%3F", "/invite", "/?invite=x", f"/providers/{ID}", "/?x=1"])
def test_other_paths_hold_no_link(path: str) -> None:
    assert lost_link(path) is None


def test_an_ampersand_written_as_in_html_separates_all_the_same() -> None:
    assert LinkParameters([("embed", "popup"), ("amp;invite", str(ID))]).invitation_id == ID
