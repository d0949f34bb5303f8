"""One module for each question; its ``TASK`` says what is asked, of which data, and how it is split."""
