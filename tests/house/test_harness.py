"""The harness itself holds: each guard is shown to bite."""

import socket

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from audit.models import TickPass
from regulation import clock
from regulation.models import CalendarDay
from tests.support import moments, shuffle
from tests.support.offline import NetworkRefused
from tests.support.readonly import GetCannotWriteMiddleware, WroteOnRead


def test_another_machine_is_out_of_reach():
    with socket.socket() as other, pytest.raises(NetworkRefused):
        other.connect(("203.0.113.7", 80))


def _passes(count: int) -> list[str]:
    names = [f"pass-{number:02}" for number in range(count)]
    TickPass.objects.bulk_create([TickPass(name=name, at=moments.at(moments.SUNDAY)) for name in names])
    return names


@pytest.mark.django_db
def test_rows_without_an_order_come_out_mixed():
    names = _passes(20)
    shuffle.reseed("mixed")
    found = [row.name for row in TickPass.objects.all()]
    assert sorted(found) == names
    assert found != names


@pytest.mark.django_db
def test_rows_with_an_order_keep_it():
    names = _passes(20)
    assert [row.name for row in TickPass.objects.order_by("name")] == names


def _writing_view(request) -> HttpResponse:
    _passes(1)
    return HttpResponse("ok")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_that_is_read_cannot_write(method):
    request = getattr(RequestFactory(), method)("/")
    with pytest.raises(WroteOnRead):
        GetCannotWriteMiddleware(_writing_view)(request)


@pytest.mark.django_db
def test_a_form_that_is_sent_may_write():
    GetCannotWriteMiddleware(_writing_view)(RequestFactory().post("/"))
    assert TickPass.objects.count() == 1


@pytest.mark.django_db
def test_a_statement_that_writes_behind_with_is_seen():
    request = RequestFactory().get("/")
    statement = "WITH x AS (SELECT 1) DELETE FROM audit_tickpass"

    def view(_request):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    with pytest.raises(WroteOnRead):
        GetCannotWriteMiddleware(view)(request)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_reference_data_survive_a_flush(round_):
    assert CalendarDay.objects.exists()
    assert ContentType.objects.get_for_model(CalendarDay).model_class() is CalendarDay
    _passes(1)


def test_the_clock_stops_where_it_is_told(frozen):
    frozen(moments.LAST_DAY_OF_YEAR, "23:59")
    assert clock.today() == moments.LAST_DAY_OF_YEAR
    frozen(moments.TET_FIRST_DAY, "00:01")
    assert clock.today() == moments.TET_FIRST_DAY
