"""What is typed into the minutes."""

from crispy_forms.layout import Div, Fieldset, Layout
from crispy_forms.layout import Field as Input
from django import forms

from accounts.forms import VersionedForm
from sessions_app.actions.minutes import UNWRITTEN, Attendance, MinutesText
from sessions_app.models import Minutes

TEXTS = ("opening", "previous_results", "course", "closing")


def _count(label: str, **extra) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput(attrs={"class": "width-short", "inputmode": "numeric"}),
        **extra,
    )


class AttendanceForm(VersionedForm):
    """How many came."""

    attended_total = _count("Số người dự")
    attended_people = _count("Trong đó đại diện Nhân dân")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "attendance_%s"} | kwargs)
        self.helper.layout = Layout(_counts())

    def clean(self) -> dict:
        data = super().clean()
        total, people = data.get("attended_total"), data.get("attended_people")
        if people is not None and (total is None or people > total):
            self.add_error("attended_people", "Nhập số không lớn hơn tổng số người dự.")
        return data

    def attendance(self) -> Attendance:
        """What was typed, as the verbs take it. Valid after ``is_valid()``."""
        return Attendance(
            total=self.cleaned_data["attended_total"], people=self.cleaned_data["attended_people"]
        )


def _counts() -> Div:
    return Div(
        *(Input(name, wrapper_class="col-auto") for name in ("attended_total", "attended_people")),
        css_class="row",
    )


def _text(label: str, rows: int, length: int, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint,
    )


class MinutesForm(AttendanceForm):
    """The parts that people write; turns and petitions are taken from the record of the day."""

    opening = _text(
        "Khai mạc, nội dung người chủ trì thông báo", 5, 20000,
        "Nêu lý do, giới thiệu, nội quy; việc lãnh đạo, chỉ đạo được thông báo với Nhân dân.",
    )  # fmt: skip
    previous_results = _text(
        "Kết quả giải quyết kiến nghị kỳ trước",
        4,
        20000,
        "Ghi như đã thông báo tại buổi; để trống nếu là buổi đầu tiên.",
    )
    course = _text("Diễn biến chung", 5, 40000, "Những việc không nằm trong lượt phát biểu nào.")
    closing = _text("Kết luận của người chủ trì tại buổi", 6, 20000, "Ghi nguyên văn từng ý kết luận.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "id_%s"} | kwargs)
        self.helper.layout = Layout(
            Fieldset("Thành phần", _counts()),
            Fieldset("Nội dung", *TEXTS[:3]),
            Fieldset("Kết luận", "closing"),
        )

    def text(self) -> MinutesText:
        """What was typed, as the verbs take it. Valid after ``is_valid()``."""
        return MinutesText(**{name: self.cleaned_data[name] for name in TEXTS})


class FinaliseForm(VersionedForm):
    """The button that closes the minutes."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", False)
        super().__init__(*args, **kwargs)


def initial_of(minutes: Minutes | None) -> dict:
    """The minutes as the form shows them; version ``UNWRITTEN`` before the first save."""
    if minutes is None:
        return {"version": UNWRITTEN}
    names = ("version", "attended_total", "attended_people", *TEXTS)
    return {name: getattr(minutes, name) for name in names}
