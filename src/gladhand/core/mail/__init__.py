"""The queue of messages to people: any package queues one, and `notifications.mail` sends it."""
