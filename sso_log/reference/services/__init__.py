"""Changes to reference data. Services flush and write to the audit trail; callers commit."""
