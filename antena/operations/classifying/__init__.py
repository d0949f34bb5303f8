"""What learning and measuring classifiers of texts share: rows made of public data, and one way to fit."""
