"""Who is let in, how often and under which names, and what every answer carries."""

import re
from collections.abc import Iterator
from unittest import mock

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.web.door import (
    BURST,
    MOST_ADDRESSES,
    MOST_BODY_BYTES,
    MOST_STREAMS_OF_ONE,
    Allowance,
    Seats,
)
from bot.web.server import STATIC, Patience, WebServer
from tests.web.serving import Answer, answer_of, ask, knocking, post, say, serving

PUBLIC = "https://gifts.example.com"
SHEET = next(f"/static/{path.relative_to(STATIC)}" for path in sorted(STATIC.glob("**/*.css")))
SECRET = "a-secret-that-opens-an-overlay-" + "x" * 12


@pytest.fixture
async def server() -> object:
    """A server that has a public name too."""
    async with serving(public_url=PUBLIC) as running:
        yield running


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        """Begin at some moment."""
        self.now = 1_000.0

    def __call__(self) -> float:
        """The moment."""
        return self.now


# Names.


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
async def test_this_machines_names_are_let_in_with_the_right_port(
    server: WebServer, host: str
) -> None:
    assert (await ask(server, host=f"{host}:{server.address.port}")).status == 200
    assert (await ask(server, host=f"{host}:1")).status == 421
    assert (await ask(server, host=host)).status == 421


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "gifts.example.com.evil.example",
        "gifts.example.com.",
        "gifts.example.com:443",
        "gifts.example.com@evil.example",
        "",
    ],
)
async def test_any_other_name_is_turned_away(server: WebServer, host: str) -> None:
    refused = await ask(server, host=host)
    assert refused.status in {400, 421}
    assert "hello" not in refused.text


async def test_the_public_name_is_let_in(server: WebServer) -> None:
    assert (await ask(server, host="gifts.example.com")).status == 200
    assert (await ask(server, host="Gifts.Example.Com")).status == 200


async def test_a_request_without_a_name_or_with_two_is_turned_away(server: WebServer) -> None:
    here = f"127.0.0.1:{server.address.port}"
    without = await say(server, b"GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n")
    twice = (
        f"GET /hello HTTP/1.1\r\nHost: {here}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    assert without.status in {400, 421}
    assert (await say(server, twice.encode())).status == 400


# Origins.


async def test_a_change_is_asked_by_our_own_pages_alone(server: WebServer) -> None:
    port = server.address.port
    assert (await post(server, origin=f"http://127.0.0.1:{port}")).text == "this"
    assert (await post(server, origin=f"http://localhost:{port}")).status == 200
    assert (await post(server, host="gifts.example.com", origin=PUBLIC)).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "https://evil.example",
        "http://gifts.example.com",
        "https://gifts.example.com:8443",
        "https://gifts.example.com.evil.example",
        "https://gifts.example.com/",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_a_change_that_another_page_asks_for_is_refused(
    server: WebServer, origin: str | None, method: str
) -> None:
    named = {} if origin is None else {"origin": origin.format(port=server.address.port)}
    refused = await ask(server, "/change", method=method, body=b"what=this", more=named)
    assert refused.status == 403
    assert "this" not in refused.text.replace("This was asked", "")


async def test_looking_needs_no_origin_and_changes_nothing_by_another_method(
    server: WebServer,
) -> None:
    assert (await ask(server, origin="https://evil.example")).status == 200
    assert (await ask(server, "/change")).status == 405


# How often, and how many.


def test_an_address_may_ask_a_burst_at_once_and_then_as_time_passes() -> None:
    time = Time()
    allowance = Allowance(time, burst=3, refill_per_second=2.0)
    assert [allowance.seconds_to_wait("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert allowance.seconds_to_wait("b") == 0
    time.now += 0.5
    assert allowance.seconds_to_wait("a") == 0
    assert allowance.seconds_to_wait("a") == 0.5
    time.now += 3_600
    assert [allowance.seconds_to_wait("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_addresses_are_forgotten_so_that_no_number_of_them_fills_the_memory() -> None:
    allowance = Allowance(Time(), burst=1)
    assert allowance.seconds_to_wait("first") == 0
    assert allowance.seconds_to_wait("first") > 0
    for number in range(MOST_ADDRESSES):
        allowance.seconds_to_wait(str(number))
    assert allowance.seconds_to_wait("first") == 0


async def test_who_asks_too_fast_is_told_when_to_come_back(server: WebServer) -> None:
    with mock.patch.object(Allowance, "seconds_to_wait", return_value=1.2):
        refused = await ask(server)
    assert refused.status == 429
    assert refused.headers["retry-after"] == "2"


async def test_a_dozen_overlays_that_are_loaded_at_once_are_refused_no_file_of_theirs(
    server: WebServer,
) -> None:
    files = [path.name for path in (STATIC / "overlay").iterdir()]
    async with ClientSession() as session:
        for _ in range(MOST_STREAMS_OF_ONE):
            for name in files:
                url = f"{server.address.local_url}/static/overlay/{name}"
                async with session.get(url) as answer:
                    assert answer.status == 200, name
    assert len(files) * MOST_STREAMS_OF_ONE > BURST


def test_seats_are_given_back_and_never_more_than_there_are() -> None:
    seats = Seats(most=3, most_of_one=2)
    with seats.taken_by("a", "x"), seats.taken_by("a", "y"):
        with pytest.raises(web.HTTPTooManyRequests), seats.taken_by("a", "z"):
            pass
        with seats.taken_by("b", "x"):
            assert seats.taken == 3
            with pytest.raises(web.HTTPServiceUnavailable), seats.taken_by("c", "z"):
                pass
    assert seats.taken == 0
    with pytest.raises(ZeroDivisionError), seats.taken_by("a", "x"):
        raise ZeroDivisionError
    assert seats.taken == 0


# Who asks.


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names under which requests were counted."""
    counted: list[str] = []

    def count(_: Allowance, name: str, cost: float) -> float:
        counted.append(name)
        return 0.0

    monkeypatch.setattr(Allowance, "seconds_to_wait", count)
    return iter([counted])


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([], "127.0.0.1"),
        (["198.51.100.4"], "198.51.100.4"),
        (["203.0.113.9, 198.51.100.4"], "198.51.100.4"),
        (["203.0.113.9", "198.51.100.4"], "198.51.100.4"),
        (["2001:db8::1"], "2001:db8::/64"),
        (["nonsense"], "127.0.0.1"),
        (["198.51.100.4, "], "127.0.0.1"),
        (["x" * 4_000], "127.0.0.1"),
    ],
)
async def test_behind_our_own_proxy_the_last_name_that_it_gives_is_counted(
    server: WebServer, names: Iterator[list[str]], lines: list[str], name: str
) -> None:
    here = f"127.0.0.1:{server.address.port}"
    told = "".join(f"X-Forwarded-For: {line}\r\n" for line in lines)
    await say(
        server, f"GET /hello HTTP/1.1\r\nHost: {here}\r\n{told}Connection: close\r\n\r\n".encode()
    )
    assert next(names) == [name]


async def test_what_comes_from_elsewhere_names_nobody_else(names: Iterator[list[str]]) -> None:
    async with serving() as server:
        remote = mock.PropertyMock(return_value="198.51.100.4")
        with mock.patch.object(web.BaseRequest, "remote", remote):
            await ask(server, x_forwarded_for="203.0.113.9")
    assert next(names) == ["198.51.100.4"]


# Sizes.


async def test_a_body_beyond_the_limit_is_refused_in_whichever_way_it_is_sent(
    server: WebServer,
) -> None:
    origin = f"http://127.0.0.1:{server.address.port}"
    most = b"a=" + b"x" * (MOST_BODY_BYTES - 2)
    assert (await ask(server, "/change", method="POST", body=most, origin=origin)).status == 200
    large = await ask(server, "/change", method="POST", body=most + b"x", origin=origin)
    assert large.status == 413
    here = f"127.0.0.1:{server.address.port}"
    head = f"POST /change HTTP/1.1\r\nHost: {here}\r\nOrigin: {origin}\r\nConnection: close\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    chunked = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + 2 * chunk + b"0\r\n\r\n"
    assert (await say(server, chunked)).status == 413


async def test_forms_with_files_are_not_taken(server: WebServer) -> None:
    kind = "multipart/form-data; boundary=x"
    here = f"http://127.0.0.1:{server.address.port}"
    assert (await post(server, origin=here, content_type=kind)).status == 415


async def test_who_sends_a_form_letter_by_letter_is_not_waited_for() -> None:
    patience = Patience(body=0.05)
    async with serving(patience=patience) as server, knocking(server) as (reader, writer):
        here = f"127.0.0.1:{server.address.port}"
        head = f"POST /change HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\n"
        writer.write(f"{head}Content-Length: 9\r\n\r\nwhat".encode())
        assert b" 408 " in await reader.readline()


async def test_headers_beyond_the_limit_are_refused(server: WebServer) -> None:
    assert (await ask(server, x_long="x" * 20_000)).status == 400
    assert (await ask(server, "/hello?" + "x" * 20_000)).status == 400
    many = {f"x_{number}": "x" for number in range(100)}
    assert (await ask(server, more=many)).status == 400


# What answers carry.


def assert_dressed(answer: Answer) -> None:
    """It has what keeps strangers out."""
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "data:" not in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["cache-control"] in {"no-store", "no-cache"}
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/hello", 200),
        (SHEET, 200),
        ("/static/overlay", 403),
        ("/static/../door.py", 404),
        ("/static/%2e%2e/door.py", 404),
        ("/static/nothing.css", 404),
        ("/nothing", 404),
        ("/change", 405),
        ("/broken", 500),
    ],
)
async def test_every_answer_carries_what_keeps_strangers_out(
    server: WebServer, path: str, status: int
) -> None:
    answer = await ask(server, path)
    assert answer.status == status
    assert_dressed(answer)


async def test_refusals_and_streams_carry_it_too(server: WebServer) -> None:
    assert_dressed(await ask(server, host="evil.example"))
    assert_dressed(await post(server, origin="null"))
    with mock.patch.object(Allowance, "seconds_to_wait", return_value=1.0):
        assert_dressed(await ask(server))
    async with knocking(server) as (reader, writer):
        here = f"127.0.0.1:{server.address.port}"
        writer.write(f"GET /stream HTTP/1.1\r\nHost: {here}\r\n\r\n".encode())
        assert_dressed(answer_of(await reader.readuntil(b"\r\n\r\n")))


async def test_browsers_are_told_to_keep_to_https_where_there_is_https(server: WebServer) -> None:
    assert "strict-transport-security" in (await ask(server)).headers
    async with serving() as plain:
        assert "strict-transport-security" not in (await ask(plain)).headers


async def test_head_is_answered_like_get_without_the_page(server: WebServer) -> None:
    answer = await ask(server, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert_dressed(answer)


async def test_what_stays_the_same_is_not_sent_twice(server: WebServer) -> None:
    first = await ask(server, SHEET)
    again = await ask(server, SHEET, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


# Faults, and what the log says.


async def test_a_page_that_breaks_tells_a_reference_that_stands_in_the_log_and_nothing_else(
    server: WebServer,
) -> None:
    with capture_logs() as logged:
        broken = await ask(server, "/broken")
    assert broken.status == 500
    (reference,) = re.findall(r"mention (\w{4})\.$", broken.text)
    assert "house" not in broken.text
    assert "Traceback" not in broken.text
    (entry,) = [entry for entry in logged if entry["log_level"] == "error"]
    assert (entry["event"], entry["reference"]) == ("a page broke", reference)
    assert entry["route"] == "/broken"
    assert server.measures.page_errors.values == {"": 1}


async def test_a_stream_that_breaks_off_ends_there_and_says_nothing_more(
    server: WebServer,
) -> None:
    with capture_logs() as logged:
        broken = await ask(server, "/broken-off")
    assert broken.status == 200
    assert broken.body.endswith(b"event: hello\n\n\r\n")
    assert b"HTTP/1.1 500" not in broken.body
    assert [entry["event"] for entry in logged if entry["log_level"] != "debug"] == ["a page broke"]


async def test_no_secret_of_a_request_stands_in_the_log(
    server: WebServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    here = f"127.0.0.1:{server.address.port}"
    secret = {"authorization": f"Bearer {SECRET}", "cookie": f"ovation={SECRET}"}
    with capture_logs() as logged:
        for path in ("/hello", "/broken", "/broken-off", "/nothing", f"/{SECRET}"):
            await ask(server, f"{path}?link={SECRET}", more=secret)
        await ask(server, host=SECRET, more=secret)
        body = f"link={SECRET}".encode()
        await ask(server, "/change", method="POST", body=body, origin="null", more=secret)
        await ask(server, "/change", method="POST", body=body, origin=f"http://{here}", more=secret)
        for malformed in (
            f"GET /hello HTTP/1.1\r\nHost: {here}\r\nAuthorization: Bearer {SECRET}\x01\r\n\r\n",
            f"GET /{SECRET} HTTP/9\r\n\r\n",
            f"{SECRET}\r\n\r\n",
            f"GET /hello HTTP/1.1\r\nHost: {here}\r\nCookie: {SECRET * 500}\r\n\r\n",
        ):
            assert (await say(server, malformed.encode())).status == 400
    assert logged
    assert SECRET not in repr(logged)
    assert SECRET not in caplog.text
