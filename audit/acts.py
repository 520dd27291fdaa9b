"""Writing the trail: one row per act, chained by digest within its unit."""

import hashlib
import json
from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from audit.actors import Actor
from audit.models import Act, ChainHead

SYSTEM_CHAIN = "portal"


def write(
    *,
    subject: Model,
    verb: str,
    title: str,
    by: Actor,
    at: datetime,
    note: str = "",
    changes: dict | None = None,
    clause: str = "",
    context: Model | None = None,
) -> Act:
    """Append one act to the chain of the actor's unit. Must run inside the transaction of the change.

    ``context`` is the row under whose log the act is shown (the session of a registration);
    without it the subject's ``audit_context`` is used when it has one, else the subject itself.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An act is written in the transaction of the change it tells of.")
    chain = f"unit:{by.unit_id}" if by.unit_id else SYSTEM_CHAIN
    ChainHead.objects.get_or_create(chain=chain)
    head = ChainHead.objects.select_for_update().get(chain=chain)
    act = Act(
        chain=chain,
        sequence=head.sequence + 1,
        at=at,
        verb=verb,
        title=title[:300],
        clause=clause,
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        context_key=context_key(context or getattr(subject, "audit_context", None) or subject),
        actor_kind=by.kind,
        actor_label=by.label[:200],
        seat_id=by.seat_id,
        unit_id=by.unit_id,
        link=by.link,
        note=note,
        changes=changes or {},
        previous_digest=head.digest,
    )
    act.digest = digest_of(act)
    act.save(force_insert=True)
    head.sequence, head.digest = act.sequence, act.digest
    head.save(update_fields=("sequence", "digest"))
    return act


def context_key(row: Model) -> str:
    """The name under which acts about ``row`` and what belongs to it are found again."""
    return f"{row._meta.label_lower}:{row.pk}"


def digest_of(act: Act) -> str:
    """SHA-256 over every field of the act and the digest before it; what ``verify_integrity`` recomputes."""
    subject_type = ContentType.objects.get_for_id(act.subject_type_id)  # remembered: the trail is long
    facts = [
        act.chain,
        act.sequence,
        act.at.astimezone(UTC).isoformat(),
        act.verb,
        act.title,
        act.clause,
        f"{subject_type.app_label}.{subject_type.model}",
        act.subject_id,
        act.context_key,
        act.actor_kind,
        act.actor_label,
        act.seat_id,
        act.unit_id,
        act.link,
        act.note,
        act.changes,
        act.previous_digest,
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
