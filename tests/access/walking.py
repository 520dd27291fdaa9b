"""The walk: every subject asks for every address, and everything that comes back is read."""

from collections import defaultdict
from dataclasses import dataclass, field
from io import StringIO

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from accounts.forms import new_key
from dialogue_portal.access.addresses import addresses
from dialogue_portal.access.fields import FIELDS
from dialogue_portal.access.pages import PAGES, Page
from dialogue_portal.access.subjects import Answer, Subject
from tests.access.poison import readable
from tests.access.world import World

_BY_STATUS = {403: Answer.REFUSE, 404: Answer.HIDE, 405: Answer.METHOD}
_SERVED = (200, 302, 303, 400, 410, 422, 429, 503)
# Pages give more when they are asked for more: files of a list, contacts for a reason.
QUERIES = {"reports:figure": ("?dang=xlsx",), "portal:search": ("?q=minh",), "trail:search": ("?tai=xlsx",)}
REVEALS = {
    "sessions_app:guest_reveal": {"reason": "Giao thư mời giấy"},
    "sessions_app:registrations_reveal": {"reason": "clarify"},
    "sessions_app:registration_reveal": {"reason": "clarify"},
    "followups:petition_reveal": {"reason": "deliver"},
}


@dataclass
class Walk:
    """``found``: private column to who found something of it, to the keys of the rows and where each was first found.

    ``copied``: what had been copied out of private columns before, to who found it and where.
    """

    answers: dict[tuple[str, str, str, Subject], Answer] = field(default_factory=dict)
    found: dict[str, dict[Subject, dict[int, str]]] = field(default_factory=lambda: defaultdict(dict))
    copied: dict[bytes, dict[Subject, str]] = field(default_factory=lambda: defaultdict(dict))
    logged: bytes = b""
    read: int = 0  # answers that were searched


def through(world: World, heard: StringIO) -> Walk:
    """Ask for every cell of the table and read every answer, refusals included."""
    walk = Walk()
    parameters = {address.name: address.parameters for address in addresses()}
    for page in PAGES:
        facts = world.objects.get(page.of, {})
        address = reverse(page.name, kwargs={name: facts[name] for name in parameters[page.name]})
        for subject in Subject:
            for method in ("GET", "POST"):
                answer = _ask(world, walk, page, subject, method, address)
                walk.answers[page.name, page.of, method, subject] = answer
            for query in QUERIES.get(page.name, ()):
                _ask(world, walk, page, subject, "GET", address + query)
    walk.logged = heard.getvalue().encode()
    return walk


def _ask(world: World, walk: Walk, page: Page, subject: Subject, method: str, address: str) -> Answer:
    """One request; nothing that it changed stays."""
    client = world.client(subject)
    body = world.objects.get(page.of, {}).get("body", {}) | REVEALS.get(page.name, {})
    with transaction.atomic():
        if method == "GET":
            response = client.get(address)
        else:
            response = client.post(address, body | {"idempotency_key": new_key()} if body else {})
        _read(world, walk, subject, f"{method} {page.name}", response)
        transaction.set_rollback(True)
    return _answer(response, address)


def _answer(response: HttpResponse, address: str) -> Answer:
    status = response.status_code
    if status == 302 and (response.url.startswith("/dang-nhap/?next=") or response.url == "/tra-cuu/"):
        return Answer.LOGIN
    assert status in _SERVED or status in _BY_STATUS, (address, status)
    return _BY_STATUS.get(status, Answer.ALLOW)


def _read(world: World, walk: Walk, subject: Subject, where: str, response: HttpResponse) -> None:
    content = readable(response.getvalue(), response.get("Content-Type", ""))
    headers = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
    walk.read += 1
    for number, pk in world.poison.found_in(content + headers):
        walk.found[FIELDS[number].label].setdefault(subject, {}).setdefault(pk, where)
    for copy in world.poison.copies_in(content + headers):
        walk.copied[copy].setdefault(subject, where)
