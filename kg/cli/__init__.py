"""The commands of ``kg``, thin shells without any law in them.

Heavy modules load inside the functions.
"""
