"""Is the proxy alive? Who counts as the proxy, and when it is asked at all."""

import json
import socket

from tests.extension.browsers import Browser
from tests.extension.upstream import HEALTH, PROXY_ANSWER, listening, response


class TestAnswers:
    def test_the_proxy(self, switched_on: Browser) -> None:
        """What answers as our proxy does is the proxy; it is asked without a cookie and with nothing of the agent's."""
        with listening(PROXY_ANSWER) as (port, asked):
            assert HEALTH == switched_on.background(f"healthAt({port})")
        assert asked[0].startswith(b"GET /v1/health HTTP/1.1\r\n")
        assert b"cookie" not in asked[0].lower()

    def test_another_program(self, switched_on: Browser) -> None:
        """Another program on that port, whatever it answers, is not the proxy."""
        for answer in (
            response(b'{"program": "another"}', "Connection: close"),
            response(b"null", "Connection: close"),
            response(b"<html>", "Connection: close"),
            response(json.dumps(HEALTH).encode(), "Connection: close", status="500 Oh"),
            response(b"", "Location: http://127.0.0.1:1/", "Connection: close", status="302 Found"),
            b"",
        ):
            with listening(answer) as (port, _):
                assert switched_on.background(f"healthAt({port})") is None, answer

    def test_silence(self, switched_on: Browser) -> None:
        """Who takes the connection and says nothing is not waited for."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            assert switched_on.background(f"healthAt({server.getsockname()[1]})") is None

    def test_nobody(self, switched_on: Browser) -> None:
        """Where nobody listens there is no proxy."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]

        assert switched_on.background(f"healthAt({port})") is None
