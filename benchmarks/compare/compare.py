#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Measures librebate beside what would be used instead: SQL in DuckDB and, if asked for, in
# PostgreSQL. `./dev bench` prepares everything and starts this.
#
#   compare.py --build build/release --work build/bench --rows 1000000
#
# First all engines have to agree on every amount; then they take turns, so that a slow minute of
# the machine falls on all of them; the table gives the median, with the fastest and the slowest.
import argparse
import collections
import csv
import decimal
import json
import os
import random
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import engines
import many_rules

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM12 = os.path.join(HERE, "..", "program12")
PARTS = ["program12", "rules", "csv", "ledger", "append", "partner", "shapes", "sizes"]


class Table:
    """What was measured: by row and engine, times in seconds."""

    def __init__(self, path):
        self.path = path
        self.rows = []
        self.notes = []

    def add(self, what, times, note=""):
        """times: {engine: [seconds, or None where it was stopped]}."""
        self.rows.append({"what": what, "times": times, "note": note})
        print("  " + " · ".join([what] + [f"{engine} {show(t)}" for engine, t in times.items()])
              + (f" ({note})" if note else ""), flush=True)

    def write(self, title):
        names = list(dict.fromkeys(name for row in self.rows for name in row["times"]))
        ours, others = names[0], names[1:]
        head = ["what", ours] + [text for name in others for text in (name, "ratio")]
        lines = [f"# {title}", "", "Seconds: median (fastest to slowest). Ratio: how many times as long.",
                 "", "| " + " | ".join(head) + " |", "| --- " * len(head) + "|"]
        for row in self.rows:
            cells = [row["what"] + (f", {row['note']}" if row["note"] else ""),
                     show(row["times"].get(ours))]
            for name in others:
                times = row["times"].get(name)
                cells += [show(times), ratio(times, row["times"].get(ours))]
            lines.append("| " + " | ".join(cells) + " |")
        lines += [""] + [f"- {note}" for note in self.notes]
        with open(self.path + ".md", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        with open(self.path + ".json", "w", encoding="utf-8") as file:
            json.dump({"title": title, "rows": self.rows, "notes": self.notes}, file, indent=1)
        print("\n" + "\n".join(lines))


def median(times):
    done = [time for time in times if time is not None]
    return statistics.median(done) if done else None


def seconds(time):
    return f"{time:.4g}" if time >= 0.001 else f"{time * 1e6:.3g} µs"


def show(times):
    if not times:
        return "–"
    done = [time for time in times if time is not None]
    if not done:
        return "stopped"
    text = seconds(statistics.median(done))
    return text + (f" ({seconds(min(done))} to {seconds(max(done))})" if len(done) > 1 else "")


def ratio(theirs, ours):
    if not theirs or not ours or median(ours) is None:
        return "–"
    if median(theirs) is None:
        return "more"
    return f"{median(theirs) / median(ours):.3g}×"


def in_turns(repeat, runs):
    """{name: [seconds]} of each run, after one of each that does not count."""
    times = {name: [] for name in runs}
    for turn in range(repeat + 1):
        for name, run in runs.items():
            if times[name] and (times[name][-1] is None or times[name][-1] > 60):
                continue  # What takes minutes is run once.
            time = run()
            if turn > 0 or time is None or time > 60:
                times[name].append(time)
    return times


def money(amount):
    return decimal.Decimal(str(amount)).quantize(decimal.Decimal("0.01"))


def must_agree(name, ours, theirs):
    """Two {rule: due}; ends the program where they differ."""
    wrong = [f"{rule}: {ours.get(rule)} and {theirs.get(rule)}"
             for rule in sorted(ours.keys() | theirs.keys())
             if money(ours.get(rule) or 0) != money(theirs.get(rule) or 0)]
    if wrong:
        raise SystemExit(f"librebate and {name} differ:\n  " + "\n  ".join(wrong[:20]))


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.rebate = os.path.join(arguments.build, "rebate")
        self.table = Table(os.path.join(arguments.work, "results"))
        with open(os.path.join(HERE, "program12.sql"), encoding="utf-8") as file:
            self.program12 = file.read()
        self.policy = os.path.join(PROGRAM12, "policy.json")

    def data(self, rows, partners=10000):
        folder = os.path.join(self.arguments.work, f"data-{rows}-{partners}")
        done = os.path.join(folder, "done")
        if not os.path.exists(done):
            print(f"writing {rows:,} sales of {partners:,} partners", flush=True)
            subprocess.run([sys.executable, os.path.join(PROGRAM12, "generate.py"), "--rows",
                            str(rows), "--partners", str(partners), folder], check=True)
            open(done, "w", encoding="utf-8").close()
        return folder

    def open_rebate(self, policy, folder):
        return engines.Rebate(self.arguments.build, policy, folder, self.arguments.threads)

    def open_duckdb(self, folder):
        duckdb = engines.DuckDb(self.arguments.threads, self.arguments.limit)
        duckdb.load(folder)
        return duckdb

    def run(self):
        asked = self.arguments
        folder = self.data(asked.rows)
        duckdb = self.open_duckdb(folder)
        rebate = self.open_rebate(self.policy, folder)
        postgres = None
        if asked.postgres:
            postgres = engines.Postgres(asked.threads)
            postgres.load(folder)
        try:
            self.agree(rebate, duckdb, postgres, folder)
            if "program12" in asked.only:
                self.measure_program12(rebate, duckdb, postgres)
            if "ledger" in asked.only:
                self.measure_ledger(rebate)
            if "append" in asked.only:
                self.measure_append(rebate)
            if "partner" in asked.only:
                self.measure_partner(rebate)
            rebate.close()
            if "csv" in asked.only:
                self.measure_csv(folder)
            if "rules" in asked.only:
                self.measure_rules(duckdb, folder)
            duckdb.close()
            if "shapes" in asked.only:
                self.measure_shapes()
            if "sizes" in asked.only:
                self.measure_sizes()
        finally:
            if postgres:
                postgres.close()
        self.table.write(f"{asked.rows:,} sales, {asked.threads} threads, "
                         f"median of {asked.repeat}")

    def agree(self, rebate, duckdb, postgres, folder):
        """Every rule of every partner, by the command's CSV; and the sums of all engines."""
        out = os.path.join(self.arguments.work, "statement.csv")
        subprocess.run([self.rebate, "settle", self.policy, "--data", folder, "--format", "csv",
                        "--out", out], check=True, stderr=subprocess.DEVNULL)
        ours = collections.Counter()
        with open(out, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                ours[row["partner"] + " " + row["rule"]] += decimal.Decimal(row["due"])
        duckdb.run(self.program12)
        theirs = {f"{partner} {rule}": amount for partner, rule, amount in duckdb.due_by_partner()}
        must_agree("DuckDB", ours, theirs)
        must_agree("DuckDB", rebate.due(), duckdb.due())
        if postgres:
            postgres.run(self.program12)
            must_agree("PostgreSQL", rebate.due(), postgres.due())
        self.table.notes.append(f"All engines agree to the cent, on {len(theirs):,} amounts: "
                                + ", ".join(f"{rule} {amount}"
                                            for rule, amount in rebate.due().items()) + ".")
        print(self.table.notes[-1], flush=True)

    def measure_program12(self, rebate, duckdb, postgres):
        runs = {"librebate": rebate.run, "DuckDB": lambda: duckdb.run(self.program12)}
        if postgres:
            runs["PostgreSQL"] = lambda: postgres.run(self.program12)
        self.table.add("twelve rules, data in memory", in_turns(self.arguments.repeat, runs))

    def measure_ledger(self, rebate):
        times = in_turns(3, {"librebate": lambda: rebate.ask("build")["seconds"]})
        rate = rebate.loaded["rows"] / median(times["librebate"]) / 1e6
        self.table.add("ledger from columns", times,
                       f"{rate:.3g} M rows a second, {rebate.loaded['bytes_per_row']:.3g} bytes a row")

    def measure_append(self, rebate):
        whole = median(in_turns(3, {"librebate": rebate.run})["librebate"])
        times = in_turns(self.arguments.repeat,
                         {"librebate": lambda: rebate.ask("append 1000")["seconds"]})
        self.table.add("1,000 more sales, new statements", times,
                       f"a whole run takes {whole / median(times['librebate']):.3g} times as long")

    def measure_partner(self, rebate):
        draws = random.Random(1)
        times = [rebate.ask(f"partner P{draws.randrange(10000):05}")["seconds"]
                 for _ in range(self.arguments.partners)]
        self.table.add("one partner's statement", {"librebate": times},
                       f"p99 {seconds(sorted(times)[int(len(times) * 0.99)])}")

    def measure_csv(self, folder):
        out = os.path.join(self.arguments.work, "from-csv.csv")
        command = [self.rebate, "settle", self.policy, "--data", folder, "--format", "csv",
                   "--threads", str(self.arguments.threads), "--out", out]

        def ours():
            return engines.timed(lambda: subprocess.run(command, check=True,
                                                        stderr=subprocess.DEVNULL))

        def theirs():
            def work():
                duckdb = self.open_duckdb(folder)
                duckdb.run(self.program12)
                duckdb.write_csv(out)
                duckdb.close()
            return engines.timed(work)

        size = os.path.getsize(os.path.join(folder, "sales.csv")) / 1e6
        self.table.add("from CSV files to a CSV of statements",
                       in_turns(self.arguments.repeat, {"librebate": ours, "DuckDB": theirs}),
                       f"{size:,.0f} MB")

    def measure_rules(self, duckdb, folder):
        for count in self.arguments.rules:
            policy = os.path.join(self.arguments.work, f"rules-{count}.json")
            many_rules.write_policy(count, policy)
            sql = many_rules.sql(count)
            rebate = self.open_rebate(policy, folder)
            runs = {"librebate": rebate.run, "DuckDB": lambda: duckdb.run(sql)}
            times = in_turns(self.arguments.repeat, runs)
            if times["DuckDB"][-1] is not None:
                must_agree("DuckDB", rebate.due(), duckdb.due())
            answer = rebate.ask("run")
            self.table.add(f"{count:,} rules, data in memory", times,
                           f"adding up {seconds(answer['tally'])}, "
                           f"{answer['settle'] / answer['lines'] * 1e9:,.0f} ns a payout")
            rebate.close()

    def measure_shapes(self):
        for what, partners in [("one partner with all sales", 1), ("a million partners", 1000000)]:
            folder = self.data(self.arguments.rows, partners)
            duckdb = self.open_duckdb(folder)
            rebate = self.open_rebate(self.policy, folder)
            runs = {"librebate": rebate.run, "DuckDB": lambda: duckdb.run(self.program12)}
            self.table.add(what, in_turns(min(3, self.arguments.repeat), runs),
                           f"{rebate.peak() / 1e9:.2g} GB at most")
            must_agree("DuckDB", rebate.due(), duckdb.due())
            duckdb.close()
            rebate.close()

    def measure_sizes(self):
        for rows in self.arguments.sizes:
            rebate = self.open_rebate(self.policy, self.data(rows))
            times = in_turns(min(3, self.arguments.repeat), {"librebate": rebate.run})
            self.table.add(f"{rows:,} sales, data in memory", times,
                           f"{median(times['librebate']) / rows * 1e9:.3g} ns a sale, "
                           f"{rebate.peak() / 1e9:.2g} GB at most")
            rebate.close()


def main():
    parser = argparse.ArgumentParser(description="Measures librebate beside SQL engines.")
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--work", default="build/bench", help="data and results")
    parser.add_argument("--rows", type=int, default=1000000, help="sales; default 1,000,000")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--rules", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--partners", type=int, default=500,
                        help="statements asked for, one by one")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000000, 3000000, 10000000],
                        help="sales of the part sizes; 100000000 takes 6 GB of disk")
    parser.add_argument("--limit", type=float, default=300,
                        help="seconds after which a query is stopped; default 300")
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL, too")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, metavar="PART",
                        help=", ".join(PARTS))
    arguments = parser.parse_args()
    os.makedirs(arguments.work, exist_ok=True)
    Bench(arguments).run()


if __name__ == "__main__":
    main()
