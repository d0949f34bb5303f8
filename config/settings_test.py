"""Settings of the tests: the same, with plain static files, quick passwords and a throw-away folder."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ANTENA_VAR_DIR", str(Path(tempfile.gettempdir()) / f"antena-test-{os.getuid()}"))

from config.settings import *  # noqa: F403  the tests differ from the product only by what follows
from config.settings import DATABASES, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "raw": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["OPTIONS"].pop("pool")
WHITENOISE_AUTOREFRESH = True
MODEL_DIR = VAR_DIR / "models"
# A test that changes something sees it on the next page.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
