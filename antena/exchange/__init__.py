"""Files people bring and take: preview, mapping, dry run, import, undo; export in the same format."""
