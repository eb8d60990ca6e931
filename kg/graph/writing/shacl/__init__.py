"""The check of a graph against SHACL shapes by counts over its triples, for the build, which cannot wait for pySHACL."""
