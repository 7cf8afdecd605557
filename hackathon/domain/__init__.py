"""The verbs of the event, one module per noun. Each checks meaning, writes rows and the audit entry, and flushes."""
