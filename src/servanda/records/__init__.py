"""Values and marks of a sentence to records: times, figures, entities (and more to come)."""
