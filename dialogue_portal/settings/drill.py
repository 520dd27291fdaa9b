"""Profile of the processes inside ``manage.py drill``: a scratch database and folder, keys for its length only.

It serves nobody. ``dialogue_portal/drills/scratch.py`` refuses it any database that a drill did not make.
"""

from dialogue_portal.settings.base import *  # noqa: F403  a profile is its base plus what follows
from dialogue_portal.settings.base import DATA_DIR, INSTALLED_APPS, env
from dialogue_portal.settings.secrets import kept_secret

SECRET_KEY = kept_secret(DATA_DIR / "secrets", "secret_key")
LINK_KEY = kept_secret(DATA_DIR / "secrets", "link_key")
INSTALLED_APPS = ["dialogue_portal.drills.apps.DrillsConfig", *INSTALLED_APPS]
DEMO_ACCOUNTS_ALLOWED = True  # the drills' own people are invented
# The data folder of the PostgreSQL cluster that a drill may restart, when it has one of its own.
DRILL_CLUSTER = env.str("DRILL_CLUSTER", default="")
