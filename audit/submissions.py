"""A form that is sent twice acts once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from audit.models import Submission


@dataclass(frozen=True)
class Outcome:
    """``repeated`` is true when this form had been taken before; ``location`` is where its answer stands."""

    repeated: bool
    location: str
    result: Any = None


def perform(*, key: str, purpose: str, act: Callable[[], Any], locate: Callable[[Any], str]) -> Outcome:
    """Run ``act`` once for this form, in one transaction with the note that it was taken.

    ``locate`` turns the result into the address of the answer. When ``act`` raises, nothing is kept and the
    same form may be sent again.
    """
    try:
        with transaction.atomic():
            taken = Submission.objects.create(key=key, purpose=purpose)
            result = act()
            taken.location = locate(result)
            taken.save(update_fields=("location",))
            return Outcome(repeated=False, location=taken.location, result=result)
    except IntegrityError:
        earlier = Submission.objects.filter(key=key, purpose=purpose).first()
        if earlier is None:
            raise
        return Outcome(repeated=True, location=earlier.location)
