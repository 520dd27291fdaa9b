"""The answer of a policy: yes, or no with the reason to show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """True or false in an ``if``; ``reason`` is the Vietnamese sentence a person reads when it is false."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def refused(reason: str) -> Decision:
    """No, and why."""
    return Decision(allowed=False, reason=reason)
