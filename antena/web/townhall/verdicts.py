"""What a town says of a match."""
