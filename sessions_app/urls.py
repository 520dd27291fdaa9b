"""Addresses of the app."""

from django.urls import path

from sessions_app.views import citizen, citizen_registration

app_name = "sessions_app"
urlpatterns = [
    # Behind the link of an invitation: no login, no secret in the address after the first
    path("moi/<str:token>/", citizen.enter, name="invitation_enter"),
    path("ma-moi/", citizen.enter_by_code, name="invitation_by_code"),
    path("thu-moi/", citizen.invitation, name="invitation_page"),
    path("thu-moi/khong-du/", citizen.decline, name="decline"),
    path("thu-moi/phan-hoi/", citizen.respond, name="respond"),
    path("thu-moi/dang-ky/", citizen_registration.contact, name="register"),
    path("thu-moi/dang-ky/noi-dung/", citizen_registration.content, name="register_content"),
    path("thu-moi/dang-ky/kiem-tra/", citizen_registration.check, name="register_check"),
    path("thu-moi/da-nhan/", citizen.receipt, name="receipt"),
    path("thu-moi/da-nhan/mo/", citizen.unlock_receipt, name="receipt_unlock"),
    path("thu-moi/rut-dang-ky/", citizen.withdraw, name="register_withdraw"),
    path("thu-moi/lich.ics", citizen.calendar_entry, name="invitation_ics"),
    path("thu-moi/roi-trang/", citizen.leave, name="leave"),
    path("noi-tiep-nhan-khieu-nai-to-cao/", citizen.out_of_scope, name="out_of_scope_info"),
]
