"""Is the portal alive, and is it ready for work? Both pages are for machines and say nothing secret."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from audit import ticks
from dialogue_portal.celery import app
from regulation import clock

HEARTBEAT_AGE = timedelta(minutes=3)
WATCH_AGE = timedelta(hours=2)
FREE_SHARE, FREE_BYTES = 0.05, 2 * 1024**3
BROKER_SECONDS = 1


class NotReadyError(Exception):
    """One check failed; the text is a few words without addresses or secrets."""


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The web server answers. Touches nothing behind it."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Each part the portal stands on, one by one; 503 when one of them fails."""
    at = clock.now()
    checks = {name: _outcome(check, at) for name, check in CHECKS.items()}
    is_ready = all(outcome == "ok" for outcome in checks.values())
    return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)


def _outcome(check: Callable[[datetime], None], at: datetime) -> str:
    try:
        check(at)
    except NotReadyError as problem:
        return str(problem)
    except DatabaseError:
        return "database does not answer"
    return "ok"


def _database(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker(at: datetime) -> None:
    """Open a connection and close it, with a short patience: a frozen broker must not freeze this page."""
    link = app.connection_for_write(
        transport_options={
            **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
            "socket_timeout": BROKER_SECONDS,
            "socket_connect_timeout": BROKER_SECONDS,
        }
    )
    try:
        with link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
            link.default_channel.close()
    except Exception as problem:  # every transport has errors of its own
        raise NotReadyError("broker does not answer") from problem


def _heartbeat(at: datetime) -> None:
    _recent("heartbeat", at, HEARTBEAT_AGE, "worker or beat")


def _watch(at: datetime) -> None:
    _recent("watch", at, WATCH_AGE, "deadline watch")


def _recent(tick: str, at: datetime, age: timedelta, what: str) -> None:
    last = ticks.last_pass(tick)
    if last is None:
        raise NotReadyError(f"{what} has not run yet")
    if at - last > age:
        raise NotReadyError(f"{what} last ran {int((at - last).total_seconds() // 60)} minutes ago")


def _disk(at: datetime) -> None:
    """Fails when little is left both as a share and in bytes: 5 % of a large disk is still plenty."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    if usage.free < usage.total * FREE_SHARE and usage.free < FREE_BYTES:
        raise NotReadyError("disk is nearly full")


CHECKS = {"database": _database, "broker": _broker, "worker": _heartbeat, "watch": _watch, "disk": _disk}
