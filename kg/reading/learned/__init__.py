"""What was learned from texts read by people and models, beside the rules: which phrases lay down norms, and whom they bind."""
