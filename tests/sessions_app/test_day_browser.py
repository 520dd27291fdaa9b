"""The pages of the day, of conclusions and of the verdict in a real Chromium: no fault, no sideways scrolling."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse

from regulation.clock import now
from sessions_app.actions import conclusions, proceedings
from sessions_app.actions.proceedings import NOBODY
from sessions_app.models import DialogueSession
from tests.factories import proceedings as day
from tests.factories.proceedings import CLERK

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Playwright's plugin declares ``base_url`` in a way that the next pytest drops.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]
WIDTHS = (1366, 820, 390)


@pytest.fixture
def enter(live_app, browser, client_for):
    """``enter(seat)``: a page in Chromium that is signed in on the seat."""
    contexts = []

    def make(seat):
        context = browser.new_context(locale="vi-VN")
        contexts.append(context)
        value = client_for(seat).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_app.url}])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def look(page, address: str) -> None:
    """The page at every width: accessible, and nothing sticks out."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (address, width)
    found = Axe().run(page)
    assert [violation["id"] for violation in found.response["violations"]] == [], address


def at(live_app, name: str, session: DialogueSession, *more: str) -> str:
    return live_app.url + reverse(f"sessions_app:{name}", args=(session.code, *more))


@pytest.fixture
def session(live_app):
    """A session of an hour ago with two who speak and one who waits. A browser has a real clock."""
    starts = now().replace(second=0, microsecond=0) - timedelta(hours=1)
    row = day.in_progress()
    DialogueSession.objects.filter(pk=row.pk).update(starts_at=starts, began_at=starts)
    row.refresh_from_db()
    for _ in range(3):
        day.speaker(row)
    proceedings.call_next(row, seen=NOBODY, by=CLERK, at=starts)
    return row


def test_the_desk_works_by_hand(live_app, enter, session):
    page = enter(session.minute_taker)
    page.goto(at(live_app, "proceedings", session))
    page.get_by_role("button", name="Mời người tiếp theo").click()
    page.get_by_label("Nội dung ghi").fill("Xe gom rác vào hẻm lúc tan tầm.")
    page.get_by_role("button", name="Lưu và kết thúc lượt").click()
    page.get_by_label("Tên để mời phát biểu").fill("Bà Minh Họa Tám")
    page.get_by_label("Việc muốn nói").fill("Đèn hẻm 4")
    page.locator("section", has=page.get_by_role("heading", name="Người chưa đăng ký")).get_by_role(
        "button"
    ).click()
    page.get_by_role("link", name="Ghi kiến nghị").click()
    page.get_by_label("Lĩnh vực").select_option(label="Môi trường - ngập nước")
    page.get_by_role("button", name="Ghi kiến nghị").click()
    assert page.get_by_text("Mã tra cứu kiến nghị số 01").is_visible()
    assert [turn.text for turn in session.turns.order_by("position")] == [
        "", "Xe gom rác vào hẻm lúc tan tầm.", "Đèn hẻm 4",
    ]  # fmt: skip


def test_pages_of_the_day_are_accessible_at_every_width(live_app, enter, session):
    turn = session.turns.get()
    petition = day.petition(session, turn=turn, registration=turn.registration)
    page = enter(session.minute_taker)
    for address in (
        at(live_app, "proceedings", session),
        at(live_app, "turn", session, turn.code),
        at(live_app, "petition_new", session, turn.code),
        at(live_app, "petition_receipt", session, petition.code),
        at(live_app, "record_end", session),
        at(live_app, "minutes", session),
    ):
        look(page, address)


def test_pages_of_the_conclusions_are_accessible_at_every_width(live_app, enter, session):
    ended = now().replace(second=0, microsecond=0)
    session = proceedings.record_end(session, ended_at=ended, by=CLERK, at=ended)
    day.minutes(session)
    petition = day.petition(session)
    seat = day.office()
    draft = day.draft(session, day.line(petition), seat=seat)
    page = enter(seat)
    look(page, at(live_app, "conclusion", session))
    look(page, at(live_app, "conclusion_line", session, petition.code))
    conclusions.submit(draft, seat=seat, at=ended)
    leader = enter(day.leader())
    look(leader, live_app.url + reverse("sessions_app:review_list"))
    look(leader, at(live_app, "conclusion_review", session))
