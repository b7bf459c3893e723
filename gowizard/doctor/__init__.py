"""What is broken? Checks look at the machine and report findings; a finding's remedy is data, like every change.

`scene` holds the facts that checks share, `examining` runs them side by side, `drafting` turns chosen remedies into
Changes, `symptoms` leads from a message to the entries that produce it. Nothing here writes.
"""
