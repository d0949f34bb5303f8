"""What was learned of real twinnings: numbers and where they come from."""
