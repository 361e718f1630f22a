#!/usr/bin/env python3
"""What `assay ship` promotes, cosign accepts; what stops it leaves the tag alone.

usage: run.py --cosign PATH --assay PATH --registry PATH [--old-registry PATH]

--registry is a program that serves a registry with the referrers API on the address that is its one argument
(it/referrers/registry builds one). --old-registry is Debian's docker-registry, which has no such API.
cosign is a Go tool: go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3. Nothing leaves this machine.
"""
import argparse, gzip, importlib.util, io, json, os, pathlib, subprocess, sys, tarfile, tempfile, time, urllib.error, urllib.request

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("cosign_run", HERE.parent / "cosign" / "run.py")
base = importlib.util.module_from_spec(spec)
spec.loader.exec_module(base)

LAX = base.LAX
KEY = ["--sign=ours.key", "--tlog-upload=false"]


def layer(files):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return raw.getvalue()


def image(registry, repository, tag, package, architecture="amd64"):
    raw = layer({"etc/os-release": "ID=alpine\nVERSION_ID=3.10.9\n",
                 "lib/apk/db/installed": f"P:{package}\nV:1.2-r0\nA:x86_64\no:{package}\n\n",
                 "srv/big": f"{tag} " * 200_000})
    blob = registry.blob(repository, gzip.compress(raw, mtime=0))
    config = json.dumps({"os": "linux", "architecture": architecture,
                         "rootfs": {"type": "layers", "diff_ids": [base.digest(raw)]}}).encode()
    manifest = json.dumps({"schemaVersion": 2, "mediaType": base.MANIFEST,
                           "config": {"mediaType": base.CONFIG, **registry.blob(repository, config)},
                           "layers": [{"mediaType": base.LAYER, **blob}]}).encode()
    registry.send("PUT", f"/v2/{repository}/manifests/{tag}", manifest, base.MANIFEST)
    return {"mediaType": base.MANIFEST, "digest": base.digest(manifest), "size": len(manifest),
            "platform": {"os": "linux", "architecture": architecture}}


def named(ref):
    """What a tag names, or nothing."""
    host, rest = ref.split("/", 1)
    repository, tag = rest.rsplit(":", 1)
    accept = {"Accept": f"{base.MANIFEST},{base.INDEX}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(f"http://{host}/v2/{repository}/manifests/{tag}", headers=accept)) as answer:
            return base.digest(answer.read())
    except urllib.error.HTTPError as e:
        if e.code == 404:
            return None
        raise


def check(run, what, holds):
    run.done += 1
    print(("ok    " if holds else "WRONG ") + what, flush=True)
    if not holds:
        run.failures.append(what)


def ship(run, what, code, source, target, *more, **kinds):
    return run.assay(what, code, "ship", "--skip-db-update", *KEY, source, "--to", target, *more, **kinds)


def accepted(run, label, ref):
    """By the real cosign, and by Assay."""
    run.cosign(f"verifies what was shipped, {label}", 0, "verify", "--key", "ours.pub", *LAX, ref)
    for kind in ("vuln", "spdxjson", "cyclonedx"):
        run.cosign(f"verifies {kind}, {label}", 0, "verify-attestation", "--type", kind, "--key", "ours.pub", *LAX, ref)
    run.cosign(f"refuses another key, {label}", 1, "verify", "--key", "theirs.pub", *LAX, ref)
    run.assay(f"gates a deployment, {label}", 0, "verify-attestation", "--type", "vuln", "--newest", "--key", "ours.pub",
              "--policy", 'vulnerabilities == []', "--policy", 'now - timestamp(predicate.metadata.scanFinishedOn) < duration("1h")',
              *LAX, ref)
    run.assay(f"refuses a database that is too old, {label}", 1, "verify-attestation", "--type", "vuln", "--key", "ours.pub",
              "--policy", 'now - timestamp(predicate.scanner.db.lastUpdate) < duration("1s")', *LAX, ref)


def whole(run, staging, prod, label):
    image(staging, "org/app", "clean", "musl")
    image(staging, "org/app", "bad", "zlib")
    clean, bad = f"{staging.host}/org/app:clean", f"{staging.host}/org/app:bad"
    target = f"{prod.host}/prod/app:1.0"
    ship(run, f"stops at a finding, {label}", 1, bad, target)
    ship(run, f"stops with the gate's code, {label}", 9, bad, target, "--exit-code", "9")
    ship(run, f"rehearses, {label}", 0, clean, target, "--dry-run")
    check(run, f"nothing is there, {label}", named(target) is None)
    ship(run, f"ships, {label}", 0, clean, target)
    check(run, f"the tag names it, {label}", named(target) == named(clean))
    accepted(run, label, target)
    again = ship(run, f"ships again, {label}", 0, clean, target).stdout
    lines = [line.split(": ", 1) for line in again.splitlines()]
    steps = [rest for word, *rest in lines if word in ("copy", "attach", "attest", "sign", "promote")]
    check(run, f"and writes nothing, {label}: {len(steps)} steps", len(steps) == 8 and all(
        rest[0].startswith("there already: ") for rest in steps))
    # Within one registry.
    inside = f"{staging.host}/released/app:1.0"
    ship(run, f"ships within a registry, {label}", 0, clean, inside)
    run.cosign(f"verifies it there, {label}", 0, "verify", "--key", "ours.pub", *LAX, inside)
    # What the scan writes, cosign signs.
    run.assay(f"writes what is to be attested, {label}", 0, "image", "--skip-db-update", "--image-src", "remote", "-f",
              "cosign-vuln=vuln.json", bad)
    run.cosign(f"attests it, {label}", 0, "attest", "--type", "vuln", "--predicate", "vuln.json", "--key", "ours.key",
               *base.COSIGN_OFFLINE, bad)
    run.assay(f"reads that, {label}", 0, "verify-attestation", "--type", "vuln", "--key", "ours.pub", "--policy",
              'vulnerabilities.exists(v, v.VulnerabilityID == "CVE-2021-2001")', *LAX, bad)
    # Without signatures.
    bare = f"{prod.host}/bare/app:1.0"
    run.assay(f"ships unsigned, {label}", 0, "ship", "--skip-db-update", clean, "--to", bare)
    run.assay(f"has no signature then, {label}", 10, "verify", "--key", "ours.pub", *LAX, bare)


def index(run, staging, prod, label):
    children = [image(staging, "org/multi", "a", "musl"), image(staging, "org/multi", "b", "busybox", "arm64")]
    staging.index("org/multi", "1", children)
    target = f"{prod.host}/prod/multi:1"
    ship(run, f"ships an index, {label}", 0, f"{staging.host}/org/multi:1", target)
    for name in [target] + [f"{prod.host}/prod/multi@{child['digest']}" for child in children]:
        run.cosign(f"verifies {name.split('/')[-1][:13]}, {label}", 0, "verify", "--key", "ours.pub", *LAX, name)
        run.cosign(f"verifies its scan, {label}", 0, "verify-attestation", "--type", "vuln", "--key", "ours.pub", *LAX, name)
    children[1] = image(staging, "org/multi", "c", "zlib", "arm64")
    staging.index("org/multi", "2", children)
    ship(run, f"stops at one bad image of two, {label}", 1, f"{staging.host}/org/multi:2", target)
    check(run, f"the tag is what it was, {label}", named(target) == named(f"{staging.host}/org/multi:1"))


def killed(run, staging, prod, label):
    """Whenever it is killed, the tag names nothing that does not hold, and the next run completes."""
    image(staging, "org/app", "kill", "musl")
    source = f"{staging.host}/org/app:kill"
    for number, after in enumerate((0.4, 0.8, 1.2, 1.6, 2.0, 2.4)):
        target = f"{prod.host}/killed/app{number}:1.0"
        process = subprocess.Popen(
            [str(run.args.assay), "ship", "--skip-db-update", *KEY, source, "--to", target], cwd=run.work, env=run.env,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(after)
        ended = process.poll() is not None
        if not ended:
            os.killpg(process.pid, 9)
            process.wait()
        if named(target) is not None:
            run.cosign(f"verifies what was promoted before the end, {label}", 0, "verify", "--key", "ours.pub", *LAX, target)
        ship(run, f"completes what was {'done' if ended else f'killed after {after} s'}, {label}", 0, source, target)
        run.cosign(f"verifies that, {label}", 0, "verify", "--key", "ours.pub", *LAX, target)


def main():
    parser = argparse.ArgumentParser()
    for name in ("cosign", "assay", "registry"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--old-registry", type=pathlib.Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        run = base.Run(args, work)
        for name in ("ours", "theirs"):
            run.assay(f"makes a key pair: {name}", 0, "generate-key-pair", "--output-key-prefix", name)
        (work / "secdb" / "v3.10").mkdir(parents=True)
        (work / "secdb" / "v3.10" / "main.json").write_text(json.dumps(
            {"reponame": "main", "distroversion": "v3.10",
             "packages": [{"pkg": {"name": "zlib", "secfixes": {"1.3-r0": ["CVE-2021-2001"]}}}]}))
        run.assay("builds a database", 0, "db", "build", "--source", "alpine-secdb=secdb")

        def new(host):
            return subprocess.Popen([args.registry, host], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL)

        def old(host):
            config = work / "old.yml"
            config.write_text("version: 0.1\nstorage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}\n"
                              "http: {addr: '%s'}\n" % (work / "old", host))
            return subprocess.Popen([args.old_registry, "serve", config], stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL)

        starts = [("referrers API", new)] + ([("tag fallback", old)] if args.old_registry else [])
        for label, start in starts:
            staging, prod = base.Registry(new), base.Registry(start)
            try:
                whole(run, staging, prod, label)
                index(run, staging, prod, label)
                killed(run, staging, prod, label)
            finally:
                staging.stop()
                prod.stop()
        if base.PASSWORD in run.output:
            run.failures.append("a password in an output")
    print(f"{run.done} commands and checks, {len(run.failures)} wrong")
    sys.exit(1 if run.failures else 0)


if __name__ == "__main__":
    main()
