"""Building the minutes as a paper from the record of the day (Đ9.2.a, Đ13.2.a). Names stand only with consent."""

from datetime import date

from django.utils.timezone import localtime

from documents import kinds
from documents.enums import Family, PaperKind
from documents.letterheads import family_of, reporting_line
from documents.printouts import Signature
from regulation.violations import RuleViolation
from sessions_app.enums import LineOutcome, SpeakerKind
from sessions_app.identities import Identity
from sessions_app.models import ConclusionLine, DialogueSession, Hosting, Minutes, Petition, Turn
from sessions_app.papers import heading_of, presider_lines
from sessions_app.printouts import MinutesOpinion, MinutesPaper, MinutesTurn
from sessions_app.queries.proceedings import (
    CitizenNames,
    identity_of,
    identity_of_turn,
    petitions_of,
    turns_of,
)


def keeping_hosting(session: DialogueSession) -> Hosting:
    """The hosting whose body keeps the minutes: the first one. Raises RuleViolation where there is none."""
    hostings = session.hostings.select_related("post__unit", "organizing_office")
    hosting = hostings.order_by("position", "pk").first()
    if hosting is None:
        raise RuleViolation(MinutesPaper.rule, "Buổi đối thoại chưa có cơ quan tổ chức.")
    return hosting


def minutes_paper(session: DialogueSession, minutes: Minutes, *, on: date) -> MinutesPaper:
    """The minutes as they stand, dated ``on``. Raises RuleViolation when a mandatory fact is missing."""
    hosting = keeping_hosting(session)
    names = CitizenNames(session)
    turns = list(turns_of(session))
    unnamed = _unnamed_petitioners(session)
    presiding = hosting.presidencies.select_related("official").order_by("-pk").first()
    taker = session.minute_taker
    return MinutesPaper(
        heading=heading_of(hosting, on=on),
        subject="buổi tiếp xúc, đối thoại trực tiếp với Nhân dân",
        session_title=session.title,
        began_at=_local(session.began_at or session.starts_at),
        ended_at=_local(session.ended_at),
        place=session.place,
        presiders=presider_lines(hosting),
        minute_taker=f"{taker.user.full_name}, {taker.title}" if taker else "",
        attending_bodies=tuple(
            body.unit.name
            for body in session.attending_bodies.select_related("unit").order_by("unit__name_sort")
        ),
        attended_total=minutes.attended_total or 0,
        attended_people=minutes.attended_people,
        opening=minutes.opening,
        previous_results=minutes.previous_results,
        course=minutes.course,
        turns=tuple(_turn(turn, names, unnamed.get(turn.pk, [])) for turn in turns),
        opinions=_opinions(session, names, turns),
        closing=minutes.closing,
        signature=Signature(
            authority="",
            position=presiding.title if presiding else "",
            name=presiding.official.full_name if presiding else "",
        ),
        recipients=_recipients(hosting, on=on),
        shows_place_and_date=family_of(hosting.post.unit) == Family.PARTY,
    )


def _recipients(hosting: Hosting, *, on: date) -> tuple[str, ...]:
    body = hosting.post.unit
    if family_of(body) == Family.STATE:
        return (reporting_line(body), "Lưu: VT, hồ sơ")
    return (reporting_line(body), f"Lưu {hosting.organizing_office.name}")


def _local(moment):
    return localtime(moment) if moment is not None else None


def _turn(turn: Turn, names: CitizenNames, unnamed: list[Identity]) -> MinutesTurn:
    return MinutesTurn(
        number=turn.position,
        speaker=names.of_turn(turn),
        text=_unnamed_text(turn, unnamed),
        is_reply=turn.answers_id is not None,
    )


def _unnamed_petitioners(session: DialogueSession) -> dict[int, list[Identity]]:
    """By turn, who raised a petition in it and did not agree to be named; without a slip nothing else tells."""
    found: dict[int, list[Identity]] = {}
    for petition in petitions_of(session):
        if petition.turn_id is not None and not _may_be_named(petition):
            found.setdefault(petition.turn_id, []).append(identity_of(petition.contact))
    return found


def _may_be_named(petition: Petition) -> bool:
    return petition.contact.may_be_named and not petition.withhold_identity


def _unnamed_text(turn: Turn, unnamed: list[Identity]) -> str:
    """What was noted, without name and contact of one of the people who did not agree to be named."""
    registration = turn.registration
    if registration is not None and registration.contact.may_be_named and not registration.withhold_identity:
        return turn.text
    text = identity_of_turn(turn).left_out_of(turn.text)
    for petitioner in unnamed:
        text = petitioner.left_out_of(text)
    return text


def _opinions(session: DialogueSession, names: CitizenNames, turns: list[Turn]) -> tuple[MinutesOpinion, ...]:
    outcomes = _outcomes(session)
    replies: dict[int, list[str]] = {}
    for turn in turns:
        if turn.answers_id is not None and turn.kind != SpeakerKind.CITIZEN:
            replies.setdefault(turn.answers_id, []).append(turn.speaker_label)
    return tuple(
        MinutesOpinion(
            number=petition.number,
            speaker=names.of_petition(petition),
            field=petition.field.name,
            text=public_text(petition),
            answered_by="; ".join(dict.fromkeys(replies.get(petition.turn_id, ()))),
            handling=outcomes.get(petition.pk, ""),
        )
        for petition in petitions_of(session)
    )


def public_text(petition: Petition) -> str:
    """A petition as minuted, without who raised it unless the person agreed to be named."""
    if _may_be_named(petition):
        return petition.voice.text
    return identity_of(petition.contact).left_out_of(petition.voice.text)


def _outcomes(session: DialogueSession) -> dict[int, str]:
    """What the newest round says of each petition; undecided ones are left out."""
    latest = session.conclusion_drafts.order_by("-revision").first()
    if latest is None:
        return {}
    lines = ConclusionLine.objects.filter(draft=latest).exclude(outcome=LineOutcome.UNDECIDED)
    return {line.petition_id: line.get_outcome_display() for line in lines.order_by("pk")}


def register() -> None:
    """Minutes are made from this printout."""
    kinds.register(PaperKind.MINUTES, MinutesPaper)
