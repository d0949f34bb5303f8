"""Read access for machines, described by OpenAPI."""

from antena.web.api.routes import build

api = build()
