"""The second clock of a commune's conference with the people (Luật 72/2025/QH15, Điều 43)."""

from django.db.models import Exists, OuterRef, QuerySet

from organizations.enums import Level, PostKind
from organizations.models import Post
from sessions_app.models import DialogueSession, Hosting, Publication

NOT_A_CONFERENCE = (
    "Chỉ buổi do Chủ tịch Ủy ban nhân dân phường, xã, đặc khu chủ trì mới đồng thời là hội nghị đối thoại với Nhân dân "
    "theo Điều 43 Luật Tổ chức chính quyền địa phương. Bỏ đánh dấu, hoặc chọn thêm chức vụ này."
)


def may_hold_conference(post: Post) -> bool:
    """Whether a post's sessions may be the conference of Điều 43: it falls to a commune's People's Committee."""
    return post.kind == PostKind.COMMITTEE_CHAIR and post.level == Level.COMMUNE


def conference_hostings(session: DialogueSession) -> list[Hosting]:
    """The hostings of a session for which the law's clock can run."""
    hostings = session.hostings.select_related("post__unit", "organizing_office").order_by("position", "pk")
    return [hosting for hosting in hostings if may_hold_conference(hosting.post)]


def publications_of(session: DialogueSession) -> QuerySet[Publication]:
    """What is owed or was made public for the plan that holds: one announcement, one publication of results.

    Of an announcement made for an earlier day and the one that is owed for the new day, the later one counts.
    """
    later = Publication.objects.filter(
        hosting=OuterRef("hosting"),
        kind=OuterRef("kind"),
        pk__gt=OuterRef("pk"),
        duty__voided_on__isnull=True,
    )
    return (
        Publication.objects.filter(~Exists(later), hosting__session=session, duty__voided_on__isnull=True)
        .select_related("duty", "hosting__session")
        .order_by("pk")
    )
