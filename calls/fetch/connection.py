"""Connections to sites: only to addresses that were checked, and never for longer than allowed.

Requests are sent through requests' transport adapter, without a session: no cookies, no redirects by itself, and
nothing from the environment. A proxy set there is not used, because the address that is really connected to could not
be checked through it; nor are its certificates and passwords.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from calls.fetch.limits import is_public


class PrivateHost(Exception):
    """Every address of the host is inside some private network."""


@dataclass
class Line:
    """The connection to one origin, with a second handle on its socket by which a slow exchange can be ended.

    Time-outs of sockets start anew with every byte; a server that drips would never meet them.
    """

    allow_private: bool
    handle: socket.socket | None = None
    is_cut: bool = False

    def connect(self, connection: HTTPConnection) -> socket.socket:
        """Resolve the host once and connect to an address that has been checked, so that DNS cannot change its mind."""
        try:
            found = socket.getaddrinfo(connection.host.strip("[]"), connection.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(connection.host, connection, socket.gaierror(str(error))) from error
        addresses = [str(one[4][0]) for one in found]
        allowed = [one for one in addresses if self.allow_private or is_public(one)]
        if not allowed:
            raise PrivateHost(connection.host)
        problem: OSError | None = None
        for address in allowed:
            try:
                made = create_connection((address, connection.port), connection.timeout)
            except OSError as error:
                problem = error
                continue
            self.close()
            self.handle = made.dup()
            if self.is_cut:
                made.close()
                raise ConnectTimeoutError(connection, "the name took too long to resolve")
            return made
        if isinstance(problem, TimeoutError):
            raise ConnectTimeoutError(connection, "no connection in time") from problem
        raise NewConnectionError(connection, str(problem)) from problem

    def cut(self) -> None:
        """End the exchange from another thread: whoever waits for bytes gets the end of the stream."""
        self.is_cut = True
        handle = self.handle
        if handle is not None:
            # OSError: it ended by itself just now.
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self.handle is not None:
            self.handle.close()
            self.handle = None


class Adapter(HTTPAdapter):
    """A requests transport whose connections are made by a `Line`."""

    def __init__(self, line: Line) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1)

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return line.connect(self)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return line.connect(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
