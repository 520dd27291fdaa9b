"""The profile ``production`` starts only with real secrets, and knows no demo city."""

import os
import secrets
import subprocess
import sys

import pytest

GOOD = {"SECRET_KEY": secrets.token_urlsafe(48), "LINK_KEY": secrets.token_urlsafe(48)}


def _production(tmp_path, *command: str, **variables: str) -> subprocess.CompletedProcess:
    profile = {"DJANGO_SETTINGS_MODULE": "dialogue_portal.settings.production"}
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | profile | variables
    env = {name: value for name, value in env.items() if value}
    return subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)


SHOW_SETTINGS = (
    "import django; django.setup(); from django.conf import settings as s; "
    "print(s.DEBUG, s.DEMO_ACCOUNTS_ALLOWED, s.MAIL_STORE_PAGE, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_NAME)"
)
SHOW = ("-c", SHOW_SETTINGS)


def test_with_real_secrets_it_starts_without_demo_and_debug(tmp_path):
    done = _production(tmp_path, *SHOW, **GOOD, BASE_URL="https://doithoai.example.vn", DEBUG="1")
    assert (done.stdout.split(), done.returncode) == (["False", "False", "False", "True", "__Host-phien"], 0)


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEY"])
@pytest.mark.parametrize(
    "weak",
    [
        pytest.param("", id="missing"),
        pytest.param("ngan", id="short"),
        pytest.param("ab" * 30, id="monotone"),
    ],
)
def test_a_missing_or_weak_secret_is_refused_by_name(tmp_path, name, weak):
    done = _production(tmp_path, *SHOW, **(GOOD | {name: weak}))
    assert done.returncode == 1
    assert f"{name} is missing or weak" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("command", ["seed_demo", "demo_link"])
def test_the_demo_city_is_refused(tmp_path, command):
    done = _production(tmp_path, "manage.py", command, **GOOD)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_web_entry_point_is_production_unless_told_otherwise(tmp_path):
    done = _production(tmp_path, "-c", "import dialogue_portal.wsgi", DJANGO_SETTINGS_MODULE="")
    assert done.returncode == 1
    assert "SECRET_KEY is missing or weak" in done.stderr.splitlines()[-1]
