#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# The command before input that means harm or was never meant for it: each case has 1.5 GiB of
# address space and 30 s of processor time, must end with an exit code of the command and not by a
# signal, must say the code that belongs to the fault, and must not write pages about it.
#
#   hostile.py build/dev/rebate
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

MEMORY, SECONDS, WORDS = 1536 << 20, 30, 1 << 20
RULE = {"id": "a", "when": "year", "pay": "1%"}
HEADER = "id,date,partner,product,quantity,net\n"
FILES = {
    "partners.csv": "id,name,valid_from\nP1,H,2025-01-01\n",
    "products.csv": "id,line\nX,L\n",
    "sales.csv": HEADER + "S1,2025-02-01,P1,X,1,10.00\n",
}


def policy(**members):
    base = {"librebate": 1, "policy": "h", "version": 1, "currency": "CNY", "valid": "2025",
            "rules": [RULE]}
    return json.dumps({**base, **members})


def rule(**members):
    return policy(rules=[{**RULE, **members}])


def doubling(name, first, sign):
    """Sixty names, each the one before twice: 2^60 parts if anybody wrote them out."""
    return {f"{name}0": first,
            **{f"{name}{i}": f"{name}{i - 1} {sign} {name}{i - 1}" for i in range(1, 60)}}


# what it is, the policy, a word of the answer ("" where it is right)
POLICIES = [
    ("nothing", "", "RB1001"),
    ("a million open lists", "[" * 1_000_000, "RB9002"),
    ("objects in objects", '{"a":' * 200_000, "RB9002"),
    ("a byte order mark", "\ufeff" + policy(), ""),
    ("UTF-16", policy().encode("utf-16"), "RB1002"),
    ("a NUL behind it", policy() + "\0", "RB1002"),
    ("a NUL inside", policy(policy="a\0b"), "RB1002"),
    ("no UTF-8", policy().encode().replace(b'"h"', b'"\xff\xc0\x80"'), "RB1002"),
    ("half a character", policy().replace('"h"', '"\\ud800"'), "RB1001"),
    ("a member twice", policy().replace('"version"', '"policy"'), "RB1003"),
    ("a text of 100 MB", policy(description="x" * 100_000_000), "RB9002"),
    ("a name of 100 kB", policy(**{"x" * 100_000: 1}), "RB1101"),
    ("50,000 unknown members", policy(**{f"k{i}": 1 for i in range(50_000)}), "RB1101"),
    ("1e999999", policy().replace('"version": 1', '"version": 1e999999'), "RB9002"),
    ("a million digits", rule(pay={"amount": "9" * 1_000_000}), "RB9002"),
    ("100,000 terms", rule(qualify="+".join(["net_sales"] * 100_000)), "RB9002"),
    ("5,000 terms", rule(qualify="+".join(["net_sales"] * 5_000)), "RB9002"),
    ("30,000 brackets", rule(qualify="(" * 30_000 + "1" + ")" * 30_000), "RB9002"),
    ("60,000 negations", rule(qualify="!" * 60_000 + "1"), "RB9002"),
    ("measures that double", policy(measures=doubling("m", "net_sales", "+"), rules=[
        {**RULE, "pay": {"of": "m59", "rate": "1%"}}]), "RB9002"),
    ("conditions that double", policy(conditions=doubling("c", "sale.net > 0", "||"), rules=[
        {**RULE, "what": "c59"}]), "RB9002"),
    ("a circle of measures", policy(measures={"a": "b", "b": "a"}), "RB3109"),
    ("a day that is none", policy(valid="2025-02-30..2025-12-31"), "RB1106"),
    ("the year 0", policy(valid="0000"), "RB1106"),
    ("the last year", policy(valid="9999"), ""),
    ("10,000 rules", policy(rules=[{**RULE, "id": f"r{i}"} for i in range(10_000)]), ""),
    ("10,000 rules of one name", policy(rules=[RULE] * 10_000), "RB2101"),
    ("100,000 bands", rule(pay={"mode": "retroactive", "bands": [
        {"from": i, "rate": "1%"} for i in range(100_000)]}), "RB9002"),
    ("null", "null", "RB1103"),
]

# what it is, the name of a file, the file, a word of the answer
DATA = [
    ("nothing", "sales.csv", "", "RB4004"),
    ("blank lines", "sales.csv", "\n\n\n", "RB4004"),
    ("lone carriage returns", "sales.csv", FILES["sales.csv"].replace("\n", "\r"), "RB4002"),
    ("a byte order mark", "sales.csv", "\ufeff" + FILES["sales.csv"], ""),
    ("UTF-16", "sales.csv", FILES["sales.csv"].encode("utf-16"), "RB4003"),
    ("an open quote", "sales.csv", HEADER + '"' * 1_000_001 + "\n", "RB4002"),
    ("100,000 columns", "sales.csv",
     HEADER.strip() + "".join(f",c{i}" for i in range(100_000)) + "\n", "RB9002"),
    ("100,000 columns of targets", "targets.csv",
     "target,partner,period,value" + "".join(f",c{i}" for i in range(100_000)) + "\n", "RB9002"),
    ("a million commas", "sales.csv", "," * 5_000_000 + "\n", "RB9002"),
    ("a column twice", "sales.csv", "id,id,date,partner,net\n", "RB4006"),
    ("a NUL", "sales.csv", FILES["sales.csv"].replace("P1", "P\0"), "RB4002"),
    ("no UTF-8", "sales.csv", FILES["sales.csv"].encode().replace(b"P1", b"\xff\xfe"), "RB4003"),
    ("1e999999", "sales.csv", HEADER + "S1,2025-02-01,P1,X,1,1e999999\n", "RB1105"),
    ("1,000 digits", "sales.csv", HEADER + "S1,2025-02-01,P1,X,1," + "9" * 1000 + "\n", "RB9002"),
    ("not a number", "sales.csv", HEADER + "S1,2025-02-01,P1,X,NaN,inf\n", "RB1105"),
    ("a day that is none", "sales.csv", HEADER + "S1,2025-02-30,P1,X,1,1\n", "RB1106"),
    ("the year 0", "sales.csv", HEADER + "S1,0000-01-01,P1,X,1,1\n", "RB1106"),
    ("the last day", "sales.csv", HEADER + "S1,9999-12-31,P1,X,1,1\n", ""),
    ("a field of 50 MB", "sales.csv", HEADER + "S1,2025-02-01," + "P" * 50_000_000, "RB9002"),
    ("200,000 wrong days", "sales.csv", HEADER + "S1,x,P1,X,1,1\n" * 200_000, "RB1106"),
    ("open lists", "data.json", "[" * 100_000, "RB9002"),
    ("no document", "data.json", "", "RB1001"),
    ("a member twice", "data.json", '{"files": {}, "files": {}}', "RB1003"),
    ("a list", "data.json", "[]", "RB1103"),
    ("50 MB", "data.json", '{"x": "' + "y" * 50_000_000 + '"}', "RB9002"),
]


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


class Suite:
    def __init__(self, command):
        self.command, self.tried, self.failed = command, 0, 0

    def run(self, what, arguments, word, output=subprocess.PIPE):
        self.tried += 1
        ended = subprocess.run([self.command, *arguments], stdin=subprocess.DEVNULL, stdout=output,
                               stderr=subprocess.PIPE, preexec_fn=bounded)
        said = (ended.stdout or b"") + ended.stderr
        is_right = ended.returncode in ((0,) if word == "" else (1, 2, 3))
        if not is_right or word.encode() not in said or len(ended.stderr) > WORDS:
            self.failed += 1
            print(f"FAILED {what}: exit code {ended.returncode}, {len(ended.stderr)} bytes said, "
                  f"expected {word or 'success'}: {said[:300]!r}")


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def try_all(suite, folder):
    document, data = folder / "policy.json", folder / "data"
    settle = ["settle", str(document), "--data", str(data)]
    for what, content, word in POLICIES:
        write(document, content)
        suite.run("a policy of " + what, ["check", str(document)], word)
    write(document, policy())
    data.mkdir()
    for what, name, content, word in DATA:
        for file, good in FILES.items():
            write(data / file, good)
        write(data / name, content)
        suite.run(f"{name} of {what}", settle, word)
        (data / name).unlink()
    for file, good in FILES.items():
        write(data / file, good)
    (folder / "loop").symlink_to(folder / "loop")
    for what, path in [("a folder", folder), ("a link to itself", folder / "loop"),
                       ("no file", folder / "none"), ("/dev/zero", "/dev/zero")]:
        suite.run("a policy that is " + what, ["check", str(path)], "RB4001")
    suite.run("a folder that is a link to itself",
              ["settle", str(document), "--data", str(folder / "loop")], "RB4001")
    with open("/dev/full", "w") as full:
        suite.run("a full disk", settle, "No space left", full)
    for what, path in [("a full disk", "/dev/full"), ("a folder", data),
                       ("a folder that is not there", folder / "none" / "out")]:
        suite.run("an --out of " + what, [*settle, "--out", str(path)], "RB5001")
    for option, value in [("--threads", "999999999"), ("--threads", "-1"),
                          ("--as-of", "2025-02-30"), ("--period", "0000")]:
        suite.run(f"{option} {value}", [*settle, option, value], option)
    (data / "sales.csv").unlink()
    (data / "sales.csv").mkdir()
    suite.run("sales.csv that is a folder", settle, "RB4001")


def main():
    suite = Suite(os.path.abspath(sys.argv[1]))
    with tempfile.TemporaryDirectory() as name:
        try_all(suite, pathlib.Path(name))
    print(f"{suite.tried} hostile inputs tried, {suite.tried - suite.failed} answered")
    return 1 if suite.failed else 0


if __name__ == "__main__":
    sys.exit(main())
