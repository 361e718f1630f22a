#!/usr/bin/env python3
"""Answers each line `A<TAB>B` with -1, 0 or 1, as the `univers` package compares NuGet versions; `?` for what it takes for none."""
import sys
from univers.nuget import Version

def parse(text):
    try:
        return Version.from_string(text)
    except Exception:
        return None

for line in sys.stdin:
    a, b = (parse(text) for text in line.rstrip("\n").split("\t"))
    print("?" if a is None or b is None else 0 if a == b else -1 if a < b else 1)
