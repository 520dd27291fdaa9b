"""What may be asked of the trail."""

from django import forms

from accounts.forms import CleanCharField
from dialogue_portal.trail import queries, verbs
from dialogue_portal.trail.queries import Asked
from organizations.models import Unit

_SELECT, _INPUT = {"class": "form-select"}, {"class": "form-control"}
_WRONG_DAY = "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 09/03/2026."


def _day(label: str) -> forms.DateField:
    attrs = {**_INPUT, "placeholder": label, "size": 10, "inputmode": "numeric", "autocomplete": "off"}
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"invalid": _WRONG_DAY},
    )


class FilterForm(forms.Form):
    """The filter above the trail, sent by GET. Its names stand in addresses, so they are Vietnamese."""

    don_vi = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", required=False, to_field_name="code", empty_label="Mọi đơn vị",
        widget=forms.Select(attrs=_SELECT), error_messages={"invalid_choice": "Không có đơn vị này."},
    )  # fmt: skip
    doi_tuong = forms.ChoiceField(label="Đối tượng", required=False, widget=forms.Select(attrs=_SELECT))
    viec = forms.ChoiceField(label="Loại việc", required=False, widget=forms.Select(attrs=_SELECT))
    nguoi = CleanCharField(
        label="Người thực hiện", required=False, max_length=100,
        widget=forms.TextInput(attrs={**_INPUT, "placeholder": "Người thực hiện"}),
    )  # fmt: skip
    tu = _day("Từ ngày")
    den = _day("Đến ngày")
    ma = CleanCharField(
        label="Mã", required=False, max_length=40,
        widget=forms.TextInput(attrs={**_INPUT, "placeholder": "Mã đối tượng", "size": 14, "autocomplete": "off"}),
    )  # fmt: skip

    use_required_attribute = False

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["don_vi"].queryset = queries.units_with_acts()
        self.fields["doi_tuong"].choices = [("", "Mọi đối tượng"), *queries.kind_choices()]
        self.fields["viec"].choices = [("", "Mọi loại việc"), *verbs.verb_choices()]
        for name in ("doi_tuong", "viec"):
            self.fields[name].error_messages["invalid_choice"] = "Chọn một mục trong danh sách."

    def clean(self) -> dict:
        values = super().clean()
        since, until = values.get("tu"), values.get("den")
        if since and until and until < since:
            self.add_error("den", "Ngày cuối không được trước ngày đầu.")
        return values

    @property
    def asked(self) -> Asked:
        """What is looked for; valid after ``is_valid()``."""
        values = self.cleaned_data
        return Asked(
            unit=values["don_vi"],
            kind=values["doi_tuong"],
            verb=values["viec"],
            person=values["nguoi"],
            since=values["tu"],
            until=values["den"],
            code=values["ma"],
        )

    @property
    def kept(self) -> dict[str, str]:
        """What was asked, as it stands in the address."""
        return {name: value for name in self.fields if (value := self.data.get(name, "").strip())}

    @property
    def sentences(self) -> list[str]:
        """What is wrong with the question, each with the name of its field."""
        return [
            f"{self.fields[name].label}: {error}" for name, errors in self.errors.items() for error in errors
        ]
