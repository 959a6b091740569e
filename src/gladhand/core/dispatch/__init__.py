"""The engine for work that waits in tables: claim it under a lease, attempt it side by side, write results in batches.

`dispatcher` runs the loop, `scheduler` and `limiter` decide what starts next, `batcher` writes results, and `wakeup`
listens for notices. A package that has such work implements `WorkSource`.
"""
