import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0003_alarms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=30, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("address", models.URLField(max_length=500, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("publisher", models.CharField(max_length=120)),
                ("licence", models.CharField(blank=True, max_length=120)),
                ("item_days", models.PositiveSmallIntegerField(default=30)),
                ("is_followed", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["name"]},
        ),
    ]
