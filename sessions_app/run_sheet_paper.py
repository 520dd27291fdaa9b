"""Building the run sheet of the day: the steps with their times, and who is called up in which order."""

from dataclasses import replace
from datetime import date

from django.utils.timezone import localtime

from sessions_app.models import DialogueSession, SpeakingRegistration
from sessions_app.papers import heading_of, presider_lines
from sessions_app.printouts import RunSheet, RunSheetSpeaker
from sessions_app.programme_paper import first_hosting, programme_steps
from sessions_app.queries.proceedings import first_line, quarter_of
from sessions_app.queries.registrations import latest_voice, speakers

TOPIC_LENGTH = 220


def run_sheet(session: DialogueSession, *, on: date) -> RunSheet:
    """The run sheet as things stand on a day. Raises RuleViolation where nobody hosts the session."""
    hosting, taker = first_hosting(session), session.minute_taker
    bodies = session.attending_bodies.select_related("unit").order_by("unit__name_sort", "pk")
    return RunSheet(
        heading=heading_of(hosting, on=on),
        subject="buổi tiếp xúc, đối thoại trực tiếp với Nhân dân",
        session_title=session.title,
        place=session.place,
        starts_at=localtime(session.starts_at),
        presiders=presider_lines(hosting),
        minute_taker=taker.user.full_name if taker else "",
        attending_bodies=tuple(body.unit.name for body in bodies),
        steps=tuple(replace(step, speakers=()) for step in programme_steps(session, branch=hosting.branch)),
        speakers=tuple(_speaker(row) for row in speakers(session)),
    )


def _speaker(row: SpeakingRegistration) -> RunSheetSpeaker:
    voice = latest_voice(row)
    return RunSheetSpeaker(
        position=row.speaking_position,
        name=f"{row.contact.salutation} {row.contact.full_name}".strip(),
        quarter=quarter_of(row),
        field=voice.field.name,
        topic=first_line(voice.text, TOPIC_LENGTH),
        withheld=row.withhold_identity,
    )
