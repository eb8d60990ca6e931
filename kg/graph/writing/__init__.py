"""The writing of a build: the snapshot of its inputs, the texts read, the triples, and the check of the shapes."""
