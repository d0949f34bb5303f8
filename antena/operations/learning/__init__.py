"""Models learned from public data: each module is one; its ``MODEL`` says of what and where it is kept."""
