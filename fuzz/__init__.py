"""Fuzzing of the readers and the grammars (``make fuzz``)."""
