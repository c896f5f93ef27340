#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Writes the data of the twelve-rule programme: two years of sales of many partners over many
# products, the same bytes every time.
#
#   generate.py --rows 1000000 /tmp/program12
#
# 10,000 partners: 5 % diamond, 15 % gold, 30 % silver, 50 % bronze, in eight regions, each with a
# target of 100,000 to 999,999 and one approved claim of up to 20,000. 5,000 products in 40 lines,
# launched from 2023 on; 20 % of margin class A, 40 % B, 40 % C; one in twenty has ended. Sales lie
# evenly over 2024 and 2025, partners in random order: 1 to 20 units at 1.99 to 501.98, paid within
# 59 days, 3 % returns, 5 % in a region drawn at random.
import argparse
import datetime
import functools
import multiprocessing
import os

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15
TIERS = [(5, "diamond"), (20, "gold"), (50, "silver"), (100, "bronze")]
REGIONS = 8
LINES = 40
DAYS = 731  # 2024 and 2025
FIRST_DAY = datetime.date(2024, 1, 1)
ROWS_AT_ONCE = 20000
DRAWS_A_ROW = 3


class Draws:
    """Whole numbers from a 64-bit state, alike on every machine (SplitMix64)."""

    def __init__(self, seed, already=0):
        """After `already` draws: any part of the numbers can be made by itself."""
        self.state = (seed + already * GAMMA) & MASK

    def bits(self):
        self.state = (self.state + GAMMA) & MASK
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
        return x ^ (x >> 31)

    def below(self, bound):
        return (self.bits() * bound) >> 64


def cents(amount):
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02}"


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="ascii", newline="") as file:
        file.write(header + "\n")
        file.writelines(row + "\n" for row in rows)


def partners(draws, count):
    for i in range(count):
        percent = draws.below(100)
        tier = next(tier for bound, tier in TIERS if percent < bound)
        yield f"P{i:05}", tier, f"R{draws.below(REGIONS)}"


def products(draws, count):
    for i in range(count):
        launched = datetime.date(2023, 1, 1) + datetime.timedelta(draws.below(1000))
        margin = "AABBBBCCCC"[draws.below(10)]
        state = "eol" if draws.below(20) == 0 else "active"
        yield f"SKU{i:05},L{draws.below(LINES):02},{launched},{margin},{state}"


def sale(i, draws, regions, product_count, days):
    # Three draws a row, cut into the parts that are needed: drawing dominates the time.
    who, what, how = draws.bits(), draws.bits(), draws.bits()
    partner = ((who & 0xFFFFFFFF) * len(regions)) >> 32
    day = ((who >> 32) * DAYS) >> 32
    product = ((what & 0xFFFFFFFF) * product_count) >> 32
    price = 199 + (((what >> 32) * 50000) >> 32)
    quantity = 1 + (((how & 0xFFFF) * 20) >> 16)
    if (((how >> 16) & 0xFFFF) * 33) >> 16 == 0:
        quantity = -quantity
    region = regions[partner]
    if (((how >> 32) & 0xFFF) * 20) >> 12 == 0:
        region = f"R{((how >> 44) & 0x1FF) % REGIONS}"
    paid = day + (((how >> 53) * 60) >> 11)
    return (f"{i},{days[day]},P{partner:05},SKU{product:05},{region},{quantity},"
            f"{cents(quantity * price)},{days[paid]}")


def some_sales(seed, count, regions, product_count, first):
    draws = Draws(seed, first * DRAWS_A_ROW)
    days = [str(FIRST_DAY + datetime.timedelta(d)) for d in range(DAYS + 60)]
    last = min(count, first + ROWS_AT_ONCE)
    return "\n".join(sale(i, draws, regions, product_count, days) for i in range(first, last))


def sales(seed, count, regions, product_count):
    """Blocks of rows in their order, made by all cores; the bytes do not depend on how many."""
    some = functools.partial(some_sales, seed, count, regions, product_count)
    starts = range(0, count, ROWS_AT_ONCE)
    if len(starts) < 4:
        yield from map(some, starts)
        return
    with multiprocessing.Pool() as pool:
        yield from pool.imap(some, starts)


def main():
    parser = argparse.ArgumentParser(description="Writes the data of the twelve-rule programme.")
    parser.add_argument("--rows", type=int, default=1000000, help="sales; default 1,000,000")
    parser.add_argument("--partners", type=int, default=10000)
    parser.add_argument("--products", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("folder")
    arguments = parser.parse_args()
    folder, seed = arguments.folder, arguments.seed << 8
    os.makedirs(folder, exist_ok=True)

    people = list(partners(Draws(seed + 1), arguments.partners))
    write(folder, "partners.csv", "id,tier,region,valid_from",
          (f"{id},{tier},{region},2024-01-01" for id, tier, region in people))
    write(folder, "products.csv", "id,line,launched,margin_class,state",
          products(Draws(seed + 2), arguments.products))
    draws = Draws(seed + 3)
    write(folder, "targets.csv", "target,partner,period,value",
          (f"annual,{id},2025,{100000 + draws.below(900000)}.00" for id, _, _ in people))
    draws = Draws(seed + 4)
    write(folder, "claims.csv", "id,date,partner,amount,status",
          (f"C{i:05},2025-06-30,{id},{cents(draws.below(2000000))},approved"
           for i, (id, _, _) in enumerate(people)))
    write(folder, "sales.csv", "id,date,partner,product,region,quantity,net,paid_date",
          sales(seed + 5, arguments.rows, [region for _, _, region in people],
                arguments.products))


if __name__ == "__main__":
    main()
