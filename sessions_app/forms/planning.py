"""What the office types to put a session on the calendar, to change, postpone or cancel it."""

import re
from datetime import date, datetime, time

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from crispy_forms.layout import Field as Input
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.fields import DayField
from accounts.forms import PortalForm, VersionedForm
from accounts.models import Seat
from organizations import presiding
from organizations import queries as organizations
from organizations.models import Field, Post, Tenure, Unit, in_force_on
from sessions_app.actions.planning import FARTHEST, SessionPlan
from sessions_app.actions.presiding import ChosenPresider
from sessions_app.enums import SessionKind
from sessions_app.models import DialogueSession
from sessions_app.queries.lead_time import SendingWindow, sending_window
from sessions_app.queries.publications import NOT_A_CONFERENCE, may_hold_conference

HOLDER = "holder"
WRONG_CLOCK = "Nhập giờ, ví dụ 14:00 hoặc 14 giờ 30."
_CLOCK = re.compile(r"(\d{1,2})\s*(?::|h|g|giờ|\.)?\s*(\d{2})?\s*(?:phút)?", re.IGNORECASE)


class ClockField(forms.Field):
    """A time of day as people write it: 14:00, 14h30, 14 giờ 30."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"class": "width-short", "inputmode": "text", "autocomplete": "off"}

    def to_python(self, value) -> time | None:
        if isinstance(value, time):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        match = _CLOCK.fullmatch(text)
        try:
            return time(int(match[1]), int(match[2] or 0))
        except (TypeError, ValueError):
            raise ValidationError(WRONG_CLOCK) from None

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, time) else value


class SessionForm(PortalForm):
    """A new session. Choices are those of the office on the day of the session, as far as it is typed."""

    title = forms.CharField(
        label="Tên buổi đối thoại",
        max_length=300,
        help_text="Ví dụ: Đối thoại với Nhân dân về chỉnh trang hẻm và an ninh trật tự khu dân cư",
    )
    kind = forms.ChoiceField(label="Loại", choices=SessionKind.choices, initial=SessionKind.PERIODIC)
    content = forms.CharField(
        label="Nội dung",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nêu trong thư mời. Viết ngắn gọn những việc sẽ trao đổi.",
    )
    fields_of_life = forms.MultipleChoiceField(
        label="Lĩnh vực", required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.CharField(label="Địa bàn", required=False, max_length=200)
    audience = forms.CharField(
        label="Thành phần Nhân dân",
        max_length=300,
        help_text="Ví dụ: Đại diện hộ dân các khu phố 3, 4, 5",
    )
    is_commune_conference = forms.BooleanField(
        label="Đồng thời là hội nghị đối thoại với Nhân dân của phường, xã, đặc khu",
        required=False,
        help_text="Điều 43 Luật Tổ chức chính quyền địa phương: công bố trước ít nhất 7 ngày, công khai kết quả trong "
        "10 ngày. Hai hạn này tính riêng, bên cạnh hạn của Quy chế.",
    )
    held_on = DayField(label="Ngày tổ chức", help_text="Dạng ngày/tháng/năm, ví dụ 03/12/2026")
    begins = ClockField(label="Giờ bắt đầu", help_text="Ví dụ 14:00")
    ends = ClockField(label="Giờ dự kiến kết thúc", required=False, help_text="Ví dụ 16:30")
    place = forms.CharField(label="Địa điểm", max_length=300, help_text="Hội trường, số nhà, đường")
    posts = forms.MultipleChoiceField(
        label="Chức vụ chủ trì",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ chọn hai chức vụ khi cùng một người giữ cả hai (khoản 5 Điều 18 Quy chế).",
    )
    presider = forms.ChoiceField(label="Người chủ trì", widget=forms.RadioSelect, initial=HOLDER)
    override_reason = forms.CharField(
        label="Lý do người khác chủ trì",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Quy chế không quy định cấp phó chủ trì ở cấp phường, xã, đặc khu. "
        "Cơ quan theo dõi toàn thành phố đọc được lý do này.",
    )
    minute_taker = forms.ChoiceField(label="Thư ký ghi biên bản", required=False)
    expected_guests = forms.IntegerField(
        label="Số người dự kiến",
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={"invalid": "Nhập số người, ví dụ 120."},
        widget=forms.TextInput(attrs={"class": "width-short", "inputmode": "numeric"}),
    )
    bodies = forms.MultipleChoiceField(
        label="Cơ quan, đơn vị cùng cấp tham gia",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Được thông báo chuẩn bị nội dung và tham dự khi phát hành thư mời.",
    )
    city_bodies = forms.MultipleChoiceField(
        label="Cơ quan, đơn vị của Thành phố tham gia", required=False, widget=forms.CheckboxSelectMultiple
    )
    short_notice_reason = forms.CharField(
        label="Lý do phải tổ chức gấp",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ ghi khi không còn ngày nào gửi thư mời đúng hạn, ví dụ buổi đột xuất.",
    )

    def __init__(self, data=None, *, office: Unit, on: date, at: datetime, **kwargs):
        super().__init__(data, **kwargs)
        self.office, self.on, self.at = office, on, at
        self._offer_choices(self._typed_day() or on)
        self.fields["held_on"].widget.attrs |= {
            "hx-get": reverse("sessions_app:sending_day"),
            "hx-trigger": "change, keyup changed delay:500ms",
            "hx-target": "#han-gui-thu-moi",
        }
        if not any(may_hold_conference(post) for post in self._offered_hosts()):
            del self.fields["is_commune_conference"]
        self.helper.layout = self._layout()

    # -- choices

    def _offered_hosts(self) -> list[Post]:
        return list(self._posts.values())

    def _typed_day(self) -> date | None:
        """The day of the session as typed, so that holders and authorisations are those of that day."""
        value = self["held_on"].value()
        try:
            return self.fields["held_on"].clean(value) if value else None
        except ValidationError:
            return None

    def _offer_choices(self, day: date) -> None:
        self._posts = {post.code: post for post in offered_posts(self.office, day)}
        own = list(organizations.posts_organized_by(self.office, day))
        self._offer_posts(day)
        self._offer_presiders(own or list(self._posts.values()), day)
        takers = (
            Seat.objects.filter(in_force_on(self.on), unit=self.office, role=Role.MINUTE_TAKER)
            .select_related("user")
            .order_by("pk")
        )
        self._takers = {seat.code: seat for seat in takers}
        self.fields["minute_taker"].choices = [
            ("", "Chưa phân công"), *((code, str(seat)) for code, seat in self._takers.items())
        ]  # fmt: skip
        self._fields = {field.key: field for field in Field.objects.filter(parent__isnull=True)}
        self.fields["fields_of_life"].choices = [(key, field.name) for key, field in self._fields.items()]
        host = own[0].unit if own else self.office
        self._bodies = {unit.code: unit for unit in organizations.agencies_for(host, day)}
        for name, is_near in (("bodies", True), ("city_bodies", False)):
            self.fields[name].choices = [
                (code, body.name)
                for code, body in self._bodies.items()
                if (body.territory_id == host.territory_id) == is_near
            ]

    def _offer_posts(self, day: date) -> None:
        holders = organizations.holders_of(self._posts.values(), day)
        self.fields["posts"].choices = [
            (code, f"{post.title} ({holder_words(holders.get(post.pk))})")
            for code, post in self._posts.items()
        ]
        own = organizations.posts_organized_by(self.office, day)
        if len(own) == 1:
            self.fields["posts"].initial = [own[0].code]

    def _offer_presiders(self, posts: list[Post], day: date) -> None:
        """The holder; deputies with a written authorisation; others of the same place, with a reason."""
        self._presiders: dict[str, ChosenPresider] = {}
        choices = [(HOLDER, "Người giữ chức vụ chủ trì")]
        holders = {tenure.official_id for tenure in organizations.holders_of(posts, day).values()}
        for post in posts:
            for option in presiding.presiding_options(post, day):
                if option.delegation is not None:
                    paper = option.delegation
                    self._presiders[paper.code] = ChosenPresider(
                        official=option.official, title=option.title, delegation=paper
                    )
                    words = f"theo văn bản ủy quyền số {paper.document_number}"
                    choices.append((paper.code, f"{option.official.full_name}, {option.title}, {words}"))
        for tenure in officials_nearby(posts, day):
            if tenure.official_id not in holders:
                title = presiding.title_of(tenure)
                self._presiders[tenure.post.code] = ChosenPresider(official=tenure.official, title=title)
                choices.append((tenure.post.code, f"{tenure.official.full_name}, {title} (phải ghi lý do)"))
        self.fields["presider"].choices = choices

    # -- what it says

    def clean(self) -> dict:
        data = super().clean()
        day, begins, ends = data.get("held_on"), data.get("begins"), data.get("ends")
        if day and begins:
            data["starts_at"] = timezone.make_aware(datetime.combine(day, begins))
            data["ends_at"] = timezone.make_aware(datetime.combine(day, ends)) if ends else None
            if ends and ends <= begins:
                self.add_error("ends", "Giờ kết thúc phải sau giờ bắt đầu.")
        if day:
            self._check_day(day, data)
        if data.get("kind") == SessionKind.THEMATIC and not (data.get("fields_of_life") or data.get("area")):
            self.add_error("fields_of_life", "Buổi chuyên đề: chọn lĩnh vực, hoặc ghi địa bàn.")
        chosen = self._presiders.get(data.get("presider", ""))
        if chosen and chosen.delegation is None and not data.get("override_reason"):
            self.add_error("override_reason", "Ghi lý do người khác chủ trì thay người giữ chức vụ.")
        self._check_conference(data)
        return data

    def _check_conference(self, data: dict) -> None:
        if not data.get("is_commune_conference") or "posts" in self.errors:
            return
        if not any(may_hold_conference(post) for post in self.chosen_posts()):
            self.add_error("is_commune_conference", NOT_A_CONFERENCE)

    def _check_day(self, day: date, data: dict) -> None:
        starts_at = data.get("starts_at")
        if day < self.on or (starts_at and starts_at <= self.at):
            self.add_error("held_on", f"Thời gian tổ chức đã qua. Nhập ngày từ {self.on:%d/%m/%Y} trở đi.")
            return
        if day - self.on > FARTHEST:
            self.add_error("held_on", "Ngày tổ chức cách hôm nay hơn hai năm. Kiểm tra lại năm.")
            return
        window = sending_window(day, on=self.on, host_id=self._first_host())
        if window.is_late_today and not data.get("short_notice_reason"):
            self.add_error(
                "short_notice_reason",
                "Không còn ngày nào gửi thư mời đúng hạn cho ngày này. "
                "Chọn ngày khác, hoặc ghi lý do phải tổ chức gấp.",
            )

    def shown_window(self) -> SendingWindow | None:
        """Until when letters can be sent for the day as typed, for the page; None without a day to come."""
        day = self._typed_day()
        if not day or day < self.on:
            return None
        return sending_window(day, on=self.on, host_id=self._first_host())

    def _first_host(self) -> int | None:
        """The unit of the first post that was ticked, None before one is."""
        typed = self["posts"].value() or []
        return next((post.unit_id for code, post in self._posts.items() if code in typed), None)

    def chosen_posts(self) -> list[Post]:
        """The posts that host, those of the own office first."""
        return [post for code, post in self._posts.items() if code in self.cleaned_data["posts"]]

    def plan(self) -> SessionPlan:
        """What was typed, as the verbs take it. Valid after ``is_valid()``."""
        data = self.cleaned_data
        chosen = self._presiders.get(data["presider"])
        if chosen is not None and chosen.delegation is None:
            chosen = ChosenPresider(
                official=chosen.official, title=chosen.title, override_reason=data["override_reason"]
            )
        return SessionPlan(
            title=data["title"],
            content=data["content"],
            kind=data["kind"],
            fields=[self._fields[key] for key in data["fields_of_life"]],
            area=data["area"],
            audience=data["audience"],
            is_commune_conference=data.get("is_commune_conference", False),
            starts_at=data["starts_at"],
            planned_end_at=data["ends_at"],
            place=data["place"],
            posts=self.chosen_posts(),
            presider=chosen,
            minute_taker=self._takers.get(data["minute_taker"]),
            expected_guests=data["expected_guests"],
            attending_bodies=[self._bodies[code] for code in data["bodies"] + data["city_bodies"]],
            short_notice_reason=data["short_notice_reason"],
        )

    # -- how it looks

    def _layout(self) -> Layout:
        return Layout(
            Fieldset("Nội dung", "title", "kind", "content", "fields_of_life", "area", "audience"),
            Fieldset(
                "Thời gian, địa điểm",
                Div(
                    *(Input(name, wrapper_class="col-auto") for name in ("held_on", "begins", "ends")),
                    css_class="row",
                ),
                HTML('{% include "sessions_app/_sending_day_box.html" %}'),
                "short_notice_reason",
                "place",
            ),
            Fieldset(
                "Chủ trì", *self._hosts(), *self._conference(), "presider", "override_reason", "minute_taker"
            ),
            Fieldset("Tham dự", "expected_guests", "bodies", *self._folded("city_bodies")),
        )

    def _conference(self) -> tuple[str, ...]:
        return ("is_commune_conference",) if "is_commune_conference" in self.fields else ()

    def _folded(self, name: str) -> tuple:
        """A long list of boxes that opens on a click; open where something is chosen."""
        opened = " open" if self[name].value() else ""
        summary = f'<details class="field"{opened}><summary>{self.fields[name].label}</summary>'
        return HTML(summary), name, HTML("</details>")

    def _hosts(self) -> tuple[str, ...]:
        return ("posts",)


class SessionEditForm(SessionForm, VersionedForm):
    """An existing session. The hosts stay; what the letters state stays once they have gone out."""

    STATED = ("title", "content", "held_on", "begins", "place", "presider", "override_reason")

    def __init__(self, data=None, *, session: DialogueSession, fixed: bool, **kwargs):
        self.session = session
        kwargs["initial"] = initial_of(session) | kwargs.get("initial", {})
        super().__init__(data, **kwargs)
        if fixed:
            for name in self.STATED:
                self.fields[name].disabled = True

    def _offer_posts(self, day: date) -> None:
        del self.fields["posts"]

    def _offer_presiders(self, posts: list[Post], day: date) -> None:
        super()._offer_presiders([hosting.post for hosting in self.session.hostings.all()], day)
        if self.initial["presider"] not in dict(self.fields["presider"].choices):
            self.initial["presider"] = HOLDER

    def _hosts(self) -> tuple[str, ...]:
        return ()

    def _offered_hosts(self) -> list[Post]:
        return [hosting.post for hosting in self.session.hostings.all()]

    def _first_host(self) -> int | None:
        return next((hosting.post.unit_id for hosting in self.session.hostings.all()), None)

    def _check_day(self, day: date, data: dict) -> None:
        """A date that was announced and stays is not judged again."""
        if not self.fields["held_on"].disabled:
            super()._check_day(day, data)

    def chosen_posts(self) -> list[Post]:
        return [hosting.post for hosting in self.session.hostings.all()]


def initial_of(session: DialogueSession) -> dict:
    """The plan of a session as the form shows it."""
    starts = timezone.localtime(session.starts_at)
    ends = session.planned_end_at and timezone.localtime(session.planned_end_at).time()
    presidency = session.hostings.all()[0].presidencies.all()[0]
    bodies = [body.unit.code for body in session.attending_bodies.select_related("unit")]
    return {
        "version": session.version,
        "title": session.title,
        "content": session.content,
        "kind": session.kind,
        "fields_of_life": [field.key for field in session.fields.all()],
        "area": session.area,
        "audience": session.audience,
        "is_commune_conference": session.is_commune_conference,
        "held_on": starts.date(),
        "begins": starts.time(),
        "ends": ends,
        "place": session.place,
        "presider": _presider_value(presidency),
        "override_reason": presidency.override_reason,
        "minute_taker": session.minute_taker.code if session.minute_taker else "",
        "expected_guests": session.expected_guests,
        "bodies": bodies,
        "city_bodies": bodies,
        "short_notice_reason": session.short_notice_reason,
    }


def _presider_value(presidency) -> str:
    if presidency.is_holder:
        return HOLDER
    if presidency.delegation is not None:
        return presidency.delegation.code
    tenure = presidency.official.tenures.select_related("post").order_by("-valid_from").first()
    return tenure.post.code if tenure else HOLDER


def offered_posts(office: Unit, on: date) -> list[Post]:
    """The posts an office may let host: its own, then those that the same people hold elsewhere (D18.5)."""
    own = list(organizations.posts_organized_by(office, on))
    holders = {tenure.official_id for tenure in organizations.holders_of(own, on).values()}
    more = [post for holder in sorted(holders) for post in organizations.posts_held_by(holder, on)]
    return own + [post for post in more if post not in own]


def officials_nearby(posts: list[Post], on: date) -> list[Tenure]:
    """Who holds a post in the same place on the day."""
    places = {post.unit.territory_id for post in posts if post.unit.territory_id}
    tenures = Tenure.objects.filter(in_force_on(on), Q(post__unit__territory__in=places))
    return list(tenures.select_related("official", "post").order_by("official__name_sort", "pk"))


def holder_words(tenure: Tenure | None) -> str:
    """Who holds a post, in brackets behind its name."""
    return tenure.official.full_name if tenure else "chưa có người giữ"


class ReasonForm(VersionedForm):
    """Postponing or cancelling: why, in words that the invited people read too."""

    reason = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do này được gửi cho khách mời, người đã đăng ký và cơ quan tham gia.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason")
