"""``manage.py drill`` works on a scratch only, and its exit code tells whether the promises were kept."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from dialogue_portal.drills import registry, report, scratch


def _drill(*arguments: str, **options) -> str:
    out = StringIO()
    call_command("drill", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_list_names_every_drill():
    lines = _drill("--list").splitlines()
    assert [line.split()[0] for line in lines] == ["silence", "kill-worker", "redelivery", "database-restart"]


@pytest.mark.parametrize("arguments", [(), ("earthquake",), ("silence", "--n", "0")])
def test_what_cannot_be_run_is_said(arguments):
    with pytest.raises(CommandError) as refusal:
        _drill(*arguments)
    assert refusal.value.returncode == 2


def test_a_database_that_no_drill_made_is_refused():
    with pytest.raises(CommandError, match="was not made for a drill"):
        _drill("silence", "--inside")


@pytest.fixture
def made_up(monkeypatch):
    """A drill that finds what it is told, inside a scratch that needs no making."""
    monkeypatch.setattr(scratch, "enter", lambda: None)

    def drill(found: int) -> None:
        run = lambda n, seed: iter([report.exactly("part", "lost", found, 0)])  # noqa: E731
        monkeypatch.setitem(registry.DRILLS, "silence", registry.Drill(run=run, proves="", n=1))

    return drill


def test_a_kept_promise_ends_well(made_up):
    made_up(0)
    assert '"holds": true' in _drill("silence", "--inside", "--json")


def test_a_broken_promise_ends_with_code_one(made_up, capsys):
    made_up(1)
    with pytest.raises(SystemExit) as end:
        _drill("silence", "--inside")
    assert end.value.code == 1


def _databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_the_scratch_lies_beside_the_configured_database_and_is_removed():
    is_postgresql = connection.vendor == "postgresql"
    before = _databases() if is_postgresql else set()
    with scratch.beside_the_configured() as variables:
        folder = variables["DATA_DIR"]
        assert os.listdir(folder) == [scratch.MARK]  # noqa: PTH208
        assert ("DATABASE_URL" in variables) is is_postgresql
        if is_postgresql:
            [made] = _databases() - before
            assert f"/{made}?" in variables["DATABASE_URL"]
    assert not os.path.exists(folder)  # noqa: PTH110
    if is_postgresql:
        assert _databases() == before


@pytest.mark.parametrize(
    ("database", "url"),
    [
        (
            {"HOST": "db", "PORT": 5433, "USER": "portal", "PASSWORD": "a/b"},
            "postgres://portal:a%2Fb@db:5433/x",
        ),
        (
            {"HOST": "", "USER": "postgres", "OPTIONS": {"host": "/var/run"}},
            "postgres://postgres@/x?host=/var/run",
        ),
        ({"HOST": "/var/run", "USER": "postgres"}, "postgres://postgres@/x?host=/var/run"),
        ({"HOST": "db", "USER": "p", "OPTIONS": {"options": "-c a=b"}}, "postgres://p@db/x"),
    ],
)
def test_the_address_of_the_scratch_differs_in_its_name_only(database, url):
    assert scratch._url_of(database, "x") == url


@pytest.mark.parametrize(
    ("url", "store"),
    [
        ("redis://host:6379/0", "redis://host:6379/9"),
        ("redis+socket:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=9"),
    ],
)
def test_the_store_of_the_scratch_is_another_number(url, store):
    assert scratch._store(url, 9) == store


def test_the_profile_of_the_drills_serves_no_other_database(tmp_path):
    """Even started by hand with the profile ``drill``, a database without the mark of a scratch is refused."""
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": scratch.PROFILE}
    done = subprocess.run(
        [sys.executable, "manage.py", "drill", "silence", "--inside"],
        cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "was not made for a drill" in done.stderr
