"""Nobody meets a dead end: in the demo ward every link on every page leads to a page, for each of the accounts."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from accounts.decisions import refused
from accounts.models import Seat
from dialogue_portal.demo.accounts import ACCOUNTS
from tests.support.moments import ORDINARY_MONDAY

START = "/viec-cua-toi/"
_LINK = re.compile(r'(?:href|src)="(/[^"]*|\?[^"]*)"')
# So many addresses of one page are opened: the 168 communes of the city have the same page.
MOST_OF_A_KIND = 2


def links_of(content: str, here: str) -> Iterator[str]:
    for link in _LINK.findall(content):
        there = urldefrag(urljoin(here, link.replace("&amp;", "&")))[0]
        if not there.startswith("/static/"):
            yield there


def kind_of(address: str) -> tuple[str, ...]:
    """The page that an address shows, and which questions it asks."""
    parts = urlsplit(address)
    return (resolve(parts.path).view_name, *sorted(parse_qs(parts.query)))


def dead_ends(client: Client) -> tuple[list[tuple[str, int, str]], int]:
    """Links within reach that lead to no page (address, answer, where it stands), and how many were followed."""
    dead, opened, kinds = [], {START}, Counter()
    waiting = deque([(START, "")])
    while waiting:
        address, stands_on = waiting.popleft()
        answer = client.get(address)
        content = answer.getvalue()
        if answer.status_code not in (200, 302):
            dead.append((address, answer.status_code, stands_on))
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for link in links_of(content.decode(), address):
            if link not in opened and kinds[kind_of(link)] < MOST_OF_A_KIND:
                opened.add(link)
                kinds[kind_of(link)] += 1
                waiting.append((link, address))
    return dead, len(opened)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("on", "usernames"),
    [
        (ORDINARY_MONDAY, [account.username for account in ACCOUNTS]),
        (date(2029, 3, 12), ["vanphong"]),
    ],
    ids=["ordinary day", "year without calendar"],
)
def test_every_link_leads_to_a_page(ward, client_for, on, usernames):
    ward(on)
    followed = {}
    for username in usernames:
        seat = Seat.objects.select_related("user").filter(user__username=username).order_by("pk").first()
        dead, followed[username] = dead_ends(client_for(seat))
        assert (username, dead) == (username, [])
    assert min(followed.values()) > 8
    assert followed["vanphong"] > 60


def test_a_planted_dead_end_is_found(people, client_for, monkeypatch):
    people(ORDINARY_MONDAY)
    monkeypatch.setattr("reports.policies.can_see_reports", lambda seat: refused("Trang này đóng."))
    seat = Seat.objects.select_related("user").get(user__username="vanphong")
    dead, _ = dead_ends(client_for(seat))
    assert dead == [("/bao-cao/nam/", 403, START)]
