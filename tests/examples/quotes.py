#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# What a page quotes from a file must stand in that file: a block of code below a comment
#
#   <!-- from examples/channel-2025/policy.json -->
#
# is looked up there, line by line, without regard to how far its first line is indented. A line of three
# dots stands for any lines.
#
#   quotes.py ROOT PAGE...
import os
import re
import sys

QUOTE = re.compile(r"<!-- from (?P<file>\S+) -->\n+```\w*\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def without_margin(lines):
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:].rstrip() for line in lines]


def stands_in(part, lines, first):
    """The line behind the first place, from `first` on, where the part stands in the file."""
    for start in range(first, len(lines) - len(part) + 1):
        if without_margin(lines[start:start + len(part)]) == part:
            return start + len(part)
    return None


def is_quoted(text, lines):
    at = 0
    part = []
    for line in [*text.splitlines(), "..."]:
        if line.strip() != "...":
            part.append(line)
            continue
        if part:
            at = stands_in(without_margin(part), lines, at)
            if at is None:
                return False
        part = []
    return True


def main():
    root, pages = sys.argv[1], sys.argv[2:]
    quotes, wrong = 0, 0
    for page in pages:
        with open(os.path.join(root, page), encoding="utf-8") as file:
            text = file.read()
        if text.count("<!-- from ") != len(QUOTE.findall(text)):
            print(f"{page}: a comment 'from' without a block of code below it")
            wrong += 1
        for quote in QUOTE.finditer(text):
            quotes += 1
            with open(os.path.join(root, quote["file"]), encoding="utf-8") as file:
                lines = file.read().splitlines()
            if not is_quoted(quote["text"], lines):
                print(f"{page} quotes what is not in {quote['file']}:\n{quote['text']}")
                wrong += 1
    print(f"{quotes} quotes, {wrong} wrong")
    return 1 if wrong or quotes == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
