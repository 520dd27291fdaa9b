"""What may be asked of the list of papers."""

from django import forms

from documents.enums import PaperKind
from regulation.text import clean


class FilterForm(forms.Form):
    """The filter above the list; it is sent by GET and refuses nothing."""

    loai = forms.ChoiceField(
        label="Loại văn bản", choices=[("", "Tất cả"), *PaperKind.choices], required=False
    )
    q = forms.CharField(label="Số hoặc trích yếu", max_length=100, required=False)

    use_required_attribute = False

    def clean_q(self) -> str:
        return clean(self.cleaned_data["q"]).strip()

    @property
    def asked(self) -> dict[str, str]:
        """The words to look for; what cannot be read asks for nothing."""
        self.is_valid()
        return {"kind": self.cleaned_data.get("loai", ""), "text": self.cleaned_data.get("q", "")}
