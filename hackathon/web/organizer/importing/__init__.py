"""The organizer takes files in: upload, columns, preview, done."""
