"""The system check finds a machine on which papers cannot be rendered."""

from documents import checks, rendering


def test_the_engine_is_there():
    assert checks.rendering_engine_is_there(None) == []


def test_a_missing_library_is_named_with_what_to_do(monkeypatch):
    def broken():
        raise OSError("cannot load library 'libpangoft2-1.0-0'")

    monkeypatch.setattr(rendering, "engine", broken)
    [error] = checks.rendering_engine_is_there(None)
    assert "libpangoft2-1.0-0" in error.msg
    assert error.hint.startswith("apt-get install")
