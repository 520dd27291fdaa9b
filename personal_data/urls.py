"""Addresses of the app."""

from django.urls import path

from personal_data.views import contacts, incidents, own, requests, retention

app_name = "personal_data"
_REQUEST, _INCIDENT = "yeu-cau-du-lieu/<slug:code>/", "su-co-du-lieu/<slug:code>/"
_HOLDS = "buoi-doi-thoai/<slug:code>/tam-dung-xoa/"
urlpatterns = [
    path("tra-cuu/du-lieu-ca-nhan/", own.own_data, name="own_data"),
    path("tra-cuu/du-lieu-ca-nhan/rut-dong-y/", own.own_withdraw, name="own_withdraw"),
    path("yeu-cau-du-lieu/", requests.request_list, name="requests"),
    path("yeu-cau-du-lieu/ghi-moi/", requests.request_new, name="request_new"),
    path(_REQUEST, requests.request_detail, name="request_detail"),
    path(f"{_REQUEST}xac-nhan/", requests.request_confirm, name="request_confirm"),
    path(f"{_REQUEST}gia-han/", requests.request_extend, name="request_extend"),
    path(f"{_REQUEST}tra-loi/", requests.request_close, name="request_close"),
    path("luu-giu-du-lieu/", retention.retention, name="retention"),
    path("luu-giu-du-lieu/xoa-thu/", retention.dry_run, name="dry_run"),
    path("luu-giu-du-lieu/thoi-han/<slug:kind>/", retention.period, name="period"),
    path(_HOLDS, retention.session_holds, name="holds"),
    path(f"{_HOLDS}<slug:hold_code>/ket-thuc/", retention.hold_release, name="hold_release"),
    path("su-co-du-lieu/", incidents.incident_list, name="incidents"),
    path("su-co-du-lieu/ghi-moi/", incidents.incident_new, name="incident_new"),
    path(_INCIDENT, incidents.incident_detail, name="incident_detail"),
    path(f"{_INCIDENT}sua/", incidents.incident_edit, name="incident_edit"),
    path(f"{_INCIDENT}bao/", incidents.incident_notify, name="incident_notify"),
    path(f"{_INCIDENT}xong/", incidents.incident_close, name="incident_close"),
    path(
        "buoi-doi-thoai/<slug:code>/dang-ky/<slug:registration_code>/sua-lien-he/",
        contacts.registrant_contact,
        name="registrant_contact",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/khach-moi/<slug:guest_code>/sua-lien-he/",
        contacts.guest_contact,
        name="guest_contact",
    ),
    path("kien-nghi/<slug:code>/sua-lien-he/", contacts.petitioner_contact, name="petitioner_contact"),
]
