"""Eligibility: conditions from texts and programme guides, judged on members, and what completes them."""
