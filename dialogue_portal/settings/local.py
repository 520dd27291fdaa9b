"""Profile of ``script/server``: one machine, demo accounts allowed, mails kept as files and shown at "Thư đi"."""

from dialogue_portal.settings.base import *  # noqa: F403  a profile is its base plus what follows
from dialogue_portal.settings.base import DATA_DIR, env
from dialogue_portal.settings.secrets import kept_secret

SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR / "secrets", "secret_key")
LINK_KEY = env.str("LINK_KEY", default="") or kept_secret(DATA_DIR / "secrets", "link_key")
DEMO_ACCOUNTS_ALLOWED = True
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "outbox.channels.file_store.EmailBackend"
    MAIL_STORE_PAGE = True
if not env.str("SMS_BACKEND", default=""):
    SMS_BACKEND = "file"
