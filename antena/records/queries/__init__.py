"""What is read of records: who did what, and which place a body is."""

from antena.records.queries.atlas import DatabaseAtlas, linker
from antena.records.queries.review import Proposal, ReviewPage, review_queue, waiting_links
from antena.records.queries.tracks import (
    ProgrammeCount,
    Track,
    TrackRecord,
    Words,
    experience,
    track_record,
    words_of,
)

__all__ = [
    "DatabaseAtlas",
    "ProgrammeCount",
    "Proposal",
    "ReviewPage",
    "Track",
    "TrackRecord",
    "Words",
    "experience",
    "linker",
    "review_queue",
    "track_record",
    "waiting_links",
    "words_of",
]
