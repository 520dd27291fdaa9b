"""Profile for a real service: every secret comes from the environment, demo accounts are refused."""

from django.core.exceptions import ImproperlyConfigured

from dialogue_portal.settings.base import *  # noqa: F403  a profile is its base plus what follows
from dialogue_portal.settings.base import env


def _required_secret(name: str) -> str:
    value = env.str(name, default="")
    if len(value) < 40 or len(set(value)) < 10:
        raise ImproperlyConfigured(
            f"{name} is missing or weak: set it to at least 40 random characters, "
            "for example the output of `python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
        )
    return value


SECRET_KEY = _required_secret("SECRET_KEY")
LINK_KEY = _required_secret("LINK_KEY")
DEMO_ACCOUNTS_ALLOWED = False
DEBUG = False
