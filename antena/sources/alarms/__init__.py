"""Silence is seen: what is wrong with a source is found, said in a sentence, and told to the office."""
