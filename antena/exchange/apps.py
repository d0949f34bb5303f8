from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "antena.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the permissions known; they need models, which are not there before."""
        from antena.exchange import rules  # noqa: F401  importing it registers them
