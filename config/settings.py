"""Settings of an installation, read from the environment; docs/operator/settings.md explains each."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from antena.lib import association, postgres

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

ASSOCIATION = association.load(Path(env.str("ANTENA_CONFIGURATION", str(BASE_DIR / "antena.toml"))))
VAR_DIR = Path(env.str("ANTENA_VAR_DIR", str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)
NODE_MODULES = Path(env.str("ANTENA_NODE_MODULES", str(BASE_DIR / "node_modules")))

DEBUG = env.bool("ANTENA_DEBUG", False)
SECRET_KEY = env.str("ANTENA_SECRET_KEY", "")
if not SECRET_KEY:
    from config.secret import kept_secret

    SECRET_KEY = kept_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ANTENA_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# True behind a proxy that speaks TLS: cookies, HSTS and redirects then insist on it.
BEHIND_TLS = env.bool("ANTENA_TLS", False)
# The three sample people can sign in with one click. Never on by itself outside this machine.
SAMPLE_SIGN_IN = env.bool("ANTENA_SAMPLE_SIGN_IN", not BEHIND_TLS)
# What sources are told about who asks, as their operators wish it: a name and a way to reach us.
CONTACT_URL = env.str("ANTENA_CONTACT_URL", "https://example.org/antena")
# Other addresses for a source, by its name and the name its contract gives them: a mirror, a proxy.
SOURCE_ADDRESSES: dict[str, dict[str, str]] = env.json("ANTENA_SOURCE_ADDRESSES", default={})
# Keys that sources ask for, by source and name: {"keep": {"api": "…"}}.
SOURCE_KEYS: dict[str, dict[str, str]] = env.json("ANTENA_SOURCE_KEYS", default={})
# Where the installation is reached from outside, for links in messages.
SITE_URL = env.str("ANTENA_SITE_URL", "http://localhost:8000").rstrip("/")
# The mail server: smtp+tls://user:password@host:587. Without one, messages wait in the outbox and are seen.
EMAIL_URL = env.str("ANTENA_EMAIL_URL", "")
EMAIL_IS_SET_UP = bool(EMAIL_URL)
EMAIL_TIMEOUT = 20
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("ANTENA_EMAIL_FROM", "Antena <antena@localhost>")
# Requests a minute that one address may make to the API.
API_RATE = env.int("ANTENA_API_RATE", 120)

INSTALLED_APPS = [
    "antena.notices",
    "antena.accounts",
    "antena.themes",
    "antena.places",
    "antena.actors",
    "antena.sources",
    "antena.records",
    "antena.signals",
    "antena.matching",
    "antena.exchange",
    "antena.web",
    "antena.operations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "rules",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "antena.web.context.house",
            ],
            "builtins": ["antena.web.templatetags.antena"],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url_config(env.str("DATABASE_URL", "") or postgres.embedded_url(VAR_DIR / "postgres"))
}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 12}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:home"

LANGUAGE_CODE = ASSOCIATION.language
LANGUAGES = [(code, code) for code in ASSOCIATION.languages]
LOCALE_PATHS = [BASE_DIR / "antena" / "web" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = ASSOCIATION.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("htmx", NODE_MODULES / "htmx.org" / "dist")]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "raw": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "raw"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# One setting names the embedding engine: "bundled" (nothing to download), or the address of an
# OpenAI-compatible endpoint, with its model's name.
EMBEDDER = env.str("ANTENA_EMBEDDER", "bundled")
EMBEDDER_MODEL = env.str("ANTENA_EMBEDDER_MODEL", "")
EMBEDDER_KEY = env.str("ANTENA_EMBEDDER_KEY", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("ANTENA_LOG_LEVEL", "WARNING")},
}
