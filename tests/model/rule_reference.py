# SPDX-License-Identifier: Apache-2.0
"""The rule core once more, from docs/configuration.md and the design's section 10 alone.

`score(case)` gives {(level, subject, node): row} and the ranks of the board.  Everything
is a fraction.  BREAK names mistakes that can be switched on, to prove that the
comparison finds them."""
import math
from fractions import Fraction as F

KINDS = ("wsum", "best", "worst", "sum", "mean", "all")
BREAKS = ("rounding", "na_as_zero", "floor_last", "upto", "ties", "unit_ceil", "upheld", "lead_sign", "veto",
          "first_of_best")
broken = set()


def rounded(q, digits, mode):
    sign, scaled = (-1 if q < 0 else 1), abs(q) * 10 ** digits
    whole, rest = divmod(scaled, 1)
    if "rounding" in broken:
        mode = "half_even" if mode == "half_up" else mode
    if mode != "truncate" and (rest > F(1, 2) or rest == F(1, 2) and (mode == "half_up" or whole % 2)):
        whole += 1
    return sign * F(whole, 10 ** digits)


def clamp(q, low, high):
    return max(low, min(high, q))


# ---- What was measured

class Fact:
    """State of a value (ok, pending, na, missing) and what is remarked of it."""

    def __init__(self, state, value=None, no_data=False):
        self.state, self.value, self.no_data = state, value, no_data
        self.samples, self.falsified, self.flags = 0, False, set()

    def known(self):
        return self.state in ("ok", "pending")


def measured(of, value):
    """None where a ratio has no denominator."""
    if not isinstance(value, tuple):
        return value
    if not value[1]:
        return None
    return F(*value) * (100 if of["type"] == "ratio" else 1)


def fact_of(case, level, subject, name, upheld):
    found = case["results"].get((level, subject, name), {"outcome": "none"})
    if found["outcome"] == "missing":
        return Fact("missing")
    if found["outcome"] == "n/a":
        return Fact("na")
    if found["outcome"] == "none":
        return Fact("na", no_data=True)
    value = measured(case["indicators"][name], found["value"])
    state = "ok"
    if "upheld" in found:
        state = "pending"
        if upheld and "upheld" not in broken:
            value = measured(case["indicators"][name], found["upheld"])
    fact = Fact(state, value) if value is not None else Fact("na", no_data=True)
    fact.samples = found.get("samples", 0)
    fact.falsified = found.get("falsified", False)
    if "upheld" in found:
        fact.flags.add("provisional")
    return fact


def worst_state(facts):
    states = [f.state for f in facts]
    return next((s for s in ("missing", "na", "pending") if s in states), "ok")


def operand(case, level, subject, what, upheld):
    return fact_of(case, level, subject, what, upheld) if isinstance(what, str) else Fact("ok", what)


def change(of, fact, base, target, up):
    """M3; None: there is none."""
    how = of.get("how", "abs")
    v, b = fact.value, base.value
    if how == "abs":
        return v - b
    if how == "rel":
        if b:
            return (v - b) / abs(b) * 100  # a rise is one from below 0 too
        return v * 100 if of.get("zero_base") == "base1" else None
    if target.value == b:
        return F(100 if (v >= b if up else v <= b) else 0)
    return (v - b) / (target.value - b) * 100


def lost(fact):
    na = Fact("na")
    na.flags, na.falsified = fact.flags, fact.falsified
    return na


def of_delta(case, level, subject, of, fact, up, upheld):
    base = operand(case, level, subject, of["base"], upheld)
    target = operand(case, level, subject, of.get("target", F(0)), upheld)
    if not fact.known():
        return fact
    for other in (base, target):
        if not other.known():
            return lost(fact)  # M3: b missing is N/A
        fact.flags |= other.flags
    value = change(of, fact, base, target, up)
    if value is None:
        return lost(fact)  # zero_base says so; `zero` is about the indicator itself
    fact.value = value
    fact.state = worst_state((fact, base, target))
    return fact


def of_lead(case, level, subject, of, fact, upheld):
    others = [fact_of(case, level, subject, name, upheld) for name in of["against"]]
    there = [f for f in others if f.known()]
    if not fact.known():
        return fact
    if not there:
        return lost(fact)
    values, low = [f.value for f in there], of.get("lower_is_better", False)
    if of.get("ref", "best") == "mean":
        ref = sum(values) / len(values)
    else:
        ref = min(values) if low else max(values)
    fact.value = ref - fact.value if low != ("lead_sign" in broken) else fact.value - ref
    fact.state = worst_state([fact] + there)
    for f in there:
        fact.flags |= f.flags
    if len(there) < len(others):
        fact.flags.add(f"competitors:{len(there)}/{len(others)}")
    return fact


def audit_fact(case, level, subject, rule, upheld):
    r = fact_of(case, level, subject, rule["reported"], upheld)
    a = fact_of(case, level, subject, rule["audited"], upheld)
    r.flags |= a.flags
    if not r.known():
        return r
    if not a.known():  # owed and not delivered is missing here too
        a.flags = r.flags
        return a
    better = r.value > a.value if case["indicators"][rule["reported"]]["up"] else r.value < a.value
    gap = abs(a.value - r.value) * 100
    r.state = worst_state((r, a))
    if r.value:
        gap /= abs(r.value)
    r.value = F(0) if rule.get("in_favour_only") and not better else gap
    return r


def leaf_fact(case, level, subject, leaf, upheld):
    if leaf["points"]["kind"] == "audit":
        return audit_fact(case, level, subject, leaf["points"], upheld)
    fact = fact_of(case, level, subject, leaf["indicator"], upheld)
    of = leaf.get("of")
    if of and of["kind"] == "delta":
        fact = of_delta(case, level, subject, of, fact, case["indicators"][leaf["indicator"]]["up"], upheld)
    elif of:
        fact = of_lead(case, level, subject, of, fact, upheld)
    if fact.known() and fact.samples < leaf.get("min_samples", 0):
        fact.flags.add("thin")
    return fact


# ---- Rules

def step_of(steps, v, full):
    for step in steps:
        if "below" in step and v >= step["below"]:
            continue
        if "upto" in step and (v >= step["upto"] if "upto" in broken else v > step["upto"]):
            continue
        return step["y"] * full if "y" in step else step["points"]


def pwl(at, v):
    if at[0][0] > at[-1][0]:
        at = at[::-1]
    if v <= at[0][0]:
        return at[0][1]
    for (x0, y0), (x1, y1) in zip(at, at[1:]):
        if v <= x1:
            return y0 + (y1 - y0) * (v - x0) / (x1 - x0)
    return at[-1][1]


def taken(rule, v, full):
    """Points that unit, occ, each and audit take."""
    kind = rule["kind"]
    if kind == "unit":
        steps = max(F(0), rule["beyond"] - v if rule["side"] == "below" else v - rule["beyond"]) / rule["unit"]
        how = rule.get("steps", "floor")
        if how != "exact":
            steps = F(math.floor(steps) if how == "floor" and "unit_ceil" not in broken else math.ceil(steps))
        amount = steps * rule["each"]
    elif kind == "occ":
        amount = max(F(0), v)
    elif kind == "each":
        amount = max(F(0), v * rule["deduct"])
    else:
        amount = step_of(rule["steps"], v, full)
    return amount


def points(rule, fact, full, is_amount, mode):
    v, kind = fact.value, rule["kind"]
    if kind == "pwl":
        return pwl(rule["at"], v) * full
    if kind == "ramp":
        return ramp(rule, v, mode)
    if kind in ("share", "linear"):
        return clamp(v / (100 if kind == "share" else rule["per"]) * full, F(0), full)
    if kind == "value":
        return min(max(F(0), v), *(q for q in (full, rule.get("cap")) if q is not None)) \
            if full is not None or "cap" in rule else max(F(0), v)
    if kind == "tier":
        if "precision" in rule:
            v = rounded(v, rule["precision"], mode)
        return step_of(rule["steps"], v, full)
    amount = taken(rule, v, full)
    if kind == "audit" and fact.falsified:
        amount = max(amount, rule.get("falsified", {"minus": F(0)})["minus"])
    if "cap" in rule:
        amount = min(rule["cap"], amount)
    return amount if is_amount else max(F(0), full - amount)


def rank_points(rule, rank, n, full):
    if "bands" in rule:
        return step_of(rule["bands"], rank, full)
    top, least = rule.get("max", full), rule.get("min", F(0))
    return top if n == 1 else top - (rank - 1) * (top - least) / (n - 1)


def ramp(rule, v, mode):
    start, end = rule["from"], rule["to"]
    at = (v - start) / (end - start)  # 0 at `from`, 1 at `to`, whichever way it runs
    if at < 0 or at == 0 and rule.get("at_from") == "below":
        return rule.get("below", rule["low"])
    if at > 1 or at == 1 and rule.get("at_to") != "inside":
        return rule.get("above", rule["high"])
    inside = rule.get("inside", {})
    q = rule["low"] + (rule["high"] - rule["low"]) * at + inside.get("add", 0)
    if "digits" in inside:
        q = rounded(q, inside["digits"], inside.get("mode", mode))
    q = max(q, inside.get("min", F(0)), F(0))
    return min(q, inside["max"]) if "max" in inside else q


def places(rule):
    """The breakpoints that may be indicators, as listed."""
    if rule["kind"] == "ramp":
        return [rule["from"], rule["to"]]
    return [x for x, _ in rule["at"]] if rule["kind"] == "pwl" else []


def bind(rule, values):
    """The rule of a subject; its breakpoints are these."""
    rule = dict(rule)
    if rule["kind"] == "ramp":
        rule["from"], rule["to"] = values
    else:
        rule["at"] = [(x, y) for x, (_, y) in zip(values, rule["at"])]
    return rule


def order_of(rule, values):
    sign = -1 if rule["direction"] == "falling" else 1
    steps = [(b - a) * sign for a, b in zip(values, values[1:])]
    return "reversed" if min(steps) < 0 else "equal" if min(steps) == 0 else ""


def gap_points(rule, how, v, full):
    """Breakpoints that are equal or reversed."""
    if not isinstance(how, str):
        return how
    xs, sign = places(rule), -1 if rule["direction"] == "falling" else 1
    before, beyond = (v - xs[0]) * sign, (v - xs[-1]) * sign
    if rule["kind"] == "ramp":  # what is before `from` and beyond `to` is what the ramp says
        first, last = rule.get("below", rule["low"]), rule.get("above", rule["high"])
        is_before = before < 0 or before == 0 and rule.get("at_from") == "below"
        is_beyond = beyond > 0 or beyond == 0 and rule.get("at_to") != "inside"
    else:
        first, last = rule["at"][0][1] * full, rule["at"][-1][1] * full
        is_before, is_beyond = before <= 0, beyond >= 0
    return last if (is_beyond if how == "to_first" else not is_before) else first


def bound_fact(case, level, subject, rule, fact, upheld):
    """Looks the indicators of breakpoints up; keeps rule and gap in the fact."""
    fact.rule, fact.gap = rule, None
    named = places(rule)
    if "direction" not in rule or not fact.known():
        return fact
    others = [operand(case, level, subject, x, upheld) for x in named]
    for other in others:
        fact.flags |= other.flags if other.known() else set()
    if not all(other.known() for other in others):
        na = lost(fact)
        na.rule, na.gap = rule, None
        return na
    fact.state = worst_state([fact] + others)
    values = [other.value for other in others]
    fact.rule = bind(rule, values)
    order = order_of(rule, values)
    if order:
        fact.flags.add(f"breakpoints:{order}")
        fact.gap = rule[order]
        if fact.gap == "na":
            na = lost(fact)
            na.rule, na.gap = rule, None
            return na
    return fact


def is_exempt(rule, subject):
    return rule.get("exempt", {}).get("g") == subject[0]


def cohorts_of(rule, facts):
    found = {}
    for subject, fact in facts.items():
        if fact.known() and not is_exempt(rule, subject):
            found.setdefault(subject[0] if "group" in rule else "", []).append(subject)
    return found.values()


def zscore_all(leaf, facts, up, full):
    """S6.  The standard score in 12 decimals of z, half up; exact from there on."""
    rule, found = leaf["points"], {}
    for cohort in cohorts_of(rule, facts):
        values = [facts[s].value for s in cohort]
        n = len(values)
        if n < 3:
            for s in cohort:
                facts[s].state = "na"
                facts[s].flags.add("small_cohort")
            continue
        mean = sum(values) / n
        variance = sum((v - mean) ** 2 for v in values) / (n - 1 if rule.get("variance") == "sample" else n)
        for s in cohort:
            score = F(50)
            if variance:
                gap = facts[s].value - mean
                square = 4 * 10 ** 24 * gap * gap / variance  # of twice z in units of 10^-12
                twice = math.isqrt(math.floor(square))
                z = F((twice + 1) // 2, 10 ** 12)
                score += 10 * z * (1 if (gap > 0) == up else -1)
            if "clamp" in rule:
                score = clamp(score, *rule["clamp"])
            found[s] = clamp(score / 100 * full, F(0), full)
    return found


def tie_starts(values, within):
    """Of values, best (least) first: where the tie of each begins."""
    starts, first = [], None
    for i, v in enumerate(values):
        if first is None or v - values[first] > within:
            first = i
        starts.append(first)
    return starts


def rank_all(leaf, facts, up, full):
    """Points of {subject: fact}, S5.  Nobody without a value is ranked."""
    rule, found = leaf["points"], {}
    for cohort in cohorts_of(rule, facts):
        order = sorted(cohort, key=lambda s: facts[s].value * (-1 if up else 1))
        values = [facts[s].value * (-1 if up else 1) for s in order]
        starts = tie_starts(values, rule.get("within", 0))
        for subject, start in zip(order, starts):
            rank = F(start + 1)
            if rule["ties"] == "dense" or "ties" in broken:
                rank = F(sorted(set(starts)).index(start) + 1)
            elif rule["ties"] == "mean":
                rank += F(starts.count(start) - 1, 2)
            found[subject] = rank_points(rule, rank, len(values), full)
    return found


# ---- Nodes

class Node:
    """What came out at a node: state, score, what adjustments changed."""

    def __init__(self, at, path, up):
        self.at, self.path, self.up = at, path, up
        self.kind = at.get("kind", "wsum") if "nodes" in at else "leaf"
        self.scored = up is None or up.kind in KINDS and self.kind in KINDS + ("leaf",)
        self.full = at.get("full", at.get("weight"))
        self.state, self.score, self.raw, self.fact = "na", F(0), F(0), None
        self.adjust, self.nodes, self.factor, self.flags = {}, [], None, set()
        self.sign = -1 if self.kind == "deductions" or up and up.sign < 0 and self.kind == "leaf" else 1
        self.share = None  # what a point of each child is worth here: {child: number}

    def to(self, name, score):
        self.adjust[name] = self.adjust.get(name, F(0)) + score - self.score
        self.score = score


def leaf_points(node, fact, is_amount, ranks, mode):
    leaf = node.at
    if fact.state == "na" and fact.no_data and leaf.get("zero", "na") != "na":
        node.flags.add("no_data")
        fact.state = "ok"
        return node.full if leaf["zero"] == "full" and not is_amount else F(0)
    if not fact.known() or fact.falsified and not is_amount:
        return F(0)
    if leaf["points"]["kind"] in ("rank", "zscore"):
        return ranks
    if fact.gap is not None:
        return gap_points(fact.rule, fact.gap, fact.value, node.full)
    return points(fact.rule, fact, node.full, is_amount, mode)


def state_of(states):
    there = [s for s in states if s != "na"]
    if not there:
        return "na"
    if all(s == "missing" for s in there):
        return "missing"
    return "pending" if "pending" in there else "ok"


def group_score(node):
    """Score of the scored children and what a point of each is worth; None: na."""
    there = [n for n in node.nodes if n.scored and (n.state != "na" or "na_as_zero" in broken)]
    if len(there) < max(1, node.at.get("min_children", 0)):
        if node.at.get("min_children"):
            node.flags.add(f"min_children:{len(there)}/{node.at['min_children']}")
        return None
    kind, full = node.kind, node.full
    if kind == "wsum":
        weights = sum(n.at["weight"] for n in there)
        if not weights:
            return None
        worth = {n: full * n.at["weight"] / weights / n.full for n in there}
    elif kind == "sum":
        worth = {n: F(1) for n in there}
    elif kind in ("mean", "all"):
        worth = {n: full / len(there) / n.full for n in there}
    else:
        best = max if (kind == "best") else min
        if "first_of_best" in broken:
            there = there[::-1]
        chosen = best(there, key=lambda n: n.score / n.full)
        worth = {n: full / n.full if n is chosen else F(0) for n in there}
        for n in there:
            if n is not chosen:
                n.flags.add("not_used")
    node.share = worth
    return sum(n.score * w for n, w in worth.items())


def scored_group(node):
    score = group_score(node)
    if score is None:
        return
    node.state = state_of([n.state for n in node.nodes])
    node.score = score
    at = node.at
    if node.kind == "all":
        least = at.get("pass", F(1))
        passed = all(n.score / n.full >= least for n in node.share)
        node.to("~all", node.full if passed else F(0))
    amounts = [n for n in node.nodes if not n.scored and n.state != "na"]
    minus = sum(n.score for n in amounts if n.sign < 0)
    plus = sum(n.score for n in amounts if n.sign > 0)
    node.score += minus
    if "floor_last" in broken:
        node.score, plus = node.score + plus, F(0)
    if "floor" in at and node.score < at["floor"]:
        node.to("~floor", at["floor"])
    node.score += plus
    if "cap" in at and node.score > at["cap"]:
        node.to("~cap", at["cap"])
    node.share.update({n: F(1) for n in amounts})


def amount_group(node):
    node.state = state_of([n.state for n in node.nodes])
    there = [n for n in node.nodes if n.state != "na"]
    node.score = sum((n.score for n in there), F(0))
    node.share = {n: F(1) for n in there}
    cap = node.at.get("cap")
    if cap is not None and abs(node.score) > cap:
        node.to("~cap", node.sign * cap)


class Tree:
    """One subject under one version."""

    def __init__(self, version, leaf, mode, forced):
        self.version, self.leaf, self.mode, self.forced = version, leaf, mode, forced
        top = dict(version, full=version.get("full", F(100)))
        top.setdefault("floor", F(0))
        top.setdefault("cap", top["full"])
        top.pop("rounding", None)
        self.all = []
        self.root = self.up(top, "total", None)
        self.down()

    def up(self, at, path, above):
        node = Node(at, path, above)
        self.all.append(node)
        for child in at.get("nodes", ()):
            below = child["id"] if above is None else f"{path}/{child['id']}"
            node.nodes.append(self.up(child, below, node))
        if node.kind == "leaf":
            self.leaf(node, not node.scored)
            if node.state in ("ok", "pending"):
                node.score = node.raw = node.raw * node.sign
        elif node.scored:
            scored_group(node)
        else:
            amount_group(node)
        self.bend(node)
        return node

    def bend(self, node):
        """Rounding, then vetoes."""
        force = self.forced.get(node.path)
        if node.state == "na":
            if node.up is None and force == 0:
                node.state = "ok"
            return
        if node.at.get("round"):
            digits = node.at.get("digits", self.version.get("digits", 2))
            node.to("~rounding", rounded(node.score, digits, node.at.get("rounding", self.mode)))
        if force is not None and node.score > force:
            node.to("~veto", force)

    def down(self):
        if self.root.share is not None:
            self.root.factor = F(1)
        for node in self.all:
            if node.factor is None:
                continue
            for child, worth in (node.share or {}).items():
                if child.state != "na":
                    child.factor = node.factor * worth


# ---- A level

def forced_nodes(case, level, subject, paths, upheld):
    """{path: (number, what the veto watches)}, and all vetoes that hit."""
    hits, effects = [], {}
    if level != "u":
        return effects, hits
    for veto in case["vetoes"]:
        fact = fact_of(case, level, subject, veto["indicator"], upheld)
        if fact.known() and ("above" in veto and fact.value > veto["above"] or
                             "below" in veto and fact.value < veto["below"]):
            hits.append(veto)
    for strength in ("total", "group", "leaf"):
        for veto in hits:
            for action in veto["actions"]:
                path = "total" if "total" in action else action.get("node")
                if path not in paths or paths[path] != strength:
                    continue
                number = action.get("total", action.get("score"))
                if path not in effects or number < effects[path][0]:
                    effects[path] = number, veto["indicator"]
        if effects and "veto" not in broken:
            break
    return effects, hits


def acting(effects, tree, hits):
    """What the vetoes watch that act: a number acts where the node has a score."""
    states = {node.path: node.state for node in tree.all}
    return ({name for path, (_, name) in effects.items() if states[path] != "na"} |
            {veto["indicator"] for veto in hits if any("grade" in a for a in veto["actions"])})


def paths_of(version):
    found = {"total": "total"}

    def walk(nodes, up):
        for node in nodes:
            path = f"{up}/{node['id']}" if up else node["id"]
            if node.get("kind") not in ("deductions", "bonus"):
                found[path] = "group" if "nodes" in node else "leaf"
            walk(node.get("nodes", ()), path)
    walk(version["nodes"], "")
    return found


def version_of(case, subject):
    who = next((v["for"] for v in case["versions"] if "for" in v and v["for"]["g"] == subject[0]), None)
    there = [v for v in case["versions"] if v.get("for") == who and v["from"] <= "2011-04"]
    return max(there, key=lambda v: v["from"]) if there else None


def leaves(nodes, full_of=None):
    for node in nodes:
        if "nodes" in node:
            yield from leaves(node["nodes"])
        else:
            yield node


def score_level(case, level, subjects, upheld):
    """{subject: (tree or None, hits)}"""
    versions = {s: version_of(case, s) for s in subjects}
    facts, ranks, found = {}, {}, {}
    for version in case["versions"]:
        for leaf in leaves(version["nodes"]):
            mine = {s: bound_fact(case, level, s, leaf["points"], leaf_fact(case, level, s, leaf, upheld), upheld)
                    for s in subjects if versions[s] is version}
            for s, fact in mine.items():
                if is_exempt(leaf["points"], s):
                    fact.state, fact.no_data = "na", False
                    fact.flags.add("exempt")
            facts.update({(s, id(leaf)): f for s, f in mine.items()})
            if leaf["points"]["kind"] in ("rank", "zscore"):
                whole = rank_all if leaf["points"]["kind"] == "rank" else zscore_all
                full = leaf.get("full", leaf.get("weight"))
                of, up = leaf.get("of", {}), case["indicators"][leaf["indicator"]]["up"]
                if of.get("kind") == "lead" or of.get("how") == "attainment":
                    up = True  # a lead, or a way made, is the better the greater
                for s, p in whole(leaf, mine, up, full).items():
                    ranks[s, id(leaf)] = p
    for subject in subjects:
        version = versions[subject]
        if version is None:
            found[subject] = (None, (set(), []))
            continue
        mode = version.get("rounding", case["rounding"])

        def leaf(node, is_amount, subject=subject, mode=mode):
            key = subject, id(node.at)
            node.fact = facts[key]
            node.raw = leaf_points(node, node.fact, is_amount, ranks.get(key), mode)
            node.state = node.fact.state
        effects, hits = forced_nodes(case, level, subject, paths_of(version), upheld)
        tree = Tree(version, leaf, mode, {path: number for path, (number, _) in effects.items()})
        found[subject] = tree, (acting(effects, tree, hits), hits)
    return found


def pending_veto(case, subject):
    return any(fact_of(case, "u", subject, v["indicator"], False).state == "pending" for v in case["vetoes"])


def node_row(node, tree):
    row = {"state": node.state, "score": None, "weight": node.at.get("weight")}
    if node.state != "na":
        row["score"] = node.score
    digits = node.at.get("digits", tree.version.get("digits", 2))
    row["printed"] = None if row["score"] is None else rounded(row["score"], digits, tree.mode)
    row["flags"] = set(node.flags)
    if node.scored:
        row["full"] = node.full
    if node.kind == "leaf":
        row["value"] = node.fact.value if node.fact.known() and "no_data" not in node.flags else None
        row["contribution"] = None if node.factor is None else node.raw * node.factor
        row["flags"] |= node.fact.flags | ({"falsified"} if node.fact.falsified else set())
    if node.scored and node.up is not None and node.up.factor is not None:
        row["weight_used"] = F(0) if node.factor is None else node.factor * node.full
    return row


def tree_rows(tree):
    rows = {}
    for node in tree.all:
        rows[node.path] = node_row(node, tree)
        for name, what in node.adjust.items():
            if what and node.factor is not None:
                rows[f"{node.path}/{name}"] = {"score": what, "contribution": what * node.factor}
    return rows


def mean_rows(case, below, rows, group):
    """A level that is the mean, or the sum, of the units below."""
    units = {s: 1 for s in below if s[0] == group}
    if "weight" in case:
        units = {s: case["results"]["u", s, case["weight"]]["value"] for s in units}
    trees = {s: below[s][0] for s in units if below[s][0]}
    if not trees:
        return
    live = {s: units[s] for s in trees if rows["u", s, "total"]["state"] != "na"}
    is_sum = case["by"] == "sum"

    def mean(values, over):
        return None if not over else sum(values) / (1 if is_sum else over)
    same = len({id(t.version) for t in trees.values()}) == 1
    for path in [n.path for n in next(iter(trees.values())).all] if same else ["total"]:
        states = [rows["u", s, path]["state"] for s in trees]
        there = {s: units[s] for s in trees if rows["u", s, path]["state"] != "na"}
        row = {"state": state_of(states), "value": None}
        row["score"] = mean([rows["u", s, path]["score"] * w for s, w in there.items()], sum(there.values()))
        gives = {s: rows["u", s, path].get("contribution") for s in live}
        if any(g is not None for g in gives.values()) and row["state"] != "na":
            row["contribution"] = mean([(g or 0) * live[s] for s, g in gives.items()], sum(live.values()))
        rows["g", group, path] = row
    then = {s: rows["u", s, "total"] for s in live}
    if any(row["state"] == "pending" for row in then.values()):
        then = {s: row if row["state"] != "pending" else rows.get(("u", s, "total_if_upheld"))
                for s, row in then.items()}
        stay = {s: live[s] for s, row in then.items() if row}
        if stay:  # one that would be na leaves the mean
            rows["g", group, "total_if_upheld"] = {
                "score": mean([then[s]["score"] * w for s, w in stay.items()], sum(stay.values()))}


def score(case):
    rows, hits = {}, {}
    levels = [("u", case["subjects"])]
    if case["by"] == "merge":
        levels.append(("g", sorted({s[0] for s in case["subjects"]})))
    for level, subjects in levels:
        now = score_level(case, level, subjects, False)
        if_upheld = score_level(case, level, subjects, True)
        for subject in subjects:
            tree, hits[level, subject] = now[subject]
            if tree is None:
                rows[level, subject, "total"] = {"state": "na", "score": None, "printed": None}
                continue
            for path, row in tree_rows(tree).items():
                rows[level, subject, path] = row
            total = rows[level, subject, "total"]
            if level == "u" and total["state"] == "ok" and pending_veto(case, subject):
                total["state"] = "pending"
            then = if_upheld[subject][0].root
            if total["state"] == "pending" and then.state != "na":
                rows[level, subject, "total_if_upheld"] = {"score": then.score}
        if level == "u" and case["by"] in ("mean", "sum"):
            for group in sorted({s[0] for s in subjects}):
                mean_rows(case, now, rows, group)
    return rows, ranks_of(case, rows, hits)


# ---- Boards

def ranks_of(case, rows, hits):
    """{subject: (group, rank, grade)} of the board."""
    if "board" not in case:
        return {}
    board, found, groups = case["board"], {}, {}
    for subject in case["subjects"]:
        groups.setdefault(subject[0] if "group" in board else "", []).append(subject)
    for group, subjects in groups.items():
        keys = {}
        for s in subjects:
            printed = rows["u", s, "total"]["printed"]
            if printed is None:
                found[s] = (group, 0, "")
                continue
            keys[s] = [-printed]
            for then in board.get("then", ()):
                keys[s].append(s if then == "name" else len(hits["u", s][0]))
        order = sorted(keys, key=lambda s: keys[s])
        places = {}
        for s in order:
            before = [keys[o] for o in order if keys[o] < keys[s]]
            if board.get("ties") == "dense":
                before = [k for i, k in enumerate(before) if k not in before[:i]]
            places[s] = len(before) + 1
        grades = grade(board, order, keys, {s: hits["u", s][1] for s in order})
        for s in order:
            found[s] = (group, places[s], grades.get(s, ""))
    return found


def grade(board, order, keys, hits):
    given = {}
    ids = [g["id"] for g in board.get("grades", ())]
    caps = {s: max([0] + [ids.index(a["grade"]) for v in hits[s] for a in v["actions"] if a.get("grade") in ids])
            for s in order}
    for i, one in enumerate(board.get("grades", ())):
        stand = [s for s in order if s not in given and caps[s] <= i and
                 ("from" not in one or -keys[s][0] >= one["from"])]
        keep = len(stand)
        if "quota" in one:
            keep = min(keep, math.floor(one["quota"] * len(order)))
        while 0 < keep < len(stand) and keys[stand[keep - 1]] == keys[stand[keep]]:
            keep -= 1
        given.update({s: one["id"] for s in stand[:keep]})
    return given
