"""What the engine holds as data: assumptions, words of subjects, weights of each algorithm."""
