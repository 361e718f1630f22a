#!/usr/bin/env python3
"""Scans a large image in a real registry several times and prints wall, CPU, peak memory and bytes moved.

Without --ref it makes a Debian image of more than 100 MB (compressed) with mmdebstrap, pushes it with skopeo into Debian's
docker-registry on loopback, and scans it cold (empty analysis cache), known (nothing changed) and, as the floor, reads the
same blobs with curl through gunzip and sha256. Needs root for mmdebstrap.

  bench/scan.py [--runs N] [--work DIR] [--ref REF] [--cache DIR_WITH_A_DATABASE]
"""
import argparse, json, os, re, shutil, socket, statistics, subprocess, sys, time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ASSAY = HERE / "assay"


def measured(args, env=None):
    """Runs a program; gives (exit code, wall s, CPU s, peak resident MB)."""
    start = time.monotonic()
    pid = os.posix_spawn(str(args[0]), [str(a) for a in args], {**os.environ, **(env or {})},
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(name, runs, moved=""):
    wall, cpu, rss = ([r[i] for r in runs] for i in (1, 2, 3))
    print(f"{name:34} {min(wall):7.2f} {statistics.median(wall):7.2f} {min(cpu):7.2f} {statistics.median(cpu):7.2f} {max(rss):7.0f}  {moved}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def registry(work):
    port = free_port()
    config = work / "registry.yml"
    config.write_text(f"version: 0.1\nlog:\n  level: error\n  accesslog:\n    disabled: true\nstorage:\n  filesystem:\n    rootdirectory: {work}/registry\nhttp:\n  addr: 127.0.0.1:{port}\n")
    process = subprocess.Popen(["docker-registry", "serve", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            break
        except OSError:
            time.sleep(0.1)
    return process, port


def image(work, port):
    tar = work / "debian.tar"
    if not tar.exists():
        subprocess.run(["mmdebstrap", "--variant=apt", "--include=build-essential,python3,perl,git,openssh-client,vim,postgresql-client", "bookworm", tar], check=True)
    if not (work / "layout").exists():
        # In a process of its own: a child's peak memory starts from its parent's.
        make = "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from acceptance import layout; layout(Path(sys.argv[2]), [Path(sys.argv[3]).read_bytes()])"
        subprocess.run([sys.executable, "-c", make, HERE / "it", work / "layout", tar], check=True)
    ref = f"127.0.0.1:{port}/bench:latest"
    subprocess.run(["skopeo", "copy", "-q", "--dest-tls-verify=false", f"oci:{work}/layout:latest", f"docker://{ref}"], check=True)
    manifest = json.loads(subprocess.run(["skopeo", "inspect", "--raw", "--tls-verify=false", f"docker://{ref}"], check=True, capture_output=True).stdout)
    return ref, [(l["digest"], l["size"]) for l in manifest["layers"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", default="/tmp/assay-bench")
    parser.add_argument("--ref")
    parser.add_argument("--cache")
    options = parser.parse_args()
    work = Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    cache = Path(options.cache) if options.cache else work / "cache"
    if not (cache / "db").exists():
        data = Path(os.environ.get("ASSAY_TEST_DATA", HERE.parent / "shared")) / "data" / "advisories"
        subprocess.run([ASSAY, "db", "build", "--cache-dir", cache, "--source", f"debian={data}/debian", "--source", f"pypa={data}/pypa"], check=True, stdout=subprocess.DEVNULL)
    process, port = registry(work)
    try:
        ref, layers = (options.ref, []) if options.ref else image(work, port)
        scan = [ASSAY, "image", "--cache-dir", cache, "--skip-db-update", "-f", "json", ref]
        measured(scan)
        receipt = work / "receipt.json"

        def moved(*extra):
            subprocess.run([*scan, *extra, f"--explain-bytes={receipt}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            text = receipt.read_text() if receipt.exists() else "{}"
            numbers = {k: v for k, v in json.loads(text).items() if isinstance(v, int)}
            return ", ".join(f"{k} {v:,}" for k, v in numbers.items())

        print(f"{'image: ' + str(ref):34}  {sum(s for _, s in layers) / 1e6:.0f} MB compressed; {options.runs} runs; seconds and MB")
        print(f"{'':34} {'wall':>7} {'median':>7} {'CPU':>7} {'median':>7} {'RSS':>7}")
        cold = []
        for _ in range(options.runs):
            shutil.rmtree(cache / "analysis", ignore_errors=True)
            cold.append(measured(scan))
        shutil.rmtree(cache / "analysis", ignore_errors=True)
        row("cold: every byte read", cold, moved())
        row("known: nothing changed", [measured(scan) for _ in range(options.runs)], moved())
        row("assay --version", [measured([ASSAY, "--version"]) for _ in range(options.runs)])
        if layers:
            urls = " ".join(f"http://127.0.0.1:{port}/v2/bench/blobs/{d}" for d, _ in layers)
            row("floor: curl | gzip -dc", [measured(["/bin/sh", "-c", f"curl -s {urls} | gzip -dc"]) for _ in range(options.runs)])
            row("floor: curl | openssl dgst -sha256", [measured(["/bin/sh", "-c", f"curl -s {urls} | openssl dgst -sha256"]) for _ in range(options.runs)])
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
