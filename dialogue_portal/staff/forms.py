"""What is typed about people at work, and by the invited person."""

from datetime import date

from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.fields import DayField
from accounts.forms import PortalForm
from accounts.models import User
from dialogue_portal.reorganisation.forms import UnitField

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")


class _Laid(PortalForm):
    """A form whose fields are drawn in their order."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*(name for name in self.fields if name != "idempotency_key"))


class InviteForm(_Laid):
    """Whom to ask, and where to sit."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(
        label="Thư điện tử công vụ", help_text="Liên kết nhận vị trí được gửi đến địa chỉ này"
    )
    unit = UnitField(label="Đơn vị")
    role = forms.ChoiceField(label="Vai trò")
    title = forms.CharField(
        label="Chức danh", max_length=120, help_text="Ví dụ Chuyên viên Văn phòng Đảng ủy"
    )
    valid_from = DayField(label="Từ ngày")
    valid_until = DayField(
        label="Đến hết ngày", required=False, help_text="Để trống khi chưa biết ngày kết thúc"
    )

    def __init__(self, *args, roles: list[Role], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Chọn vai trò"), *((role.value, role.label) for role in roles)]

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "Ngày cuối phải từ ngày đầu trở đi.")
        return data


class EndForm(_Laid):
    """The last day of a seat, and why."""

    last_on = DayField(label="Ngày làm việc cuối cùng")
    reason = forms.CharField(
        label="Lý do", max_length=300, help_text="Ví dụ chuyển công tác theo Quyết định số 12-QĐ/ĐU"
    )


class HandOverForm(_Laid):
    """Who takes a seat over, from which day, by which decision. ``successor`` holds the user after ``is_valid()``."""

    username = forms.CharField(
        label="Tên đăng nhập của người nhận", max_length=60, help_text="Người chưa có tài khoản thì mời trước"
    )
    title = forms.CharField(label="Chức danh của người nhận", max_length=120)
    effective_on = DayField(label="Nhận từ ngày")
    note = forms.CharField(label="Căn cứ", max_length=300, help_text="Số, ngày văn bản và cơ quan ban hành")
    successor: User | None = None

    def clean_username(self) -> str:
        typed = self.cleaned_data["username"].strip()
        self.successor = User.objects.filter(username=typed, is_active=True).first()
        if self.successor is None:
            raise ValidationError("Không có tài khoản đang dùng với tên đăng nhập này.")
        return typed


class _Passwords(_Laid):
    """Fields for secrets are never drawn again with what was typed."""


class NewAccountForm(_Passwords):
    """A user name and a strong password, twice."""

    username = forms.CharField(
        label="Tên đăng nhập", min_length=4, max_length=60,
        help_text="Chữ thường không dấu, chữ số, dấu chấm, gạch nối",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = forms.CharField(
        label="Mật khẩu", max_length=200, strip=False,
        help_text="Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn một từ ngắn nhiều ký hiệu",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password_again = forms.CharField(
        label="Nhập lại mật khẩu", max_length=200, strip=False,
        error_messages={"required": "Nhập mật khẩu lần thứ hai."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args, full_name: str, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self._person = {"full_name": full_name, "email": email}

    def clean_username(self) -> str:
        typed = self.cleaned_data["username"].strip().lower()
        if not set(typed) <= _LETTERS:
            raise ValidationError("Chỉ dùng chữ thường không dấu, chữ số, dấu chấm, gạch nối, gạch dưới.")
        if User.objects.filter(username__iexact=typed).exists():
            raise ValidationError("Tên đăng nhập này đã có người dùng. Chọn tên khác.")
        return typed

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("username", ""), **self._person))
        return password

    def clean(self) -> dict:
        data = super().clean()
        again = data.get("password_again")
        if data.get("password") and again and again != data["password"]:
            self.add_error("password_again", "Hai lần nhập mật khẩu không giống nhau.")
        return data


def first_day(on: date) -> str:
    """A day as it stands in a field before anybody typed."""
    return f"{on:%d/%m/%Y}"
