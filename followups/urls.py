"""Addresses of the app."""

from django.urls import path

from followups.views import assignments, escalation, notice, paper, petitions, tracking, urging

app_name = "followups"
_PETITION, _ASSIGNMENT = "kien-nghi/<slug:code>/", "kien-nghi-duoc-giao/<slug:code>/"
_EXTENSION = f"{_PETITION}gia-han/<slug:extension_code>/"
urlpatterns = [
    path("buoi-doi-thoai/<slug:code>/thong-bao-ket-luan/", notice.notice, name="notice"),
    path(
        "buoi-doi-thoai/<slug:code>/thong-bao-ket-luan/xem-truoc.pdf",
        notice.notice_preview,
        name="notice_preview",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/kien-nghi-cap-tren/<slug:hosting_code>/",
        escalation.letter,
        name="escalation_letter",
    ),
    path(
        "buoi-doi-thoai/<slug:code>/kien-nghi-cap-tren/<slug:hosting_code>/xem-truoc.pdf",
        escalation.letter_preview,
        name="escalation_letter_preview",
    ),
    path("buoi-doi-thoai/<slug:code>/kien-nghi/", petitions.session_petitions, name="session_petitions"),
    path("kien-nghi/", petitions.petition_list, name="petition_list"),
    path(_PETITION, petitions.petition_detail, name="petition_detail"),
    path(f"{_PETITION}xem-lien-he/", petitions.petition_reveal, name="petition_reveal"),
    path(f"{_PETITION}don-doc/", petitions.urge, name="urge"),
    path(f"{_PETITION}cong-van-don-doc/", urging.letter, name="urging_letter"),
    path(f"{_PETITION}cong-van-don-doc/xem-truoc.pdf", urging.letter_preview, name="urging_letter_preview"),
    path(f"{_PETITION}chuyen-co-quan/", petitions.reassign, name="reassign"),
    path(f"{_PETITION}da-xem/", petitions.report_seen, name="report_seen"),
    path(f"{_PETITION}giao-van-ban/", petitions.answer_deliver, name="answer_deliver"),
    path(f"{_PETITION}van-ban-tra-loi/", petitions.answer_file, name="answer_file"),
    path(f"{_EXTENSION}giao-van-ban/", petitions.extension_deliver, name="extension_deliver"),
    path(f"{_EXTENSION}van-ban/", petitions.extension_file, name="extension_file"),
    path("kien-nghi-duoc-giao/", assignments.assignment_list, name="assignment_list"),
    path(_ASSIGNMENT, assignments.assignment_detail, name="assignment_detail"),
    path(f"{_ASSIGNMENT}thong-bao-ket-luan.pdf", assignments.assignment_notice, name="assignment_notice"),
    path(f"{_ASSIGNMENT}tra-loi/", assignments.assignment_answer, name="assignment_answer"),
    path(f"{_ASSIGNMENT}bao-cao/", assignments.assignment_report, name="assignment_report"),
    path(f"{_ASSIGNMENT}gia-han/", assignments.assignment_extend, name="assignment_extend"),
    path(f"{_ASSIGNMENT}tra-lai/", assignments.assignment_hand_back, name="assignment_hand_back"),
    path("so-giao-giay-to/", paper.paper_to_hand_over, name="paper_to_hand_over"),
    path("tra-cuu/", tracking.tracking, name="tracking"),
    path("tra-cuu/ket-qua/", tracking.tracking_result, name="tracking_result"),
    path("tra-cuu/van-ban/<slug:code>/", tracking.tracking_paper, name="tracking_answer"),
    path("tra-cuu/roi-trang/", tracking.tracking_leave, name="tracking_leave"),
]
