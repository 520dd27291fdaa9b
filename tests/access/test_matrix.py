"""Every cell of the access matrix, asked of the real pages."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from dialogue_portal.access import matrix
from dialogue_portal.access.addresses import Address, addresses
from dialogue_portal.access.pages import PAGES, Page
from dialogue_portal.access.subjects import Answer, Subject
from dialogue_portal.access.table import as_page
from dialogue_portal.management.commands.access_matrix import PAGE
from tests.access.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
_BY_STATUS = {403: Answer.REFUSE, 404: Answer.HIDE, 405: Answer.METHOD}
_SERVED = (200, 302, 303, 400, 410, 422, 429, 503)


def answer_to(world: World, subject: Subject, method: str, address: str, body: dict[str, str]) -> Answer:
    """What the subject gets; nothing that the request changed stays."""
    client = world.client(subject)
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, body)
        response.getvalue()
        transaction.set_rollback(True)
    status = response.status_code
    if status == 302 and (response.url.startswith("/dang-nhap/?next=") or response.url == "/tra-cuu/"):
        return Answer.LOGIN
    assert status in _SERVED or status in _BY_STATUS, (method, address, subject, status)
    return _BY_STATUS.get(status, Answer.ALLOW)


def asked(world: World, page: Page) -> dict[tuple[str, Subject], Answer]:
    """All answers of one row."""
    facts = world.objects.get(page.of, {})
    parameters = next(address.parameters for address in addresses() if address.name == page.name)
    address = reverse(page.name, kwargs={name: facts[name] for name in parameters})
    return {
        (method, subject): answer_to(world, subject, method, address, facts.get("body", {}))
        for method in ("GET", "POST")
        for subject in Subject
    }


@pytest.fixture
def strange_page(monkeypatch):
    """Somebody adds an address and says nowhere who may open it."""
    found = addresses()
    more = [*found, Address("reports:new_page", "bao-cao/moi/", ())]
    monkeypatch.setattr(matrix, "addresses", lambda: more)


def test_every_address_has_a_row():
    assert matrix.problems() == []


def test_an_address_without_a_row_fails_the_command(strange_page):
    assert matrix.problems() == ["no row for the address reports:new_page"]
    with pytest.raises(CommandError, match="no row for the address reports:new_page"):
        call_command("access_matrix", stdout=StringIO())


def test_the_command_prints_the_cells_that_are_walked():
    out = StringIO()
    call_command("access_matrix", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert len(printed) == len(list(matrix.cells()))
    assert printed[0] == {
        "name": "live", "url": "/suc-khoe/", "object": "", "method": "GET", "role": "nobody", "expected": "allow",
        "how": "allow",
    }  # fmt: skip
    assert {cell["expected"] for cell in printed} == {"allow", "deny", "login"}


def test_the_page_in_the_docs_is_the_one_the_command_writes(settings):
    assert (settings.BASE_DIR / PAGE).read_text(encoding="utf-8") == as_page()


def test_every_row_allows_somebody_something():
    """A row that only refuses would pass on a page that is broken for all."""
    mute = [page.name for page in PAGES if Answer.ALLOW not in {*page.get.values(), *page.post.values()}]
    assert mute == ["followups:tracking_leave"]  # sends everybody to the door: that is what it is for


def test_every_cell_is_as_the_table_says(world):
    wrong, walked = [], 0
    for page in PAGES:
        expected = {("GET", who): answer for who, answer in page.get.items()}
        expected |= {("POST", who): answer for who, answer in page.post.items()}
        given = asked(world, page)
        walked += len(given)
        assert given.keys() == expected.keys()
        wrong += [
            f"{page.name} of {page.of or '-'}: {method} by {who}: {given[method, who]}, not {answer}"
            for (method, who), answer in expected.items()
            if given[method, who] != answer
        ]
    assert wrong == [], "\n".join(wrong)
    assert walked == len(list(matrix.cells())) > 7500
