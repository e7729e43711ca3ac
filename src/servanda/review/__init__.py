"""Review: what people said of records, findings and pairs of entities, and what follows from it."""
