"""What governance hears of, and what it does by itself."""

from governance.attachment.reading import read_attachments
from governance.attachment.sweeping import sweep_files
from governance.calendar.background import write_holidays
from governance.document.background import forget_submissions
from governance.meeting import consumers as meeting
from governance.notification import jobs as notification
from governance.organisation import consumers as organisation
from governance.recurrence.background import open_recurring
from governance.roster.background import forget_imports, import_waiting
from governance.task import consumers as task
from governance.task.background import remind_of_tasks
from kit import mail
from kit.consumer import Consumer
from kit.jobs import Job

consumer = Consumer("governance").include(organisation.consumer, meeting.consumer, task.consumer)
JOBS: tuple[Job, ...] = (
    mail.deliver,
    mail.clear_out,
    write_holidays,
    forget_submissions,
    remind_of_tasks,
    open_recurring,
    read_attachments,
    sweep_files,
    import_waiting,
    forget_imports,
    notification.write_mail,
    notification.forget_old_notifications,
)
