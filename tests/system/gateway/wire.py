"""Raw HTTP without normalisation of requests and responses."""

import base64
import socket
import ssl
import threading
from dataclasses import dataclass


@dataclass
class Message:
    start: str
    fields: list
    body: bytes = b""

    def all(self, name):
        return [value for key, value in self.fields if key.lower() == name.lower()]

    def one(self, name):
        values = self.all(name)
        assert len(values) <= 1, f"{name} comes {len(values)} times"
        return values[0] if values else None

    @property
    def status(self):
        return int(self.start.split(" ")[1])

    @property
    def target(self):
        return self.start.split(" ")[1]


def read_message(stream):
    """Reads the next message, or None at the end. A body without a length extends to the end."""
    head = []
    while True:
        line = stream.readline()
        if not line:
            return None
        if line == b"\r\n":
            break
        head.append(line.rstrip(b"\r\n").decode("latin-1"))
    start, *fields = head
    message = Message(start, [tuple(part.strip() for part in line.split(":", 1)) for line in fields])
    is_response = start.startswith("HTTP/")
    if message.one("Transfer-Encoding") == "chunked":
        while size := int(stream.readline(), 16):
            message.body += stream.read(size)
            stream.readline()
        stream.readline()
    elif message.one("Content-Length") is not None:
        message.body = stream.read(int(message.one("Content-Length")))
    elif is_response and message.status not in (204, 304):
        message.body = stream.read()
    return message


def basic(username, password):
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def request(target, user=None, method="GET", headers=(), body=b"", version="1.1"):
    """Returns the octets of a request. `target` may be str (latin-1) or bytes."""
    target = target if isinstance(target, bytes) else target.encode("latin-1")
    lines = ["Host: api.example.com"]
    if user is not None:
        lines.append("Authorization: " + basic(user, "secret of " + user))
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    start = method.encode() + b" " + target + b" HTTP/" + version.encode() + b"\r\n"
    return start + "".join(line + "\r\n" for line in lines).encode() + b"\r\n" + body


# The certificate is created for one run and self-signed.
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TLS.check_hostname = False
TLS.verify_mode = ssl.CERT_NONE


class Client:
    """A TLS connection to the gateway."""

    def __init__(self, port):
        plain = socket.create_connection(("127.0.0.1", port), timeout=30)
        # Avoids a delayed acknowledgement between the end of the handshake and the request.
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = TLS.wrap_socket(plain, server_hostname="api.example.com")
        self.stream = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def read(self):
        return read_message(self.stream)

    def ask(self, *args, **kwargs):
        self.send(request(*args, **kwargs))
        return self.read()


class Listener:
    """Accepts connections on a free loopback port, with a thread for each."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def close(self):
        self.socket.close()


class Upstream(Listener):
    """The protected API: records each request unchanged."""

    def __init__(self):
        self.requests = []
        super().__init__()

    def serve(self, connection):
        with connection, connection.makefile("rb") as stream:
            while (message := read_message(stream)) is not None:
                self.requests.append(message)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nupstream")


class Wiretap(Listener):
    """A proxy between the gateway and Gatehouse that records the requests of the gateway."""

    def __init__(self, host, port):
        self.gatehouse = (host, port)
        self.octets = b""
        self.connections = 0
        super().__init__()

    def serve(self, connection):
        self.connections += 1
        try:
            gatehouse = socket.create_connection(self.gatehouse)
        except OSError:
            connection.close()
            return
        with connection, gatehouse:
            back = threading.Thread(target=self._copy, args=(gatehouse, connection), daemon=True)
            back.start()
            self._copy(connection, gatehouse, self._remember)
            back.join()

    def _remember(self, octets):
        self.octets += octets

    @staticmethod
    def _copy(source, target, tell=lambda octets: None):
        try:
            while octets := source.recv(65536):
                tell(octets)
                target.sendall(octets)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
