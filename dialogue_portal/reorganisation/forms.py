"""What an administrator types about units, posts and people, as the decision in his hand says it."""

from datetime import date

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import DayField
from accounts.forms import CleanCharField, PortalForm
from organizations.enums import Branch, Level, PostKind, RelationKind, UnitKind
from organizations.models import Official, Tenure, Unit, in_force_on
from organizations.queries import communes
from regulation.levels import LevelUnknown, level_for
from regulation.text import fold

NO_SUCH_UNIT = "Không tìm thấy đơn vị có đúng tên này. Ghi đầy đủ, ví dụ Đảng ủy phường Bến Thành."
SEVERAL_UNITS = "Có nhiều đơn vị cùng tên này. Ghi thêm mã đơn vị trong trang của đơn vị."


def unit_called(typed: str) -> Unit:
    """The unit with exactly this name or code, ended ones only by their code. Raises ValidationError."""
    wanted = typed.strip()
    by_code = Unit.objects.filter(code=wanted).first()
    if by_code is not None:
        return by_code
    found = list(Unit.objects.filter(name_folded=fold(wanted), valid_until=None).order_by("pk")[:2])
    if len(found) == 2:
        raise ValidationError(SEVERAL_UNITS)
    if not found:
        raise ValidationError(NO_SUCH_UNIT)
    return found[0]


class UnitField(forms.CharField):
    """A unit by its full name or its code; the cleaned value is the unit."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Ghi đủ tên hoặc mã đơn vị")
        super().__init__(max_length=200, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        return unit_called(typed) if typed else None


def _text(label: str, length: int, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, **more)


def _decision() -> forms.CharField:
    return _text("Quyết định", 120, help_text="Số, ngày và cơ quan ban hành")


class _Laid(PortalForm):
    """A form whose fields are drawn in their order."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*(name for name in self.fields if name != "idempotency_key"))


class SearchForm(forms.Form):
    """The search of the hierarchy, sent by GET."""

    ten = CleanCharField(
        label="Tên đơn vị", required=False, max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "Tên hiện nay hoặc tên cũ"}),
    )  # fmt: skip
    use_required_attribute = False


class RenameForm(_Laid):
    """Another name from a day on."""

    name = _text("Tên mới", 200)
    short_name = _text("Tên ngắn", 120, required=False, help_text="Để trống nếu giống tên đầy đủ")
    from_on = DayField(label="Từ ngày")
    decision = _decision()


class UnitForm(_Laid):
    """A new unit."""

    name = _text("Tên", 200)
    short_name = _text("Tên ngắn", 120, required=False, help_text="Để trống nếu giống tên đầy đủ")
    kind = forms.ChoiceField(label="Loại", choices=UnitKind.choices)
    level = forms.ChoiceField(label="Cấp", choices=Level.choices)
    branch = forms.ChoiceField(
        label="Hệ", required=False, choices=[("", "Không thuộc hệ nào"), *Branch.choices]
    )
    territory = _text(
        "Phường, xã, đặc khu", 120, required=False, help_text="Để trống nếu không gắn với địa bàn"
    )
    from_on = DayField(label="Từ ngày")

    def clean(self) -> dict:
        data = super().clean()
        typed, day = data.get("territory"), data.get("from_on")
        data["territory"] = None
        if typed and day:
            found = list(communes(day).filter(name_folded=fold(typed))[:2])
            if len(found) == 1:
                data["territory"] = found[0]
            else:
                self.add_error("territory", "Không có địa bàn này. Ghi đủ, ví dụ Phường Bến Thành.")
        return data


class RelationForm(_Laid):
    """Which unit stands above, beside or behind from a day on."""

    kind = forms.ChoiceField(label="Quan hệ", choices=RelationKind.choices)
    other = UnitField(label="Với đơn vị")
    from_on = DayField(label="Từ ngày")


class LastDayForm(_Laid):
    """The last day of a relation."""

    last_on = DayField(label="Đến hết ngày")


class EndTenureForm(_Laid):
    """The last day of a tenure; the post is vacant afterwards."""

    last_on = DayField(label="Giữ chức vụ đến hết ngày")
    decision = _decision()


# The clauses that name posts (Đ7, Đ11), each with what stands before its dots.
POST_CLAUSES = tuple(f"D7.{n}" for n in range(1, 7)) + tuple(f"D11.{n}" for n in range(1, 7))


def _clause_choices() -> list[tuple[str, str]]:
    return [
        (clause, f"Khoản {clause.partition('.')[2]} Điều {clause[1:].partition('.')[0]}")
        for clause in POST_CLAUSES
    ]


class PostForm(_Laid):
    """A new post with the clause that says who presides for it."""

    kind = forms.ChoiceField(label="Loại chức vụ", choices=PostKind.choices)
    title = _text("Chức danh", 160, help_text="Ví dụ: Bí thư Đảng ủy phường Bến Thành")
    clause = forms.ChoiceField(
        label="Điều khoản",
        choices=_clause_choices,
        help_text="Quy định người chủ trì và cấp phó theo Quy chế",
    )
    level = forms.ChoiceField(label="Cấp", choices=Level.choices)
    is_local_military = forms.BooleanField(label="Đơn vị bộ đội địa phương (khoản 6 Điều 7)", required=False)
    from_on = DayField(label="Từ ngày")

    def clean(self) -> dict:
        data = super().clean()
        clause, kind = data.get("clause"), data.get("kind")
        if clause and kind and clause.startswith("D7.") != (kind == PostKind.PARTY_SECRETARY):
            self.add_error(
                "clause", "Điều 7 dành cho bí thư cấp ủy; Điều 11 dành cho người đứng đầu chính quyền."
            )
        if clause and data.get("from_on"):
            try:
                level_for(clause, data["from_on"])
            except LevelUnknown as unknown:
                self.add_error("clause", str(unknown))
        return data

    @property
    def branch(self) -> str:
        """The chapter the post follows; valid after ``is_valid()``."""
        return Branch.PARTY if self.cleaned_data["clause"].startswith("D7.") else Branch.GOVERNMENT


class _PersonForm(_Laid):
    """A person by name: somebody who is known, or somebody new. ``person`` gives the row after ``is_valid()``."""

    full_name = _text("Họ và tên", 120)
    salutation = forms.ChoiceField(label="Danh xưng", choices=[("Ông", "Ông"), ("Bà", "Bà")])
    known = forms.ChoiceField(
        label="Người này đang giữ chức vụ", required=False,
        help_text="Chọn khi là cùng một người, để ghi nhận một người giữ nhiều chức vụ",
    )  # fmt: skip

    def __init__(self, *args, near: Unit, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        place = {"post__unit__territory": near.territory_id} if near.territory_id else {"post__unit": near}
        tenures = Tenure.objects.filter(in_force_on(on), **place).select_related("official", "post")
        self._known: dict[str, Official] = {}
        choices = [("", "Không, người mới")]
        for tenure in tenures.order_by("official__name_sort", "pk"):
            self._known[tenure.post.code] = tenure.official
            choices.append((tenure.post.code, f"{tenure.official.full_name}, {tenure.post.title}"))
        self.fields["known"].choices = choices
        self.fields["full_name"].required = False
        self.fields["full_name"].help_text = "Để trống nếu chọn người đang giữ chức vụ ở dưới"

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("full_name") and not data.get("known") and "full_name" not in self.errors:
            self.add_error("full_name", "Nhập họ và tên, hoặc chọn người đang giữ chức vụ.")
        return data

    @property
    def person(self) -> Official | None:
        """The person who was chosen; None for a new one."""
        return self._known.get(self.cleaned_data["known"])


class AppointForm(_PersonForm):
    """Who holds a post from a day on."""

    from_on = DayField(label="Từ ngày")
    acting = forms.BooleanField(label="Giữ quyền (quyền bí thư, quyền chủ tịch)", required=False)
    decision = _decision()


class DelegateForm(_PersonForm):
    """A written authorisation to preside."""

    title = _text("Chức vụ người được ủy quyền", 160)
    document_number = _text("Số văn bản", 60)
    document_date = DayField(label="Ngày văn bản")
    scope = _text("Phạm vi", 300, help_text="Buổi hoặc thời gian được ủy quyền")
    from_on = DayField(label="Từ ngày")
    until_on = DayField(label="Đến hết ngày", required=False)


class LineForm(_Laid):
    """One unit that ends and the one that takes over."""

    old = UnitField(label="Đơn vị kết thúc")
    new = UnitField(label="Đơn vị kế thừa")


class ReorganisationForm(LineForm):
    """A decision with its first line."""

    document = _text("Văn bản quyết định", 160, help_text="Số và cơ quan ban hành")
    document_date = DayField(label="Ngày văn bản")
    effective_on = DayField(label="Có hiệu lực từ ngày", help_text="Ngày đầu tiên của đơn vị kế thừa")

    field_order = ("document", "document_date", "effective_on", "old", "new")


class ConfirmForm(PortalForm):
    """The button is the act. ``seal`` names the outcome that was shown."""

    seal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout()
