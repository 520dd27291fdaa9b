"""Whether anything about papers that must not change was changed: their record, their text, their files.

Each paper is held against the acts that numbered and issued it, so that a row altered together with the digest
beside it shows as well.
"""

import hashlib
from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, OuterRef

from audit.models import Act
from documents.actions import digest_of_facts, record_of
from documents.enums import DocumentState
from documents.models import IssuedDocument, NumberSeries, StoredFile

AT_ONCE = 200
NUMBERED, ISSUED, VOIDED = "take_number", "complete", "void"
_STEPS = {
    DocumentState.NUMBERED: {NUMBERED},
    DocumentState.ISSUED: {NUMBERED, ISSUED},
    DocumentState.VOID: {NUMBERED, VOIDED},
}


def broken_papers() -> Iterator[str]:
    """Papers that are not what the trail says of them, and numbers that are missing from a series."""
    series, number = None, 0
    papers = IssuedDocument.objects.select_related("file").order_by(
        "issuer_id", "paper_type", "period", "number"
    )
    for batch in _batches(papers.iterator(chunk_size=AT_ONCE)):
        steps = _steps_of(batch)
        for paper in batch:
            if (key := (paper.issuer_id, paper.paper_type, paper.period)) != series:
                series, number = key, 0
            if paper.number != number + 1:
                yield f"Paper {paper.code}: number {number + 1} of its series is missing."
            number = paper.number
            for fault in _faults(paper, steps.get(paper.pk, {})):
                yield f"Paper {paper.code} ({paper.number_text}, row {paper.pk}): {fault}"
    yield from _broken_series()
    yield from _vanished_papers()


def _batches(papers: Iterable[IssuedDocument]) -> Iterator[list[IssuedDocument]]:
    batch = []
    for paper in papers:
        batch.append(paper)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    yield batch


def _steps_of(papers: list[IssuedDocument]) -> dict[int, dict[str, Act]]:
    """The acts that numbered, issued or voided each paper, by its key and their verb."""
    acts = Act.objects.filter(
        subject_type=ContentType.objects.get_for_model(IssuedDocument),
        subject_id__in=[paper.pk for paper in papers],
        verb__in=(NUMBERED, ISSUED, VOIDED),
    )
    steps: dict[int, dict[str, Act]] = {}
    for act in acts.order_by("pk"):
        steps.setdefault(act.subject_id, {})[act.verb] = act
    return steps


def _faults(paper: IssuedDocument, steps: dict[str, Act]) -> Iterator[str]:
    facts_changed = paper.facts_digest != digest_of_facts(paper.facts)
    if facts_changed:
        yield "its frozen facts were changed."
    if set(steps) != _STEPS[DocumentState(paper.state)]:
        yield "its state is not the one the trail tells of."
    if (numbered := steps.get(NUMBERED)) is not None:
        if not facts_changed and numbered.changes.get("facts") != paper.facts_digest:
            yield "its frozen facts were changed, and their digest with them."
        recorded = numbered.changes.get("record")
        if recorded is not None and recorded != digest_of_facts(record_of(paper)):
            yield "its number, date, signer or another part of its record was changed."
        if numbered.at != paper.numbered_at:
            yield "the moment of its number was changed."
    if paper.state == DocumentState.ISSUED:
        if paper.file is None:
            yield "its file is missing."
        elif ISSUED in steps and steps[ISSUED].changes.get("sha256") != paper.file.sha256:
            yield "its file is not the one that was issued."
        if ISSUED in steps and steps[ISSUED].at != paper.issued_at:
            yield "the moment of its issue was changed."


def _broken_series() -> Iterator[str]:
    last = (
        IssuedDocument.objects.filter(
            issuer=OuterRef("issuer"), paper_type=OuterRef("paper_type"), period=OuterRef("period")
        )
        .order_by()
        .values("issuer")
        .annotate(last=Max("number"))
        .values("last")
    )
    for series in NumberSeries.objects.annotate(last=last).order_by("pk").iterator(chunk_size=AT_ONCE):
        if series.next_number != (series.last or 0) + 1:
            yield (
                f"Series {series.paper_type} {series.period} of unit {series.issuer_id} (row {series.pk}): "
                f"goes on with {series.next_number}, its last paper is {series.last or 0}."
            )


def _vanished_papers() -> Iterator[str]:
    acts = Act.objects.filter(
        ~Exists(IssuedDocument.objects.filter(pk=OuterRef("subject_id"))),
        subject_type=ContentType.objects.get_for_model(IssuedDocument),
        verb=NUMBERED,
    )
    for act in acts.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield f"Paper {act.changes.get('number')} (row {act.subject_id}): it was numbered and is not there."


def broken_files() -> Iterator[str]:
    """Stored files whose bytes are gone or are not the ones that were kept."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        try:
            content = stored.read_bytes()
        except OSError:
            yield f"File {stored.code} (row {stored.pk}): its bytes cannot be read."
            continue
        if hashlib.sha256(content).hexdigest() != stored.sha256 or len(content) != stored.size:
            yield f"File {stored.code} (row {stored.pk}): its bytes were changed."
