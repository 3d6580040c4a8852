"""The page's addresses: who may open them, what they tell, and what they never tell."""

from __future__ import annotations

from typing import Any

import aiohttp
import orjson
import pytest

from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import World, default_world


async def fetched(sandbox: Sandbox, path: str, **headers: str) -> tuple[int, bytes, Any]:
    """Ask for an address of the sandbox; the status, the body and the headers."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(sandbox.page_url + path.lstrip("/"), headers=headers) as answer,
    ):
        return answer.status, await answer.read(), answer.headers


async def test_the_world_names_everybody_one_can_be_and_no_bot(sandbox: Sandbox) -> None:
    status, body, _ = await fetched(sandbox, "/page/world.json")
    world = orjson.loads(body)
    assert status == 200
    assert {member["name"] for member in world["members"]} >= {"Ann", "Kim", "Bea", "Max", "Olive"}
    assert not {"Ovation", "Jukebox"} & {member["name"] for member in world["members"]}
    assert sandbox.world.bot.token.encode() not in body
    ann = next(member for member in world["members"] if member["name"] == "Ann")
    assert sandbox.world.by_token[ann["token"]].name == "Ann"
    assert world["overlay"] is None


async def test_the_crowd_is_nobody_one_can_be() -> None:
    async with Sandbox(default_world(crowd=3)) as sandbox:
        _, body, _ = await fetched(sandbox, "/page/world.json")
    assert b"Fan 1" not in body


async def test_all_addresses_go_by_the_name_under_which_the_page_was_opened(
    sandbox: Sandbox,
) -> None:
    host = f"localhost:{sandbox.port}"
    _, body, headers = await fetched(sandbox, "/page/world.json", Host=host)
    assert orjson.loads(body)["gateway"] == f"ws://{host}/"
    assert f"connect-src 'self' ws://{host};" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/", "/page/world.json", "/api/v9/gateway", "/embed/avatars/0.png"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:{port}"]
)
async def test_whoever_comes_under_another_name_is_turned_away(
    sandbox: Sandbox, path: str, host: str
) -> None:
    status, body, _ = await fetched(sandbox, path, Host=host.format(port=sandbox.port))
    assert status == 403
    assert b"token" not in body


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_the_gateway_is_closed_to_other_sites(sandbox: Sandbox, origin: str) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(sandbox.gateway_url, headers={"Origin": origin})
        assert refused.value.status == 403
        own = {"Origin": sandbox.page_url.rstrip("/")}
        async with session.ws_connect(sandbox.gateway_url, headers=own) as socket:
            assert (await socket.receive_json())["op"] == 10


async def test_no_other_site_may_read_frame_or_script_the_page(sandbox: Sandbox) -> None:
    for path in ("/", "/page/world.json", "/page/main.js", "/page/emoji/1f339.svg", "/page/no"):
        _, _, headers = await fetched(sandbox, path)
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in headers


async def test_only_the_overlay_that_was_given_is_framed(world: World) -> None:
    secret = "http://127.0.0.1:8080/overlay?mute=1#secret"
    async with Sandbox(world, overlay=secret) as sandbox:
        _, body, headers = await fetched(sandbox, "/page/world.json")
        assert orjson.loads(body)["overlay"] == secret
        assert "frame-src http://127.0.0.1:8080;" in headers["Content-Security-Policy"]
        sandbox.page.overlay = None
        _, _, headers = await fetched(sandbox, "/")
        assert "frame-src 'none';" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name", ["../routes.py", "%2e%2e/routes.py", "nothing.js", "", "composer/../main.js/", "signs"]
)
async def test_nothing_but_the_pages_own_files_is_given_away(sandbox: Sandbox, name: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.page_url}page/{name}", allow_redirects=False) as answer,
    ):
        assert answer.status == 404


async def test_emoji_are_pictures_from_this_machine(sandbox: Sandbox) -> None:
    status, body, headers = await fetched(sandbox, "/page/emoji/1f339.svg")
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    assert body.startswith(b"<svg")
    _, names, _ = await fetched(sandbox, "/page/emoji/names.json")
    assert {"1f339", "2764", "1f468-200d-1f680"} <= set(orjson.loads(names))
    assert (await fetched(sandbox, "/page/emoji/41.svg"))[0] == 404
    assert (await fetched(sandbox, "/page/emoji/..%2f..%2fapi.svg"))[0] == 404


async def test_a_page_is_only_read(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.post(sandbox.page_url) as answer:
        assert answer.status == 405


async def test_what_was_uploaded_never_acts_as_the_page(sandbox: Sandbox) -> None:
    ann = sandbox.world.user("Ann")
    form = aiohttp.FormData()
    form.add_field("payload_json", "{}", content_type="application/json")
    form.add_field("files[0]", b"<script>1</script>", filename="x.html", content_type="text/html")
    path = f"{sandbox.page_url}api/v9/channels/{sandbox.world.channel('gifts').id}/messages"
    async with aiohttp.ClientSession(headers={"Authorization": ann.token}) as session:
        async with session.post(path, data=form) as answer:
            url = (await answer.json())["attachments"][0]["url"]
        async with session.get(url) as answer:
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
