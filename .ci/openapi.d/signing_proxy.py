"""Signs requests, so that a tool without WeChat Pay signatures can call `wechatpay-mock`.

Usage: signing_proxy.py MOCK_URL MCHID SERIAL_NO KEY_FILE

It prints its own URL, and runs until it is stopped.
"""

import base64
import http.client
import http.server
import secrets
import sys
import time
import urllib.parse

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

mock_url, mchid, serial_no, key_file = sys.argv[1:]
mock = urllib.parse.urlsplit(mock_url)
with open(key_file, "rb") as file:
    key = serialization.load_pem_private_key(file.read(), password=None)

# Headers that the proxy sets itself, and headers of one connection.
OWN = {
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
}


def authorization(method, target, body):
    timestamp, nonce = int(time.time()), secrets.token_hex(16)
    message = f"{method}\n{target}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"
    signature = base64.b64encode(key.sign(message, padding.PKCS1v15(), hashes.SHA256())).decode()
    return (
        f'WECHATPAY2-SHA256-RSA2048 mchid="{mchid}",nonce_str="{nonce}",timestamp="{timestamp}",'
        f'serial_no="{serial_no}",signature="{signature}"'
    )


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        self.forward()

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        upstream = http.client.HTTPConnection(mock.hostname, mock.port, timeout=10)
        upstream.putrequest(self.command, self.path, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in OWN:
                upstream.putheader(name, value)
        # A request without this header tests whether the mock requires it.
        if "Authorization" in self.headers:
            signed = authorization(self.command, self.path, body)
            upstream.putheader("Authorization", signed)
        upstream.putheader("Content-Length", str(len(body)))
        upstream.endheaders(body)
        response = upstream.getresponse()
        content = response.read()
        self.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in OWN:
                self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        upstream.close()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
