"""A contact put right by the office."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.db import models

from accounts.forms import PortalForm
from personal_data.forms.requests import ReachFields
from sessions_app.actions.contact_corrections import NOTHING_NEW, WORDS
from sessions_app.contacts import masked_email, masked_phone


class CorrectionReason(models.TextChoices):
    """Why a contact is corrected; the log keeps it."""

    ASKED = "asked", "Theo đề nghị của người có dữ liệu"
    MISREAD = "misread", "Nhập sai từ phiếu giấy"
    RETURNED = "returned", "Thư bị trả lại, gọi không đúng người"


class CorrectionForm(ReachFields, PortalForm):
    """What is left empty stays as it is. What stands there is shown masked."""

    full_name = forms.CharField(label="Họ và tên đúng", required=False, max_length=120)
    phone = forms.CharField(label="Số điện thoại đúng", required=False, max_length=30)
    email = forms.EmailField(
        label="Thư điện tử đúng",
        required=False,
        max_length=254,
        error_messages={"invalid": "Nhập thư điện tử đúng dạng, ví dụ ten@example.vn."},
    )
    without_email = forms.BooleanField(label="Bỏ thư điện tử đang ghi", required=False)
    address = forms.CharField(label="Địa chỉ đúng", required=False, max_length=200)
    reason = forms.ChoiceField(label="Lý do sửa", choices=[("", "Chọn lý do"), *CorrectionReason.choices])

    def __init__(self, *args, contact, with_name: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        for name, shown in (("phone", masked_phone(contact.phone)), ("email", masked_email(contact.email))):
            self.fields[name].help_text = f"Đang ghi: {shown or 'chưa có'}; để trống thì giữ nguyên"
        name = [Field("full_name", css_class="width-name", autocomplete="off")]
        if not with_name:
            del self.fields["full_name"]
            name = []
        self.helper.layout = Layout(
            *name,
            Field("phone", css_class="width-name", inputmode="tel", autocomplete="off"),
            Field("email", autocomplete="off"),
            "without_email",
            Field("address", autocomplete="off"),
            "reason",
        )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("email") and data.get("without_email"):
            self.add_error("without_email", "Bỏ đánh dấu ô này khi nhập thư điện tử mới.")
        if not self.errors and not any(data.get(name) for name in (*WORDS, "without_email")):
            self.add_error(None, NOTHING_NEW)
        return data

    @property
    def given(self) -> dict[str, str]:
        """What stands there from now on; valid after ``is_valid()``."""
        typed = {name: self.cleaned_data[name] for name in WORDS if self.cleaned_data.get(name)}
        return typed | ({"email": ""} if self.cleaned_data["without_email"] else {})

    @property
    def words(self) -> str:
        """The chosen reason in words; valid after ``is_valid()``."""
        return CorrectionReason(self.cleaned_data["reason"]).label
