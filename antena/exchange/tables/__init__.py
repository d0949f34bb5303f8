"""Reading tables people bring, whatever wrote them. Plain Python."""
