"""A kernel without a process of its own: ipykernel's, run by nbclient over lists, not sockets.

What a cell shows, how it fails, what is counted and when are ipykernel's and nbclient's own code;
here is only what stands in for the sockets between them.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections import deque
from queue import Empty
from types import SimpleNamespace
from typing import Any

import comm
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from traitlets.config import Config

from routes.press.streams import CellStream, Descriptors

_SHELL, _IOPUB = "shell", "iopub"


class _Lists(Session):
    """A session that keeps messages, as they would come out of a socket, instead of sending."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(key=b"", check_pid=False, **traits)
        self.kept: dict[str, deque[dict[str, Any]]] = {_SHELL: deque(), _IOPUB: deque()}

    def send(
        self,
        stream: Any,
        msg_or_type: Any,
        content: dict[str, Any] | None = None,
        parent: dict[str, Any] | None = None,
        *_: Any,
        buffers: list[Any] | None = None,
        metadata: dict[str, Any] | None = None,
        **__: Any,
    ) -> dict[str, Any]:
        """Keep a message under the name of its socket."""
        made = isinstance(msg_or_type, dict)
        msg = msg_or_type if made else self.msg(msg_or_type, content, parent, metadata=metadata)
        # Through JSON, as on a socket: tuples become lists and keys become text.
        msg["content"] = self.unpack(self.pack(msg["content"]))
        msg["buffers"] = [memoryview(part) for part in buffers or ()]
        if stream in self.kept:
            self.kept[stream].append(msg)
        return msg


class _NumberedCells(XCachingCompiler):
    """Names the code of a cell by its number: ipykernel's names carry the process id."""

    def get_code_name(self, _raw: str, _code: str, number: int) -> str:
        """Return the name that warnings and tracebacks give."""
        return f"cell-{number}.py"


class InProcessKernel(IPythonKernel):
    """ipykernel's kernel without debugger, history file and sockets."""

    # Its name alone would import a debugger, which takes long and starts threads.
    debugger_class: Any = None
    session: Any
    shell: Any

    def __init__(self, **traits: Any) -> None:
        # Past IPythonKernel's own, which wants the debugger.
        super(IPythonKernel, self).__init__(**traits)
        self.shell = self.shell_class.instance(
            parent=self,
            user_ns=self.user_ns,
            kernel=self,
            compiler_class=_NumberedCells,
        )
        self.shell.displayhook.session = self.session
        self.shell.displayhook.pub_socket = self.iopub_socket
        self.shell.displayhook.topic = self._topic("execute_result")
        self.shell.display_pub.session = self.session
        self.shell.display_pub.pub_socket = self.iopub_socket
        self.comm_manager = comm.get_comm_manager()
        self.streams: list[CellStream] = []
        self.descriptors: Descriptors | None = None

    @classmethod
    def made(cls) -> InProcessKernel:
        """Return the kernel of this process; a kernel's place for pictures is chosen first."""
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        config = Config()
        config.HistoryManager.enabled = False  # a file in the home, and a thread that writes it
        kernel: InProcessKernel = cls.instance(
            session=_Lists(),
            iopub_socket=_IOPUB,
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
            config=config,
            log=logging.getLogger(__name__),
        )
        return kernel

    def take_over(self) -> None:
        """Take stdout and stderr of this process, Python's and the descriptors'."""
        self.shell.init_environment()
        self.streams = [
            CellStream("stdout", 1, self._stream),
            CellStream("stderr", 2, self._stream),
        ]
        sys.stdout, sys.stderr = self.streams
        self.descriptors = Descriptors(dict(enumerate(self.streams, start=1)))

    def _stream(self, name: str, text: str) -> None:
        self.session.send(
            self.iopub_socket, "stream", {"name": name, "text": text}, self.get_parent()
        )

    async def do_execute(self, *given: Any, **options: Any) -> dict[str, Any]:
        """Run code; what it wrote past Python has come in when this returns."""
        reply: dict[str, Any] = await super().do_execute(*given, **options)
        if self.descriptors:
            self.descriptors.drain()
        for stream in self.streams:
            stream.next_cell()
        return reply

    async def run(self, code: str, *, store_history: bool, stop_on_error: bool) -> str:
        """Run a cell as a message would ask for it; return the id of that message."""
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": stop_on_error,
        }
        asked = self.session.msg("execute_request", content)
        self.set_parent(b"", asked, channel="shell")
        self._publish_status("busy", "shell")
        await self.execute_request(_SHELL, b"", asked)
        self._publish_status("idle", "shell")
        return str(asked["header"]["msg_id"])

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Do nothing: no further cell is waiting."""


class _Channel:
    """One end of what was a socket."""

    def __init__(self, kept: deque[dict[str, Any]]) -> None:
        self._kept = kept

    async def get_msg(self, **_: Any) -> dict[str, Any]:
        if not self._kept:
            raise Empty
        return self._kept.popleft()


class InProcessClient:
    """What nbclient takes for the client of a kernel."""

    allow_stdin = False

    def __init__(self, kernel: InProcessKernel) -> None:
        self._kernel = kernel
        self.session = kernel.session
        self.iopub_channel = _Channel(kernel.session.kept[_IOPUB])
        self.shell_channel = _Channel(kernel.session.kept[_SHELL])

    async def execute(self, code: str, *, store_history: bool, stop_on_error: bool) -> str:
        """Run a cell to its end; its messages are then waiting."""
        return await self._kernel.run(
            code, store_history=store_history, stop_on_error=stop_on_error
        )

    def kernel_info(self) -> str:
        """Ask what the kernel is."""
        asked = self.session.msg("kernel_info_request")
        info = {"language_info": self._kernel.language_info}
        self.session.send(_SHELL, "kernel_info_reply", info, asked)
        return str(asked["header"]["msg_id"])

    async def is_alive(self) -> bool:
        """Say that the kernel, being this process, is alive."""
        return True
