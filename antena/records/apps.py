from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "antena.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
