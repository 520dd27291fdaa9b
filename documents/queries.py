"""What is known of issued papers."""

from django.db.models import QuerySet

from accounts.links import typed
from documents.enums import DocumentState
from documents.models import IssuedDocument
from regulation.text import fold


def newest_first(documents: QuerySet[IssuedDocument]) -> QuerySet[IssuedDocument]:
    """Papers with issuer and file, the newest first; two of one day by their order of issue."""
    return documents.select_related("issuer", "file").order_by("-dated_on", "-pk")


def of_context(context_key: str) -> QuerySet[IssuedDocument]:
    """The papers that belong to one row (a session), by its key ``audit.acts.context_key``."""
    return newest_first(IssuedDocument.objects.filter(context_key=context_key))


def matching(
    documents: QuerySet[IssuedDocument], *, kind: str = "", text: str = ""
) -> QuerySet[IssuedDocument]:
    """Papers of one kind and with some words in their number or subject; empty values ask for nothing."""
    if kind:
        documents = documents.filter(kind=kind)
    if text:
        documents = documents.filter(words_folded__contains=fold(text))
    return documents


def issued(documents: QuerySet[IssuedDocument]) -> QuerySet[IssuedDocument]:
    """Papers whose file exists."""
    return documents.filter(state=DocumentState.ISSUED)


def by_check_code(typed_code: str) -> IssuedDocument | None:
    """The paper with this check code, as somebody typed or scanned it; None when there is none."""
    return newest_first(IssuedDocument.objects.filter(code=typed(typed_code))).first()


def unfinished_count() -> int:
    """How many papers have a number and no file yet: a tick finishes what a crash left."""
    return IssuedDocument.objects.filter(state=DocumentState.NUMBERED).count()
