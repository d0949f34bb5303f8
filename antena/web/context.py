"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """The association and the languages it speaks."""
    return {"association": settings.ASSOCIATION}
