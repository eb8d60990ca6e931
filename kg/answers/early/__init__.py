"""Questions that are answered before provisions are chosen: lists, comparisons, changes, what is not decided."""
