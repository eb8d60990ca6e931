"""The commands of ``kg``: thin shells, no law in them. Heavy modules load inside the functions."""
