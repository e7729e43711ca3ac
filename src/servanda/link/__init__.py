"""What no single document says: series, and what follows from them. Computed, never extracted."""
