"""Let Ctrl-C end a run at once, also while a decoder is busy outside Python."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading

EXIT_CODE = 130  # what shells give for a process ended by SIGINT
GRACE = 1.0  # seconds for Python's own KeyboardInterrupt to clean up first


def end_promptly() -> None:
    """Watch for SIGINT in a thread of its own.

    Python raises KeyboardInterrupt only between bytecodes, and one call of the decoder may last long. The
    interpreter's C handler writes to the wake-up socket at once, whatever the main thread does.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def watch() -> None:
        with writer:  # keeps the socket open as long as the thread lives
            while signum := reader.recv(1):
                if signum[0] == signal.SIGINT:
                    threading.Event().wait(GRACE)
                    sys.stderr.write("copydesk: interrupted\n")
                    sys.stderr.flush()
                    os._exit(EXIT_CODE)

    threading.Thread(target=watch, name="interrupt", daemon=True).start()
