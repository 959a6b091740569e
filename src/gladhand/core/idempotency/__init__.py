"""`Idempotency-Key`: a repeated POST does nothing a second time and gets the first answer.

- `route`: the kind of route that looks at the header; every router with a POST has it
- `keyed`: one request with a key, and how its transactions are joined to the key's row
- `tasks`: forgets keys after a day
"""
