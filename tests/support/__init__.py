"""What several tests need to reach the doors of a service."""
