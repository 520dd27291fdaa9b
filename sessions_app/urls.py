"""Addresses of the app."""

from django.urls import include, path

from sessions_app.views import (
    citizen,
    citizen_registration,
    conclusions,
    dispatches,
    guests,
    invitations,
    log,
    minutes,
    paper_register,
    petitions,
    planning,
    proceedings,
    programme,
    publications,
    registrations,
    review,
    sessions,
    unusual,
)

app_name = "sessions_app"
urlpatterns = [
    # The office before the day: planning, guests, letters
    path("chu-tri-thay/", unusual.presided, name="unusual_presiders"),
    path("buoi-doi-thoai/", sessions.session_list, name="session_list"),
    path("buoi-doi-thoai/lap/", planning.session_new, name="session_new"),
    path("buoi-doi-thoai/mau-khach-moi.xlsx", guests.guest_template, name="guest_template"),
    path("han-gui-thu-moi/", planning.sending_day, name="sending_day"),
    path("buoi-doi-thoai/<slug:code>/", sessions.session_detail, name="session_detail"),
    path("buoi-doi-thoai/<slug:code>/sua/", planning.session_edit, name="session_edit"),
    path("buoi-doi-thoai/<slug:code>/hoan/", planning.session_postpone, name="session_postpone"),
    path("buoi-doi-thoai/<slug:code>/huy/", planning.session_cancel, name="session_cancel"),
    path("buoi-doi-thoai/<slug:code>/nhat-ky/", log.session_log, name="session_log"),
    path("buoi-doi-thoai/<slug:code>/cong-bo/<slug:kind>/", publications.publication, name="publication"),
    path(
        "buoi-doi-thoai/<slug:code>/thong-bao-cong-khai/",
        publications.announcement,
        name="announcement",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/thong-bao-cong-khai/xem-truoc/",
        publications.announcement_preview,
        name="announcement_preview",
    ),
    path("buoi-doi-thoai/<slug:code>/khach-moi/", guests.guests, name="guests"),
    path("buoi-doi-thoai/<slug:code>/khach-moi/them/", guests.guest_add, name="guest_add"),
    path("buoi-doi-thoai/<slug:code>/khach-moi/xem-lien-he/", guests.guest_reveal, name="guest_reveal"),
    path("buoi-doi-thoai/<slug:code>/khach-moi/nhap/", guests.guest_import, name="guest_import"),
    path(
        "buoi-doi-thoai/<slug:code>/khach-moi/nhap/<slug:import_code>/",
        guests.guest_import_check,
        name="guest_import_check",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/khach-moi/nhap/<slug:import_code>/dong-loi.xlsx",
        guests.guest_import_rejected,
        name="guest_import_rejected",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/khach-moi/<slug:guest_code>/bo/", guests.guest_remove, name="guest_remove"
    ),
    path("buoi-doi-thoai/<slug:code>/thu-moi/", invitations.invitations, name="invitations"),
    path(
        "buoi-doi-thoai/<slug:code>/thu-moi/xem-truoc.pdf",
        invitations.invitation_preview,
        name="invitation_preview",
    ),
    path("buoi-doi-thoai/<slug:code>/thu-moi/gui-them/", invitations.invite_added, name="invite_added"),
    path(
        "buoi-doi-thoai/<slug:code>/thu-moi/<slug:invitation_code>.pdf",
        invitations.invitation_letter_pdf,
        name="invitation_letter",
    ),
    path("buoi-doi-thoai/<slug:code>/gui-thu/", dispatches.dispatches, name="dispatches"),
    path("buoi-doi-thoai/<slug:code>/gui-thu/so-giao/", paper_register.paper_register, name="paper_register"),
    path(
        "buoi-doi-thoai/<slug:code>/gui-thu/<slug:invitation_code>/bi-tra-lai/",
        paper_register.paper_returned,
        name="paper_returned",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/gui-thu/<slug:invitation_code>/lien-he/",
        paper_register.guest_contact,
        name="guest_contact",
    ),
    path("buoi-doi-thoai/<slug:code>/gui-thu/giao-giay/", dispatches.hand_over, name="hand_over"),
    path(
        "buoi-doi-thoai/<slug:code>/gui-thu/<slug:invitation_code>/gui-lai/",
        dispatches.send_again,
        name="send_again",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/co-quan/<slug:unit_code>/thong-bao/",
        dispatches.body_told,
        name="body_told",
    ),
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
    # Registrations in the office
    path("buoi-doi-thoai/<slug:code>/dang-ky/", registrations.registration_list, name="registrations"),
    path(
        "buoi-doi-thoai/<slug:code>/dang-ky/nhap-phieu/",
        registrations.registration_new,
        name="registration_new",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/dang-ky/xem-lien-he/",
        registrations.registrations_reveal,
        name="registrations_reveal",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/dang-ky/<slug:registration_code>/",
        registrations.registration_detail,
        name="registration_detail",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/dang-ky/<slug:registration_code>/tep/",
        registrations.registration_file,
        name="registration_file",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/dang-ky/<slug:registration_code>/bien-nhan/",
        registrations.registration_receipt,
        name="registration_receipt",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/dang-ky/<slug:registration_code>/xem-lien-he/",
        registrations.registration_reveal,
        name="registration_reveal",
    ),
    # The programme
    path("buoi-doi-thoai/<slug:code>/chuong-trinh/", programme.programme, name="programme"),
    path("buoi-doi-thoai/<slug:code>/chuong-trinh/thu-tu/", programme.move_speaker, name="programme_move"),
    path("buoi-doi-thoai/<slug:code>/chuong-trinh.pdf", programme.programme_pdf, name="programme_pdf"),
    path("buoi-doi-thoai/<slug:code>/ban-dieu-hanh.pdf", programme.run_sheet_pdf, name="run_sheet_pdf"),
    # The day at the desk
    path(
        "buoi-doi-thoai/<slug:code>/dieu-hanh/",
        include(
            [
                path("", proceedings.board, name="proceedings"),
                path("bat-dau/", proceedings.begin, name="begin"),
                path("moi-tiep/", proceedings.call_next, name="call_next"),
                path("moi/<slug:registration_code>/", proceedings.call_speaker, name="call_speaker"),
                path("nguoi-chua-dang-ky/", proceedings.call_walk_in, name="call_walk_in"),
                path("giai-trinh/", proceedings.call_other, name="call_other"),
                path("so-nguoi-du/", proceedings.count_attendance, name="count_attendance"),
                path("ket-thuc/", proceedings.record_end, name="record_end"),
                path("luot/<slug:turn_code>/", proceedings.turn, name="turn"),
                path("luot/<slug:turn_code>/ket-thuc/", proceedings.end_turn, name="end_turn"),
                path("luot/<slug:turn_code>/kien-nghi/", petitions.petition_new, name="petition_new"),
                path(
                    "phieu/<slug:registration_code>/kien-nghi/",
                    petitions.petition_from_slip,
                    name="petition_from_slip",
                ),
                path("kien-nghi/<slug:petition_code>/", petitions.petition_edit, name="petition_edit"),
                path(
                    "kien-nghi/<slug:petition_code>/ma-tra-cuu/",
                    petitions.petition_receipt,
                    name="petition_receipt",
                ),
            ]
        ),
    ),
    # Minutes
    path("buoi-doi-thoai/<slug:code>/bien-ban/", minutes.minutes, name="minutes"),
    path("buoi-doi-thoai/<slug:code>/bien-ban/chot/", minutes.finalise, name="minutes_finalise"),
    path("buoi-doi-thoai/<slug:code>/bien-ban.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    # Conclusions: the office drafts, the presider decides
    path(
        "buoi-doi-thoai/<slug:code>/ket-luan/",
        include(
            [
                path("", conclusions.conclusion, name="conclusion"),
                path("mo/", conclusions.open_round, name="conclusion_open"),
                path("trinh/", conclusions.submit, name="conclusion_submit"),
                path("xem-truoc.pdf", conclusions.conclusion_preview, name="conclusion_preview"),
                path("duyet/", review.review, name="conclusion_review"),
                path("kien-nghi/<slug:petition_code>/", conclusions.line, name="conclusion_line"),
            ]
        ),
    ),
    path("cho-toi-duyet/", review.review_list, name="review_list"),
]
