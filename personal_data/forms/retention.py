"""Periods, holds and the confirmation of a dry run."""

from crispy_forms.layout import Field, Layout
from django import forms

from accounts.forms import PortalForm
from personal_data.enums import HoldReason
from personal_data.retention import LONGEST_DAYS


class PeriodForm(PortalForm):
    """How long one kind is kept."""

    days = forms.IntegerField(
        label="Số ngày lưu giữ",
        min_value=1,
        max_value=LONGEST_DAYS,
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"), f"Nhập số ngày từ 1 đến {LONGEST_DAYS}."
        ),
    )
    basis = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Văn bản quy định thời hạn này, ví dụ danh mục hồ sơ của đơn vị",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field("days", css_class="width-short"), "basis")


class ConfirmPurgeForm(PortalForm):
    """Nothing to type: the button is the act. ``seal`` names the outcome that was shown."""

    seal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout()


class HoldForm(PortalForm):
    """Why nothing of a session is erased."""

    reason = forms.ChoiceField(label="Lý do", choices=[("", "Chọn lý do"), *HoldReason.choices])
    reference = forms.CharField(
        label="Số văn bản", max_length=120, required=False, help_text="Không ghi tên người khiếu nại"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason", "reference")
