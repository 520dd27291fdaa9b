"""Settings by profile: ``base`` is inherited by ``local`` (script/server), ``test`` and ``production``."""
