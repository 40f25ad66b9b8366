"""The week that each officer confirms: the denominator of every abstraction rate."""
