"""How gunicorn serves the portal. The access log keeps neither addresses of people nor anything secret."""

import os
import tempfile
from pathlib import Path

from gunicorn.glogging import Logger

from dialogue_portal.masking import masked


class MaskingLogger(Logger):
    """Writes the path without its secrets; query, referrer, browser and address of the reader are not kept."""

    def atoms(self, resp, req, environ, request_time) -> dict:
        """The few facts of one request that may be kept."""
        known = super().atoms(resp, req, environ, request_time)
        kept = {name: known[name] for name in ("t", "m", "s", "B", "M")}
        return kept | {"U": masked(environ.get("PATH_INFO", ""))}


_memory = Path("/dev/shm")  # noqa: S108  a beat file on a slow disk would make the master kill healthy workers

wsgi_app = "dialogue_portal.wsgi:application"
bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 15
keepalive = 5
worker_tmp_dir = str(_memory) if _memory.is_dir() else tempfile.gettempdir()
control_socket_disable = True
logger_class = MaskingLogger
accesslog = "-" if os.environ.get("ACCESS_LOG") else None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
loglevel = "warning"
