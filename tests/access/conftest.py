"""One world for all tests of access in a module: building it takes longer than walking most of it."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from tests.access import world as worlds


@pytest.fixture(scope="module")
def blank_sheet() -> bytes:
    """One empty page."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


# The only parameter is there for pytest: it keeps tests that share one side by side, in spite of the random order.
@pytest.fixture(scope="module", params=["two wards"])
def world(django_db_setup, django_db_blocker, blank_sheet, tmp_path_factory) -> Iterator[worlds.World]:
    """The world, gone after the module. Papers are empty sheets: who may open one does not depend on its looks."""
    block = transaction.atomic()
    block._from_testcase = (
        True  # issuing a paper asks for a transaction of its own; that of a test case does not count
    )
    mail = {
        "EMAIL_BACKEND": "outbox.channels.file_store.EmailBackend",
        "MAIL_STORE": tmp_path_factory.mktemp("mail"),
    }
    with (
        pytest.MonkeyPatch.context() as patched,
        django_db_blocker.unblock(),
        override_settings(**mail),
        time_machine.travel(worlds.NOW, tick=False),
        block,
    ):
        for module in ("documents.rendering", "dialogue_portal.demo.follow_up"):
            patched.setattr(f"{module}.render_pdf", lambda *_, **__: blank_sheet)
        yield worlds.build()
        transaction.set_rollback(True)
