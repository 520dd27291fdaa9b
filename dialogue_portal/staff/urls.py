"""Addresses of people at work."""

from django.urls import path

from dialogue_portal.staff import accepting, views

app_name = "staff"
urlpatterns = [
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/moi/", views.invite, name="invite"),
    path("nguoi-dung/loi-moi/<slug:code>/gui-lai/", views.send_again, name="send_again"),
    path("nguoi-dung/loi-moi/<slug:code>/rut/", views.withdraw, name="withdraw"),
    path("nguoi-dung/<slug:code>/ket-thuc/", views.end, name="end"),
    path("nguoi-dung/<slug:code>/ban-giao/", views.hand_over, name="hand_over"),
    path("nhan-viec/", accepting.accept, name="accept"),
    path("nhan-viec/<str:token>/", accepting.enter, name="enter"),
]
