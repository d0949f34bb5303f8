"""Which place a body belongs to, from its name, country and city. Plain Python."""
