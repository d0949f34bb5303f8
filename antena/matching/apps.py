from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "antena.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the permissions known; they need models, which are not there before."""
        from antena.matching import rules  # noqa: F401  importing it registers them
