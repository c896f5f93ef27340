# SPDX-License-Identifier: Apache-2.0
"""The judge: random policies over random data, settled by the engine and by the reference, line by line.

    tests/reference/judge.py --cases 10000 --jobs 2 --build build/dev
    tests/reference/judge.py --seeds 4711..4711 --build build/dev      one case again, shrunk and written out
    tests/reference/judge.py --engine mutant:from_is_above --cases 500 the judge judged

A case on which the two differ is made small and left as a folder with policy.json, the CSV files and both
results under --out. The last line says how many agree; the exit code is 0 only if all do.
"""

import argparse
import collections
import gc
import itertools
import json
import multiprocessing
import pathlib
import re
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from capabilities import Matrix, met  # noqa: E402
from compare import difference  # noqa: E402
from engines import Command, Driver, Reference, policy_text  # noqa: E402
from generate import make_case  # noqa: E402
from laws import laws  # noqa: E402
from mutants import MUTANTS  # noqa: E402
from rebate_reference.__main__ import answer  # noqa: E402
from shrink import shrink  # noqa: E402


def make_engine(name, build):
    if name.startswith("mutant:"):
        return Reference(MUTANTS[name[7:]])
    if name == "reference":
        return Reference()
    if name == "command":
        return Command(str(pathlib.Path(build) / "rebate"))
    return Driver([str(pathlib.Path(build) / "tests" / "reference" / "rebate_reference_driver")])


class Outcome:
    """What came of one case: agree, differ, unsupported or refused by one side, or a broken law."""

    def __init__(self, seed, kind, text="", case=None, features=(), lines=0, statuses=(), met=()):
        self.seed = seed
        self.met = met
        self.kind = kind
        self.text = text
        self.case = case
        self.features = features
        self.lines = lines
        self.statuses = statuses


def trouble(reply):
    """(kind, text) if the reply is no settlement."""
    errors = [i for i in reply["issues"] if i.get("severity", "error") == "error"]
    if not errors:
        return None
    first = errors[0]
    code = str(first.get("code", ""))
    kind = "refused"
    if code == "failed":
        kind = "failed"
    if code == "crash":
        kind = "crash"
    elif code == "unsupported" or code.startswith("RB9"):
        kind = "unsupported"
    return kind, f"{code} {first.get('message', '')}"


def judge_one(seed, engine, with_laws, without=()):
    case = make_case(seed)
    if any(feature.startswith(tuple(without)) for feature in case["features"]):
        return Outcome(seed, "left out", features=case["features"])
    return judge_case(case, engine, with_laws)


def kept_cases(folder=HERE / "cases"):
    """The differences of the past, small, as folders with a policy and its data; judged before any seed."""
    for place in sorted(folder.iterdir()):
        if (place / "policy.json").exists():
            yield {
                "seed": place.name,
                "policy": json.loads((place / "policy.json").read_text(encoding="utf-8")),
                "files": {f.name: f.read_text(encoding="utf-8") for f in sorted((place / "data").glob("*.csv"))},
                "as_of": (place / "as_of").read_text().strip() if (place / "as_of").exists() else "2028-12-31",
                "features": [],
            }


def judge_case(case, engine, with_laws):
    seed = case["seed"]
    engine.ask(case)
    ours = answered(case)
    theirs = engine.answer()
    bad = trouble(ours)
    if bad is not None:
        return Outcome(seed, f"reference {bad[0]}", bad[1], features=case["features"])
    bad = trouble(theirs)
    if bad is not None:
        kind = "differ" if bad[0] == "crash" else f"engine {bad[0]}"
        return Outcome(seed, kind, bad[1], case, case["features"])
    found = difference(case, ours["lines"], theirs["lines"])
    statuses = collections.Counter(line["status"] for line in ours["lines"])
    if found is not None:
        return Outcome(seed, "differ", found, case, case["features"])
    if with_laws:
        for name, changed, how in laws(case):
            reply = engine.settle(changed, **how)
            if trouble(reply) is not None or reply["lines"] != theirs["lines"]:
                return Outcome(seed, "law", f"{name}: {trouble(reply) or 'another result'}", case, case["features"])
    names = met(case, ours["lines"])
    return Outcome(seed, "agree", "", None, case["features"], len(ours["lines"]), statuses, names)


def answered(case):
    """Ours; what it trips over is its trouble, not the end of a run."""
    try:
        return answer(case)
    except Exception:
        return {"lines": [], "issues": [{"code": "failed", "message": traceback.format_exc()}]}


def kind_of(text):
    """What differs, without where and how much: so that making a case small does not end at another difference."""
    if text is None:
        return None
    what = text.split(": ", 1)[-1]
    return re.sub(r"(-?\d+(/\d+)?|None)", "N", what)


def still_differs(case, engine, kind=None):
    try:
        ours = answer(case)
        if trouble(ours) is not None:
            return False
        theirs = engine.settle(case)
        bad = trouble(theirs)
        if bad is not None:
            return bad[0] == "crash"
        found = difference(case, ours["lines"], theirs["lines"])
        return found is not None and kind in (None, kind_of(found))
    except Exception:
        return False


def write_out(outcome, engine, out, seconds):
    """The case as small as it gets, as a folder for a developer to read."""
    case = outcome.case
    if outcome.kind == "differ":
        kind = kind_of(outcome.text)
        case = shrink(case, lambda smaller: still_differs(smaller, engine, kind), seconds)
    folder = pathlib.Path(out) / (f"seed-{outcome.seed}" if isinstance(outcome.seed, int) else outcome.seed)
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for old in data.glob("*.csv"):
        old.unlink()
    (folder / "policy.json").write_text(policy_text(case["policy"]) + "\n", encoding="utf-8")
    for name, text in case["files"].items():
        if text.count("\n") > 1:
            (data / name).write_text(text, encoding="utf-8")
    ours, theirs = answer(case), engine.settle(case)
    for name, reply in (("reference.jsonl", ours), ("engine.jsonl", theirs)):
        lines = [json.dumps(line, ensure_ascii=False) for line in reply["lines"] + reply["issues"]]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = outcome.text
    if outcome.kind == "differ" and trouble(theirs) is None:
        found = difference(case, ours["lines"], theirs["lines"]) or outcome.text
    (folder / "difference.txt").write_text(f"seed {outcome.seed}, as of {case['as_of']}\n{found}\n", encoding="utf-8")
    return folder, found


def work_on_kept(options):
    engine = make_engine(options["engine"], options["build"])
    outcomes = [judge_case(case, engine, False) for case in kept_cases()]
    for outcome in outcomes:
        if outcome.kind == "differ":
            folder, outcome.text = write_out(outcome, engine, options["out"], 0)
            outcome.text += f"\n    {folder}"
        outcome.case = None
    engine.close()
    return outcomes


def work(task):
    """A stretch of seeds in one process."""
    first, last, options = task
    engine = make_engine(options["engine"], options["build"])
    tally, told = Tally(), []
    gc.disable()  # cases are small, and what they leave behind is collected between stretches
    for seed in range(first, last + 1):
        try:
            with_laws = options["laws"] and seed % options["law_every"] == 0
            outcome = judge_one(seed, engine, with_laws, options["without"])
        except Exception:
            outcome = Outcome(seed, "judge failed", traceback.format_exc())
        if outcome.kind in ("differ", "law"):
            folder, outcome.text = write_out(outcome, engine, options["out"], options["shrink_seconds"])
            outcome.text += f"\n    {folder}"
        tally.add(outcome)
        if outcome.kind in FAILURES:
            told.append(f"seed {outcome.seed} {outcome.kind}: {outcome.text}")
        if len(told) >= options["stop_after"]:
            break
    engine.close()
    gc.collect()
    return tally, told


FAILURES = ("differ", "law", "judge failed", "reference failed")


class Tally:
    """How many of what, which features and pairs of features."""

    def __init__(self):
        self.kinds = collections.Counter()
        self.reasons = collections.Counter()
        self.features = collections.Counter()
        self.pairs = set()
        self.statuses = collections.Counter()
        self.lines = 0
        self.matrix = Matrix()

    def join(self, other):
        for name in ("kinds", "reasons", "features", "statuses"):
            getattr(self, name).update(getattr(other, name))
        self.pairs |= other.pairs
        self.lines += other.lines
        self.matrix.join(other.matrix)

    def add(self, outcome):
        self.kinds[outcome.kind] += 1
        self.lines += outcome.lines
        self.statuses.update(outcome.statuses)
        if outcome.kind == "agree":
            self.features.update(outcome.features)
            self.pairs.update(itertools.combinations(outcome.features, 2))
            self.matrix.add(outcome.met)
        elif outcome.kind not in ("differ", "law", "left out"):
            self.reasons[f"{outcome.kind}: {reason_of(outcome.text)}"] += 1


def reason_of(text):
    """The reason without places and names, so that equal reasons add up."""
    last = text.strip().splitlines()[-1] if text.strip() else ""
    return re.sub(r"policy\.json:\S+ |\d+", "", last)[:120]


def parse_options(args):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", help="A..B, both included")
    parser.add_argument("--cases", type=int, default=1000, help="how many seeds from --from on")
    parser.add_argument("--from", type=int, default=1, dest="start")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, help="end after so many, and report what was judged")
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--engine", default="driver", help="driver, command, reference or mutant:NAME")
    parser.add_argument("--out", default="build/judge")
    parser.add_argument("--laws", action="store_true", help="hold every --law-every-th case to the laws, too")
    parser.add_argument("--law-every", type=int, default=10)
    parser.add_argument("--shrink-seconds", type=float, default=20)
    parser.add_argument("--stop-after", type=int, default=3, help="differences a process, then it stops")
    parser.add_argument("--allow-refused", action="store_true", help="a policy the engine refuses is no failure")
    parser.add_argument("--without", default=[], type=lambda text: text.split(","),
                        help="leave out cases with a feature that begins with one of these, by commas")  # fmt: skip
    parser.add_argument("--pairs", nargs="?", const="-", metavar="FILE",
                        help="print how many cases met each pair of capabilities, and write the matrix")  # fmt: skip
    parser.add_argument("--coverage", action="store_true", help="print how often each feature was met")
    options = parser.parse_args(args)
    if options.seeds:
        first, _, last = options.seeds.partition("..")
        options.first, options.last = int(first), int(last or first)
    else:
        options.first, options.last = options.start, options.start + options.cases - 1
    return options


def main(args):
    options = parse_options(args)
    print(f"judge: seeds {options.first}..{options.last}, engine {options.engine}", flush=True)
    began = time.monotonic()
    count = options.last - options.first + 1
    stretch = max(1, min(200, count // (options.jobs * 4) or 1))
    tasks = [
        (first, min(first + stretch - 1, options.last), vars(options))
        for first in range(options.first, options.last + 1, stretch)
    ]
    tally, failures = Tally(), 0
    for outcome in work_on_kept(vars(options)):
        tally.add(outcome)
        if outcome.kind != "agree":
            failures += outcome.kind == "differ"
            print(f"case {outcome.seed} {outcome.kind}: {outcome.text}", flush=True)
    kept_failures, reached = failures, options.first - 1
    with multiprocessing.Pool(options.jobs) as pool:
        for part, told in pool.imap(work, tasks):
            tally.join(part)
            for text in told:
                failures += 1
                print(text, flush=True)
            reached = min(reached + stretch, options.last)
            late = options.minutes is not None and time.monotonic() - began > options.minutes * 60
            if late or failures - kept_failures >= options.stop_after * options.jobs:
                pool.terminate()
                break
    if reached < options.last:
        print(f"judge: seeds {options.first}..{reached} were judged")
    return report(tally, failures, options, time.monotonic() - began)


def report(tally, failures, options, seconds):
    for reason, count in tally.reasons.most_common(25):
        print(f"{count:7} {reason}")
    if options.coverage:
        for feature, count in sorted(tally.features.items()):
            print(f"{count:7} {feature}")
        print("statuses:", ", ".join(f"{status} {n}" for status, n in sorted(tally.statuses.items())))
    if options.pairs:
        print(tally.matrix.text())
        if options.pairs != "-":
            pathlib.Path(options.pairs).write_text(tally.matrix.csv(), encoding="utf-8")
    judged = sum(tally.kinds.values())
    agree = tally.kinds["agree"]
    others = ", ".join(f"{n} {kind}" for kind, n in sorted(tally.kinds.items()) if kind != "agree")
    print(
        f"judge: {agree} of {judged} cases agree, {tally.lines} lines, {len(tally.features)} features, "
        f"{len(tally.pairs)} pairs of features; {others or 'nothing else'}; {seconds:.0f} s"
    )
    refused = tally.kinds["engine refused"]
    if refused and not options.allow_refused:
        print(f"judge: the engine refuses {refused} policies that the reference settles")
        return 1
    return 0 if failures == 0 and agree > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
