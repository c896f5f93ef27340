# SPDX-License-Identifier: Apache-2.0
"""The engine under test, behind one question: settle this policy over these files.

The protocol of the driver (driver.cpp) is one JSON object a line on stdin

    {"policy": "text of policy.json", "files": {"sales.csv": "text", ...}, "as_of": "2025-12-31" or null,
     "threads": 1, "policy_files": {"terms.csv": "text"}, "parts": [{"sales.csv": "more rows"}], "round_trip": false}

and one JSON object a line on stdout: {"lines": [...], "issues": [{"code", "severity", "message"}]}. `parts`
are further ledgers whose tallies are merged with the first; round_trip settles read(write(policy)).
"""

import json
import os
import pathlib
import subprocess
import tempfile

from rebate_reference.__main__ import answer


# The driver lays the files of each case out in a folder of its own: in memory where the system has such folders.
IN_MEMORY = {"TMPDIR": "/dev/shm"} if os.access("/dev/shm", os.W_OK) else {}


def policy_text(policy):
    """The policy as the driver gets it; numbers that must stay exact are texts or whole numbers already."""
    return json.dumps(policy, ensure_ascii=False, indent=1)


def files_of(case):
    """(the files that the policy names, those of the data)."""
    policy = case["policy"]
    named = {
        spec["file"] for kind in ("tables", "sets") for spec in policy.get(kind, {}).values()
        if isinstance(spec, dict) and "file" in spec
    }  # fmt: skip
    files = case["files"]
    return {n: t for n, t in files.items() if n in named}, {n: t for n, t in files.items() if n not in named}


class Driver:
    """A persistent process that speaks the protocol; started again if it dies. ask() hands over a question, answer()
    waits for its reply, so that both sides can work at once."""

    def __init__(self, command):
        self.command = command
        self.process = None

    def settle(self, case, **how):
        self.ask(case, **how)
        return self.answer()

    def ask(self, case, **how):
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                env={**os.environ, **IN_MEMORY},
            )  # fmt: skip
        named, files = files_of(case)
        request = {
            "policy": policy_text(case["policy"]),
            "policy_files": named,
            "files": files,
            "as_of": case["as_of"],
            **how,
        }
        try:
            self.process.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def answer(self):
        reply = self.process.stdout.readline()
        if not reply:
            code = self.process.wait()
            self.process = None
            return {"lines": [], "issues": [{"code": "crash", "message": f"the engine ended with {code}"}]}
        return json.loads(reply)

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()


class Once:
    """What answers at once, asked in the driver's two steps."""

    def ask(self, case, **how):
        self.asked = case, how

    def answer(self):
        case, how = self.asked
        return self.settle(case, **how)

    def close(self):
        pass


class Command(Once):
    """The command line, one process a case: slow, and the same answer."""

    def __init__(self, program):
        self.program = program

    def settle(self, case, **how):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "policy.json").write_text(policy_text(case["policy"]), encoding="utf-8")
            (root / "data").mkdir()
            for place, files in zip((root, root / "data"), files_of(case)):
                for name, text in files.items():
                    (place / name).write_text(text, encoding="utf-8")
            done = subprocess.run(
                [self.program, "settle", root / "policy.json", "--data", root / "data", "--as-of", case["as_of"],
                 "--threads", str(how.get("threads", 1)), "--format", "json"],
                capture_output=True, text=True, encoding="utf-8",
            )  # fmt: skip
        if done.returncode == 0:
            return {"lines": json.loads(done.stdout)["lines"], "issues": []}
        kind = "issue" if done.returncode == 1 else "crash"
        return {"lines": [], "issues": [{"code": kind, "message": done.stderr.strip()[:2000]}]}


class Reference(Once):
    """The reference evaluator itself, or a copy of it with one deliberate mistake."""

    def __init__(self, mutation=None):
        self.mutation = mutation

    def settle(self, case, **how):
        if self.mutation is None:
            return answer(case)
        with self.mutation():
            return answer(case)
