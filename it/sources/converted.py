#!/usr/bin/env python3
"""Compares what we read in a publisher's own form with the records that somebody converted to OSV.

  it/sources/converted.py [--work DIR] [--show N]

For each source that has both: builds a database of either, and compares (package, vulnerability, ranges, versions) of their
`assay db export`. README.md beside this script says what the differences are.
"""
import argparse, collections, json, re, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from truth import DATA, assay, normal

SOURCES = "cve-data-enrichment elixir nodejs-security-wg php-security-advisories project-kb retirejs ruby-advisory-db victims vulnrichment".split()


def read(work, source, path):
    assay("db", "build", "--cache-dir", work, "--source", f"{source}={path}")
    found = collections.defaultdict(lambda: (set(), set()))
    for line in assay("db", "export", "--cache-dir", work).splitlines():
        j = json.loads(line) if line else {"ecosystem": "redhat"}
        if j["ecosystem"].startswith("redhat"):
            continue
        for own in j.get("vendorIds") or [j["id"]]:
            spans, versions = found[j["ecosystem"], normal(j["ecosystem"], j["package"]), own.replace("RETIREJS-GHSA", "GHSA")]
            for r in j.get("ranges", []):
                low, high, last = r.get("introduced", ""), r.get("fixed", ""), r.get("lastAffected", "")
                if "after" in r:
                    spans.add((">" + r["after"], high, last))
                elif low == last != "":
                    versions.add(low)
                elif not low or low != high:
                    spans.add((low, high, last))
            versions.update(j.get("versions", []))
    return found


def plain(claim):
    """Without what makes a bound the first of all versions of that number, and without ends that are none."""
    bare = lambda v: re.sub(r"(-dev|\.dev0|-alpha-alpha|-0|\.A)$", "", v)
    return {(bare(a), "" if re.search(r"\.999", b) else bare(b), "" if re.search(r"\.999", c) else bare(c)) for a, b, c in claim[0]}, claim[1]


def joined(claim):
    """Stretches that begin where another ends are one."""
    spans = {a: (b, c) for a, b, c in sorted(plain(claim)[0])}
    for start in sorted(spans):
        while start in spans and spans[start][0] in spans and spans[start][0] != start:
            spans[start] = spans.pop(spans[start][0])
    return {(a, *end) for a, end in spans.items()}, claim[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("/tmp/assay-converted"))
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    print("| source | own form | converted | same | same but for pre-releases | same stretches, cut otherwise | other ranges | only own | only converted |\n|---|---|---|---|---|---|---|---|---|")
    for source in SOURCES:
        own = read(options.work / source, source, DATA / source)
        converted = read(options.work / (source + "-converted"), source, DATA / source / "converted-osv.zip")
        kinds = collections.defaultdict(list)
        for key in sorted(set(own) | set(converted)):
            a, b = own.get(key), converted.get(key)
            kind = ("only converted" if a is None else "only own" if b is None else "same" if a == b else "pre-releases" if plain(a) == plain(b)
                    else "cut" if joined(a) == joined(b) else "other")
            kinds[kind].append((key, a, b))
        print(f"| {source} | {len(own)} | {len(converted)} | " + " | ".join(str(len(kinds[k])) for k in ("same", "pre-releases", "cut", "other", "only own", "only converted")) + " |", flush=True)
        for kind in ("other", "only own", "only converted"):
            for key, a, b in kinds[kind][: options.show]:
                print("   ", kind, key, a, b)


if __name__ == "__main__":
    main()
