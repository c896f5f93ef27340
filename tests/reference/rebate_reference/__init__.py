# SPDX-License-Identifier: Apache-2.0
"""The judge's own evaluator of rebate policies: slow, obvious, and independent of the C++ engine.

It reads a policy and rows of data and works out every line by going through the rows again for
every figure, as an auditor with a spreadsheet would: net sales of partner P1 in 2025-Q1 are found by
looking at every sale, asking whether it is P1's, whether it lies in the quarter, whether the rule's
condition holds, and adding what is left. There is no plan, no column and no index here.

Every number is a fractions.Fraction, every day a datetime.date. Nothing rounds but exact.round_to.
"""
