"""What a reminder says. It names the kind of work and its date, never a person or what anybody said."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from accounts.models import Seat
from duties.badges import badge_for
from duties.ladder import Reminded
from duties.models import Duty
from organizations.models import in_force_on
from outbox import renderers
from outbox.letters import Letter, Stale
from outbox.models import Message
from regulation import date_words
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.editions import citation

KIND = "duties.reminder"

# Titles of duties may quote a petition; letters leave the house, so they say only what kind of work it is.
WORK = {
    Article.INVITATION_LEAD_TIME: "Gửi thư mời buổi tiếp xúc, đối thoại",
    Article.CONCLUSION_NOTICE: "Phát hành thông báo kết luận",
    Article.WRITTEN_ANSWER: "Trả lời kiến nghị bằng văn bản",
    Article.CONFERENCE_ANNOUNCED: "Công bố hội nghị đối thoại với Nhân dân",
    Article.CONFERENCE_RESULTS: "Công khai kết quả hội nghị đối thoại với Nhân dân",
    Article.YEARLY_SESSION: "Tổ chức buổi tiếp xúc, đối thoại trong năm",
    Article.PARTY_ANNUAL_REPORT: "Báo cáo năm về tiếp xúc, đối thoại",
    Article.GOVERNMENT_ANNUAL_REPORT: "Báo cáo năm về tiếp xúc, đối thoại",
}

_BODY = """Kính gửi ông/bà {name},

Việc: {work}
Đơn vị phải làm: {owed_by}
Hạn: {due} ({badge}, tính đến {on})
{remarks}Căn cứ: {citation}
{open_line}
Cách tính hạn: {explained}

Thư này do Cổng đối thoại gửi theo thời hạn của Quy chế. Không cần trả lời thư.
"""


def kind_of_work(article: Article) -> str:
    """What sort of work a clause asks for: all that may be said of a duty outside the house."""
    return WORK.get(article, article.text)


def register() -> None:
    """Let the outbox find the renderer."""
    renderers.register(KIND, render_reminder, label="Nhắc hạn")


def render_reminder(message: Message) -> Letter:
    """The letter of one reminder; Stale once the duty is closed or moved, or the seat has lost its holder."""
    params = message.params
    duty = Duty.objects.select_related("owed_by").get(pk=params["duty"])
    on = date.fromisoformat(params["on"])
    if not duty.is_open:
        raise Stale("Việc đã hoàn thành hoặc không còn phải làm.")
    if duty.due_on is None or duty.due_on.isoformat() != params["due_on"]:
        raise Stale("Hạn đã được tính lại.")
    seat = Seat.objects.filter(in_force_on(on), pk=params["seat"], user__is_active=True).first()
    if seat is None or not seat.user.email:
        raise Stale("Người nhận không còn giữ vị trí này hoặc không có địa chỉ thư điện tử.")
    badge = badge_for(duty, on=on, calendar=working_calendar())
    work = kind_of_work(duty.article)
    opened = params["to"] in (Reminded.OWING_STAFF, Reminded.OWING_HEAD)
    body = _BODY.format(
        name=seat.user.full_name,
        work=work,
        owed_by=duty.owed_by.name,
        due=date_words.long_date(duty.due_on),
        badge=badge.text,
        on=f"{on:%d/%m/%Y}",
        remarks=_remarks(params),
        citation=citation(duty.article, duty.branch, duty.edition),
        open_line=f"Mở việc này: {settings.BASE_URL}{duty.target_path}" if opened else "",
        explained=settings.BASE_URL + reverse("duties:explain", args=[duty.code]),
    )
    return Letter(to=seat.user.email, subject=f"Nhắc hạn: {work} ({badge.text})", body=body)


def _remarks(params: dict) -> str:
    """Lines for whoever reads the letter later than it fell due, or in place of somebody."""
    lines = []
    if "fell_on" in params:
        lines.append(f"Mốc nhắc này đã đến từ ngày {date.fromisoformat(params['fell_on']):%d/%m/%Y}.")
    if "for" in params:
        absent = Seat.objects.select_related("user").get(pk=params["for"])
        lines.append(f"Ông/bà nhận thư này thay {absent.user.full_name} đang vắng mặt.")
    return "".join(f"{line}\n" for line in lines)
