"""Measures servanda: other projects' test cases, news gold, gold folders, floors under the scores."""
