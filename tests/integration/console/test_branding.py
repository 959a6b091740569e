"""The page of branding: what is set, a preview in a frame, and keys that operators and admins of the partner make
and revoke.
"""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from gladhand.auth.people.roles import PersonRoleEnum

_FRAME = re.compile(r'<iframe class="shown" src="([^"]+)"')


async def test_an_operator_makes_a_key_and_sees_the_preview(operator, partner, server, database):
    here = f"/console/partners/{partner.slug}/branding"
    empty = await operator.get(here)
    assert "No embed key." in empty.text
    assert _FRAME.search(empty.text) is None
    assert "frame-src 'none'" in empty.headers["Content-Security-Policy"]
    made = await operator.submit(f"{here}/keys", name="site", origins="https://acme.example, https://www.acme.example")
    assert "The embed key is there." in made.text
    assert "https://acme.example, https://www.acme.example" in made.text
    saved = await operator.submit(here, brand_color="#D1004B", brand_logo="", brand_logo_dark="")
    assert "d1004b" in saved.text
    tried = await operator.get(f"{here}?brand_color=123456&theme=dark&lang=de")
    assert f"frame-src {server}" in tried.headers["Content-Security-Policy"]
    found = _FRAME.search(tried.text)
    assert found is not None
    address = unescape(found[1])
    query = parse_qs(urlsplit(address).query)
    assert {name: query[name] for name in ("brand_color", "theme", "lang")} == {
        "brand_color": ["123456"],
        "theme": ["dark"],
        "lang": ["de"],
    }
    preview = await operator.get(address.removeprefix(server))
    assert preview.status == 200
    assert 'lang="de"' in preview.text
    policy = preview.headers["Content-Security-Policy"]
    assert f"frame-ancestors https://acme.example https://www.acme.example {server}" in policy
    async with database.connection() as db:
        rows = await db.execute(
            "select action from rights_change where partner_id = %s and action like 'console.%%' order by id",
            (partner.id,),
        )
        assert [row["action"] for row in await rows.fetchall()][-2:] == [
            "console.embed_key.created",
            "console.branding.updated",
        ]
    key_id = re.search(rf"{here}/keys/([0-9a-f-]+)/revoke", tried.text)
    assert key_id is not None
    revoked = await operator.submit(f"{here}/keys/{key_id[1]}/revoke")
    assert "The embed key is revoked." in revoked.text
    assert _FRAME.search(revoked.text) is None
    assert (await operator.get(address.removeprefix(server))).status == 404


async def test_a_partners_admin_changes_its_own_look_and_sites(engineer, sign_in, partner, make_partner, database):
    here = f"/console/partners/{partner.slug}/branding"
    made = await engineer.submit(f"{here}/keys", name="site", origins="https://acme.example")
    assert _FRAME.search(made.text) is not None
    saved = await engineer.submit(here, brand_color="D1004B", brand_logo="", brand_logo_dark="")
    assert "d1004b" in saved.text
    [key_path] = re.findall(rf'action="({here}/keys/[0-9a-f-]+/revoke)"', saved.text)
    stranger = await sign_in(PersonRoleEnum.PARTNER_ADMIN, await make_partner())
    assert (await stranger.submit(key_path)).status == 404
    assert "The embed key is revoked." in (await engineer.submit(key_path)).text
    async with database.connection() as db:
        rows = await db.execute(
            "select action from rights_change where partner_id = %s and action like 'console.%%' order by id",
            (partner.id,),
        )
        assert [row["action"] for row in await rows.fetchall()][-3:] == [
            "console.embed_key.created",
            "console.branding.updated",
            "console.embed_key.revoked",
        ]


async def test_a_reader_sees_and_tries_but_changes_nothing(sign_in, engineer, partner):
    here = f"/console/partners/{partner.slug}/branding"
    await engineer.submit(f"{here}/keys", name="site", origins="https://acme.example")
    reader = await sign_in(PersonRoleEnum.PARTNER_READER, partner)
    shown = await reader.get(here)
    assert _FRAME.search(shown.text) is not None
    for form in ("Make an embed key", "Change the branding", "Revoke"):
        assert form not in shown.text
    for path, values in (
        (here, {"brand_color": "d1004c"}),
        (f"{here}/keys", {"name": "x", "origins": "https://x.example"}),
    ):
        assert (await reader.submit(path, **values)).status == 403, path


async def test_what_is_wrong_is_said(operator, partner):
    here = f"/console/partners/{partner.slug}/branding"
    refused = await operator.submit(here, brand_color="red")
    assert refused.status == 422
    assert "six hexadecimal digits" in refused.text
    assert (await operator.submit(f"{here}/keys", name="site", origins="http://acme.example")).status == 422


async def test_only_the_preview_may_be_shown_by_the_console(operator, partner, server, database):
    here = f"/console/partners/{partner.slug}/branding"
    await operator.submit(f"{here}/keys", name="site", origins="https://acme.example")
    found = _FRAME.search((await operator.get(here)).text)
    assert found is not None
    key = parse_qs(urlsplit(unescape(found[1])).query)["embed_key"][0]
    page = await operator.get(f"/?invite=01a22a03-fb8e-726e-b210-f0e20dba5675&embed_key={key}")
    assert "frame-ancestors https://acme.example;" in page.headers["Content-Security-Policy"] + ";"
