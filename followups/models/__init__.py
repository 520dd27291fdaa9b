"""Nouns of what follows a session."""

from followups.models.assignment import Answer, Assignment, Extension
from followups.models.notice import ConclusionNotice

__all__ = ["Answer", "Assignment", "ConclusionNotice", "Extension"]
