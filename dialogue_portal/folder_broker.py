"""Celery's broker over a folder, made safe for two processes that start at the same moment.

The transport that comes with kombu opens a message under its final name and writes into it afterwards. A worker
that looks in between reads an empty file and dies. Here everything is written under another name and then
renamed, so that a file is there whole or not at all; what still cannot be read is thrown away, for a tick that
is lost costs one period.
"""

import fcntl
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import monotonic_ns

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


def register() -> None:
    """Let ``filesystem://`` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"


def _write_whole(path: Path, text: str) -> None:
    draft = path.with_name(f".{uuid.uuid4()}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


class Channel(filesystem.Channel):
    """Puts and takes messages by renaming; takes care of the table of queues in the same way."""

    def _put(self, queue: str, payload: dict, **kwargs) -> None:
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out, name), dumps(payload))

    def _get(self, queue: str) -> dict:
        """The oldest message of the queue; raises Empty. Of several readers, the one whose rename succeeds has it."""
        for name in sorted(path.name for path in Path(self.data_folder_in).iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = Path(self.processed_folder, name)
            try:
                Path(self.data_folder_in, name).rename(taken)
            except FileNotFoundError:
                continue
            text = taken.read_text(encoding="utf-8")
            taken.unlink()
            try:
                return loads(text)
            except ValueError:
                logger.warning("A message that cannot be read was thrown away: %s", name)
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        entry = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._alone():
            table = self.get_table(exchange)
            if entry not in table:
                _write_whole(self._exchange_file(exchange), dumps([entry, *table]))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with Path(self.control_folder, "lock").open("w", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """What ``filesystem://`` stands for in this portal."""

    Channel = Channel
