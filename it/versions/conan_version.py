#!/usr/bin/env python3
"""Answers each line `A<TAB>B` with -1, 0 or 1, as Conan 2 compares them; `?` for what no reference may have for a version."""
import re, sys
from conan.tools.scm import Version

REFERENCE = re.compile(r"[a-z0-9_][a-z0-9_+.-]{0,100}\Z")

for line in sys.stdin:
    a, b = line.rstrip("\n").split("\t")
    if REFERENCE.match(a) and REFERENCE.match(b):
        a, b = Version(a), Version(b)
        print(0 if a == b else -1 if a < b else 1)
    else:
        print("?")
