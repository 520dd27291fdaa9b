"""Whole lives of sessions, really committed step by step: on PostgreSQL no step changes anything without its act."""

import pytest
from django.core.management import call_command
from django.db import connection

from audit.models import Act
from duties.actions.watch import watch
from regulation import clock
from tests.support.acting import answerable
from tests.support.moments import ORDINARY_MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_step_of_the_demo_ward_commits_with_its_act(ward):
    built = ward(ORDINARY_MONDAY)
    assert len(built) >= 6
    with answerable():
        assert watch(ORDINARY_MONDAY, clock.now())
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('dialogue.acting', true)")
                assert cursor.fetchone() == ("",)
    assert Act.objects.count() > 200
    call_command("verify_integrity")
