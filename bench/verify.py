#!/usr/bin/env python3
"""How long `assay verify` takes on OCI layouts, without a network.

usage: verify.py [--assay PATH] [--runs N] [--against PATH]
       verify.py [--assay PATH] [--runs N] --layout DIR[@DIGEST] -- FLAGS OF VERIFY

Without a layout, images that cosign has signed are made into layouts: with a key, with an identity (second version of
the log, timestamp), and as older cosign did it with the first version of the log. They are read from `sign-samples` of
the folder of test data, ASSAY_TEST_DATA, else ../shared/data.

Every run is a process of its own. One after the files were dropped from the page cache (as root) is cold; of the others
the median is told, and the least: of a busy machine believe the latter. CPU time is of the process and its children.
--against times another build in turn with the first. Prints one line of JSON a layout.
"""
import argparse, hashlib, json, os, pathlib, re, resource, statistics, subprocess, sys, tempfile, time

WORKFLOW = ["--certificate-identity", "https://github.com/example/app/.github/workflows/build.yml@refs/heads/main",
            "--certificate-oidc-issuer", "http://127.0.0.1:5557"]
INDEX = "sha256:191600e88599a47249e7c154056c8eb484d1bef67c2a4c68f1ac77a0ca7db976"
AMD64 = "sha256:19124f51796134b8ae3bca21ffec12a37593f52bb140b31287ad2d5d921383bb"


def samples():
    here = pathlib.Path(__file__).resolve().parent.parent
    for folder in (os.environ.get("ASSAY_TEST_DATA"), here.parent / "shared"):
        for below in ("data/sign-samples", "sign-samples"):
            if folder and (pathlib.Path(folder) / below / "INDEX.md").is_file():
                return pathlib.Path(folder) / below
    sys.exit("no sign-samples: name the folder of test data with ASSAY_TEST_DATA, or give --layout")


def layout(sample, to):
    """A walk over a registry, each manifest and blob a file, as an OCI layout."""
    blobs = to / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    for file in sample.iterdir():
        if file.name.startswith(("manifest_", "blob_")):
            content = file.read_bytes()
            (blobs / hashlib.sha256(content).hexdigest()).write_bytes(content)
    manifests = []
    for line in (sample / "INDEX.txt").read_text().splitlines():
        tag = re.match(r"tag: (\S+) -> (sha256:[0-9a-f]{64}) \((\S+), (\d+) B\)", line)
        referrer = re.match(r" *referrer of \w+: (?:\S+ -> )?(sha256:[0-9a-f]{64}) \((\S+), (\d+) B\)", line)
        if tag:
            manifests.append({"mediaType": tag[3], "digest": tag[2], "size": int(tag[4]),
                              "annotations": {"org.opencontainers.image.ref.name": tag[1]}})
        elif referrer:
            manifests.append({"mediaType": referrer[2], "digest": referrer[1], "size": int(referrer[3])})
    (to / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": manifests}))
    (to / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    return to


def cases(args, work):
    if args.layout:
        return [("layout", args.layout, args.flags)]
    data = samples()
    wanted = [("key", "01", AMD64, ["--key", data / "cosign.pub", "--insecure-ignore-tlog"]),
              ("identity", "05", INDEX, [*WORKFLOW, "--trusted-root", data / "trusted_root.json"]),
              ("identity, older form", "13", INDEX, [*WORKFLOW, "--trusted-root", data / "trusted_root.both.json"])]
    made = []
    for name, number, digest, flags in wanted:
        sample = next(f for f in data.iterdir() if f.name.startswith(number + "-"))
        made.append((name, f"{layout(sample, work / number)}@{digest}", flags))
    return made


def timed(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    result = subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wall = time.perf_counter() - start
    if result.returncode != 0:
        sys.exit(f"verify ended with {result.returncode}: {result.stderr[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures(runs):
    walls, works = [wall for wall, _ in runs], [work for _, work in runs]
    return {"warm_median_seconds": round(statistics.median(walls), 3), "warm_least_seconds": round(min(walls), 3),
            "cpu_median_seconds": round(statistics.median(works), 3), "cpu_least_seconds": round(min(works), 3)}


def measure(args, name, where, flags):
    builds = [args.assay] + ([args.against] if args.against else [])
    commands = [[build, "verify", "--local-image", *flags, where] for build in builds]
    line = {"case": name}
    for command in commands:
        timed(command)
    if os.geteuid() == 0 and not args.against:
        os.sync()
        pathlib.Path("/proc/sys/vm/drop_caches").write_text("3")
        line["cold_seconds"] = round(timed(commands[0])[0], 3)
    runs = [[] for _ in commands]
    for _ in range(args.runs):
        for command, times in zip(commands, runs):
            times.append(timed(command))
    line.update(figures(runs[0]))
    if args.against:
        line["against"] = figures(runs[1])
    line["runs"], line["load"] = args.runs, round(os.getloadavg()[0], 2)
    print(json.dumps(line), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", default=pathlib.Path(__file__).resolve().parent.parent / "assay")
    parser.add_argument("--against")
    parser.add_argument("--layout")
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("flags", nargs="*")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(args, pathlib.Path(folder)):
            measure(args, *case)


if __name__ == "__main__":
    main()
