"""Reading ``topicDetails``, the page of one topic, where the search interface left its description out."""

from typing import Any

from antena.sources.drafts import Refusal
from antena.sources.pages import Page
from antena.sources.reading import decoded, entries, unreadable

# field of topicDetails → field of the search interface that says the same
_SAME = {
    "description": "descriptionByte",
    "conditions": "topicConditions",
    "callIdentifier": "callIdentifier",
    "callTitle": "callTitle",
    "keywords": "keywords",
    "tags": "tags",
}


def completed(metadata: dict[str, Any], page: Page) -> dict[str, Any] | Refusal:
    """Return ``metadata`` with what the topic's own page adds, never in place of what the search said.

    Or the refusal of the page, where it failed.
    """
    answer = decoded(page)
    if isinstance(answer, Refusal):
        return answer
    details = answer.get("TopicDetails") if isinstance(answer, dict) else None
    if not isinstance(details, dict):
        return unreadable(page, "no TopicDetails")
    added = {theirs: details[ours] for ours, theirs in _SAME.items() if details.get(ours)}
    days = [
        day
        for action in entries(details.get("actions"))
        if isinstance(day := action.get("plannedOpeningDate"), str)
    ]
    if days:
        added["startDate"] = [min(days)]
    return {**metadata, **{field: value for field, value in added.items() if not metadata.get(field)}}
