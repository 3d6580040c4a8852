"""The browser in which pages are tested: found, or asked for in plain words."""

import shutil

import pytest
from playwright.async_api import async_playwright

from tests import browser


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Have neither the system nor Playwright one."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))


@pytest.mark.usefixtures("no_browser")
async def test_without_a_browser_tests_of_pages_are_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(browser.REQUIRED, raising=False)
    async with async_playwright() as playwright:
        with pytest.raises(pytest.skip.Exception, match="Debian's package is called"):
            browser.executable(playwright)
    assert not await browser.main()
    assert "playwright install chromium" in capsys.readouterr().out


@pytest.mark.usefixtures("no_browser")
async def test_without_a_browser_they_fail_where_one_is_required(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(browser.REQUIRED, "1")
    async with async_playwright() as playwright:
        with pytest.raises(pytest.fail.Exception, match="There is no Chromium"):
            browser.executable(playwright)
