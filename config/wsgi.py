"""What a web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from antena.web.warming import warm_in_background  # noqa: E402  models can be imported once Django is set up

warm_in_background()
