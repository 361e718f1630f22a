#!/usr/bin/env python3
"""How long `assay verify` takes on an OCI layout, without a network.

usage: verify.py --assay PATH --layout DIR[@DIGEST] [--runs N] -- FLAGS OF VERIFY

Every run is a process of its own. The first one after the files were dropped from the page cache (as root) is cold;
the median of the others is warm. Prints one line of JSON.
"""
import argparse, json, os, statistics, subprocess, sys, time


def timed(command):
    start = time.perf_counter()
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"verify ended with {result.returncode}: {result.stderr[-500:]}")
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    parser.add_argument("--layout", required=True)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("flags", nargs="*")
    args = parser.parse_args()
    command = [args.assay, "verify", "--local-image", *args.flags, args.layout]
    timed(command)
    cold = None
    if os.geteuid() == 0:
        os.sync()
        with open("/proc/sys/vm/drop_caches", "w") as caches:
            caches.write("3")
        cold = timed(command)
    warm = [timed(command) for _ in range(args.runs)]
    print(json.dumps({"cold_seconds": cold and round(cold, 3), "warm_median_seconds": round(statistics.median(warm), 3),
                      "runs": args.runs, "load": os.getloadavg()[0]}))


if __name__ == "__main__":
    main()
