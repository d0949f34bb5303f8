import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0002_learning_loop"),
        ("places", "0003_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TwinChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[("interested", "Interested"), ("excluded", "Not this one")], max_length=10
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talking", "We are already talking"),
                            ("not_wanted", "Not wanted"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="twin_choices",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "other"), name="one_twin_choice_per_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("place", models.F("other")), _negated=True),
                        name="twin_choice_is_of_two_places",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mark", "excluded"), ("reason__gt", "")),
                            models.Q(("mark", "interested"), ("reason", "")),
                            _connector="OR",
                        ),
                        name="twin_excluded_for_a_reason",
                    ),
                ],
            },
        ),
    ]
