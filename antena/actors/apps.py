from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "antena.actors"
    label = "actors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the permissions known; they need models, which are not there before."""
        from antena.actors import rules  # noqa: F401  importing it registers them
