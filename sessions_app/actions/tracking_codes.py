"""The code on a receipt: given once, found again by what somebody types, and guarded against guessing."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import links
from accounts.limits import DAY, Limit
from sessions_app.models import Petition, SpeakingRegistration, TrackingCode
from sessions_app.queries.registrations import by_tracking_code

# Ten characters are the secret (50 bits); ten wrong tries a day leave nothing to guess.
WRONG_PER_SELECTOR = Limit("tracking-selector", 10, DAY)
WRONG_PER_NETWORK = Limit("tracking-network", 100, DAY)


class TooManyTries(Exception):
    """The limit of wrong codes is used up; the message is a Vietnamese sentence."""

    def __init__(self):
        super().__init__(
            "Đã nhập sai nhiều lần nên việc tra cứu tạm dừng đến ngày mai. "
            "Ông/bà có thể gọi văn phòng đơn vị tổ chức để được trả lời ngay."
        )


@transaction.atomic
def give(
    *, registration: SpeakingRegistration | None = None, petition: Petition | None = None
) -> TrackingCode:
    """Give a registration, or a petition that has none, its code. Exactly one of the two is named.

    When the first five characters are taken already, the next generation of the code is used.
    """
    generation = 1
    while True:
        code = links.tracking_code_for(_derived_from(registration, petition), generation)
        selector, secret = code[: links.SELECTOR_LENGTH], code[links.SELECTOR_LENGTH :]
        try:
            with transaction.atomic():
                return TrackingCode.objects.create(
                    selector=selector,
                    secret_digest=links.digest(secret),
                    generation=generation,
                    registration=registration,
                    petition=petition,
                )
        except IntegrityError:
            if not TrackingCode.objects.filter(selector=selector).exists():
                raise
            generation += 1


def _derived_from(registration: SpeakingRegistration | None, petition: Petition | None) -> int:
    # Petitions take negative numbers, so that a petition never gets the code of a registration.
    return registration.pk if registration is not None else -petition.pk


def code_of(tracking: TrackingCode) -> str:
    """The code again, grouped for reading: ``ABCDE-FGH12-34567``. It is derived, never stored."""
    owner = tracking.registration_id if tracking.registration_id is not None else -tracking.petition_id
    return links.grouped(links.tracking_code_for(owner, tracking.generation))


def look_up(typed: str, *, network: str, at: datetime) -> TrackingCode | None:
    """What a typed code opens, or None. Counts wrong tries per first five characters and per network.

    Raises TooManyTries once a limit is used up, whether the code is right or not.
    """
    selector = links.typed(typed)[: links.SELECTOR_LENGTH]
    if not (WRONG_PER_SELECTOR.allows(selector, at=at) and WRONG_PER_NETWORK.allows(network, at=at)):
        raise TooManyTries
    tracking = by_tracking_code(typed)
    if tracking is None:
        count_wrong(typed, network=network, at=at)
    return tracking


def count_wrong(typed: str, *, network: str, at: datetime) -> None:
    """Count one wrong try; also for a right code with wrong last digits of the telephone number."""
    WRONG_PER_SELECTOR.count(links.typed(typed)[: links.SELECTOR_LENGTH], at=at)
    WRONG_PER_NETWORK.count(network, at=at)
