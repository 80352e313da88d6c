"""Five stories over all platforms, played by the people of the demo at the front door of a running product."""
