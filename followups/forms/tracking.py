"""What somebody types to follow a registration or a petition."""

from crispy_forms.layout import Field, Layout
from django import forms

from accounts.forms import CleanForm
from accounts.links import TRACKING_LENGTH, grouped, typed


class TrackingForm(CleanForm):
    """The code of a receipt, and the last four digits of the phone where one was left. Changes nothing."""

    code = forms.CharField(
        label="Mã tra cứu",
        max_length=40,
        help_text="15 chữ và số trên giấy biên nhận hoặc trong thư, ví dụ 7K4Q9-M2X8T-0RZ3V",
        error_messages={"required": "Nhập mã tra cứu trên giấy biên nhận."},
    )
    phone_end = forms.CharField(
        label="4 số cuối điện thoại",
        required=False,
        max_length=8,
        help_text="Chỉ cần khi ông/bà đã để lại số điện thoại",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field(
                "code", css_class="width-name figures", autocomplete="off", autocapitalize="characters",
                spellcheck="false",
            ),
            Field("phone_end", css_class="width-short", inputmode="numeric", autocomplete="off"),
        )  # fmt: skip

    def clean_code(self) -> str:
        code = typed(self.cleaned_data["code"])
        if len(code) != TRACKING_LENGTH:
            raise forms.ValidationError(
                f"Mã tra cứu có {TRACKING_LENGTH} chữ và số; ông/bà đã nhập {len(code)}. Ví dụ: 7K4Q9-M2X8T-0RZ3V."
            )
        return code

    def clean_phone_end(self) -> str:
        return "".join(char for char in self.cleaned_data["phone_end"] if char.isdecimal())[-4:]


def prefilled(code: str) -> str:
    """A code from an address as the field shows it; anything that cannot be one gives nothing."""
    plain = typed(code[:40])
    return grouped(plain) if len(plain) == TRACKING_LENGTH else ""
