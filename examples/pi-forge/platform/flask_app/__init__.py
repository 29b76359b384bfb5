"""The dashboard: the payments, drawn."""
