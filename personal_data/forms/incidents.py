"""Incidents with personal data."""

from datetime import datetime

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import make_aware

from accounts.fields import DayField
from accounts.forms import VersionedForm
from organizations.models import Unit
from personal_data.actions.incidents import IncidentFacts
from personal_data.enums import IncidentKind
from regulation.clock import local_date
from sessions_app.forms.planning import ClockField
from sessions_app.models import DialogueSession


def _long(label: str, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **more)


class IncidentForm(VersionedForm):
    """What happened, which data, how many people, what was done. A new one has version 0."""

    kind = forms.ChoiceField(label="Loại sự cố", choices=[("", "Chọn loại"), *IncidentKind.choices])
    unit_name = forms.CharField(
        label="Đơn vị xảy ra sự cố", max_length=200, help_text="Tên đầy đủ của đơn vị"
    )
    session_code = forms.CharField(
        label="Mã buổi đối thoại",
        max_length=16,
        required=False,
        help_text="Phần mã trong địa chỉ trang của buổi, nếu sự cố thuộc một buổi",
    )
    happened_on = DayField(label="Xảy ra ngày", required=False)
    found_on = DayField(label="Phát hiện ngày")
    found_clock = ClockField(label="Lúc", help_text="Ví dụ 08:30")
    description = _long("Diễn biến", help_text="Không ghi tên, liên hệ của người bị ảnh hưởng.")
    data_concerned = forms.CharField(
        label="Loại dữ liệu bị ảnh hưởng", max_length=300, help_text="Ví dụ: tên, số điện thoại"
    )
    people_count = forms.IntegerField(label="Số người bị ảnh hưởng", min_value=0, required=False)
    measures = _long("Biện pháp đã làm", required=False)
    people_told_on = DayField(label="Đã báo người bị ảnh hưởng ngày", required=False)

    def __init__(self, *args, at: datetime, fixed_found_at: datetime | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.at, self.found_at = at, fixed_found_at
        self.unit: Unit | None = None
        self.session: DialogueSession | None = None
        found = ("found_on", "found_clock")
        if fixed_found_at is not None:
            for name in found:
                del self.fields[name]
            found = ()
        self.helper.layout = Layout(
            Fieldset("Sự cố", "kind", "unit_name", Field("session_code", css_class="width-date"), "happened_on",
                     *found, "description", css_class="field"),
            Fieldset("Ảnh hưởng", "data_concerned", Field("people_count", css_class="width-short"),
                     css_class="field"),
            Fieldset("Xử lý", "measures", "people_told_on", css_class="field"),
        )  # fmt: skip

    def clean_unit_name(self) -> str:
        name = self.cleaned_data["unit_name"]
        self.unit = Unit.objects.filter(name=name).order_by("pk").first()
        if self.unit is None:
            raise ValidationError("Không có đơn vị nào tên như vậy. Nhập đúng tên đầy đủ của đơn vị.")
        return name

    def clean_session_code(self) -> str:
        code = self.cleaned_data["session_code"]
        if code:
            self.session = DialogueSession.objects.filter(code=code).first()
            if self.session is None:
                raise ValidationError("Không có buổi đối thoại nào với mã này.")
        return code

    def clean(self) -> dict:
        data = super().clean()
        if data.get("found_on") and data.get("found_clock"):
            self.found_at = make_aware(datetime.combine(data["found_on"], data["found_clock"]))
            if self.found_at > self.at:
                self.add_error("found_on", "Lúc phát hiện không thể sau lúc này.")
        if self.found_at and data.get("happened_on") and data["happened_on"] > local_date(self.found_at):
            self.add_error("happened_on", "Ngày xảy ra không thể sau ngày phát hiện.")
        return data

    @property
    def facts(self) -> IncidentFacts:
        """What is known; valid after ``is_valid()``."""
        data = self.cleaned_data
        plain = ("description", "data_concerned", "people_count", "measures", "happened_on", "people_told_on")
        return IncidentFacts(
            kind=IncidentKind(data["kind"]),
            unit=self.unit,
            session=self.session,
            found_at=self.found_at,
            **{name: data[name] for name in plain},
        )


class NotifyForm(VersionedForm):
    """When and by which paper the authority was told."""

    notified_on = DayField(label="Báo ngày")
    notified_clock = ClockField(label="Lúc", help_text="Ví dụ 08:30")
    number = forms.CharField(label="Số văn bản báo", max_length=60)
    late_reason = forms.CharField(
        label="Lý do báo chậm", max_length=300, required=False, help_text="Bắt buộc khi quá 72 giờ"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "bao_%s"} | kwargs)
        self.helper.layout = Layout(
            "notified_on", "notified_clock", Field("number", css_class="width-name"), "late_reason"
        )

    @property
    def notified_at(self) -> datetime:
        """The moment; valid after ``is_valid()``."""
        return make_aware(
            datetime.combine(self.cleaned_data["notified_on"], self.cleaned_data["notified_clock"])
        )


class CloseIncidentForm(VersionedForm):
    """How it ended."""

    note = forms.CharField(label="Kết quả xử lý", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "xong_%s"} | kwargs)
        self.helper.layout = Layout("note")
