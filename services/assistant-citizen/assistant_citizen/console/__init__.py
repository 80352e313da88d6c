"""What the assistant could not answer or answered badly: looked at, labelled, learned from."""
