"""Addresses of the app."""

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("van-ban/", views.document_list, name="document_list"),
    path("van-ban/<slug:code>/", views.document_file, name="document_file"),
    path("xac-thuc/<str:check>/", views.verify, name="verify"),
]
