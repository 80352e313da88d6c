"""What is told of a change leaves once it is committed."""

from fastapi import BackgroundTasks, Request

from meetings.hub.hub import Letter


class Later:
    """A route's: an answer's background tasks run when it is out, which is after the commit."""

    def __init__(self, request: Request, tasks: BackgroundTasks) -> None:
        self._hub, self._tasks = request.app.state.hub, tasks

    def send(self, letter: Letter) -> None:
        self._tasks.add_task(self._hub.send, [letter])
