"""Questions that are answered before any search: lists, comparisons, changes, what is not decided."""
