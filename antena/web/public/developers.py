"""The page that documents the API: drawn from its own OpenAPI description, without anybody's scripts."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from antena.web.api import api


class Operation(NamedTuple):
    """One address of the API."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    answers: list[str]


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """Addresses, parameters and answers of the API, with a line to try each."""
    description = api.get_openapi_schema()
    root = request.build_absolute_uri("/").rstrip("/")
    return render(
        request,
        "public/developers.html",
        {
            "operations": [
                _operation(path, method, said)
                for path, methods in description["paths"].items()
                for method, said in methods.items()
            ],
            "shapes": _shapes(description),
            "root": root,
            "description_address": reverse("api:openapi-json"),
            "rate": settings.API_RATE,
        },
    )


def _operation(path: str, method: str, said: dict[str, Any]) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        description=said.get("description", ""),
        parameters=said.get("parameters", []),
        answers=[str(status) for status in said.get("responses", {})],
    )


def _shapes(description: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    listed = description.get("components", {}).get("schemas", {})
    return [
        (name, shape.get("description", ""), list(shape.get("properties", {})))
        for name, shape in listed.items()
    ]
