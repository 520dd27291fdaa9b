"""Addresses of the app."""

from django.urls import path

from accounts import (
    absences,
    administering,
    passkey_pages,
    security_pages,
    session_pages,
    single_sign_on_pages,
    views,
)

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.login, name="login"),
    path("dang-nhap/xac-nhan/", views.confirm, name="confirm"),
    path("dang-nhap/khoa/", passkey_pages.challenge, name="passkey_challenge"),
    path("dang-nhap/mot-lan/", single_sign_on_pages.leave, name="sso_leave"),
    path("dang-nhap/mot-lan/ve/", single_sign_on_pages.come_back, name="sso_return"),
    path("dang-nhap/mot-lan/vao/", single_sign_on_pages.enter, name="sso_enter"),
    path("dang-xuat/", views.logout, name="logout"),
    path("chon-vi-tri/", views.choose_seat, name="choose_seat"),
    path("bao-mat/", security_pages.overview, name="security"),
    path("bao-mat/ung-dung/", security_pages.app, name="app"),
    path("bao-mat/ma-du-phong/", security_pages.codes, name="codes"),
    path("bao-mat/ma-du-phong/lap-lai/", security_pages.codes_renew, name="codes_renew"),
    path("bao-mat/khoa/", passkey_pages.passkey, name="passkey"),
    path("bao-mat/khoa/tao/", passkey_pages.new_challenge, name="passkey_new_challenge"),
    path("bao-mat/bo/<int:pk>/", security_pages.give_up, name="factor_give_up"),
    path("bao-mat/mat-khau/", session_pages.password, name="password"),
    path("bao-mat/phien/dang-xuat-het/", session_pages.sessions_end, name="sessions_end"),
    path("bao-mat/phien/<slug:code>/dang-xuat/", session_pages.session_end, name="session_end"),
    path("bao-mat/quan-tri/", administering.administer, name="administer"),
    path("bao-mat/quan-tri/quy-dinh/", administering.decide, name="rule_decide"),
    path("bao-mat/quan-tri/dat-lai/", administering.reset, name="factor_reset"),
    path("vang-mat/", absences.absences, name="absences"),
    path("vang-mat/<slug:code>/ket-thuc/", absences.absence_end, name="absence_end"),
]
