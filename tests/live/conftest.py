"""What the tests of acknowledgement have done for them."""

from functools import partial

import pytest

from bot.live import outages
from bot.live.backoff import Backoff

_LONGER_THAN_A_TEST_SECONDS = 10_000.0


@pytest.fixture
def long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a channel that refuses left alone for longer than a test takes."""
    long = partial(Backoff, _LONGER_THAN_A_TEST_SECONDS, _LONGER_THAN_A_TEST_SECONDS)
    monkeypatch.setattr(outages, "Backoff", long)
