"""What all services share: settings, the database and the audit log."""
