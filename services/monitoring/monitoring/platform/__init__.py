"""What the platform itself knows of the plan's items: which parts run, which answer with models, who is connected."""
