"""Profile of the test suite: fast password hashing, mails in memory, plain static files, its own data folder."""

import atexit
import os
import shutil
import tempfile

# Each test process writes into a folder of its own, so that runs side by side never meet. It is named before the
# base profile reads the environment.
_folder = tempfile.mkdtemp(prefix="portal-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATA_DIR"] = _folder

from dialogue_portal.settings.base import *  # noqa: F403
from dialogue_portal.settings.base import (
    CACHES,
    DATA_DIR,
    DATABASES,
    MIDDLEWARE,
    STATIC_ROOT,
    STORAGES,
    TEMPLATES,
    env,
)

SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
LINK_KEY = "only-for-tests-link-key-0123456789-abcdefghijklmnop"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if env.str("CACHE_URL", default=""):
    # Each of pytest's processes empties its cache after every test: it needs one of its own.
    CACHES["default"]["LOCATION"] += f"?db={int(env.str('PYTEST_XDIST_WORKER', default='gw0')[2:]) + 1}"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server and the race tests use it from several threads, each on its own connection.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # Factories build rows without an act; requests may not (tests/support/acting.py).
    DATABASES["default"]["OPTIONS"]["options"] += " -c dialogue.acting=tests"
DEMO_ACCOUNTS_ALLOWED = True
# The people of the factories have a password only; tests/accounts/ switches the duty on.
SECOND_FACTOR_ENFORCED = False
MIDDLEWARE = [
    "tests.support.readonly.GetCannotWriteMiddleware",
    "tests.support.acting.ActsAreOwedMiddleware",
    *MIDDLEWARE,
]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir()
BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
TEMPLATES[0]["OPTIONS"]["debug"] = True
