"""Taking a form that was sent, with the refusals of this app among the sentences that people read."""

from functools import partial

from accounts.taking import REPEATED, SENTENCES, taken_before
from accounts.taking import take as take_form
from sessions_app.actions.dispatches import DispatchRefused
from sessions_app.actions.guests import GuestRefused

__all__ = ["REPEATED", "take", "taken_before"]

take = partial(take_form, sentences=(*SENTENCES, GuestRefused, DispatchRefused))
