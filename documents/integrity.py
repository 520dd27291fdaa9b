"""Whether anything that must not change was changed: the trail of acts, and the papers with their files."""

import hashlib
from collections.abc import Iterator

from audit.acts import digest_of
from audit.models import Act, ChainHead
from documents.actions import digest_of_facts
from documents.enums import DocumentState
from documents.models import IssuedDocument, StoredFile


def broken_acts() -> Iterator[str]:
    """Every place where the trail does not hold together, chain by chain, the first one first."""
    heads = {head.chain: head for head in ChainHead.objects.all()}
    named = set(Act.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(named | set(heads)):
        yield from _broken_chain(chain, heads.get(chain))


def _broken_chain(chain: str, head: ChainHead | None) -> Iterator[str]:
    sequence, digest = 0, ""
    acts = Act.objects.filter(chain=chain).select_related("subject_type").order_by("sequence")
    for act in acts.iterator(chunk_size=500):
        if act.sequence != sequence + 1:
            yield f"Chain {chain}: act {sequence + 1} is missing (row {act.pk} is act {act.sequence})."
        if act.previous_digest != digest:
            yield f"Chain {chain}, act {act.sequence} (row {act.pk}): does not continue the act before it."
        if act.digest != digest_of(act):
            yield f"Chain {chain}, act {act.sequence} (row {act.pk}): its content was changed."
        sequence, digest = act.sequence, act.digest
    if head is None:
        yield f"Chain {chain}: its head is missing."
    elif (head.sequence, head.digest) != (sequence, digest):
        yield f"Chain {chain}: the head names act {head.sequence}, the last one found is {sequence}."


def broken_papers() -> Iterator[str]:
    """Papers whose frozen facts changed, and numbers that are missing from a series."""
    series, number = None, 0
    papers = IssuedDocument.objects.order_by("issuer_id", "kind", "period", "number")
    for paper in papers.iterator(chunk_size=200):
        if (key := (paper.issuer_id, paper.kind, paper.period)) != series:
            series, number = key, 0
        if paper.number != number + 1:
            yield f"Paper {paper.code}: number {number + 1} of its series is missing."
        number = paper.number
        if paper.facts_digest != digest_of_facts(paper.facts):
            yield f"Paper {paper.code} ({paper.number_text}, row {paper.pk}): its frozen facts were changed."
        if paper.state == DocumentState.ISSUED and paper.file_id is None:
            yield f"Paper {paper.code} ({paper.number_text}, row {paper.pk}): its file is missing."


def broken_files() -> Iterator[str]:
    """Stored files whose bytes are gone or are not the ones that were kept."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=200):
        try:
            content = stored.read_bytes()
        except OSError:
            yield f"File {stored.code} (row {stored.pk}): its bytes cannot be read."
            continue
        if hashlib.sha256(content).hexdigest() != stored.sha256 or len(content) != stored.size:
            yield f"File {stored.code} (row {stored.pk}): its bytes were changed."
