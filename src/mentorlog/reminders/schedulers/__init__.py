"""Who runs the job: cron, systemd, launchd or the Task Scheduler. Imported only to set that up."""
