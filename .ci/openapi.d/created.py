"""Checks that the client of openapi-python-client reads a created coupon, and an error.

Usage: created.py DOCUMENT FOLDER. FOLDER contains the package `client`.
"""

import json
import sys

import httpx

document, folder = sys.argv[1:]
sys.path.insert(0, folder)

from client import Client  # noqa: E402
from client.api.product_coupon import create_product_coupon  # noqa: E402
from client.models import Error, ProductCouponRequestCreateProductCouponRequest as Request  # noqa: E402
from client.models import ProductCouponResponseCreateProductCouponResponse as Response  # noqa: E402

with open(document, encoding="utf-8") as file:
    operation = json.load(file)["paths"]["/v3/marketing/partner/product-coupon/product-coupons"]["post"]


def example(content):
    return content["content"]["application/json"]["examples"]["sample_1"]["value"]


(success,) = (status for status in operation["responses"] if status.startswith("2"))
sent, answered = example(operation["requestBody"]), example(operation["responses"][success])
refused = {"code": "PARAM_ERROR", "message": "no", "detail": {"field": "/scope", "more": [1]}}

for status, body, expected in [(int(success), answered, Response), (400, refused, Error)]:

    def answer(request):
        assert json.loads(request.content) == sent, request.content
        return httpx.Response(status, json=body)

    transport = httpx.MockTransport(answer)
    client = Client(
        base_url="https://example.com",
        raise_on_unexpected_status=True,
        httpx_args={"transport": transport},
    )
    parsed = create_product_coupon.sync(client=client, body=Request.from_dict(sent))
    assert isinstance(parsed, expected), parsed
    assert parsed.to_dict() == body, parsed.to_dict()
