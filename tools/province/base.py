# SPDX-License-Identifier: Apache-2.0
"""base.py - what the generator of the example province shares: a random sequence of its own,
units of the organisation file, CSV files as the field writes them."""

import csv
import datetime
import io


class Lcg:
    """A random sequence that is the same on every machine and with every Python."""

    def __init__(self, *seed):
        self.state = 1469598103934665603
        for part in seed:
            for byte in str(part).encode("utf-8"):
                self.state = ((self.state ^ byte) * 1099511628211) % 2**64

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def happens(self, permille):
        return self.below(1000) < permille

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, pairs):
        """One of (item, weight) pairs."""
        n = self.below(sum(w for _, w in pairs))
        for item, weight in pairs:
            n -= weight
            if n < 0:
                return item
        raise AssertionError


class Unit:
    def __init__(self, row):
        self.id, self.name = row["id"], row["name"]
        self.parent, self.level = row["parent"], row["level"]
        self.kind = row.get("class", "")


def read_units(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return [Unit(row) for row in csv.DictReader(f)]


def cities_of(units):
    return sorted((u for u in units if u.level == "city"), key=lambda u: u.id)


def districts_of(units, city):
    return sorted((u for u in units if u.level == "district" and u.parent == city.id),
                  key=lambda u: u.id)


# The months of the example; the last two are told at length, see `volume`.
MONTHS = [(2010, 11), (2010, 12), (2011, 1), (2011, 2), (2011, 3), (2011, 4)]


def volume(year, month, low, high):
    """Bounds of how many rows a unit delivers: the first four months have fewer."""
    return (low, high) if (year, month) >= (2011, 3) else (low * 6 // 10, high * 6 // 10)


def month_before(year, month):
    return (year, month - 1) if month > 1 else (year - 1, 12)


def month_days(year, month):
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (after - datetime.date(year, month, 1)).days


def day(year, month, dom):
    return datetime.date(year, month, dom)


def stamp(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def at(rng, year, month, first=1, last=None):
    """A moment of office hours in a month."""
    last = last or month_days(year, month)
    return datetime.datetime(year, month, rng.between(first, last), rng.between(8, 20),
                             rng.below(60), rng.below(60))


class Table:
    """Rows of one file; `header` is what the file calls its columns."""

    def __init__(self, name, header, encoding="utf-8", delimiter=",", newline="\n"):
        self.name, self.header, self.encoding = name, header, encoding
        self.delimiter, self.newline, self.rows = delimiter, newline, []

    def add(self, *cells):
        assert len(cells) == len(self.header), (self.name, cells)
        self.rows.append([str(c) for c in cells])

    def bytes(self):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.newline)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return out.getvalue().encode(self.encoding)


# How a city does, in permille above or below the province; the story of the report.
QUALITY = {
    "luoyang": 45, "zhengzhou": 25, "xuchang": 20, "puyang": 12, "sanmenxia": 10,
    "nanyang": -20, "zhumadian": -35, "zhoukou": -70, "xinyang": -10, "shangqiu": 5,
}
# By how much a city was better, or worse, in each month before 2011-03.
SLOPE = {"zhoukou": 15, "luoyang": -9, "xuchang": -6, "nanyang": 7, "jiaozuo": 6,
         "anyang": -6, "xinxiang": -4, "hebi": 5}


def quality(city, year=2011, month=4):
    """Permille; cities without a part in the story differ a little."""
    now = QUALITY.get(city.id)
    if now is None:
        now = Lcg("quality", city.id).between(-15, 15)
    return now + SLOPE.get(city.id, 0) * max(0, (2011 - year) * 12 + 3 - month)
