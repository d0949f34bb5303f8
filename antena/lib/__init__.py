"""Plain helpers. Nothing here knows Django, the database or a word of the domain above it."""
