"""Serving: the port, the processes behind it, and what is between HTTP and the application.

::

    supervisor ── fork ──> generation (loads the graph) ──> zygote ──> workers, which evaluate queries
         │                       ├── an early web process, which goes when the others have the application
         │                       └── web processes: uvicorn → kept answers → gateway → pool or Flask
         └── on SIGHUP or a new build: the next generation, and when that answers, the former one drains
"""

from __future__ import annotations

from treatygraph.server.serving.sockets import address, is_loopback, open_socket

__all__ = ["address", "is_loopback", "open_socket"]
