"""What sources tell of places and bodies: facts, twin towns, projects and who took part, linked to places."""
