#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""layout - the binary layout of <kaohe/plugin.h> as text, and the gate that compares it.

  layout.py show  HEADER CC         print the table
  layout.py check HEADER CC FOLDER  compare with FOLDER/v1.N.layout and all before it

The structs and constants are found in the header itself, so that a new member cannot be
forgotten here; a C program compiled by CC tells offsets, sizes and values.  A table holds

  const NAME VALUE
  struct NAME SIZE frozen|grows
  field STRUCT.NAME OFFSET SIZE TYPE        (a callback's type without names of arguments)
  entry NAME TYPE                           (what a plugin exports)

The table of the header's own KH_ABI_MINOR must be equal to the committed one: whoever
appends a field writes the line by hand, raises the minor, and so reviews the contract.
Earlier tables must be kept: every line of theirs still stands, but that a struct which is
not FROZEN may have grown, by fields that begin behind its old end.

Exit status: 0 the table holds, 1 it does not, 77 tables of another word size."""
import os
import re
import subprocess
import sys
import tempfile

SKIPPED = 77


def without_comments(text):
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.S)


def without_names(arguments):
    """"const kh_host *h, uint32_t n" -> "const kh_host *, uint32_t"."""
    types = []
    for one in arguments.split(","):
        one = re.sub(r"\s+", " ", one.strip())
        types.append(re.sub(r"(?<=[ *])\w+$", "", one).strip() if " " in one else one)
    return ", ".join(types)


def fields_of(body):
    """(name, type) of each field of a struct's body."""
    found = []
    for nested in re.finditer(r"union\s*\{(.*?)\}\s*(\w+)\s*;", body, flags=re.S):
        found.append((nested.group(2), "union"))
        found += [(f"{nested.group(2)}.{n}", t) for n, t in fields_of(nested.group(1))]
    body = re.sub(r"union\s*\{.*?\}\s*\w+\s*;", "", body, flags=re.S)
    for declaration in body.split(";"):
        declaration = re.sub(r"\s+", " ", declaration.strip())
        if not declaration:
            continue
        callback = re.fullmatch(r"(.*?)\(\*(\w+)\)\((.*)\)", declaration)
        if callback:
            result = callback.group(1).strip()
            found.append((callback.group(2),
                          f"{result} (*)({without_names(callback.group(3))})"))
            continue
        first = re.match(r"(.*?)(\w+(\[\w+\])?)$", declaration.split(",")[0])
        base = re.sub(r"[ *]*$", "", first.group(1)) if "," in declaration else None
        for one in declaration.split(","):
            one = one.strip()
            m = re.match(r"(.*?)(\w+)(\[\w+\])?$", one)
            kind = (m.group(1) if base is None or one.startswith(base)
                    else f"{base} {m.group(1)}")
            found.append((m.group(2), kind.strip() + (m.group(3) or "")))
    return found


def read_header(path):
    """constants, structs as (name, frozen, fields), entries as (name, type)."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    structs = []
    for m in re.finditer(r"(/\*(?:(?!\*/).)*\*/\s*)?typedef struct (\w+) \{(.*?)\n\} \2;",
                         text, flags=re.S):
        frozen = "FROZEN." in (m.group(1) or "")
        structs.append((m.group(2), frozen, fields_of(without_comments(m.group(3)))))
    plain = without_comments(text)
    constants = re.findall(r"#define (KH_[A-Z0-9_]+) +(?:\w+)\s*$", plain, flags=re.M)
    for body in re.findall(r"enum \{(.*?)\}", plain, flags=re.S):
        constants += re.findall(r"(\w+)\s*=", body)
    if len(re.findall(r"typedef struct", plain)) != len(structs) or not constants:
        sys.exit(f"layout: {path}: a struct is written in a form this script cannot read; "
                 "write typedef struct NAME { ... } NAME;")
    entries = [(name, f"{re.sub(r'[ ]+', ' ', kind).strip()} ({without_names(arguments)})")
               for kind, name, arguments in
               re.findall(r"^KH_EXPORT (.*?)(\w+)\((.*?)\);", plain, flags=re.M)]
    return constants, structs, entries


def table_of(header, compiler):
    constants, structs, entries = read_header(header)
    lines = [f'    printf("entry {name} {kind}\\n");' for name, kind in entries]
    for name in constants:
        lines.append(f'    printf("const {name} %lld\\n", (long long){name});')
    for name, frozen, fields in structs:
        kind = "frozen" if frozen else "grows"
        lines.append(f'    printf("struct {name} %zu {kind}\\n", sizeof({name}));')
        for field, kind in fields:
            lines.append(f'    printf("field {name}.{field} %zu %zu {kind}\\n", '
                         f"offsetof({name}, {field}), sizeof((({name} *)0)->{field}));")
    program = ('#include <stdio.h>\n#include "' + os.path.abspath(header) + '"\n'
               "int main(void)\n{\n"
               '    printf("pointer %zu\\n", sizeof(void *));\n' + "\n".join(lines)
               + "\n    return 0;\n}\n")
    with tempfile.TemporaryDirectory() as folder:
        source, binary = os.path.join(folder, "layout.c"), os.path.join(folder, "layout")
        with open(source, "w", encoding="utf-8") as f:
            f.write(program)
        subprocess.run([compiler, "-std=c11", "-o", binary, source], check=True)
        return subprocess.run([binary], check=True, stdout=subprocess.PIPE,
                              text=True).stdout.splitlines()


def parse(lines):
    """table by name: ("const x",) -> value, ("struct x",) -> (size, kind), ..."""
    table = {}
    for line in lines:
        words = line.split(" ", 2)
        table[(words[0], words[1])] = words[2] if len(words) > 2 else ""
    return table


def breaks(old, new):
    """Sentences that tell how `new` breaks what `old` promised."""
    found = []
    sizes = {}
    for (what, name), value in old.items():
        now = new.get((what, name))
        if what == "struct":
            size, kind = value.split()
            sizes[name] = int(size)
            if now is None:
                found.append(f"struct {name} is gone")
            elif kind == "frozen" and now != value:
                found.append(f"struct {name} is frozen at {value}, now {now}")
            elif kind == "grows" and (int(now.split()[0]) < int(size)
                                      or now.split()[1] != kind):
                found.append(f"struct {name} was {value}, now {now}")
        elif now is None:
            found.append(f"{what} {name} is gone")
        elif now != value:
            found.append(f"{what} {name} was {value}, now {now}")
    for (what, name), value in new.items():
        owner = name.split(".")[0]
        if what == "field" and (what, name) not in old and owner in sizes \
                and int(value.split()[0]) < sizes[owner]:
            found.append(f"field {name} stands inside the {sizes[owner]} bytes {owner} had")
    return found


def minor_of(table):
    return int(table[("const", "KH_ABI_MINOR")])


def check(header, compiler, folder):
    lines = table_of(header, compiler)
    new = parse(lines)
    minor = minor_of(new)
    found = []
    for n in range(minor + 1):
        path = os.path.join(folder, f"v1.{n}.layout")
        if not os.path.exists(path):
            found.append(f"{path} is missing; write what `layout.py show` prints")
            continue
        with open(path, encoding="utf-8") as f:
            kept = f.read().splitlines()
        old = parse(kept)
        if [x for x in old if x[0] == "pointer"] != [x for x in new if x[0] == "pointer"]:
            print(f"layout: {path} is for pointers of another size; nothing compared")
            return SKIPPED
        old.pop(("const", "KH_ABI_MINOR"), None)
        found += [f"breaks 1.{n}: {x}" for x in breaks(old, new)]
        if n == minor and kept != lines:
            found += [f"differs from 1.{n}: now \"{x}\"" for x in lines if x not in kept]
            found += [f"differs from 1.{n}: no more \"{x}\"" for x in kept if x not in lines]
            found += ["an added line needs the next KH_ABI_MINOR and its own table"]
    for sentence in found:
        print(f"layout: {sentence}")
    return 1 if found else 0


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "show":
        print("\n".join(table_of(sys.argv[2], sys.argv[3])))
        return 0
    if len(sys.argv) == 5 and sys.argv[1] == "check":
        return check(sys.argv[2], sys.argv[3], sys.argv[4])
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main())
