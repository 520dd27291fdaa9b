"""A mail server that keeps every copy: what arrives twice stands here twice.

It speaks as much SMTP as Django's backend needs and says yes only after it has taken the letter, as a real one.
"""

import re
import socketserver
import threading
from typing import Self

_NAME = re.compile(rb"^message-id:\s*<([0-9a-f]{32})@", re.IGNORECASE | re.MULTILINE)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        try:
            self._talk()
        except OSError:
            return  # the other side was killed in the middle of a word

    def _talk(self) -> None:
        self._say("220 drill")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self._take()
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 drill")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # cut off before the end: not accepted
            lines.append(line)
        found = _NAME.search(b"".join(lines))
        self.server.copies.append(found[1].decode() if found else "")
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


class Receiver:
    """Runs for the length of a ``with`` block on a free port of this machine."""

    def __init__(self):
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.copies = []
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def copies(self) -> list[str]:
        """The opaque name of each letter taken, one entry per copy."""
        return list(self._server.copies)

    @property
    def address(self) -> str:
        """What ``EMAIL_URL`` has to be for letters to come here."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"
