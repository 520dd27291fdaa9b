"""What an administrator types into the working calendar, and what anybody asks of it."""

from datetime import date

from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.fields import DayField
from accounts.forms import CleanForm, PortalForm, VersionedForm
from documents.spreadsheets import SheetRefused
from duties import calendar_files
from duties.calculating import Clock, article_asked_for
from duties.ladder import LadderRefused, Reminded, Step, checked
from duties.ladder_pages import CIRCLES
from organizations.models import Unit
from organizations.queries import units_named
from regulation.calendar_entries import LONGEST_NAME, LONGEST_SOURCE, Entry, problem_of
from regulation.calendars import working_calendar
from regulation.enums import DayKind, DayStatus
from regulation.text import fold

REMOVE = "remove"
KINDS = (*DayKind.choices(), (REMOVE, "Bỏ khỏi lịch (trở lại như ngày thường)"))


class ConfirmForm(PortalForm):
    """A form with nothing to type: the button is the act. ``seal`` names the outcome that was shown."""

    seal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout()


def _name_field(**more) -> forms.CharField:
    return forms.CharField(label="Tên", max_length=LONGEST_NAME, help_text="Ví dụ: Tết Nguyên đán", **more)


def _source_field(**more) -> forms.CharField:
    return forms.CharField(
        label="Căn cứ",
        max_length=LONGEST_SOURCE,
        help_text="Số, ngày và cơ quan ban hành văn bản",
        **more,
    )


def _status_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Tình trạng",
        choices=DayStatus.choices(),
        initial=DayStatus.CONFIRMED.value,
        widget=forms.RadioSelect,
    )


class CalendarDayForm(PortalForm):
    """One day. ``entries`` and ``unit`` hold what was typed after ``is_valid()``."""

    date = DayField(label="Ngày", help_text="Ví dụ: 30/04/2027")
    kind = forms.ChoiceField(label="Loại", choices=KINDS, widget=forms.RadioSelect)
    name = _name_field(required=False)
    source = _source_field(required=False)
    status = _status_field()
    unit = forms.CharField(
        label="Đơn vị có lịch riêng",
        required=False,
        max_length=200,
        help_text="Để trống là lịch chung của thành phố. Nếu chỉ một đơn vị khác: ghi đúng tên đơn vị.",
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.entries: list[Entry] = []
        self.helper.layout = Layout(
            "date", "kind", Field("name", css_class="width-name"), "source", "status", "unit"
        )

    def clean_unit(self) -> Unit | None:
        return unit_called(self.cleaned_data["unit"], on=self.on)

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        kind = None if data["kind"] == REMOVE else DayKind(data["kind"])
        entry = Entry(data["date"], kind, data["name"], data["source"], DayStatus(data["status"]))
        common = working_calendar()
        unit = data["unit"]
        problem = problem_of(entry, common.for_unit(unit.pk) if unit else common, common if unit else None)
        if problem:
            self.add_error(problem.field, problem.text)
        self.entries = [entry]
        return data


def unit_called(typed: str, *, on: date) -> Unit | None:
    """The unit in force with exactly this name, None for nothing typed. Raises ValidationError."""
    if not typed.strip():
        return None
    found = [unit for unit in units_named(typed, on)[:20] if fold(unit.name) == fold(typed)]
    if len(found) != 1:
        raise ValidationError(
            "Không tìm thấy đơn vị có đúng tên này. Ghi đầy đủ, ví dụ Đảng ủy phường Bến Thành."
        )
    return found[0]


class SwapForm(PortalForm):
    """A weekday off against a Saturday worked, in one act."""

    off = DayField(label="Ngày được nghỉ", help_text="Một ngày trong tuần, ví dụ 23/11/2026")
    worked = DayField(label="Thứ Bảy làm bù", help_text="Ví dụ: 28/11/2026")
    name = _name_field(initial="Hoán đổi ngày làm việc")
    source = _source_field()
    status = _status_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries: list[Entry] = []
        self.helper.layout = Layout(
            "off", "worked", Field("name", css_class="width-name"), "source", "status"
        )

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        calendar = working_calendar()
        for field, kind in (("off", DayKind.OFF), ("worked", DayKind.WORKED)):
            entry = Entry(data[field], kind, data["name"], data["source"], DayStatus(data["status"]))
            problem = problem_of(entry, calendar)
            if problem:
                self.add_error(field if problem.field in ("date", "kind") else problem.field, problem.text)
            self.entries.append(entry)
        return data


class CalendarFileForm(PortalForm):
    """The days of a year's notice as a file. ``reading`` holds what it says after ``is_valid()``."""

    file = forms.FileField(
        label="Tệp .xlsx hoặc .ics",
        max_length=200,
        help_text="Bảng theo tệp mẫu, hoặc tệp lịch có các ngày nghỉ cả ngày.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ics"}),
        error_messages={
            "empty": "Tệp rỗng. Chọn tệp có các ngày cần nhập.",
            "max_length": "Tên tệp dài quá 200 ký tự. Đổi tên ngắn hơn rồi tải lên lại.",
        },
    )
    source = _source_field(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries: list[Entry] = []
        self.nothing_new = 0
        self.fields["source"].help_text = "Chỉ cần cho tệp .ics: số, ngày và cơ quan ban hành văn bản"
        self.helper.layout = Layout("file", "source")

    def clean(self) -> dict:
        data = super().clean()
        upload = data.get("file")
        if self.errors or upload is None:
            return data
        if upload.size > settings.UPLOAD_LIMIT_BYTES:
            self.add_error("file", "Tệp lớn hơn 10 MB. Chỉ giữ lại trang tính có các ngày.")
            return data
        is_calendar = upload.name.lower().endswith(".ics")
        if is_calendar and not data["source"]:
            self.add_error("source", "Tệp .ics không có căn cứ: nhập số, ngày và cơ quan ban hành văn bản.")
            return data
        try:
            content = upload.read()
            lines = (
                calendar_files.read_calendar_file(content, source=data["source"])
                if is_calendar
                else calendar_files.read_sheet(content)
            )
        except SheetRefused as refused:
            self.add_error("file", str(refused))
            return data
        reading = calendar_files.compared(lines, working_calendar())
        if reading.problems:
            self.add_error("file", reading.problems)
        elif not reading.entries:
            self.add_error("file", "Mọi ngày trong tệp đã có trong lịch; không có gì để nhập.")
        self.entries, self.nothing_new = reading.entries, reading.nothing_new
        return data


class CalculatorForm(CleanForm):
    """A clock and a day, sent by GET and shown again as typed. ``clock`` holds the choice after ``is_valid()``."""

    dieu_khoan = forms.CharField(label="Thời hạn", widget=forms.Select, max_length=40)
    ngay = DayField(
        label="Ngày", help_text="Ngày tổ chức, ngày kết thúc buổi, hoặc ngày ra thông báo kết luận"
    )
    da_lam = DayField(label="Ngày đã làm", required=False, help_text="Nếu muốn biết đúng hạn hay trễ hạn")

    def __init__(self, data=None, *, clocks: list[Clock], asked, **kwargs):
        initial = {"dieu_khoan": asked.get("dieu-khoan", ""), "ngay": asked.get("ngay", "")}
        super().__init__(data, initial=initial, **kwargs)
        self.clock: Clock | None = None
        self._clocks = {clock.article: clock for clock in clocks}
        self.fields["dieu_khoan"].widget.choices = [(clock.article.clause, clock.title) for clock in clocks]
        self.fields["dieu_khoan"].widget.attrs["class"] = "form-select"
        self.helper.layout = Layout("dieu_khoan", "ngay", "da_lam")

    def add_prefix(self, field_name: str) -> str:
        """Addresses are written with hyphens: ``?dieu-khoan=D9.3.a``."""
        return field_name.replace("_", "-")

    def clean_dieu_khoan(self) -> str:
        clause = self.cleaned_data["dieu_khoan"]
        self.clock = self._clocks.get(article_asked_for(clause))
        if self.clock is None:
            raise ValidationError(f"Không có thời hạn nào theo điều khoản “{clause}”. Chọn trong danh sách.")
        return clause


class LadderForm(VersionedForm):
    """The milestones of one clause, a line each: days before (or, with a minus, after) the date, and who hears.

    An empty number leaves a line out. ``steps`` holds what was typed after ``is_valid()``.
    """

    LINES = 8

    def __init__(self, data=None, *, steps: tuple[Step, ...], **kwargs):
        super().__init__(data, **kwargs)
        self.steps: tuple[Step, ...] = ()
        names = []
        for line in range(self.LINES):
            standing = steps[line] if line < len(steps) else None
            self.fields[f"days_{line}"] = forms.IntegerField(
                label=f"Mốc {line + 1}: số ngày làm việc trước hạn",
                required=False,
                initial=standing.days_left if standing else None,
                help_text="" if line else "Số dương là trước hạn, 0 là ngày hết hạn, số âm là đã quá hạn",
                error_messages={"invalid": "Nhập một số, ví dụ 5, 0 hoặc -1."},
                widget=forms.TextInput(attrs={"class": "width-short", "inputmode": "text"}),
            )
            self.fields[f"to_{line}"] = forms.MultipleChoiceField(
                label=f"Người nhận ở mốc {line + 1}",
                required=False,
                choices=[(to.value, words) for to, words in CIRCLES.items()],
                initial=[to.value for to in standing.to] if standing else [],
                widget=forms.CheckboxSelectMultiple,
            )
            names += [f"days_{line}", f"to_{line}"]
        self.helper.layout = Layout(*names)

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        lines = [(data[f"days_{line}"], data[f"to_{line}"]) for line in range(self.LINES)]
        steps = [
            Step(days, frozenset(Reminded(to) for to in people)) for days, people in lines if days is not None
        ]
        try:
            self.steps = checked(steps)
        except LadderRefused as refused:
            self.add_error(None, str(refused))
        return data
