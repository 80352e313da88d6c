"""Recurring work: reminders, retention, rotation. Several replicas may run; each due time is done once."""

from kit.jobs.job import Job, every
from kit.jobs.runner import run_jobs

__all__ = ["Job", "every", "run_jobs"]
