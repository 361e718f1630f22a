#!/usr/bin/env python3
"""Times whole processes that open the advisory database and look packages up in it, under the launcher's flags for a scan.

    bench/database.py [--runs 15] [--lookups 1000]

Needs target/assay.jar with its ahead-of-time cache (`./assay version` makes both) and a JDK 25. Prints, for a JVM that
puts the questions together and asks none, one that opens, one that also looks packages up and holds a version against what the
advisories of each call affected (as a scan does with every package), one that reads the advisories of those that are affected
too (as a scan does), and one that reads those of all: CPU and wall milliseconds, least and median, and of the wall times' median
what it has over the first one's; then what the last three take in a JVM that has done it before. They are run in turn, so that
a busy machine hurts them alike.
"""
import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.path.join(HOME, "target")


def command(jdk, classes, arguments, heap="256m"):
    aot = os.path.join(TARGET, "assay.aot")
    return [
        os.path.join(jdk, "bin", "java"),
        *(["-XX:AOTCache=" + aot] if os.path.exists(aot) else []),
        "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-XX:+UseSerialGC", "-Xmx" + heap, "-Xmn16m",
        "-XX:-DisplayVMOutput", "-XX:CompilerDirectivesFile=" + os.path.join(HOME, "src", "main", "dist", "scan.jit"),
        "-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=error:stderr",
        "-Xlog:aot*=off:stderr", "-Xlog:cds*=off:stderr", "--sun-misc-unsafe-memory-access=allow",
        "-cp", os.path.join(TARGET, "assay.jar") + os.pathsep + classes,
        "dev.assay.bench.ColdLookups", *arguments,
    ]


def cost(line):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu * 1000, wall * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--lookups", type=int, default=1000)
    options = parser.parse_args()
    with open(os.path.join(TARGET, "assay.jdk")) as file:
        jdk = file.read().strip()
    with tempfile.TemporaryDirectory() as folder:
        classes = os.path.join(folder, "classes")
        source = os.path.join(HOME, "bench", "src", "main", "java", "dev", "assay", "bench", "ColdLookups.java")
        subprocess.run([os.path.join(jdk, "bin", "javac"), "-nowarn", "-d", classes,
                        "-cp", os.path.join(TARGET, "assay.jar"), source], check=True)
        database = os.path.join(folder, "db")
        subprocess.run(command(jdk, classes, ["build", database], "512m"), check=True)
        size = sum(os.path.getsize(os.path.join(database, "partitions", f))
                   for f in os.listdir(os.path.join(database, "partitions")))
        print(f"database: 60,000 packages, 300,000 advisories, {size / 1e6:.1f} MB")
        ways = {
            "the questions alone": ["none", str(options.lookups)],
            "open": ["open", database, str(options.lookups)],
            f"{options.lookups} judged": ["judge", database, str(options.lookups)],
            "and the affected read": ["match", database, str(options.lookups)],
            f"{options.lookups} read": ["lookup", database, str(options.lookups)],
        }
        costs = {way: [] for way in ways}
        for _ in range(options.runs):
            for way, arguments in ways.items():
                costs[way].append(cost(command(jdk, classes, arguments)))
        print(f"{'cold':24} {'CPU least':>10} {'median':>8} {'wall least':>11} {'median':>8} {'over base':>10}   ms")
        base = statistics.median(wall for _, wall in costs["the questions alone"])
        for way, each in costs.items():
            cpu, wall = [c for c, _ in each], [w for _, w in each]
            print(f"{way:24} {min(cpu):10.0f} {statistics.median(cpu):8.0f}"
                  f" {min(wall):11.0f} {statistics.median(wall):8.0f} {statistics.median(wall) - base:10.1f}")
        for name, way in list(ways.items())[2:]:
            warm = subprocess.run(command(jdk, classes, ["repeat", *way]),
                                  check=True, capture_output=True, text=True).stdout.split()
            last = [float(each) for each in warm[10:]]
            print(f"warm: open, {name}: least {min(last):.1f} ms, median {statistics.median(last):.1f} ms"
                  f" (the first time {float(warm[0]):.1f} ms)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
