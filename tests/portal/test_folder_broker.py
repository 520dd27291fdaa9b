"""The broker over a folder: nothing half written is ever read, nothing is taken twice."""

import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem, get_transport_cls

import dialogue_portal.celery  # noqa: F401 - registers the transport
from dialogue_portal import folder_broker

QUEUE = "celery"


@pytest.fixture
def channel_of(tmp_path):
    """Makes channels of a transport over one folder, as two processes would have them."""
    folders = {name: tmp_path / name for name in ("messages", "processed", "control")}
    for folder in folders.values():
        folder.mkdir()
    options = {
        "data_folder_in": str(folders["messages"]),
        "data_folder_out": str(folders["messages"]),
        "processed_folder": str(folders["processed"]),
        "control_folder": str(folders["control"]),
    }
    opened = []

    def make(transport: type = folder_broker.Transport):
        link = Connection(transport=transport, transport_options=options)
        opened.append(link)
        return link.channel()

    yield make
    for link in opened:
        link.release()


def _messages(tmp_path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "messages").iterdir())


def test_the_portal_uses_it():
    assert get_transport_cls("filesystem") is folder_broker.Transport


def test_messages_come_out_whole_in_their_order_and_once(channel_of, tmp_path):
    channel = channel_of()
    for number in range(3):
        channel._put(QUEUE, {"body": number})
        time.sleep(0.002)
    assert [channel._get(QUEUE)["body"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert _messages(tmp_path) == []
    assert list((tmp_path / "processed").iterdir()) == []


def test_a_message_of_another_queue_stays(channel_of):
    channel = channel_of()
    channel._put("other", {"body": 1})
    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert channel._get("other") == {"body": 1}


def test_a_reader_never_meets_a_half_written_message(channel_of, monkeypatch):
    channel, reader = channel_of(), channel_of()
    met = []
    original = Path.replace

    def look_before_renaming(draft: Path, target: Path) -> Path:
        with pytest.raises(Empty) as nothing:
            reader._get(QUEUE)
        met.append(nothing.type)
        return original(draft, target)

    monkeypatch.setattr(Path, "replace", look_before_renaming)
    channel._put(QUEUE, {"body": 1})
    assert met == [Empty]
    assert reader._get(QUEUE) == {"body": 1}


def test_the_transport_of_the_library_lets_a_reader_meet_one(channel_of, monkeypatch):
    """The negative control: this is why there is a transport of our own."""
    channel, reader = channel_of(filesystem.Transport), channel_of(filesystem.Transport)
    met = []
    original = filesystem.lock

    def look_before_writing(file, flags) -> None:
        if not met and file.mode == "wb":
            met.append(None)
            with pytest.raises(ValueError, match="Expecting value"):
                reader._get(QUEUE)
        original(file, flags)

    monkeypatch.setattr(filesystem, "lock", look_before_writing)
    channel._put(QUEUE, {"body": 1})
    assert met == [None]


def test_a_message_that_cannot_be_read_is_thrown_away_and_the_next_one_comes(
    channel_of, tmp_path, monkeypatch
):
    channel, told = channel_of(), []
    monkeypatch.setattr(folder_broker.logger, "warning", lambda *words: told.append(words))
    (tmp_path / "messages" / f"0_broken.{QUEUE}.msg").write_text("", encoding="ascii")
    channel._put(QUEUE, {"body": 1})
    assert channel._get(QUEUE) == {"body": 1}
    ((sentence, name),) = told
    assert ("thrown away" in sentence, name) == (True, f"0_broken.{QUEUE}.msg")
    assert _messages(tmp_path) == []


def test_many_writers_and_readers_lose_nothing_and_double_nothing(channel_of):
    taken, written = [], 4 * 50
    give_up = time.monotonic() + 30

    def write(start: int) -> None:
        channel = channel_of()
        for number in range(start, start + 50):
            channel._put(QUEUE, {"body": number})

    def read() -> None:
        # A folder that others empty may look empty for a moment: a worker asks again, and so does this one.
        channel = channel_of()
        while len(taken) < written and time.monotonic() < give_up:
            with suppress(Empty):
                taken.append(channel._get(QUEUE)["body"])

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write, args=(start,)) for start in range(0, written, 50)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in (*writers, *readers):
        thread.join()
    assert sorted(taken) == list(range(written))


def test_binding_a_queue_again_and_at_once_keeps_one_entry_of_each(channel_of):
    channels = [channel_of() for _ in range(6)]
    names = ["one", "two", "three"] * 2
    threads = [
        threading.Thread(target=channel._queue_bind, args=("celery", name, "", name))
        for channel, name in zip(channels, names, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(entry.queue for entry in channels[0].get_table("celery")) == ["one", "three", "two"]
