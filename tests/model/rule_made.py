# SPDX-License-Identifier: Apache-2.0
"""Random schemes and inputs for rule_model.py, and their text for the rule core.

A case is plain data: what stands in the configuration, as numbers and texts.  Values are
drawn from small grids, so that ties, breakpoints and bounds are met exactly."""
from fractions import Fraction as F

MODES = ("half_up", "half_even", "truncate")
KINDS = ("wsum", "best", "worst", "sum", "mean", "all")
GRID = [F(n, d) for n, d in ((0, 1), (1, 1), (1, 2), (1, 4), (3, 1), (5, 1), (10, 1), (12, 1), (20, 1),
                             (25, 1), (50, 1), (75, 1), (80, 1), (333, 4), (85, 1), (90, 1), (95, 1),
                             (100, 1), (120, 1), (-1, 1), (-5, 2), (1, 100), (9999, 100))]


def decimal(q):
    """A plain decimal; every number of a case is one."""
    sign, q = ("-" if q < 0 else ""), abs(q)
    text = f"{q.numerator * 10 ** 9 // q.denominator:010d}"
    assert F(int(text), 10 ** 9) == q, q
    return (sign + text[:-9] + "." + text[-9:]).rstrip("0").rstrip(".")


class Maker:
    """One case from one random generator."""

    def __init__(self, random):
        self.r = random
        self.indicators = {}
        self.count = 0

    def maybe(self, share):
        return self.r.random() < share

    def number(self, low=None):
        q = self.r.choice(GRID)
        if self.maybe(0.4):
            q = F(self.r.randint(-300, 12000), 100)
        return q if low is None else max(q, F(low))

    def positive(self):
        return self.r.choice((F(1), F(2), F(5), F(10), F(20), F(25), F(40), F(1, 2), F(15, 2)))

    def rising(self, n):
        found = set()
        while len(found) < n:
            found.add(self.number())
        return sorted(found)

    def indicator(self, kind):
        """Some indicator of a kind: values, weight (w), veto (g) ..; made when first named."""
        return self.known(f"{kind}{self.r.randint(1, 4)}")

    def known(self, name):
        if name not in self.indicators:
            self.indicators[name] = {
                "type": self.r.choice(("dec2", "dec2", "i64", "ratio", "per", "f64")),
                "up": self.maybe(0.5)}
        return name

    # ---- Rules

    def steps(self, full, precision=None):
        steps, bounds = [], self.rising(self.r.randint(0, 3))
        if precision is not None:
            bounds = sorted({F(int(b * 10 ** precision), 10 ** precision) for b in bounds})
        for i, bound in enumerate(bounds):
            step = {self.r.choice(("below", "upto")): bound}
            if step.get("below") == bound and self.maybe(0.15):
                steps.append(self.worth(dict(step), full))
                step = {"upto": bound}  # [b, b] after [a, b)
            steps.append(self.worth(step, full))
        return steps + [self.worth({}, full)]

    def worth(self, step, full):
        if full is not None and self.maybe(0.5):
            step["y"] = self.r.choice((F(0), F(1, 2), F(4, 5), F(1), F(6, 5)))
        else:
            step["points"] = self.number(0)
        return step

    def rule(self, full, is_amount):
        kinds = ["value", "tier", "unit", "occ", "each", "audit", "ramp"]
        if full is not None:
            kinds += ["pwl", "pwl", "share", "linear", "rank", "rank", "zscore"]
        kind = self.r.choice(kinds)
        rule = {"kind": kind}
        if kind == "pwl":
            xs = self.rising(self.r.randint(2, 4))
            if self.maybe(0.5):
                xs.reverse()
            if self.maybe(0.25):
                self.named(rule, xs)
            rule["at"] = [(x, self.r.choice((F(0), F(1, 2), F(4, 5), F(1), F(6, 5)))) for x in xs]
        elif kind == "ramp":
            self.ramp(rule)
        elif kind == "zscore":
            self.zscore(rule)
        elif kind == "linear":
            rule["per"] = self.number() or F(7)
        elif kind == "tier":
            if self.maybe(0.3):
                rule["precision"] = self.r.randint(0, 2)
            rule["steps"] = self.steps(full, rule.get("precision"))
        elif kind == "unit":
            rule.update(beyond=self.number(), side=self.r.choice(("above", "below")),
                        unit=self.positive(), each=self.number(0))
            if self.maybe(0.7):
                rule["steps"] = self.r.choice(("floor", "ceil", "exact"))
        elif kind == "each":
            rule["deduct"] = self.number(0)
        elif kind == "audit":
            rule.update(reported=self.indicator("v"), audited=self.indicator("v"),
                        steps=self.steps(full))
            if self.maybe(0.3):
                rule["in_favour_only"] = True
            if self.maybe(0.3):
                rule["falsified"] = {"minus": self.number(0)}
        elif kind == "rank":
            self.rank(rule, full)
        if (kind in ("unit", "occ", "each", "audit") or kind == "value" and is_amount) and self.maybe(0.4):
            rule["cap"] = self.number(0)
        return rule

    def named(self, rule, xs):
        """Some of the breakpoints are indicators; what a subject's may give, then."""
        for i in range(len(xs)):
            if self.maybe(0.6):
                xs[i] = self.indicator("v")
        if not any(isinstance(x, str) for x in xs):
            xs[0] = self.indicator("v")
        rule["direction"] = self.r.choice(("rising", "falling"))
        numbers = [x for x in xs if not isinstance(x, str)]
        if numbers != sorted(numbers, reverse=rule["direction"] == "falling"):
            rule["direction"] = "falling" if rule["direction"] == "rising" else "rising"
        for key in ("equal", "reversed"):
            rule[key] = self.r.choice((F(0), F(3), "na", "from_first", "to_first"))

    def ramp(self, rule):
        ends = self.rising(2)
        if self.maybe(0.5):
            ends.reverse()
        if self.maybe(0.4):
            self.named(rule, ends)
        rule.update({"from": ends[0], "to": ends[1], "low": self.number(0), "high": self.number(0)})
        for key in ("below", "above"):
            if self.maybe(0.4):
                rule[key] = self.number(0)
        if self.maybe(0.4):
            rule["at_from"] = self.r.choice(("inside", "below"))
        if self.maybe(0.4):
            rule["at_to"] = self.r.choice(("above", "inside"))
        if self.maybe(0.4):
            inside = rule["inside"] = {}
            if self.maybe(0.5):
                inside["add"] = self.number()
            if self.maybe(0.6):
                inside["digits"] = self.r.randint(0, 2)
                if self.maybe(0.5):
                    inside["mode"] = self.r.choice(MODES)
            if self.maybe(0.4):
                inside["min"] = self.number(0)
            if self.maybe(0.4):
                inside["max"] = inside.get("min", F(0)) + 5
            if not inside:
                del rule["inside"]

    def cohort(self, rule):
        if self.maybe(0.3):
            rule["group"] = "g"
        if self.maybe(0.2):
            rule["exempt"] = {"g": self.r.choice("ab")}

    def zscore(self, rule):
        self.cohort(rule)
        if self.maybe(0.4):
            rule["variance"] = self.r.choice(("population", "sample"))
        if self.maybe(0.4):
            rule["clamp"] = (F(20), F(80)) if self.maybe(0.5) else (F(45), F(55))

    def rank(self, rule, full):
        rule["ties"] = self.r.choice(("competition", "dense", "mean"))
        if self.maybe(0.3):
            bounds = sorted(self.r.sample((1, 2, 3, 4, 5), self.r.randint(0, 3)))
            rule["bands"] = [self.worth({self.r.choice(("below", "upto")): F(b)}, full) for b in bounds]
            rule["bands"].append(self.worth({}, full))
        elif self.maybe(0.5):
            rule["max"] = self.number(0)
            if self.maybe(0.5):
                rule["min"] = min(rule["max"], self.number(0))
        self.cohort(rule)
        if self.maybe(0.2):
            rule["within"] = self.r.choice((F(1), F(5), F(25)))

    def measure(self):
        if self.maybe(0.4):
            of = {"kind": "lead", "against": [self.indicator("v") for _ in range(self.r.randint(1, 3))]}
            of["against"] = sorted(set(of["against"]))
            if self.maybe(0.6):
                of["ref"] = self.r.choice(("best", "mean"))
            if self.maybe(0.4):
                of["lower_is_better"] = True
            return of
        of = {"kind": "delta", "base": self.operand()}
        if self.maybe(0.8):
            of["how"] = self.r.choice(("abs", "rel", "attainment"))
        if of.get("how") == "attainment":
            of["target"] = self.operand()
        if self.maybe(0.4):
            of["zero_base"] = self.r.choice(("na", "base1"))
        return of

    def operand(self):
        return self.indicator("v") if self.maybe(0.5) else self.number()

    # ---- Nodes

    def name(self):
        self.count += 1
        return f"n{self.count}"

    def node_of(self, up, is_group):
        node = {"id": self.name()}
        if up == "wsum":
            node["weight"] = F(0) if self.maybe(0.03) else self.positive()
            if not is_group and (self.maybe(0.3) or not node["weight"]):
                node["full"] = self.positive()
        elif up in KINDS:
            node["full"] = self.positive()
        elif self.maybe(0.5) and not is_group:
            node["full"] = self.positive()
        self.rounds(node)
        return node

    def rounds(self, node):
        if self.maybe(0.3):
            node["digits"] = self.r.randint(0, 3)
        if self.maybe(0.2):
            node["round"] = True
            if self.maybe(0.4):
                node["rounding"] = self.r.choice(MODES)

    def apart(self, node):
        """Nothing is measured by itself, and no breakpoint stands twice: refused."""
        rule, of = node["points"], node.get("of", {})
        others = [n for n in ("v1", "v2", "v3", "v4", "v5") if n != node.get("indicator")]
        free = list(others)
        for key in ("from", "to"):
            if isinstance(rule.get(key), str):
                rule[key] = self.known(free.pop(0))
        if any(isinstance(x, str) for x, _ in rule.get("at", ())):
            rule["at"] = [(self.known(free.pop(0)) if isinstance(x, str) else x, y) for x, y in rule["at"]]
        for key in ("base", "target"):
            if of.get(key) == node.get("indicator"):
                of[key] = self.known(others[0])
        if "against" in of:
            of["against"] = [n for n in of["against"] if n != node["indicator"]] or [self.known(others[0])]
        if rule.get("reported") and rule["reported"] == rule["audited"]:
            rule["audited"] = self.known(next(n for n in others if n != rule["reported"]))
        if of.get("how") == "rel" and of["base"] == 0:
            of["zero_base"] = "base1"

    def leaf(self, up):
        node = self.node_of(up, False)
        full = node.get("full", node.get("weight"))
        rule = node["points"] = self.rule(full, up not in KINDS)
        is_audit, is_rank = rule["kind"] == "audit", rule["kind"] in ("rank", "zscore")
        if not is_audit:
            # `f` may be falsified; what is measured from several or ranked is not
            plain = not is_rank and self.maybe(0.15)
            node["indicator"] = self.indicator("f" if plain else "v")
            if not plain and self.maybe(0.25):
                node["of"] = self.measure()
            if self.maybe(0.15):
                node["min_samples"] = self.r.randint(1, 20)
        self.apart(node)
        if self.maybe(0.4):
            node["zero"] = self.r.choice(("na", "full", "zero"))
        return node

    def nodes(self, up, depth):
        nodes = []
        for _ in range(self.r.randint(1, 4)):
            nodes.append(self.group(up, depth + 1) if depth < 3 and self.maybe(0.25) else self.leaf(up))
        if up in KINDS:
            while not any("weight" in n or n.get("kind") not in ("deductions", "bonus") for n in nodes):
                nodes.append(self.leaf(up))
            if up == "wsum" and not sum(n.get("weight", 0) for n in nodes):
                nodes.append(dict(self.leaf(up), weight=F(10)))
        return nodes

    def group(self, up, depth):
        kind = up
        if up in KINDS:
            kind = self.r.choice(KINDS + ("deductions",) * 4 + ("bonus",) * 3)
        node = self.node_of(up if kind in KINDS else kind, True)
        if kind != "wsum" or self.maybe(0.3):
            node["kind"] = kind
        node["nodes"] = self.nodes(kind, depth)
        if kind in KINDS:
            self.fold(node, kind)
            if kind == "wsum":
                full = sum(n.get("weight", F(0)) for n in node["nodes"])
                if full != node.get("weight") or "full" in node:
                    node["full"] = full
            elif not node.get("full", node.get("weight")):
                node["full"] = F(10)
            if self.maybe(0.3):
                node["floor"] = self.r.choice((F(0), F(-5), F(1)))
        if self.maybe(0.3):
            node["cap"] = node.get("full", self.positive()) + self.r.choice((0, 2, 10))
        most = node.get("cap", node.get("full", node.get("weight")))
        if "floor" in node and node["floor"] >= most:
            node["floor"] = F(0)
        return node

    def fold(self, node, kind):
        scored = sum(n.get("kind") not in ("deductions", "bonus") for n in node["nodes"])
        if self.maybe(0.15):
            node["min_children"] = self.r.randint(1, scored)
        if kind == "all" and self.maybe(0.7):
            node["pass"] = self.r.choice((F(0), F(1, 2), F(4, 5), F(1)))

    def version(self):
        kind = self.r.choice(KINDS) if self.maybe(0.3) else "wsum"
        version = {"from": "2011-01", "nodes": self.nodes(kind, 0)}
        if kind != "wsum":
            version["kind"] = kind
        self.fold(version, kind)
        full = F(100) if kind != "wsum" else sum(n.get("weight", F(0)) for n in version["nodes"])
        if full != 100 or self.maybe(0.5):
            version["full"] = full
        self.rounds(version)
        if self.maybe(0.3) and "rounding" not in version:
            version["rounding"] = self.r.choice(MODES)
        if self.maybe(0.2):
            version["floor"] = self.r.choice((F(0), F(-20)))
        if self.maybe(0.3):
            version["cap"] = full + self.r.choice((0, 5, 20))
        return version

    def versions(self):
        versions = [self.version()]
        if self.maybe(0.2):
            versions.insert(self.r.randint(0, 1), dict(self.version(), **{"for": {"g": "a"}}))
        if self.maybe(0.2):  # the latest in force decides, wherever it stands
            old = dict(self.version(), **{"from": self.r.choice(("2010-06", "2011-03", "2011-07"))})
            if "for" in versions[0] and self.maybe(0.5):
                old["for"] = versions[0]["for"]
            versions.insert(self.r.randint(0, len(versions)), old)
        return [dict(v, id=f"s{i}") for i, v in enumerate(versions)]

    # ---- Outcomes

    def veto(self, i, versions):
        veto = {"id": f"V{i}", "indicator": self.indicator("g"), "level": "u",
                self.r.choice(("above", "below")): self.number(), "actions": []}
        targets = [p for v in versions for p in scored_paths(v)]
        for _ in range(self.r.randint(1, 2)):
            pick = self.r.random()
            if pick < 0.3:
                veto["actions"].append({"total": self.number(0)})
            elif pick < 0.85:
                veto["actions"].append({"node": self.r.choice(targets), "score": self.number(0)})
            else:
                veto["actions"].append({"grade": "pass"})
        return veto

    def board(self):
        board = {"id": "b", "domain": "d", "level": "u", "node": "total"}
        if self.maybe(0.4):
            board["group"] = "g"
        if self.maybe(0.6):
            board["ties"] = self.r.choice(("competition", "dense"))
        if self.maybe(0.3):
            board["then"] = self.r.choice((["name"], ["vetoes"], ["vetoes", "name"]))
        if self.maybe(0.5):
            board["grades"] = [{"id": "best", "from": F(75)}, {"id": "pass", "from": F(40)}, {"id": "rest"}]
            for grade in board["grades"][:2]:
                if self.maybe(0.5):
                    grade["quota"] = self.r.choice((F(1, 4), F(1, 2), F(2, 5)))
        return board

    # ---- Results

    def value(self, of):
        if of["type"] in ("ratio", "per"):
            return (self.r.randint(0, 40), self.r.choice((0, 1, 3, 7, 20, 40)))
        if of["type"] == "i64":
            return F(self.r.choice((0, 0, 1, 2, 3, 5, 12, 75, 100, -2)))
        if of["type"] == "f64":
            return F(self.r.randint(-80, 1000), 8)
        return self.number()

    def result(self, name):
        of = self.indicators[name]
        pick = self.r.random()
        if name[0] != "w" and pick < 0.2:
            return {"outcome": self.r.choice(("none", "missing", "n/a"))}
        found = {"outcome": "scored", "value": self.value(of)}
        if name[0] in "vf" and pick < 0.3:
            found["upheld"] = self.value(of)
        if name[0] == "f" and self.maybe(0.3):
            found["falsified"] = True
        if self.maybe(0.4):
            found["samples"] = self.r.randint(0, 25)
        return found

    def case(self):
        case = {"rounding": self.r.choice(MODES), "versions": self.versions(), "vetoes": []}
        for i in range(self.r.choice((0, 0, 0, 1, 2))):
            case["vetoes"].append(self.veto(i, case["versions"]))
        if self.maybe(0.4):
            case["board"] = self.board()
        case["by"] = self.r.choice((None, None, "mean", "mean", "sum", "merge"))
        if case["by"] == "mean" and self.maybe(0.5):
            self.indicators["w1"] = {"type": "i64", "up": True}
            case["weight"] = "w1"
        keys = [f"{g}/{u}" for g in "ab" for u in "uvwx"]
        case["subjects"] = sorted(self.r.sample(keys, self.r.choice((1, 2, 3, 4, 6, 7))))
        case["indicators"] = self.indicators
        levels = {"u": case["subjects"]}
        if case["by"] == "merge":
            levels["g"] = sorted({s[0] for s in case["subjects"]})
        case["results"] = {}
        for level, subjects in levels.items():
            for subject in subjects:
                for name in self.indicators:
                    if name[0] == "w":
                        made = {"outcome": "scored", "value": F(self.r.randint(1, 9))}
                    elif self.maybe(0.05):
                        continue
                    else:
                        made = self.result(name)
                    case["results"][level, subject, name] = made
        for key in [(level, s) for level, ss in levels.items() for s in ss]:
            if not any(k[:2] == key for k in case["results"]):
                case["results"][key + (next(iter(self.indicators)),)] = {"outcome": "none"}
        return case


def scored_paths(version):
    """Paths of the nodes with a full."""
    def walk(nodes, up):
        for node in nodes:
            if node.get("kind") in ("deductions", "bonus"):
                continue
            path = f"{up}/{node['id']}" if up else node["id"]
            yield path
            yield from walk(node.get("nodes", ()), path)
    return list(walk(version["nodes"], ""))


# ---- Text

def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, F):
        return decimal(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{ " + "".join(f"{k} = {text_of(v)}; " for k, v in value.items()) + "}"
    return "( " + ", ".join(text_of(v) for v in value) + " )"


def measured_text(value):
    return f"{value[0]}/{value[1]}" if isinstance(value, tuple) else decimal(value)


def result_text(key, found):
    level, subject, name = key
    words = [subject, name, found["outcome"]]
    if found["outcome"] == "scored":
        words[2] = measured_text(found["value"])
    if level == "g":
        words += ["level", "1"]
    for word in ("samples", "upheld"):
        if word in found:
            words += [word, measured_text(F(found[word]) if word == "samples" else found[word])]
    if found.get("falsified"):
        words += ["flags", "2"]
    return " ".join(words)


def case_text(number, case):
    lines = [f"%case {number}", "%kaohe", f'report = {{ rounding = "{case["rounding"]}"; }};']
    if "board" in case:
        lines.append(f"boards = ( {text_of(case['board'])} );")
    lines += ["%domain", 'subject = ( "g", "u" );']
    group = ""
    if case["by"]:
        weight = f' weight = "{case["weight"]}";' if "weight" in case else ""
        group = f', {{ id = "g"; of = ( "g" ); from = "u"; by = "{case["by"]}";{weight} }}'
    lines.append(f'levels = ( {{ id = "u"; of = ( "g", "u" ); }}{group} );')
    if case["vetoes"]:
        lines.append(f"vetoes = {text_of(case['vetoes'])};")
    lines.append("scheme = (")
    lines.append(",\n".join(text_of(v) for v in case["versions"]))
    lines += [");", "%measures"]
    for name, of in case["indicators"].items():
        lines.append(f"{name} {of['type']}{' up' if of['up'] else ''}")
    lines.append("%results")
    lines += [result_text(key, found) for key, found in case["results"].items()]
    return "\n".join(lines + ["%end", ""])
