"""Talking with citizens: what they ask and are answered, over the page, the widget and the API, without names."""
