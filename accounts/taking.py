"""Taking a form that was sent: act once, say what happened, lead on; or say at the form why not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.forms import KEY_LENGTH, PortalForm
from audit.models import Submission
from audit.submissions import perform
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from regulation.violations import RuleViolation

REPEATED = "Biểu mẫu này đã được gửi trước đó."
SENTENCES = (RuleViolation, TransitionRefused, EditConflict)


def taken_before(request: HttpRequest, purpose: str) -> HttpResponse | None:
    """The answer to a form that was taken before: where the first one led. None for a form that is new.

    Ask before the policy: what a form did often closes the page it stands on, and whoever pressed the button
    twice must not be told that the act is forbidden.
    """
    key = request.POST.get("idempotency_key", "")[:KEY_LENGTH]
    earlier = Submission.objects.filter(purpose=purpose, key=key).first() if key else None
    if earlier is None:
        return None
    messages.info(request, REPEATED)
    return redirect(earlier.location)


def take(
    request: HttpRequest,
    form: PortalForm,
    *,
    purpose: str,
    act: Callable[[], Any],
    locate: Callable[[Any], str],
    done: str | Callable[[Any], str] = "",
    after: Callable[[Any], None] | None = None,
    sentences: tuple[type[Exception], ...] = SENTENCES,
) -> HttpResponse | None:
    """Run ``act`` once for this form and redirect to the answer; None when it was refused.

    The refusal then stands at the form as a sentence, with what was typed. ``done`` is the message shown next
    (or makes it from the result). ``after`` runs outside the transaction, for what must not happen within
    one (rendering a paper); it is not run for a form that had been taken before. ``sentences`` are the refusals whose
    words a person may read.
    """
    try:
        outcome = perform(key=form.key, purpose=purpose, act=act, locate=locate)
    except sentences as refused:
        form.add_error(None, str(refused))
        return None
    if outcome.repeated:
        messages.info(request, REPEATED)
        return redirect(outcome.location)
    if after is not None:
        after(outcome.result)
    words = done(outcome.result) if callable(done) else done
    if words:
        messages.success(request, words)
    return redirect(outcome.location)
