"""Profile of the test suite: fast password hashing, mails in memory, plain static files."""

import tempfile
from pathlib import Path

from dialogue_portal.settings.base import *  # noqa: F403  a profile is its base plus what follows
from dialogue_portal.settings.base import BASE_DIR, STORAGES, TEMPLATES

SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
LINK_KEY = "only-for-tests-link-key-0123456789-abcdefghijklmnop"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEMO_ACCOUNTS_ALLOWED = True
_files = Path(tempfile.mkdtemp(prefix="portal-test-"))
STORAGES = {
    **STORAGES,
    "default": {**STORAGES["default"], "OPTIONS": {"location": _files / "files", "base_url": None}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAIL_STORE = _files / "mail"
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = BASE_DIR / "static"
BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
TEMPLATES[0]["OPTIONS"]["debug"] = True
