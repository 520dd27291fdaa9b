"""What the office types about guests: one person, a spreadsheet, the reason for looking at contacts."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.forms import PortalForm
from sessions_app import guest_sheet
from sessions_app.actions.guests import GuestFacts
from sessions_app.contacts import EXAMPLE, UnreadablePhone, read_phone
from sessions_app.enums import GuestCategory

SALUTATIONS = (("", "Không ghi"), ("Ông", "Ông"), ("Bà", "Bà"))
REASONS = (
    ("Giao thư mời giấy", "Giao thư mời giấy"),
    ("Gọi điện mời hoặc nhắc", "Gọi điện mời hoặc nhắc"),
    ("Đối chiếu, sửa danh sách", "Đối chiếu, sửa danh sách"),
    ("khac", "Việc khác (ghi rõ)"),
)
OTHER = "khac"


class GuestForm(PortalForm):
    """One person to be invited."""

    salutation = forms.ChoiceField(label="Danh xưng", choices=SALUTATIONS, required=False)
    full_name = forms.CharField(label="Họ và tên", max_length=120, min_length=2)
    group = forms.CharField(
        label="Khu phố, ấp, tổ chức", required=False, max_length=160, help_text="Ví dụ: Khu phố 3"
    )
    category = forms.ChoiceField(
        label="Thành phần", choices=GuestCategory.choices, initial=GuestCategory.RESIDENT
    )
    phone = forms.CharField(
        label="Số điện thoại", required=False, max_length=30, help_text=f"Để liên hệ khi cần, ví dụ {EXAMPLE}"
    )
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        max_length=254,
        help_text="Có thì thư mời gửi qua thư điện tử; không có thì in giao tận nơi",
        error_messages={"invalid": "Nhập thư điện tử đúng dạng, ví dụ ten@coquan.vn."},
    )
    address = forms.CharField(
        label="Địa chỉ", required=False, max_length=200, help_text="Dùng khi giao thư mời giấy"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "salutation",
            Field("full_name", css_class="width-name", spellcheck="false", autocomplete="off"),
            "group",
            "category",
            Field("phone", css_class="width-date", inputmode="tel", autocomplete="off"),
            Field("email", css_class="width-name", autocomplete="off"),
            Field("address", autocomplete="off"),
        )

    def clean_full_name(self) -> str:
        name = " ".join(self.cleaned_data["full_name"].split())
        if not any(char.isalpha() for char in name):
            raise ValidationError("Nhập họ và tên, ví dụ Nguyễn Văn Mẫu.")
        return name

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            return read_phone(typed)
        except UnreadablePhone as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def facts(self) -> GuestFacts:
        """The guest as typed. Valid after ``is_valid()``."""
        return GuestFacts(**{name: self.cleaned_data[name] for name in GuestFacts.__dataclass_fields__})


class SheetForm(PortalForm):
    """A guest list as .xlsx. ``rows`` holds what was read after ``is_valid()``."""

    sheet = forms.FileField(
        label="Tệp Excel (.xlsx)",
        max_length=200,
        help_text="Một dòng một người; tiêu đề cột như tệp mẫu. Tối đa 10 MB, 5.000 người.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "empty": "Tệp rỗng. Chọn tệp Excel có danh sách khách mời.",
            "max_length": "Tên tệp dài quá 200 ký tự. Đổi tên ngắn hơn rồi tải lên lại.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows: list[guest_sheet.GuestRow] = []
        self.helper.layout = Layout("sheet")

    def clean_sheet(self):
        upload = self.cleaned_data["sheet"]
        if upload.size > settings.UPLOAD_LIMIT_BYTES:
            raise ValidationError("Tệp lớn hơn 10 MB. Chỉ giữ lại trang tính có danh sách khách mời.")
        try:
            self.rows = guest_sheet.read(upload.read())
        except guest_sheet.SheetRefused as refused:
            raise ValidationError(str(refused)) from refused
        return upload


class ConfirmForm(PortalForm):
    """A form with nothing to type: the button is the act."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout()


class RevealForm(PortalForm):
    """Why the contacts are looked at; each look is entered in the log."""

    reason = forms.ChoiceField(label="Lý do xem thông tin liên hệ", choices=REASONS, widget=forms.RadioSelect)
    other_reason = forms.CharField(label="Ghi rõ việc khác", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason", "other_reason")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("reason") == OTHER and not data.get("other_reason"):
            self.add_error("other_reason", "Ghi rõ lý do.")
        return data

    @property
    def words(self) -> str:
        """The reason as the log keeps it."""
        data = self.cleaned_data
        return data["other_reason"] if data["reason"] == OTHER else data["reason"]
