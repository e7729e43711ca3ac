"""servanda: what states promised and claimed, each entry tied to its exact words."""
