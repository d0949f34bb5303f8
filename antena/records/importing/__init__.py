"""Where drafts of places, projects and concepts go: stored, and linked to places."""
