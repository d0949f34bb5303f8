"""How often the product is right, on samples judged by hand, beside a baseline."""
