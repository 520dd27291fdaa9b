"""Fields that forms of several apps share."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

WRONG_DATE = "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."


class DayField(forms.DateField):
    """A date as people write it: dd/mm/yyyy."""

    widget = forms.TextInput

    def __init__(self, *, not_before: date | None = None, **kwargs):
        kwargs.setdefault("input_formats", ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"))
        super().__init__(**kwargs)
        self.not_before = not_before
        self.error_messages["invalid"] = WRONG_DATE
        self.widget.attrs |= {"class": "width-date", "inputmode": "numeric", "autocomplete": "off"}

    def validate(self, value: date | None) -> None:
        """A day before ``not_before`` has passed."""
        super().validate(value)
        if value and self.not_before and value < self.not_before:
            raise ValidationError(f"Ngày này đã qua. Nhập ngày từ {self.not_before:%d/%m/%Y} trở đi.")

    def prepare_value(self, value):
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value
