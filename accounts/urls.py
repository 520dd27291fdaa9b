"""Addresses of the app."""

from django.urls import path

from accounts import absences, views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.login, name="login"),
    path("dang-xuat/", views.logout, name="logout"),
    path("chon-vi-tri/", views.choose_seat, name="choose_seat"),
    path("vang-mat/", absences.absences, name="absences"),
    path("vang-mat/<slug:code>/ket-thuc/", absences.absence_end, name="absence_end"),
]
