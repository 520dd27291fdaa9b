"""Addresses of the trail."""

from django.urls import path

from dialogue_portal.trail import views

app_name = "trail"
urlpatterns = [
    path("nhat-ky/", views.search, name="search"),
    path("nhat-ky/kiem-tra/", views.check, name="check"),
    path("kien-nghi/<slug:code>/nhat-ky/", views.petition_log, name="petition_log"),
    path("kien-nghi-duoc-giao/<slug:code>/nhat-ky/", views.assignment_log, name="assignment_log"),
    path("van-ban/<slug:code>/nhat-ky/", views.document_log, name="document_log"),
    path("don-vi/<slug:code>/nhat-ky/", views.unit_log, name="unit_log"),
    path("vi-tri/<slug:code>/nhat-ky/", views.seat_log, name="seat_log"),
]
