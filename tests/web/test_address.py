"""What the pages are called, and who counts as one caller."""

import pytest

from bot.web.address import Address
from bot.web.callers import name_of

PUBLIC = "https://gifts.example.com"


def test_by_default_only_this_machines_own_names_are_known() -> None:
    address = Address("127.0.0.1", 8787)
    assert address.hosts == {"127.0.0.1:8787", "localhost:8787", "[::1]:8787"}
    assert address.origins == {f"http://{host}" for host in address.hosts}
    assert address.local_url == "http://127.0.0.1:8787"
    assert not address.is_for_others
    assert not address.is_secure


def test_the_public_name_is_known_beside_them_and_is_an_origin_as_it_stands() -> None:
    address = Address("127.0.0.1", 8787, PUBLIC)
    assert address.hosts - address.local_hosts == {"gifts.example.com"}
    assert PUBLIC in address.origins
    assert "http://gifts.example.com" not in address.origins
    assert address.is_secure


def test_a_public_name_with_a_port_is_known_with_that_port_alone() -> None:
    address = Address("127.0.0.1", 8787, f"{PUBLIC}:8443")
    assert "gifts.example.com:8443" in address.hosts
    assert "gifts.example.com" not in address.hosts


def test_on_port_80_browsers_leave_the_port_out() -> None:
    assert {"127.0.0.1", "localhost", "[::1]"} < Address("127.0.0.1", 80).hosts


def test_ipv6_is_written_in_brackets() -> None:
    address = Address("::1", 8787)
    assert address.local_url == "http://[::1]:8787"
    assert "[::1]:8787" in address.hosts


@pytest.mark.parametrize(("host", "url"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]")])
def test_who_listens_everywhere_is_found_on_loopback_and_has_no_name_of_that_kind(
    host: str, url: str
) -> None:
    address = Address(host, 8787)
    assert address.local_url == f"http://{url}:8787"
    assert address.hosts == Address("127.0.0.1", 8787).hosts
    assert address.is_for_others


def test_an_address_of_its_own_is_a_name_too() -> None:
    address = Address("192.0.2.7", 8787)
    assert "192.0.2.7:8787" in address.hosts
    assert address.is_for_others


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "unknown"),
        ("1" * 4_000, "unknown"),
        ("", "unknown"),
    ],
)
def test_one_subscriber_is_one_caller(address: str, name: str) -> None:
    assert name_of(address) == name
