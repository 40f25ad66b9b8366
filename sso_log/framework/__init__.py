"""The performance framework below the entries: definitions, rules and statistics, all pure."""
