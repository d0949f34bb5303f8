"""What acts and calls are to local government, judged by hand: how they were drawn, and our verdicts."""
