"""Marks to values: numbers, quantities and times; pure functions over the scan's tokens."""
