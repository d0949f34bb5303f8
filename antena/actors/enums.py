"""Kinds of organisations and of consular posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is to the association. `EXTERNAL_BODY`: a public body of its own country that
    works abroad."""

    CONSULATE = "consulate", _("Consulate")
    NETWORK = "network", _("Network of local governments")
    UNIVERSITY = "university", _("University")
    ASSOCIATION = "association", _("Association")
    EXTERNAL_BODY = "external_body", _("Public body working abroad")
    COMPANY = "company", _("Company")
    OTHER = "other", _("Other organisation")


class Post(models.TextChoices):
    """What a consulate is headed by."""

    CAREER = "career", _("Career post")
    HONORARY = "honorary", _("Honorary post")
