"""The events each service publishes, one module a service. `python -m kit.contracts` writes them as AsyncAPI."""
