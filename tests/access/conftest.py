"""One world for all tests of access in a module: building it takes longer than walking most of it."""

import logging
from collections.abc import Iterator
from io import BytesIO, StringIO

import pikepdf
import pytest
import time_machine
from django.db import transaction
from django.template.loader import render_to_string
from django.test import override_settings

from dialogue_portal.access.subjects import Subject
from tests.access import poison, walking
from tests.access import world as worlds


def _blank_sheet() -> bytes:
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


def _words_of_the_sheet(template: str, context: dict, **_) -> bytes:
    """Everything a paper is made of, titles for its metadata included, not laid out."""
    return b"%PDF-1.7\n" + render_to_string(template, context).encode()


# The only parameter is there for pytest: it keeps tests that share one side by side, in spite of the random order.
@pytest.fixture(scope="module", params=["two wards"])
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[worlds.World]:
    """The world, poisoned; gone after the module. Its issued papers are blank, its previews are plain words."""
    block = transaction.atomic()
    block._from_testcase = (
        True  # issuing a paper asks for a transaction of its own; that of a test case does not count
    )
    store = tmp_path_factory.mktemp("mail")
    # A provider of single sign-on that does not answer: its pages are there and lead nobody in.
    sign_on = {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "cong-doi-thoai"}
    mail = {"EMAIL_BACKEND": "outbox.channels.file_store.EmailBackend", "MAIL_STORE": store}
    with (
        pytest.MonkeyPatch.context() as patched,
        django_db_blocker.unblock(),
        override_settings(**mail, **sign_on),
        time_machine.travel(worlds.NOW, tick=False),
        block,
    ):
        blank = _blank_sheet()
        for module in ("documents.rendering", "dialogue_portal.demo.follow_up"):
            patched.setattr(f"{module}.render_pdf", lambda *_, **__: blank)
        built = worlds.build()
        built.poison = poison.spread(built.seats[Subject.OFFICE].unit)
        built.mail = store
        patched.setattr("documents.rendering.render_pdf", _words_of_the_sheet)
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def walk(world) -> walking.Walk:
    """Every cell asked once: the answers, what was found in them, and what was logged meanwhile."""
    heard = StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)  # as in service
    try:
        return walking.through(world, heard)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
