"""What is known after a session."""

from followups.queries.petitions import Chip
from followups.queries.work import work_for

__all__ = ["Chip", "work_for"]
