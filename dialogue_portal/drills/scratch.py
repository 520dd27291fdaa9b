"""A place where a drill may break things: a folder, a database and a queue of its own, removed afterwards.

A drill never touches the configured database. With SQLite it works on a file in a fresh folder, with PostgreSQL
on a database created beside the configured one; with Redis on one of its numbered stores that is empty.
"""

import contextlib
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from dialogue_portal.drills.processes import script_module
from outbox.models import Message

PROFILE = "dialogue_portal.settings.drill"
MARK = "scratch"  # the file in the data folder that names the database which a drill made
STORES = range(15, 0, -1)
_OF_SERVICES = {
    "DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "DATA_DIR", "BASE_URL", "ALLOWED_HOSTS",
    "SECRET_KEY", "LINK_KEY", "DEBUG", "PYTHONWARNINGS", "SECURE_SSL_REDIRECT",
}  # fmt: skip


class NoScratch(RuntimeError):
    """A drill may not or cannot work here; the text says why."""


@contextlib.contextmanager
def beside_the_configured() -> Iterator[dict[str, str]]:
    """Variables that lead a drill's process to a scratch like the configured services."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(_folder())
        found = {}
        if connection.vendor == "postgresql":
            found["DATABASE_URL"] = stack.enter_context(_database_beside())
        if settings.CELERY_BROKER_URL.startswith("redis"):
            found["CELERY_BROKER_URL"] = stack.enter_context(_empty_store(settings.CELERY_BROKER_URL))
        yield _variables(folder, **found)


@contextlib.contextmanager
def on_own_servers() -> Iterator[dict[str, str]]:
    """Variables that lead to a PostgreSQL cluster and a Redis started for the drill, which it may restart."""
    servers = script_module("services").ThrowAwayServices(durable=True)
    with _folder() as folder, servers as started:
        found = {name: started.environment[name] for name in ("DATABASE_URL", "CELERY_BROKER_URL")}
        yield _variables(folder, DRILL_CLUSTER=str(started.cluster), **found)


def plain_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would lead a drill to the configured services."""
    return {name: value for name, value in variables.items() if name not in _OF_SERVICES}


def enter() -> None:
    """Inside a drill's process: make sure that the database is a scratch, and bring it up to date.

    Raises NoScratch for any database that a drill did not make, or that holds people or letters.
    """
    mark = Path(settings.DATA_DIR) / MARK
    if settings.SETTINGS_MODULE != PROFILE or not mark.exists():
        raise NoScratch("This database was not made for a drill; start it with manage.py drill.")
    call_command("migrate", verbosity=0)
    if User.objects.exists() or Message.objects.exists():
        raise NoScratch("This database holds people or letters; a drill works on an empty one only.")


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="portal-drill-"))
    try:
        (folder / MARK).touch()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _variables(folder: Path, **found: str) -> dict[str, str]:
    place = {
        "DJANGO_SETTINGS_MODULE": PROFILE,
        "DATA_DIR": str(folder),
        "PYTHONPATH": ":".join(filter(None, sys.path)),
    }
    return place | {"BASE_URL": "http://localhost"} | found


@contextlib.contextmanager
def _database_beside() -> Iterator[str]:
    """A PostgreSQL database with a random name, as a URL; dropped afterwards with whoever still holds it."""
    name = f"portal_drill_{secrets.token_hex(6)}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield _url_of(settings.DATABASES["default"], name)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url_of(database: dict, name: str) -> str:
    host, port = database.get("HOST") or "", database.get("PORT") or ""
    options = {"host": host} if host.startswith("/") else {}
    options |= {
        key: value for key, value in database.get("OPTIONS", {}).items() if key in {"host", "sslmode"}
    }
    person = quote(database.get("USER") or "", safe="")
    if database.get("PASSWORD"):
        person += f":{quote(database['PASSWORD'], safe='')}"
    place = "" if host.startswith("/") else f"{host}:{port}" if port else host
    query = f"?{urlencode(options, safe='/')}" if options else ""
    return f"postgres://{person}@{place}/{name}{query}"


@contextlib.contextmanager
def _empty_store(url: str) -> Iterator[str]:
    """The URL of a numbered store of the same Redis that is empty now; emptied again afterwards."""
    for number in STORES:
        candidate = _store(url, number)
        with redis.Redis.from_url(_for_client(candidate)) as client:
            if client.dbsize():
                continue
            try:
                yield candidate
            finally:
                client.flushdb()
            return
    raise NoScratch("No numbered store of the configured Redis is empty.")


def _store(url: str, number: int) -> str:
    parts = urlsplit(url)
    if "socket" in parts.scheme:
        return f"{parts.scheme}://{parts.path}?virtual_host={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def _for_client(url: str) -> str:
    """The same store in the words of the Redis library."""
    return url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
