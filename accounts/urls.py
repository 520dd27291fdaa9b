"""Addresses of the app."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.login, name="login"),
    path("dang-xuat/", views.logout, name="logout"),
    path("chon-vi-tri/", views.choose_seat, name="choose_seat"),
]
