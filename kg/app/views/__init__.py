"""The scripts of the pages, one for each entry of ``main.PAGES``."""
