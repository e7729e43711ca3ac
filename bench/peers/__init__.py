"""One small program for each engine that is timed; each loads only its own."""
