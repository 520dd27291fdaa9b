"""The registration slip on a telephone: who, what, check (Đ9.1.b, Đ19). Nothing is a row before it is sent."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.decisions import Decision
from accounts.limits import HOUR, Limit, network_of
from audit.submissions import perform
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from organizations.models import Field
from regulation.clock import now, today
from sessions_app import citizen_drafts as drafts
from sessions_app import policies, slip_texts
from sessions_app.actions import registrations
from sessions_app.actions.registrations import AlreadyRegistered, SlipContact, SlipContent
from sessions_app.citizen_drafts import Draft
from sessions_app.citizen_links import LinkHolder, remember
from sessions_app.contacts import masked_email, masked_phone
from sessions_app.forms.citizen import (
    IN_PERSON,
    IN_WRITING,
    CheckForm,
    ContactForm,
    ContentForm,
    RevisionForm,
)
from sessions_app.models import SpeakingRegistration
from sessions_app.queries.registrations import latest_voice, live_of, offered_fields
from sessions_app.views.citizen import REPEATED
from sessions_app.views.citizen_door import citizen_page, page

STEPS_PER_LINK = Limit("slip-steps", 120, HOUR)
SENDINGS_PER_LINK = Limit("slip-link", 20, HOUR)
SENDINGS_PER_NETWORK = Limit("slip-network", 300, HOUR)
# Nobody reads and fills three pages in this time; such a sending weighs as much as ten.
TOO_FAST_SECONDS, TOO_FAST_WEIGHT = 3, 10
TOO_OFTEN = (
    "Đã gửi quá nhiều lần trong một giờ. Nội dung vẫn được giữ; ông/bà thử lại sau, hoặc gọi văn phòng."
)
_CONTACT = ("salutation", "full_name", "on_behalf_of", "phone", "email", "address")


@citizen_page
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """Step 1: who registers, prefilled from the invitation."""
    refusal = _refusal(request, holder)
    if refusal:
        return refusal
    draft = drafts.load(holder)
    if draft is None or draft.sent:
        draft = _begun(holder, at=now())
        drafts.save(holder, draft)
    known_phone, known_email = _known_reach(holder)
    form = ContactForm(
        request.POST or None,
        initial=_initial_contact(holder, draft, known_phone, known_email),
        known_phone=known_phone,
        known_email=known_email,
    )
    if request.method == "POST" and _within_limit(form, holder) and form.is_valid():
        drafts.save(holder, replace(draft, contact={name: form.cleaned_data[name] for name in _CONTACT}))
        return redirect("sessions_app:register_content")
    return page(request, holder, "sessions_app/citizen_contact.html", {"form": form})


@citizen_page
@require_http_methods(["GET", "POST"])
def content(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """Step 2: what the person wants to say."""
    refusal = _refusal(request, holder)
    if refusal:
        return refusal
    draft = _draft_for_content(holder)
    if draft is None:
        return redirect("sessions_app:register")
    fields = offered_fields(holder.session)
    form = ContentForm(
        request.POST or None,
        request.FILES or None,
        initial=draft.content,
        fields=fields,
        file_name=draft.file_name,
    )
    if request.method == "POST" and _within_limit(form, holder) and form.is_valid():
        drafts.save(holder, _with_content(holder, draft, form, fields))
        return redirect("sessions_app:register_check")
    return page(request, holder, "sessions_app/citizen_content.html", {"form": form})


@citizen_page
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, holder: LinkHolder) -> HttpResponse:
    """Step 3: read back, acknowledge (Đ19.2, Đ4.3), agree, send."""
    if holder.own_registration and _was_just_sent(holder):
        return _to_receipt(holder, holder.own_registration)
    refusal = _refusal(request, holder)
    if refusal:
        return refusal
    draft = drafts.load(holder)
    if draft is None or not draft.is_complete:
        messages.warning(request, "Bản nháp chưa đủ hoặc đã hết hạn. Ông/bà xem lại từ bước đầu.")
        return redirect("sessions_app:register")
    own = holder.own_registration
    if own is None:
        form = CheckForm(request.POST or None)
    else:
        form = RevisionForm(request.POST or None, initial={"version": own.version})
    if request.method == "POST" and form.is_valid() and _may_send(request, form, holder, draft):
        response = _send(request, holder, draft, form)
        if response is not None:
            return response
    context = {
        "form": form,
        "rows": _read_back(holder, draft),
        "responsibilities": slip_texts.RESPONSIBILITIES,
        "privacy": slip_texts.PRIVACY,
        "identity_note": draft.asked_about_identity and draft.content["withhold_identity"],
        "is_revision": own is not None,
    }
    return page(request, holder, "sessions_app/citizen_check.html", context)


# -- who may fill in


def _refusal(request: HttpRequest, holder: LinkHolder) -> HttpResponse | None:
    """Where somebody goes who may not fill in the slip now; None when he may."""
    if holder.registration is not None and holder.own_registration is None:
        return redirect("sessions_app:receipt")
    at = now()
    decision: Decision = (
        policies.can_revise(holder, at=at)
        if holder.own_registration
        else policies.can_register(holder, at=at)
    )
    if decision:
        return None
    messages.warning(request, decision.reason)
    return redirect("sessions_app:receipt" if holder.registration else "sessions_app:invitation_page")


def _within_limit(form: ContactForm | ContentForm, holder: LinkHolder) -> bool:
    """Count one step; a link that is used more often than people type is told to wait."""
    link, at = holder.invitation.code, now()
    if not STEPS_PER_LINK.allows(link, at=at):
        form.add_error(None, TOO_OFTEN)
        return False
    STEPS_PER_LINK.count(link, at=at)
    return True


# -- the draft


def _begun(holder: LinkHolder, *, at: datetime) -> Draft:
    """A fresh draft; for a change it starts from what was sent."""
    own = holder.own_registration
    if own is None:
        return Draft(opened_at=at)
    voice = latest_voice(own)
    return Draft(
        opened_at=at,
        contact={name: getattr(own.contact, name) for name in _CONTACT},
        content={
            "field": voice.field.key,
            "text": voice.text,
            "manner": IN_PERSON if own.speaks_in_person else IN_WRITING,
            "withhold_identity": own.withhold_identity,
        },
        file_name=voice.file.original_name if voice.file else "",
        keep_file=voice.file is not None,
        asked_about_identity=voice.field.concerns_conduct,
    )


def _draft_for_content(holder: LinkHolder) -> Draft | None:
    """The draft with step 1 taken; who changes what was sent may begin here."""
    draft = drafts.load(holder)
    if (draft is None or draft.sent) and holder.own_registration:
        draft = _begun(holder, at=now())
    return draft if draft and draft.contact else None


def _known_reach(holder: LinkHolder) -> tuple[str, str]:
    """Telephone and address the office has already; pages show them masked."""
    known = (
        holder.own_registration.contact if holder.own_registration else getattr(holder.guest, "contact", None)
    )
    return (known.phone, known.email) if known else ("", "")


def _initial_contact(holder: LinkHolder, draft: Draft, known_phone: str, known_email: str) -> dict[str, str]:
    if draft.contact:
        initial = dict(draft.contact)
        if initial["phone"] == known_phone:
            initial["phone"] = ""
        if initial["email"] == known_email:
            initial["email"] = ""
        return initial
    guest = holder.guest
    return {"salutation": guest.salutation, "full_name": guest.full_name, "address": guest.group}


def _with_content(holder: LinkHolder, draft: Draft, form: ContentForm, fields: list[Field]) -> Draft:
    """The draft after step 2. Identity is withheld by default where conduct is concerned (Đ8.3, Đ12.2)."""
    values = {name: form.cleaned_data[name] for name in ("field", "text", "manner", "withhold_identity")}
    field = next(field for field in fields if field.key == values["field"])
    asked = draft.asked_about_identity
    if field.concerns_conduct and not asked:
        values["withhold_identity"] = asked = True
    file_name, keep_file = draft.file_name, draft.keep_file
    if form.upload is not None:
        drafts.save_file(holder, form.upload)
        file_name, keep_file = form.upload.name, False
    elif form.cleaned_data.get("remove_file"):
        drafts.drop_file(holder)
        file_name, keep_file = "", False
    return replace(
        draft, content=values, file_name=file_name, keep_file=keep_file, asked_about_identity=asked
    )


def _read_back(holder: LinkHolder, draft: Draft) -> list[dict[str, str]]:
    who, what = reverse("sessions_app:register"), reverse("sessions_app:register_content")
    contact_, content_ = draft.contact, draft.content
    names = {field.key: field.name for field in offered_fields(holder.session)}
    rows = [
        ("Họ và tên", f"{contact_['salutation']} {contact_['full_name']}".strip(), who),
        ("Điện thoại", masked_phone(contact_["phone"]), who),
        ("Thư điện tử", masked_email(contact_["email"]), who),
        ("Khu phố, ấp, địa chỉ", contact_["address"], who),
        ("Đại diện cho", contact_["on_behalf_of"], who),
        ("Lĩnh vực", names.get(content_["field"], ""), what),
        ("Nội dung", content_["text"], what),
        ("Hình thức", _MANNERS[content_["manner"]], what),
        ("Danh tính", _IDENTITY[content_["withhold_identity"]], what),
        ("Tệp kèm theo", draft.file_name, what),
    ]
    return [{"label": label, "value": value, "change_url": url} for label, value, url in rows if value]


_MANNERS = {IN_PERSON: "Phát biểu trực tiếp tại buổi", IN_WRITING: "Gửi ý kiến bằng văn bản"}
_IDENTITY = {True: "Giữ kín đối với cơ quan bị phản ánh", False: "Không yêu cầu giữ kín"}


# -- sending


def _may_send(request: HttpRequest, form: CheckForm | RevisionForm, holder: LinkHolder, draft: Draft) -> bool:
    """Limits per link and network; a sending faster than anybody reads weighs more."""
    link, network, at = holder.invitation.code, network_of(request), now()
    if not (SENDINGS_PER_LINK.allows(link, at=at) and SENDINGS_PER_NETWORK.allows(network, at=at)):
        form.add_error(None, TOO_OFTEN)
        return False
    SENDINGS_PER_LINK.count(link, at=at)
    too_fast = (at - draft.opened_at).total_seconds() < TOO_FAST_SECONDS
    SENDINGS_PER_NETWORK.count(network, at=at, cost=TOO_FAST_WEIGHT if too_fast else 1)
    return True


def _send(
    request: HttpRequest, holder: LinkHolder, draft: Draft, form: CheckForm | RevisionForm
) -> HttpResponse | None:
    """Send or change; None when the form shows what stood in the way."""
    slip = _slip(holder, draft, form)
    if slip is None:
        messages.warning(request, "Tệp kèm theo không còn trong bản nháp. Ông/bà chọn lại tệp.")
        drafts.save(holder, replace(draft, file_name=""))
        return redirect("sessions_app:register_content")
    try:
        outcome = perform(
            key=form.key,
            purpose="sessions_app.register",
            act=lambda: _act(holder, slip, form, at=now()),
            locate=lambda _: reverse("sessions_app:receipt"),
        )
    except AlreadyRegistered as earlier:
        messages.info(request, str(earlier))
        return redirect("sessions_app:receipt")
    except (TransitionRefused, EditConflict) as refusal:
        form.add_error(None, str(refusal))
        return None
    if outcome.repeated:
        messages.info(request, REPEATED)
    registration = live_of(holder.invitation)
    if registration is None:
        return redirect(outcome.location)
    drafts.note_sent(holder, registration.code, opened_at=draft.opened_at)
    return _to_receipt(holder, registration)


def _slip(
    holder: LinkHolder, draft: Draft, form: CheckForm | RevisionForm
) -> tuple[SlipContact, SlipContent] | None:
    """What is sent; None when the file that the draft names is gone."""
    upload = drafts.file_of(holder) if draft.file_name and not draft.keep_file else None
    if draft.file_name and not draft.keep_file and upload is None:
        return None
    contact_ = SlipContact(**draft.contact, may_be_named=form.cleaned_data["may_be_named"])
    content_ = SlipContent(
        field=Field.objects.get(key=draft.content["field"]),
        text=draft.content["text"],
        speaks_in_person=draft.content["manner"] == IN_PERSON,
        withhold_identity=draft.content["withhold_identity"],
        file=upload,
        keep_file=draft.keep_file,
        also_agreed=form.also_agreed,
    )
    return contact_, content_


def _act(
    holder: LinkHolder,
    slip: tuple[SlipContact, SlipContent],
    form: CheckForm | RevisionForm,
    *,
    at: datetime,
) -> SpeakingRegistration:
    contact_, content_ = slip
    own = holder.own_registration
    if own is None:
        return registrations.submit(
            holder.invitation, contact=contact_, content=content_, by=holder.actor, at=at
        )
    own.version = form.seen_version
    return registrations.revise(own, contact=contact_, content=content_, by=holder.actor, at=at)


def _was_just_sent(holder: LinkHolder) -> bool:
    """The draft of this device was sent already: a second click, or the page reached by going back."""
    draft = drafts.load(holder)
    return draft is not None and bool(draft.sent)


def _to_receipt(holder: LinkHolder, registration: SpeakingRegistration) -> HttpResponse:
    response = redirect("sessions_app:receipt")
    return remember(response, holder.with_registration(registration), on=today())
