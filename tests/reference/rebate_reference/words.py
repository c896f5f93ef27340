# SPDX-License-Identifier: Apache-2.0
"""From the text of an expression to its tree.

    parse("net_sales.where(product.line in core) >= 90% * gross_sales")

A node knows its own canonical text, so that a pinned name of an example ("net_sales.during(last_year)")
is found wherever a rule writes the same thing with other spaces.
"""

import re

from .exact import number_text, parse_number
from .values import Refused

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<percent>\s*%)?"
    r"|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[-!<>+*/()\[\],.?:]))"
)
KEYWORDS = ("in", "true", "false")


class Node:
    """kind is one of number, text, flag, list, name, member, call, method, unary, binary, choice."""

    def __init__(self, kind, value, parts, text):
        self.kind = kind
        self.value = value
        self.parts = parts
        self.text = text

    def __repr__(self):
        return self.text

    def walk(self):
        yield self
        for part in self.parts:
            yield from part.walk()


def tokens(source):
    found, at = [], 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            if source[at:].strip() == "":
                break
            raise Refused(f"cannot read {source[at:]!r} in {source!r}")
        at = match.end()
        if match.group("number"):
            number = parse_number(match.group("number"))
            found.append(("number", number / 100 if match.group("percent") else number, match.group(0).strip()))
        elif match.group("text"):
            found.append(("text", re.sub(r"\\(.)", r"\1", match.group("text")[1:-1]), None))
        elif match.group("name"):
            found.append(("name", match.group("name"), None))
        else:
            found.append(("sign", match.group("sign"), None))
    return found


class Parser:
    """One method for each strength of binding, weakest first: ?:, ||, &&, comparisons, + -, * /, ! -, calls."""

    def __init__(self, source):
        self.source = source
        self.items = tokens(source)
        self.at = 0

    def peek(self, *signs):
        if self.at >= len(self.items):
            return None
        kind, value, _ = self.items[self.at]
        is_sign = kind == "sign" or (kind == "name" and value in KEYWORDS)
        return value if is_sign and value in signs else None

    def take(self):
        if self.at >= len(self.items):
            raise Refused(f"{self.source!r} ends too early")
        self.at += 1
        return self.items[self.at - 1]

    def expect(self, sign):
        if self.peek(sign) is None:
            raise Refused(f"{sign!r} expected in {self.source!r}")
        self.at += 1

    def whole(self):
        node = self.choice()
        if self.at != len(self.items):
            raise Refused(f"{self.items[self.at][1]!r} is too much in {self.source!r}")
        return node

    def choice(self):
        condition = self.chain(0)
        if not self.peek("?"):
            return condition
        self.expect("?")
        yes = self.choice()
        self.expect(":")
        no = self.choice()
        return Node("choice", None, [condition, yes, no], f"{condition.text} ? {yes.text} : {no.text}")

    LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/"))

    def chain(self, level):
        if level == len(self.LEVELS):
            return self.prefix()
        left = self.chain(level + 1)
        while self.peek(*self.LEVELS[level]):
            sign = self.take()[1]
            right = self.chain(level + 1)
            left = Node("binary", sign, [left, right], f"{wrap(left, level)} {sign} {wrap(right, level + 1)}")
        return left

    def prefix(self):
        if self.peek("!", "-"):
            sign = self.take()[1]
            inner = self.prefix()
            return Node("unary", sign, [inner], f"{sign}{wrap(inner, len(self.LEVELS))}")
        return self.suffix(self.atom())

    def suffix(self, node):
        while self.peek(".", "["):
            if self.take()[1] == "[":
                index = self.choice()
                self.expect("]")
                node = Node("index", None, [node, index], f"{node.text}[{index.text}]")
                continue
            name = self.take()[1]
            if self.peek("("):
                args = self.arguments()
                inner = ", ".join(a.text for a in args)
                node = Node("method", name, [node] + args, f"{node.text}.{name}({inner})")
            else:
                node = Node("member", name, [node], f"{node.text}.{name}")
        return node

    def arguments(self):
        self.expect("(")
        args = []
        while not self.peek(")"):
            args.append(self.choice())
            if not self.peek(")"):
                self.expect(",")
        self.expect(")")
        return args

    def atom(self):
        kind, value, seen = self.take()
        if kind == "number":
            return Node("number", value, [], seen.replace(" ", ""))
        if kind == "text":
            return Node("text", value, [], "'" + value + "'")
        if kind == "sign" and value == "(":
            inner = self.choice()
            self.expect(")")
            return inner
        if kind == "sign" and value == "[":
            self.at -= 1
            items = self.list_items()
            return Node("list", None, items, "[" + ", ".join(i.text for i in items) + "]")
        if kind == "name" and value in ("true", "false"):
            return Node("flag", value == "true", [], value)
        if kind == "name" and value not in KEYWORDS:
            if self.peek("("):
                args = self.arguments()
                return Node("call", value, args, f"{value}({', '.join(a.text for a in args)})")
            return Node("name", value, [], value)
        raise Refused(f"{value!r} cannot stand there in {self.source!r}")

    def list_items(self):
        self.expect("[")
        items = []
        while not self.peek("]"):
            items.append(self.choice())
            if not self.peek("]"):
                self.expect(",")
        self.expect("]")
        return items


def strength(node):
    if node.kind == "choice":
        return -1
    if node.kind == "binary":
        return next(i for i, signs in enumerate(Parser.LEVELS) if node.value in signs)
    return len(Parser.LEVELS)


def wrap(node, level):
    return node.text if strength(node) >= level else f"({node.text})"


READ = {}


def parse(source):
    """The tree of an expression. A number in JSON (5) is an expression, too."""
    if not isinstance(source, str):
        return Node("number", parse_number(source), [], number_text(parse_number(source)))
    if source not in READ:
        READ[source] = Parser(source).whole()
    return READ[source]
