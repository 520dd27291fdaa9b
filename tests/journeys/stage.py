"""The stage of a journey: the real portal in a real browser, people who sign in, a clock that is moved by hand.

Everything is watched while it is played: a complaint of the console (a script that broke, something the content
policy stopped), an answer that is an error, an accessibility fault or a page that scrolls sideways fails the story.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from duties.actions.watch import watch
from outbox.channels import file_store
from outbox.relay import relay_once
from regulation import clock

PASSWORD = "mat-khau-hanh-trinh-1"
DESK = {"width": 1366, "height": 768}
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}
_RESULTS = Path(__file__).resolve().parents[2] / "test-results" / "journey"
PICTURES = Path(os.environ.get("JOURNEY_PICTURES", _RESULTS))
GRAVE = ("serious", "critical")

expect.set_options(timeout=15_000)


class Stage:
    """``stage.at(day, "08:00")`` moves the clock; ``with stage.signed_in("vanphong") as page`` lets somebody act."""

    def __init__(self, address: str, browser: Browser, stop_clock: Callable, *, pictures: Path = PICTURES):
        self.address = address
        self.browser = browser
        self._stop_clock = stop_clock
        self._pictures = pictures
        self._looks = 0
        self._without_script: set[BrowserContext] = set()
        self.complaints: list[str] = []

    def at(self, day: date, time: str) -> None:
        """Move everybody's clock."""
        self._stop_clock(day, time)

    @contextmanager
    def signed_in(self, username: str, *, viewport: dict = DESK) -> Iterator[Page]:
        """A browser in which somebody has signed in by hand and stands at the own start page."""
        with self.browsing(viewport=viewport) as page:
            page.goto(f"{self.address}/dang-nhap/")
            page.get_by_label("Tên đăng nhập").fill(username)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            expect(page).to_have_url(re.compile("/viec-cua-toi/"))
            yield page

    @contextmanager
    def browsing(self, *, viewport: dict = DESK, script: bool = True) -> Iterator[Page]:
        """A fresh browser of somebody without an account."""
        context = self.browser.new_context(
            viewport=viewport, java_script_enabled=script, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        if not script:
            self._without_script.add(context)
        page = context.new_page()
        self._watch(page)
        try:
            yield page
        finally:
            context.close()

    def _watch(self, page: Page) -> None:
        def answered(response: Response) -> None:
            if response.status >= 400:
                self.complaints.append(f"{response.status} {response.url}")

        page.on("response", answered)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda line: (
                self.complaints.append(f"{page.url}: {line.text}")
                if line.type in ("error", "warning")
                else None
            ),
        )

    def look(self, page: Page, name: str) -> None:
        """Take a picture and judge the page: no grave fault for people with aids, nothing wider than the screen."""
        self._looks += 1
        page.wait_for_load_state()
        self._pictures.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self._pictures / f"{self._looks:02d}-{name}.png", full_page=True)
        if page.context in self._without_script:
            with self._twin(page) as twin:
                self._judge(twin, name)
        else:
            self._judge(page, name)

    @contextmanager
    def _twin(self, page: Page) -> Iterator[Page]:
        """The same page of the same person with script, which the judge needs."""
        context = self.browser.new_context(
            storage_state=page.context.storage_state(), viewport=page.viewport_size
        )
        twin = context.new_page()
        try:
            twin.goto(page.url)
            yield twin
        finally:
            context.close()

    @staticmethod
    def _judge(page: Page, name: str) -> None:
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults = [
            (fault["id"], [node["html"] for node in fault["nodes"]])
            for fault in Axe().run(page).response["violations"]
            if fault["impact"] in GRAVE
        ]
        assert (name, beyond, faults) == (name, 0, [])

    def file(self, page: Page, address: str) -> bytes:
        """What a link of the page gives to whoever sits there."""
        answer = page.context.request.get(f"{self.address}{address}" if address.startswith("/") else address)
        assert answer.status == 200, address
        return answer.body()

    @staticmethod
    def letters_to(address: str) -> list[file_store.KeptMail]:
        """What arrived at an address, the oldest first."""
        files = sorted(Path(settings.MAIL_STORE).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [mail for mail in (file_store.kept(file.stem) for file in files) if mail.to == address]

    def paper(self, page: Page) -> bytes:
        """The paper that the page shows as a picture."""
        expect(page.locator("img.paper-picture")).to_have_js_property("complete", True)
        return self.file(page, page.get_by_role("link", name="Tải PDF").get_attribute("href"))

    @staticmethod
    def clockwork_passes() -> dict[str, int]:
        """The watch over all terms, as the clockwork runs it; what it opened, moved and reminded of."""
        at = clock.now()
        return watch(at.date(), at)

    def let_letters_leave(self) -> int:
        """The clockwork's pass over the outbox; how many letters left."""
        counts = relay_once(at=clock.now())
        assert (counts.failed, counts.retried) == (0, 0)
        return counts.sent
