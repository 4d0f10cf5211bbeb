"""A real headless Chromium for the tests of this folder; they are skipped where there is none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("PLAN_ATLAS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}


class Seen:
    """A page that is open, with everything it logged and asked for."""

    def __init__(self, browser, path, viewport, fragment):
        self.context = browser.new_context(viewport=viewport, accept_downloads=True)
        self.page = self.context.new_page()
        self.errors, self.requests = [], []
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_timeout(200)

    def heard(self, message):
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def run(self, code, *arguments):
        return self.page.evaluate(code, *arguments)

    def keep(self, name, data=None):
        """Save a screenshot, or the data of a picture, where PLAN_ATLAS_ARTIFACTS says."""
        folder = os.environ.get("PLAN_ATLAS_ARTIFACTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        target = Path(folder) / f"{name}.png"
        if data is None:
            self.page.screenshot(path=str(target))
        else:
            target.write_bytes(data)


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium: install it or set PLAN_ATLAS_CHROMIUM")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def see(chromium):
    """Open pages; afterwards none may have logged an error or asked for anything from elsewhere."""
    opened = []

    def open_page(path, *, viewport=DESKTOP, fragment=""):
        opened.append(Seen(chromium, path, viewport, fragment))
        return opened[-1]

    yield open_page
    for seen in opened:
        outside = [url for url in seen.requests if not url.startswith(("file:", "data:", "blob:"))]
        seen.context.close()
        assert outside == []
        assert seen.errors == []
