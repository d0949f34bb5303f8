"""The addresses of the house; each audience lists its own."""

from django.urls import include, path

urlpatterns = [path("", include("antena.web.urls"))]
