"""The base of every form: composed text, an idempotency key, the version of the row. And the form of the login page."""

import secrets
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict

from accounts.enums import Role
from accounts.fields import DayField
from accounts.models import User
from regulation.text import clean

STALE_FORM = "Biểu mẫu này đã cũ. Nội dung ông/bà nhập vẫn còn; xin gửi lại lần nữa."
UNKNOWN_VERSION = "Biểu mẫu này đã cũ. Mở lại trang để sửa trên bản mới nhất."
KEY_LENGTH = 64


def new_key() -> str:
    """A key that names one rendering of one form."""
    return secrets.token_urlsafe(24)


class CleanCharField(forms.CharField):
    """Text in composed Unicode without control characters, for forms that do not build on ``CleanForm``."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean(value).strip() if value else value


class CleanForm(forms.Form):
    """A form whose text arrives composed (NFC) and without control characters, as it is shown again.

    Passwords are left exactly as typed. ``helper`` draws the fields without the ``form`` tag; hidden fields
    that the layout does not name are drawn as well.
    """

    use_required_attribute = False
    error_css_class = "is-invalid"

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        if self.is_bound:
            self.data = self._composed(self.data)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.render_hidden_fields = True
        for field in self.fields.values():
            _say_what_is_missing(field)

    def _composed(self, data):
        secret = {
            self.add_prefix(name)
            for name, field in self.fields.items()
            if isinstance(field.widget, forms.PasswordInput)
        }
        if isinstance(data, QueryDict):
            composed = data.copy()
            for name, values in data.lists():
                if name not in secret:
                    composed.setlist(name, [clean(value) for value in values])
            return composed
        return {
            name: clean(value) if isinstance(value, str) and name not in secret else value
            for name, value in data.items()
        }


def _say_what_is_missing(field: forms.Field) -> None:
    """A missing answer is asked for by the name of its field, unless the form words it itself."""
    if (
        not field.label
        or field.error_messages.get("required") != forms.Field.default_error_messages["required"]
    ):
        return
    label = str(field.label)
    if label[1:2].islower() or label[1:2].isspace():
        label = label[0].lower() + label[1:]
    if isinstance(field, forms.BooleanField):
        field.error_messages["required"] = "Đánh dấu vào ô này để tiếp tục."
    else:
        verb = "Chọn" if isinstance(field, _CHOSEN) else "Nhập"
        field.error_messages["required"] = f"{verb} {label}."


_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)


class PortalForm(CleanForm):
    """A form that changes something. Its ``idempotency_key`` makes a second sending harmless.

    A form that comes without a key is refused with a sentence and shown again with a fresh one.
    Subclasses give ``helper.layout``; the key is drawn in any case.
    """

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_key)

    def clean_idempotency_key(self) -> str:
        key = self.cleaned_data["idempotency_key"]
        if 0 < len(key) <= KEY_LENGTH:
            return key
        fresh = new_key()
        self.data = self.data.copy()
        self.data[self.add_prefix("idempotency_key")] = fresh
        self.add_error(None, STALE_FORM)
        return fresh

    @property
    def key(self) -> str:
        """The idempotency key of this rendering; valid after ``is_valid()``."""
        return self.cleaned_data["idempotency_key"]


class VersionedForm(PortalForm):
    """A form that edits a row. ``version`` is the version that the person saw; a later one refuses the edit.

    Give ``initial={"version": row.version}``; after ``is_valid()`` put ``form.seen_version`` on the row.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int | None:
        version = self.cleaned_data["version"]
        if version.isascii() and version.isdigit() and 0 < len(version) < 10:
            return int(version)
        self.add_error(None, UNKNOWN_VERSION)
        return None

    @property
    def seen_version(self) -> int:
        """The version that the person saw; valid after ``is_valid()``."""
        return self.cleaned_data["version"]


class LoginForm(CleanForm):
    """Name and password. Password managers fill it, and pasting works."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("username", "password")


class _ForOneAnswer(forms.HiddenInput):
    """A hidden field that a page never gives back: what a device signed fits one challenge only."""

    def format_value(self, value) -> None:
        return None


def _device_answer() -> forms.CharField:
    """Where a script puts what a device signed."""
    return forms.CharField(
        required=False, max_length=20_000, widget=_ForOneAnswer(attrs={"data-passkey-answer": ""})
    )


class CodeForm(CleanForm):
    """The second step of signing in: a code of the app, or a recovery code."""

    code = forms.CharField(
        label="Mã xác nhận",
        max_length=40,
        help_text="Sáu chữ số ứng dụng đang hiện, hoặc một mã dự phòng",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )
    passkey = _device_answer()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = not self.data.get("passkey")
        self.helper.layout = Layout("code")


class ReauthenticationForm(CleanForm):
    """The password again, or a code of the app. Its field has a name that no other form uses: it travels along."""

    SECRET = "reauthentication_secret"  # noqa: S105  the name of a field
    PASSKEY = "reauthentication_passkey"
    reauthentication_secret = forms.CharField(
        label="Mật khẩu",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    reauthentication_passkey = _device_answer()

    def __init__(self, *args, with_app: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if with_app:
            self.fields[self.SECRET].label = "Mật khẩu, hoặc mã sáu số của ứng dụng"
            self.fields[self.SECRET].error_messages["required"] = "Nhập mật khẩu hoặc mã."
        self.fields[self.SECRET].required = not self.data.get(self.PASSKEY)
        self.helper.layout = Layout(self.SECRET)


class PasskeyForm(PortalForm):
    """A new passkey: a name for it, and what the device made."""

    name = forms.CharField(
        label="Tên khóa", max_length=60, help_text="Để nhận ra sau này, ví dụ “Vân tay máy tính cơ quan”"
    )
    passkey = _device_answer()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name")

    def clean_passkey(self) -> str:
        if not self.cleaned_data["passkey"]:
            raise forms.ValidationError("Bấm “Tạo khóa” rồi làm theo hướng dẫn của thiết bị.")
        return self.cleaned_data["passkey"]


class AppForm(PortalForm):
    """Setting up the app on the phone: the sealed secret travels with the form, the code proves that the app has it."""

    sealed = forms.CharField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label="Mã sáu số ứng dụng đang hiện",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args, sealed: str, **kwargs):
        super().__init__(*args, initial={"sealed": sealed}, **kwargs)
        if self.is_bound:
            self.data = self.data.copy()
            self.data["sealed"] = sealed
        self.helper.layout = Layout("code")


class PasswordForm(PortalForm):
    """A new password, twice, and the present one. Nothing that was typed is shown again."""

    current_password = forms.CharField(
        label="Mật khẩu đang dùng",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="Mật khẩu mới",
        max_length=200,
        strip=False,
        help_text="Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn một từ ngắn nhiều ký hiệu",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password_again = forms.CharField(
        label="Nhập lại mật khẩu mới",
        max_length=200,
        error_messages={"required": "Nhập mật khẩu mới lần thứ hai."},
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self._user = user
        self.helper.layout = Layout("current_password", "new_password", "new_password_again")

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        validate_password(password, self._user)
        if password == self.cleaned_data.get("current_password"):
            raise forms.ValidationError("Chọn mật khẩu khác mật khẩu đang dùng.")
        return password

    def clean(self) -> dict:
        data = super().clean()
        again = data.get("new_password_again")
        if data.get("new_password") and again and again != data["new_password"]:
            self.add_error("new_password_again", "Hai lần nhập mật khẩu mới không giống nhau.")
        return data


class RuleForm(PortalForm):
    """Whether a role needs a second factor, from which day, and why."""

    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn vai trò"), *Role.choices])
    is_required = forms.TypedChoiceField(
        label="Xác nhận hai bước",
        choices=[("", "Chọn"), ("1", "Bắt buộc"), ("0", "Không bắt buộc")],
        coerce=lambda value: value == "1",
    )
    valid_from = DayField(label="Từ ngày")
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ghi văn bản hoặc người quyết định")

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].not_before = on
        self.helper.layout = Layout("role", "is_required", "valid_from", "reason")


class ResetForm(PortalForm):
    """Whose second factor is taken away, and how it was made sure who asks. ``user`` is set by ``is_valid()``."""

    username = forms.CharField(label="Tên đăng nhập", max_length=60)
    grounds = forms.CharField(
        label="Lý do đặt lại",
        max_length=300,
        help_text="Ghi cả cách đã kiểm tra đúng người, ví dụ gặp trực tiếp",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user: User | None = None
        self.helper.layout = Layout("username", "grounds")

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        self.user = User.objects.filter(username=username).first()
        if self.user is None:
            raise forms.ValidationError("Không có tài khoản nào mang tên đăng nhập này.")
        return username


class AbsenceForm(PortalForm):
    """Days away and who stands in. ``deputy`` holds the chosen seat after ``is_valid()``."""

    from_on = DayField(label="Vắng mặt từ ngày")
    until_on = DayField(label="Đến hết ngày")
    deputy_code = forms.ChoiceField(label="Người nhận thay", help_text="Một người khác trong cùng đơn vị")

    def __init__(self, data=None, *args, colleagues, **kwargs):
        super().__init__(data, *args, **kwargs)
        self._colleagues = {seat.code: seat for seat in colleagues}
        self.deputy = None
        choices = [(code, f"{seat.user.full_name}, {seat.title}") for code, seat in self._colleagues.items()]
        self.fields["deputy_code"].choices = [("", "Chọn người nhận thay"), *choices]
        self.helper.layout = Layout("from_on", "until_on", "deputy_code")

    def clean_deputy_code(self) -> str:
        self.deputy = self._colleagues[self.cleaned_data["deputy_code"]]
        return self.cleaned_data["deputy_code"]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("from_on") and data.get("until_on") and data["until_on"] < data["from_on"]:
            self.add_error("until_on", "Ngày cuối phải từ ngày đầu trở đi.")
        return data
