"""Sessions presided over by somebody whom Điều 7 and 11 do not name: each is shown to whoever monitors."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sessions_app.models import DialogueSession, Presidency
from sessions_app.queries.sessions import hostings_with_presiders


def presided_unusually(sessions: QuerySet[DialogueSession]) -> QuerySet[DialogueSession]:
    """Of these sessions, the ones presided over by a written reason, and those that two people preside together."""
    overrides = Presidency.objects.filter(hosting__session=OuterRef("pk")).exclude(override_reason="")
    people = (
        Presidency.objects.filter(hosting__session=OuterRef("pk"))
        .order_by()
        .values("hosting__session")
        .annotate(people=Count("official", distinct=True), hosts=Count("hosting", distinct=True))
        .filter(people__gt=1, hosts__gt=1)
    )
    found = sessions.filter(Q(Exists(overrides)) | Q(Exists(people)))
    return found.prefetch_related(hostings_with_presiders()).order_by("-starts_at", "-pk")


def unusual_words(session: DialogueSession) -> list[str]:
    """Why a session stands on the list, one sentence each; its hostings and presiders are at hand."""
    hostings = list(session.hostings.all())
    rows = [(hosting, row) for hosting in hostings for row in hosting.presidencies.all()]
    words = [
        f"{row.official.full_name} chủ trì thay {hosting.post.title}: {row.override_reason}"
        for hosting, row in rows
        if row.override_reason
    ]
    if len(hostings) > 1 and len({row.official_id for _, row in rows}) > 1:
        words.append("Đồng chủ trì: nhiều người giữ các chức vụ khác nhau, không thuộc khoản 5 Điều 18.")
    return words
