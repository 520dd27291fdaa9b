"""The base of every form: composed text, a key, a version, and errors that say what to enter."""

import unicodedata

import pytest
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict

from accounts.forms import STALE_FORM, UNKNOWN_VERSION, CleanForm, PortalForm, VersionedForm


class NameForm(PortalForm):
    name = forms.CharField(label="Họ và tên", max_length=20)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "note")


class EditForm(VersionedForm):
    name = forms.CharField(label="Họ và tên")


def post(**values) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"idempotency_key": "k1", **values})
    return data


def test_decomposed_text_arrives_composed_and_is_shown_composed():
    form = NameForm(post(name=unicodedata.normalize("NFD", "Nguyễn Đức Hoà"), note=""))
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Nguyễn Đức Hoà"
    assert form["name"].value() == "Nguyễn Đức Hoà"


def test_decomposed_text_is_measured_after_composing():
    name = "Ế" * 20
    assert len(unicodedata.normalize("NFD", name)) == 60
    assert NameForm(post(name=unicodedata.normalize("NFD", name))).is_valid()
    assert not NameForm(post(name=name + "Ế")).is_valid()


@pytest.mark.parametrize("hidden", ["\x00", "\x08", "\u200b", "\u202e", "\u2066", "\ufeff", "\x7f"])
def test_control_and_direction_characters_are_gone(hidden):
    form = NameForm(post(name=f"An{hidden}h", note=f"dòng 1\r\n{hidden}dòng 2"))
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["note"]) == ("Anh", "dòng 1\ndòng 2")


def test_only_blanks_are_nothing():
    form = NameForm(post(name="  \u200b "))
    assert form.errors == {"name": ["Nhập họ và tên."]}


def test_a_dictionary_is_taken_like_posted_data():
    form = NameForm({"idempotency_key": "k", "name": unicodedata.normalize("NFD", "Ánh")})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ánh"


def test_several_values_of_one_field_stay_several():
    class ManyForm(PortalForm):
        tags = forms.MultipleChoiceField(choices=[("á", "á"), ("b", "b"), ("c", "c")])

    data = post()
    data.setlist("tags", [unicodedata.normalize("NFD", "á"), "c"])
    form = ManyForm(data)
    assert form.is_valid()
    assert form.cleaned_data["tags"] == ["á", "c"]


def test_a_password_stays_as_typed():
    class SecretForm(CleanForm):
        secret = forms.CharField(widget=forms.PasswordInput, strip=False)

    typed = unicodedata.normalize("NFD", " mật khẩu ")
    form = SecretForm({"secret": typed})
    assert form.is_valid()
    assert form.cleaned_data["secret"] == typed


class TestKey:
    def test_each_rendering_has_its_own_key_and_a_refused_form_keeps_it(self):
        first, second = (NameForm()["idempotency_key"].value() for _ in range(2))
        assert first != second
        assert len(first) == 32
        refused = NameForm(post(name="", idempotency_key=first))
        assert not refused.is_valid()
        assert refused["idempotency_key"].value() == first

    def test_a_form_with_a_key_gives_it(self):
        form = NameForm(post(name="An", idempotency_key="k" * 64))
        assert form.is_valid()
        assert form.key == "k" * 64

    @pytest.mark.parametrize("key", ["", None, "k" * 65, "\x00"])
    def test_a_form_without_a_usable_key_is_refused_once_and_then_works(self, key):
        data = post(name="An")
        del data["idempotency_key"]
        if key is not None:
            data["idempotency_key"] = key
        form = NameForm(data)
        assert form.errors == {"__all__": [STALE_FORM]}
        assert form["name"].value() == "An"
        again = NameForm(post(name="An", idempotency_key=form["idempotency_key"].value()))
        assert again.is_valid()

    def test_the_key_is_drawn_although_the_layout_does_not_name_it(self):
        html = render_crispy_form(NameForm())
        assert html.count('name="idempotency_key"') == 1
        assert html.count('type="hidden"') == 1
        assert "<form" not in html


class TestVersion:
    def test_the_version_that_was_seen_comes_back(self):
        assert EditForm(initial={"version": 3})["version"].value() == 3
        form = EditForm(post(name="An", version="3"))
        assert form.is_valid()
        assert form.seen_version == 3

    @pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "٣", "9" * 30])
    def test_a_form_without_a_version_is_refused(self, version):
        form = EditForm(post(name="An", version=version))
        assert form.errors == {"__all__": [UNKNOWN_VERSION]}


class TestMissing:
    def test_what_is_missing_is_asked_for_by_name(self):
        class LongForm(PortalForm):
            name = forms.CharField(label="Họ và tên")
            kind = forms.ChoiceField(label="Loại buổi", choices=[("a", "A")])
            unit = forms.CharField(label="UBND phường")
            file = forms.FileField(label="Tệp văn bản")
            agreed = forms.BooleanField(label="Tôi cam kết")
            own = forms.CharField(label="Riêng", error_messages={"required": "Nhập số, ví dụ 12."})

        form = LongForm(post())
        assert form.errors == {
            "name": ["Nhập họ và tên."],
            "kind": ["Chọn loại buổi."],
            "unit": ["Nhập UBND phường."],
            "file": ["Chọn tệp văn bản."],
            "agreed": ["Đánh dấu vào ô này để tiếp tục."],
            "own": ["Nhập số, ví dụ 12."],
        }
