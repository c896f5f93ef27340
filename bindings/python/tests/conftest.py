# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import librebate

EXAMPLES = Path(__file__).parents[3] / "examples"

POLICY: dict[str, Any] = {
    "librebate": 1,
    "policy": "small",
    "version": 1,
    "currency": "CNY",
    "valid": "2025",
    "rules": [
        {
            "id": "volume",
            "when": "year",
            "pay": {"mode": "retroactive", "bands": [{"from": 1000, "rate": "3%"}]},
        },
        {
            "id": "lines",
            "when": "year",
            "what": {"each": "product.line"},
            "pay": {"rate": "1% / 3"},
        },
    ],
}

PARTNERS = b"id,name,valid_from\nP1,Huaxing,2025-01-01\nP2,North & South,2025-01-01\n"
PRODUCTS = b"id,line\nX,L01\nY,L02\n"
SALES = (
    b"id,date,partner,product,quantity,net\n"
    b"S1,2025-02-01,P1,X,31,3100.00\nS2,2025-05-01,P1,Y,59,5900.00\nS3,2025-05-02,P2,X,1,10.01\n"
)


@pytest.fixture
def policy() -> librebate.Policy:
    return librebate.Policy.from_json(POLICY)


@pytest.fixture
def data(policy: librebate.Policy) -> librebate.Data:
    return librebate.Data(policy, partners=PARTNERS, products=PRODUCTS, sales=SALES)


@pytest.fixture
def run(policy: librebate.Policy, data: librebate.Data) -> librebate.Settlement:
    return librebate.settle(policy, data)
