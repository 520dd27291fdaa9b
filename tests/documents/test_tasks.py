"""The tick that completes papers may run as often as it likes."""

from datetime import timedelta

import pytest

from audit import ticks
from documents.enums import DocumentState
from documents.tasks import finish_pending
from tests.factories.documents import ISSUED_AT, numbered

pytestmark = pytest.mark.django_db


def test_the_tick_finishes_what_waits_once_and_notes_its_pass(frozen):
    document = numbered()
    later = ISSUED_AT + timedelta(minutes=5)
    frozen(later.date(), f"{later:%H:%M}")
    finish_pending()
    document.refresh_from_db()
    assert (document.state, document.version) == (DocumentState.ISSUED, 2)
    finish_pending()
    document.refresh_from_db()
    assert document.version == 2
    assert ticks.last_pass("documents.finish_pending") == later
