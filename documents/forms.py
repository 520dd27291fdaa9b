"""What may be asked of the list of papers, and the fields in which a signature is typed."""

from crispy_forms.layout import Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError

from documents.enums import Family, PaperKind
from documents.letterheads import authority_problem
from documents.printouts import Signature
from regulation.text import clean

_PARTS = ("authority", "position", "name")


def add_signature(form: forms.Form, place: int, *, usual: Signature, family: Family, legend: str) -> Fieldset:
    """Add the fields of one signature to a form, filled with the usual one; what the layout shows of them.

    ``place`` keeps the signatures of a form apart. Formulas of the other family of papers are refused.
    """

    def of_the_family(typed: str) -> None:
        if problem := authority_problem(family, typed):
            raise ValidationError(problem)

    form.fields[f"authority_{place}"] = forms.CharField(
        label="Thể thức ký",
        required=False,
        max_length=100,
        initial=usual.authority,
        validators=[of_the_family],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng một cụm; để trống khi người đứng đầu ký với chức vụ của mình.",
    )
    form.fields[f"position_{place}"] = forms.CharField(
        label="Chức vụ người ký", max_length=200, initial=usual.position
    )
    form.fields[f"name_{place}"] = forms.CharField(
        label="Họ và tên người ký",
        max_length=120,
        initial=usual.name,
        error_messages={"required": "Nhập họ và tên người ký."},
    )
    return Fieldset(legend, *(Field(f"{part}_{place}", css_class="width-name") for part in _PARTS))


def signature_typed(form: forms.Form, place: int) -> Signature:
    """The signature typed at a place of the form. Valid after ``is_valid()``."""
    return Signature(**{part: form.cleaned_data[f"{part}_{place}"] for part in _PARTS})


class FilterForm(forms.Form):
    """The filter above the list; it is sent by GET and refuses nothing."""

    q = forms.CharField(
        label="Tìm theo số hoặc trích yếu",
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={
                "class": "form-control width-name",
                "type": "search",
                "placeholder": "Số văn bản hoặc trích yếu, có dấu hoặc không dấu",
            }
        ),
    )
    loai = forms.ChoiceField(
        label="Loại văn bản",
        choices=[("", "Mọi loại văn bản"), *PaperKind.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    use_required_attribute = False

    def clean_q(self) -> str:
        return clean(self.cleaned_data["q"]).strip()

    @property
    def asked(self) -> dict[str, str]:
        """The words to look for; what cannot be read asks for nothing."""
        self.is_valid()
        return {"kind": self.cleaned_data.get("loai", ""), "text": self.cleaned_data.get("q", "")}
