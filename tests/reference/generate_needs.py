# SPDX-License-Identifier: Apache-2.0
"""What a wanted capability decides about the rule that takes it up: its noun, its key, how it pays. Two that decide
differently need two rules.
"""

from capabilities import CAPABILITIES

NEEDS = {
    "noun:sellout": {"noun": "sellout"}, "noun:payment": {"noun": "payment"}, "noun:claim": {"noun": "claim"},
    "noun:own": {"noun": "visit"},
    "pay:rate": {"shape": "flat"}, "pay:per_unit": {"shape": "per_unit"}, "pay:amount": {"shape": "amount"},
    "pay:every": {"shape": "every"}, "pay:cut": {"shape": "cut", "noun": "sale"}, "pay:sets": {"shape": "sets"},
    "mode:retroactive": {"shape": "bands", "mode": "retroactive"},
    "mode:marginal": {"shape": "bands", "mode": "marginal"},
    "mode:excess": {"shape": "bands", "mode": "excess"},
    "mode:interpolated": {"shape": "bands", "mode": "interpolated"},
    "mode:own": {"shape": "bands", "mode": "marginal", "by": "itself", "own": True},
    "edge:above": {"shape": "bands", "mode": "retroactive", "edges": "above"},
    "edge:up_to": {"shape": "bands", "mode": "retroactive", "edges": "up_to"},
    "edge:below": {"shape": "bands", "mode": "retroactive", "edges": "below"},
    "table:matrix": {"shape": "matrix"}, "table:banded": {"shape": "banded-matrix"},
    "table:columns": {"shape": "matrix", "columns": True}, "table:declared": {"shape": "declared"},
    "table:band-key": {"shape": "banded-declared"}, "table:keys": {"shape": "declared", "keys": True},
    "table:csv": {"shape": "declared", "csv": True},
    "table:dated": {"shape": "declared", "dated": True, "noun": "sale"},
    "by:measure": {"shape": "bands", "by": "other", "mode": "retroactive", "noun": "sale"},
    "by:attainment": {"shape": "bands", "by": "attainment", "noun": "sale"},
    "by:growth": {"shape": "bands", "by": "growth", "noun": "sale"},
    "by:kpi": {"shape": "bands", "by": "kpi", "mode": "retroactive"},
    "by:days": {"shape": "bands", "by": "days", "mode": "retroactive", "noun": "payment", "each": "payment"},
    "by:score": {"shape": "bands", "by": "score", "mode": "retroactive"},
    "by:streak": {"shape": "bands", "by": "streak", "mode": "retroactive", "noun": "sale"},
    "by:rank": {"shape": "bands", "by": "rank", "mode": "retroactive", "noun": "sale"},
    "rank:share": {"shape": "bands", "by": "rank", "mode": "retroactive", "noun": "sale", "ties": "share"},
    "by:coverage": {"shape": "bands", "by": "coverage", "mode": "retroactive", "noun": "sale"},
    "target:each": {"shape": "bands", "by": "attainment", "noun": "sale", "target": "each", "each": "product.line"},
    "target:for": {"shape": "bands", "by": "attainment", "noun": "sale", "target": "for"},
    "target:is": {"shape": "bands", "by": "attainment", "noun": "sale", "target": "is"},
    "phased:linear": {"shape": "bands", "by": "attainment", "noun": "sale", "phased": "linear", "per": "quarter"},
    "phased:none": {"shape": "bands", "by": "attainment", "noun": "sale", "phased": "none", "per": "quarter"},
    "each:row": {"each": "row"}, "each:document": {"each": "sale.document", "noun": "sale"},
    "each:field": {"each": "field"},
    "each:list": {"each": ["product.line", "customer.region"], "noun": "sale"},
    "what:among": {"noun": "sale"}, "what:credit": {"noun": "sale"}, "when:first_months": {"noun": "sale"},
    "when:dated_by": {"noun": "sale"}, "when:accrue": {"shape": "bands", "mode": "retroactive"},
    "when:settle": {"per": "year"}, "when:advance": {"per": "year"},
    "returns:ignore": {"noun": "sale"}, "returns:restate": {"noun": "sale"},
    "returns:at_original_rate": {"noun": "sale", "steady": True}, "rows:returned": {"noun": "sale"},
    "per:days": {"per": "week"}, "per:half_month": {"per": "half_month"}, "per:month": {"per": "month"},
    "per:quarter": {"per": "quarter"}, "per:half": {"per": "half"}, "per:year": {"per": "year"},
    "per:policy": {"per": "policy"}, "per:range": {"per": "range"}, "per:several": {"per": "2 month"},
    "to:each": {"noun": "sale"}, "to:at_most": {"noun": "sale"},
    "w:so_far": {"noun": "sale", "each": "sale", "shape": "bands", "mode": "retroactive", "by": "so_far"},
    "limit:lines": {"each": "field"},
    "fund:draw": {"shape": "flat"}, "fund:earn": {"shape": "flat"},
    "currencies:rows": {"noun": "sale"}, "currencies:payout": {"noun": "sale"},
    "data:units": {"noun": "sale", "shape": "per_unit"},
    "data:prices": {"noun": "sale"}, "names:condition": {}, "names:measure": {"noun": "sale"},
}  # fmt: skip
for _name in CAPABILITIES:
    if _name[:2] in ("w:", "m:") and _name not in ("m:earned", "m:payable") and _name not in NEEDS:
        NEEDS[_name] = {"noun": "sale"}

# Those that the slots alone bring about; the others are served where they are written.
SERVED_BY_SLOTS = {
    name for name in NEEDS
    if name.split(":")[0] in ("noun", "pay", "mode", "edge", "table", "by", "rank", "target", "phased", "each", "per")
} | {"w:so_far"}  # fmt: skip
