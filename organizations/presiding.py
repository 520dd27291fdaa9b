"""Who may preside for a post on a day (Điều 6, 7, 10, 11) and when posts may host jointly (Đ18.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from organizations.enums import Branch, Level, PostKind
from organizations.models import Delegation, Official, Post, Tenure, in_force_on
from organizations.queries import holder_of, holders_of
from regulation import levels
from regulation.levels import Presiding


@dataclass(frozen=True)
class PresiderDecision:
    """Yes, or no with the sentence to show; true or false in an ``if``.

    ``is_override`` marks a presider whom the text does not provide for and who is let through by a written
    reason: the monitoring body sees each of them. ``answer`` says what would be needed.
    """

    allowed: bool
    reason: str = ""
    is_holder: bool = False
    is_override: bool = False
    answer: Presiding = Presiding.ALLOWED

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class PresidingOption:
    """Somebody who may preside for a post on a day, with the title that papers give him."""

    official: Official
    title: str
    is_holder: bool
    delegation: Delegation | None = None


def presiding_options(post: Post, on: date) -> list[PresidingOption]:
    """Who may preside for a post on the day without any further reason: its holder, then its delegates.

    Delegates are listed only where Điều 7 or 11 names a deputy. Empty when the post does not preside that day.
    """
    try:
        levels.level_for(post.clause, on)
    except levels.LevelUnknown:
        return []
    options = []
    tenure = holder_of(post, on)
    if tenure is not None:
        options.append(PresidingOption(tenure.official, title_of(tenure), is_holder=True))
    if _answer(post, on, authorised=True) is Presiding.ALLOWED:
        delegations = (
            Delegation.objects.filter(in_force_on(on), post=post)
            .select_related("delegate")
            .order_by("delegate__name_sort", "pk")
        )
        options += [
            PresidingOption(row.delegate, row.delegate_title, is_holder=False, delegation=row)
            for row in delegations
        ]
    return options


def check_presider(
    post: Post,
    official: Official,
    on: date,
    *,
    delegation: Delegation | None = None,
    override_reason: str = "",
) -> PresiderDecision:
    """Whether a person may preside for a post on the day.

    The holder may, acting or not. A deputy may where the text names one and a written authorisation covers
    the day (D7.1, D7.2, D7.6, D11.1, D11.2); a reason cannot stand in for the missing authorisation. Where
    the text names no deputy (D7.3 to D7.5, D11.3 to D11.6) a written reason is asked for, delegation or not.
    """
    try:
        levels.level_for(post.clause, on)
    except levels.LevelUnknown as unknown:
        return PresiderDecision(allowed=False, reason=str(unknown))
    tenure = holder_of(post, on)
    if tenure is not None and tenure.official_id == official.pk:
        return PresiderDecision(allowed=True, is_holder=True)
    if delegation is not None and not covers(delegation, post, official, on):
        return PresiderDecision(
            allowed=False,
            reason=f"Văn bản ủy quyền số {delegation.document_number} không áp dụng cho người này "
            f"vào ngày {on:%d/%m/%Y}.",
            answer=Presiding.NEEDS_DELEGATION,
        )
    answer = _answer(post, on, authorised=delegation is not None)
    if answer is Presiding.ALLOWED:
        return PresiderDecision(allowed=True)
    if answer is Presiding.NEEDS_REASON and override_reason.strip():
        return PresiderDecision(allowed=True, is_override=True, answer=answer)
    return PresiderDecision(allowed=False, reason=answer.label, answer=answer)


def _answer(post: Post, on: date, *, authorised: bool) -> Presiding:
    return levels.presiding_by_deputy(
        post.clause, on, authorised=authorised, local_military=post.is_local_military
    )


def covers(delegation: Delegation, post: Post, official: Official, on: date) -> bool:
    """Whether a written authorisation is for this post and this person and holds on the day."""
    return (
        delegation.post_id == post.pk
        and delegation.delegate_id == official.pk
        and delegation.valid_from <= on
        and (delegation.valid_until is None or on <= delegation.valid_until)
    )


def title_of(tenure: Tenure) -> str:
    """The title of a holder as papers write it: "Quyền Chủ tịch …" while he acts."""
    title = tenure.post.title
    return f"Quyền {title}" if tenure.acting else title


def may_be_joint(posts: Sequence[Post], on: date) -> PresiderDecision:
    """Whether posts may host one joint session: one person heads both committee and government (Đ18.5).

    The chair of a People's Council counts as head of government (D10.1-1). All posts must be held by the same
    person on the day, at least one of each branch.
    """
    branches = {post.branch for post in posts}
    if branches != {Branch.PARTY, Branch.GOVERNMENT}:
        return PresiderDecision(
            allowed=False,
            reason="Chỉ tổ chức chung khi một người đồng thời đứng đầu cấp ủy và đứng đầu chính quyền.",
        )
    holders = holders_of(posts, on)
    vacant = [post.title for post in posts if post.pk not in holders]
    if vacant:
        return PresiderDecision(
            allowed=False, reason=f"Ngày {on:%d/%m/%Y} chưa có người giữ chức vụ: {', '.join(vacant)}."
        )
    if len({tenure.official_id for tenure in holders.values()}) > 1:
        titles = ", ".join(post.title for post in posts)
        return PresiderDecision(
            allowed=False, reason=f"Ngày {on:%d/%m/%Y} nhiều người khác nhau giữ các chức vụ: {titles}."
        )
    return PresiderDecision(allowed=True, is_holder=True)


def may_be_co_chaired(posts: Sequence[Post], on: date) -> PresiderDecision:
    """Whether the chairs of the council and of the committee of one ward may preside together, each for his post.

    Not the case of Đ18.5: two people. The text is silent; wards do it, it counts for both and is flagged for whoever
    monitors (``is_override`` stays false: nobody stands in for anybody).
    """
    kinds = {post.kind for post in posts}
    places = {post.unit.territory_id for post in posts}
    chairs = kinds == {PostKind.COUNCIL_CHAIR, PostKind.COMMITTEE_CHAIR} and len(posts) == len(kinds)
    if not (
        chairs
        and len(places) == 1
        and None not in places
        and {post.level for post in posts} == {Level.COMMUNE}
    ):
        return PresiderDecision(
            allowed=False,
            reason="Chỉ Chủ tịch Hội đồng nhân dân và Chủ tịch Ủy ban nhân dân cùng phường, xã được đồng chủ trì.",
        )
    vacant = [post.title for post in posts if post.pk not in holders_of(posts, on)]
    if vacant:
        return PresiderDecision(
            allowed=False, reason=f"Ngày {on:%d/%m/%Y} chưa có người giữ chức vụ: {', '.join(vacant)}."
        )
    return PresiderDecision(allowed=True, is_holder=True)
