"""`python -m simulators.demo.monitoring`, in the environment of monitoring: the decisions and figures of the demo."""

from monitoring.settings import Settings

if __name__ == "__main__":
    if Settings().mode != "embedded":
        raise SystemExit("the demo province belongs into the embedded mode only: MODE is not embedded")
