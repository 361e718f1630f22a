#!/usr/bin/env python3
"""Answers each line `A<TAB>B` with -1, 0 or 1, as PyPA's `packaging` compares them; `?` for what is no version."""
import sys
from packaging.version import InvalidVersion, Version

for line in sys.stdin:
    a, b = line.rstrip("\n").split("\t")
    try:
        a, b = Version(a), Version(b)
        print((a > b) - (a < b))
    except InvalidVersion:
        print("?")
