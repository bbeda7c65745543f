from __future__ import annotations

import socket
from ipaddress import IPv4Address

import pytest

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.server.serving import address, is_loopback, open_socket


def test_a_port_is_taken_and_told() -> None:
    with open_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert port > 0
        assert address(taken) == f"http://127.0.0.1:{port}/"
        assert address(taken, "/graph") == f"http://127.0.0.1:{port}/graph/"
        assert is_loopback(taken)


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    if has_ipv6():
        with open_socket("::1", 0) as taken:
            assert address(taken).startswith("http://[::1]:")
            assert is_loopback(taken)
    else:
        with pytest.raises(TreatyGraphError, match="::1"):
            open_socket("::1", 0)


def test_an_address_for_everybody_is_known_as_such() -> None:
    with open_socket(str(IPv4Address(0)), 0) as taken:
        assert not is_loopback(taken)


def test_a_port_in_use_is_refused() -> None:
    with open_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TreatyGraphError, match=rf"port {port} of 127\.0\.0\.1: it is in use.* --port"):
            open_socket("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "999.1.1.1", "a" * 300])
def test_an_unknown_host_is_refused(host: str) -> None:
    with pytest.raises(TreatyGraphError, match="There is no address"):
        open_socket(host, 0)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(TreatyGraphError, match=r"this machine does not have that address\. Choose another with --host"):
        open_socket("192.0.2.1", 0)
