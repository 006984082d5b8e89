"""What the commands share: their exit codes."""

DONE = 0
# A briefing could not be made, or rows of a file were set aside.
FAILED = 1
# The input is wrong: nothing was made.
WRONG_INPUT = 2
# The user has stopped it, as a shell counts the signal.
STOPPED = 130
