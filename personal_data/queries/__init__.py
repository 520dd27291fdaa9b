"""What is known of personal data: what is due to be erased, who asked what, who looked."""

from personal_data.queries.requests import work_for

__all__ = ["work_for"]
