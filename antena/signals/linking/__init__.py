"""What belongs together, decided in plain Python: official numbers, the same thing twice, dossiers."""
