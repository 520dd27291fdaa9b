"""What the minutes are made of besides what people write: turns and petitions of the day."""

from collections import Counter
from dataclasses import dataclass

from django.utils.timezone import localtime

from sessions_app.enums import SpeakerKind
from sessions_app.models import DialogueSession, Minutes, Turn
from sessions_app.queries.proceedings import CitizenNames, petitions_of, turns_of


@dataclass(frozen=True, kw_only=True)
class RecordedPetition:
    """One petition as it stands in the minutes; ``speaker`` as papers name him."""

    number: str
    code: str
    speaker: str
    summary: str
    field: str


@dataclass(frozen=True, kw_only=True)
class RecordedTurn:
    """One turn as it stands in the minutes, with the petitions out of it."""

    position: int
    code: str
    time: str
    speaker: str
    text: str
    entered_later: bool
    petitions: list[RecordedPetition]


@dataclass(frozen=True, kw_only=True)
class Share:
    """How long one kind of speakers had the floor, in whole minutes and percent of the measured time."""

    label: str
    minutes: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class DayRecord:
    """All turns in their order, the petitions that came without a turn, and who had how much of the time."""

    turns: list[RecordedTurn]
    written: list[RecordedPetition]
    petitions: int
    shares: list[Share]


def record_of(session: DialogueSession) -> DayRecord:
    """The list that the minutes generate from the day, in a fixed number of queries."""
    names = CitizenNames(session)
    by_turn: dict[int | None, list[RecordedPetition]] = {}
    total = 0
    for petition in petitions_of(session):
        total += 1
        by_turn.setdefault(petition.turn_id, []).append(
            RecordedPetition(
                number=f"{petition.number:02d}",
                code=petition.code,
                speaker=names.of_petition(petition),
                summary=petition.voice.summary,
                field=petition.field.name,
            )
        )
    rows = list(turns_of(session))
    turns = [
        RecordedTurn(
            position=turn.position,
            code=turn.code,
            time=f"{localtime(turn.began_at):%H:%M}" if turn.began_at else "",
            speaker=names.of_turn(turn),
            text=turn.text,
            entered_later=turn.entered_later,
            petitions=by_turn.get(turn.pk, []),
        )
        for turn in rows
    ]
    return DayRecord(turns=turns, written=by_turn.get(None, []), petitions=total, shares=shares_of(rows))


def shares_of(turns: list[Turn]) -> list[Share]:
    """How the measured time was divided (Đ18.3), the people first; empty when no turn has both its times."""
    spent: Counter[str] = Counter()
    for turn in turns:
        if turn.began_at is not None and turn.ended_at is not None:
            spent[turn.kind] += (turn.ended_at - turn.began_at).total_seconds()
    total = sum(spent.values())
    if not total:
        return []
    return [
        Share(label=kind.label, minutes=round(spent[kind] / 60), percent=round(100 * spent[kind] / total))
        for kind in SpeakerKind
    ]


def missing_before_finalising(session: DialogueSession, minutes: Minutes | None) -> list[str]:
    """What still stands in the way of closing the minutes, as sentences."""
    if minutes is not None and minutes.finalised_at is not None:
        return []
    checks = (
        (minutes is not None, "Chưa lưu biên bản lần nào."),
        (session.ended_at is not None, "Chưa ghi nhận giờ kết thúc buổi đối thoại."),
        (minutes is not None and minutes.attended_total is not None, "Chưa nhập số người dự."),
    )
    return [sentence for present, sentence in checks if not present]
