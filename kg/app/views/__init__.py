"""The pages, a script each, in the order of ``main.PAGES``."""
