# SPDX-License-Identifier: Apache-2.0
"""python3 -m rebate_reference examples FOLDER|POLICY.json...   runs the examples inside policies
python3 -m rebate_reference settle POLICY.json DATA [AS_OF]     prints the lines of a settlement, one a row
python3 -m rebate_reference serve                               answers the judge's protocol on stdin
"""

import json
import pathlib
import sys
import traceback

from .document import read_policy
from .examples import run_example
from .facts import read_csv
from .fiscal import parse_day
from .settle import settle
from .values import Refused, Unsupported


def examples(paths):
    files = []
    for path in map(pathlib.Path, paths):
        files += sorted(path.glob("*.json")) if path.is_dir() else [path]
    right = wrong = unsupported = 0
    bad_policies = set()
    for file in files:
        policy = read_policy(file.read_text(encoding="utf-8"))
        for number, example in enumerate(policy.document.get("examples", [])):
            name = f"{file.stem} #{number + 1} {example.get('title', '')}"
            try:
                differences = run_example(policy, example)
            except Unsupported as reason:
                unsupported += 1
                bad_policies.add(file.stem)
                print(f"UNSUPPORTED {name}: {reason}")
                continue
            except Exception:
                wrong += 1
                bad_policies.add(file.stem)
                print(f"FAILED {name}\n{traceback.format_exc()}")
                continue
            right += not differences
            wrong += bool(differences)
            if differences:
                bad_policies.add(file.stem)
            for difference in differences:
                print(f"WRONG {name}: {difference}")
    good = len(files) - len(bad_policies)
    print(f"{right} examples right, {wrong} wrong, {unsupported} unsupported")
    print(f"{good} of {len(files)} policies have all their examples right")
    return 0 if wrong == 0 and unsupported == 0 else 1


def tables_of(files):
    """CSV texts by file name as tables by name."""
    return {name[:-4]: read_csv(text) for name, text in files.items() if name.endswith(".csv")}


def answer(request):
    """One request of the judge's protocol: {"policy", "files", "as_of"} -> {"lines", "issues"}."""
    try:
        policy = read_policy(request["policy"])
        as_of = parse_day(request["as_of"]) if request.get("as_of") else None
        lines = settle(policy, tables_of(request["files"]), as_of, request["files"], request.get("period"))
        return {"lines": lines, "issues": []}
    except (Unsupported, Refused) as reason:
        return {"lines": [], "issues": [{"code": type(reason).__name__.lower(), "message": str(reason)}]}


def main(args):
    if args[:1] == ["examples"]:
        return examples(args[1:])
    if args[:1] == ["settle"]:
        folder = pathlib.Path(args[2])
        files = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.csv")}
        policy = pathlib.Path(args[1]).read_text(encoding="utf-8")
        result = answer({"policy": policy, "files": files, "as_of": args[3] if len(args) > 3 else None})
        for line in result["lines"] + result["issues"]:
            print(json.dumps(line, ensure_ascii=False))
        return 1 if result["issues"] else 0
    if args[:1] == ["serve"]:
        for text in sys.stdin:
            print(json.dumps(answer(json.loads(text)), ensure_ascii=False), flush=True)
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
