"""The shape of a table of states. Each app's ``workflow.py`` is a dictionary of these rows."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Transition:
    """One allowed move: ``verb`` takes a row from any of ``sources`` to ``target`` and stamps a moment.

    ``stamps`` names the field that keeps the moment, or is empty; ``clause`` is the clause the move serves;
    ``title`` is what the log shows.
    """

    verb: str
    title: str
    sources: frozenset[str]
    target: str
    stamps: str = ""
    clause: str = ""
    needs_note: bool = False


class Versioned(models.Model):
    """A row that people edit: each form carries the version it was opened with."""

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        abstract = True
