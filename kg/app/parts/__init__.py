"""Parts of pages: what more than one page shows, or what is too much for one file."""
