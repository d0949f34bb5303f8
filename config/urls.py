"""The addresses of the house: pages under the reader's language, the rest without one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from antena.web.api import api
from antena.web.public import preferences

urlpatterns = [
    path("", preferences.start, name="start"),
    path("api/v1/", api.urls),
    *i18n_patterns(path("", include("antena.web.urls")), prefix_default_language=True),
]

handler400 = "antena.web.errors.bad_request"
handler403 = "antena.web.errors.forbidden"
handler404 = "antena.web.errors.not_found"
handler500 = "antena.web.errors.server_error"
