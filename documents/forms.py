"""What may be asked of the list of papers."""

from django import forms

from documents.enums import PaperKind
from regulation.text import clean


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
