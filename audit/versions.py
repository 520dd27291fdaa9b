"""Editing a row that somebody else may be editing too."""

from collections.abc import Iterable

from django.db.models import F, Model


class EditConflict(Exception):
    """The row changed since the form was opened. ``current`` is what stands there now."""

    def __init__(self, current: Model):
        super().__init__("Có người vừa sửa nội dung này. Nội dung ông/bà nhập vẫn được giữ bên dưới.")
        self.current = current


def save_if_current(instance: Model, fields: Iterable[str]) -> None:
    """Write ``fields`` of the row if its version is still the one in ``instance``; raise EditConflict otherwise.

    One conditional UPDATE, the same on both engines. The version in memory follows.
    """
    values = {name: getattr(instance, name) for name in fields}
    rows = type(instance)._base_manager.filter(pk=instance.pk, version=instance.version)
    if not rows.update(version=F("version") + 1, **values):
        raise EditConflict(type(instance)._base_manager.get(pk=instance.pk))
    instance.version += 1
