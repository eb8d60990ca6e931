"""Regulatory knowledge graph and question answering for the Chinese securities and futures industry."""
