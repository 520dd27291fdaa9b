"""The verbs of a seat's deadline feed: a new address, none at all. Each writes one act."""

from datetime import datetime

from django.db import transaction

from accounts import links
from accounts.models import Seat
from audit import acts
from duties.models import DeadlineFeed

PURPOSE = "deadline_feed"


@transaction.atomic
def renew(seat: Seat, *, at: datetime) -> DeadlineFeed:
    """Give the seat an address for its calendar program; the one before opens nothing any more."""
    feed = _locked(seat)
    feed.generation += 1
    feed.token_digest, feed.renewed_at = links.digest(token_of(feed)), at
    feed.save(update_fields=("generation", "token_digest", "renewed_at"))
    acts.write(
        subject=feed,
        verb="feed.renew",
        title="Lập địa chỉ lịch hạn mới" if feed.generation > 1 else "Lập địa chỉ lịch hạn",
        by=seat.actor,
        at=at,
        changes={"generation": [feed.generation - 1, feed.generation]},
    )
    return feed


@transaction.atomic
def switch_off(seat: Seat, *, at: datetime) -> DeadlineFeed:
    """Withdraw the seat's address. What is off already stays off, without a second act."""
    feed = _locked(seat)
    if feed.token_digest is None:
        return feed
    feed.token_digest = feed.renewed_at = None
    feed.save(update_fields=("token_digest", "renewed_at"))
    acts.write(subject=feed, verb="feed.off", title="Tắt địa chỉ lịch hạn", by=seat.actor, at=at)
    return feed


def token_of(feed: DeadlineFeed) -> str:
    """The secret part of the address, the same each time for the same generation."""
    return links.token_for(PURPOSE, feed.seat_id, feed.generation)


def _locked(seat: Seat) -> DeadlineFeed:
    feed, _ = DeadlineFeed.objects.get_or_create(seat=seat)
    return DeadlineFeed.objects.select_for_update().get(pk=feed.pk)
