"""What officers log: engagements, diversions, their updates, and abstractions."""
