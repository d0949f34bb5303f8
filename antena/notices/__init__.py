"""One message to one address in the reader's language, once."""
