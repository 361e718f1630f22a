#!/usr/bin/env python3
"""Layouts on disk: skopeo, ORAS and cosign read what Assay writes there, and Assay reads what they write.

usage: run.py --cosign PATH --oras PATH --assay PATH --registry PATH

--registry is a program that serves a registry with the referrers API on the address that is its one argument
(it/referrers/registry builds one), --oras what it/referrers/oras builds: ORAS is its library, oras-go. skopeo comes from the
system. cosign is a Go tool: go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3. Nothing leaves this machine.
"""
import argparse, concurrent.futures, hashlib, importlib.util, json, os, pathlib, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("ship_run", HERE.parent / "ship" / "run.py")
ships = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ships)
base, check, LAX = ships.base, ships.check, ships.LAX
KIND = "application/vnd.example+json"
SIGN = ["sign", "--tlog-upload=false", "--key", "ours.key"]
VERIFY = ["--key", "ours.pub", *LAX]


def oras(run, what, code, *words):
    return run.expect("oras " + what, code, run.args.oras, *words)


def skopeo(run, what, code, *words):
    return run.expect("skopeo " + what, code, "skopeo", *words)


def entries(run, layout):
    return json.loads((run.work / layout / "index.json").read_text())["manifests"]


def damaged(run, layout):
    """Blobs whose names are not their digests."""
    files = [f for f in (run.work / layout / "blobs" / "sha256").iterdir() if not f.name.endswith(".part")]
    return [f.name for f in files if hashlib.sha256(f.read_bytes()).hexdigest() != f.name]


def out_and_in(run, registry):
    """From a registry to a layout and back, with all that is attached."""
    source, back = f"{registry.host}/org/app:1", f"{registry.host}/back/app:1"
    manifest = ships.image(registry, "org/app", "1", "musl")
    (run.work / "note.json").write_text('{"a":1}')
    run.assay("attaches", 0, "attach", "--artifact-type", KIND, source, "note.json")
    run.assay("signs", 0, *SIGN, source)
    run.assay("signs in the older form", 0, *SIGN, "--new-bundle-format=false", source)
    run.assay("copies into a layout", 0, "copy", "-r", source, "oci:out:1")
    run.assay("copies it again", 0, "copy", "-r", source, "oci:out:1")
    check(run, "nothing in it is damaged", not damaged(run, "out"))
    raw = skopeo(run, "reads it", 0, "inspect", "--raw", "oci:out:1").stdout
    check(run, "and sees the same bytes", base.digest(raw.encode()) == manifest["digest"])
    skopeo(run, "copies it on", 0, "copy", "-q", "oci:out:1", "oci:skopeo:1")
    run.assay("reads what skopeo wrote", 0, "discover", "oci:skopeo:1")
    listed = oras(run, "lists what is attached", 0, "discover", "oci:out:1").stdout
    check(run, "both of it", KIND in listed and "sigstore.bundle" in listed)
    ours = run.assay("lists the same", 0, "discover", "-o", "json", "oci:out:1").stdout
    check(run, "as ORAS", {r["digest"] for r in json.loads(ours)["referrers"]} == {l.split()[0] for l in listed.splitlines()})
    run.assay("verifies it there", 0, "verify", *VERIFY, "oci:out:1")
    run.assay("verifies it by cosign's flag", 0, "verify", "--local-image", *VERIFY, "out:1")
    run.assay("refuses another key", 12, "verify", "--key", "theirs.pub", *LAX, "oci:out:1")
    run.cosign("verifies it there", 0, "verify", "--local-image", "--key", "ours.pub", "--insecure-ignore-tlog", "out")
    run.assay("copies it back", 0, "copy", "-r", "oci:out:1", back)
    run.cosign("verifies it in the registry", 0, "verify", *VERIFY, back)
    run.cosign("verifies the older form", 0, "verify", "--new-bundle-format=false", *VERIFY, back)
    loaded = f"{registry.host}/loaded/app:1"
    run.cosign("loads the layout", 0, "load", "--dir", "out", "--allow-http-registry", loaded)
    check(run, "which is the same image", ships.named(loaded) == manifest["digest"])
    skopeo(run, "pushes it", 0, "copy", "-q", "--dest-tls-verify=false", "oci:out:1", f"docker://{registry.host}/skopeo/app:1")
    oras(run, "copies it with all that refers to it", 0, "copy", "oci:out:1", f"{registry.host}/oras/app:1")
    run.assay("verifies what ORAS copied", 0, "verify", *VERIFY, f"{registry.host}/oras/app:1")


def theirs(run, registry):
    """What others write."""
    source = f"{registry.host}/org/app:1"
    skopeo(run, "writes a layout", 0, "copy", "-q", "--src-tls-verify=false", f"docker://{source}", "oci:fromskopeo:x")
    run.assay("attaches there", 0, "attach", "--oci-layout", "--artifact-type", KIND, "fromskopeo:x", "note.json")
    run.assay("signs there", 0, *SIGN, "oci:fromskopeo:x")
    run.assay("attests there", 0, "attest", "--tlog-upload=false", "--key", "ours.key", "--type", "custom", "--predicate",
              "note.json", "oci:fromskopeo:x")
    run.assay("verifies there", 0, "verify", *VERIFY, "oci:fromskopeo:x")
    run.assay("verifies the statement there", 0, "verify-attestation", "--type", "custom", *VERIFY, "oci:fromskopeo:x")
    run.assay("fetches from there", 0, "fetch", "--oci-layout", "--artifact-type", KIND, "-o", "fetched/", "fromskopeo:x")
    check(run, "the same file", (run.work / "fetched" / "note.json").read_text() == '{"a":1}')
    skopeo(run, "still reads it", 0, "inspect", "oci:fromskopeo:x")
    oras(run, "copies into a layout", 0, "copy", source, "oci:fromoras:1")
    ours = run.assay("lists what ORAS copied", 0, "discover", "-o", "json", "oci:fromoras:1").stdout
    check(run, "all of it", len(json.loads(ours)["referrers"]) == 2)
    run.assay("verifies it", 0, "verify", *VERIFY, "oci:fromoras:1")
    oras(run, "attaches to ours", 0, "attach", "oci:out:1", "application/vnd.other+json", "note.json")
    run.assay("attaches after ORAS", 0, "attach", "--artifact-type", "application/vnd.third+json", "oci:out:1", "note.json")
    listed = run.assay("lists both", 0, "discover", "oci:out:1").stdout
    check(run, "both", "vnd.other" in listed and "vnd.third" in listed)
    oras(run, "reads both", 0, "discover", "oci:out:1")
    run.cosign("saves a bundle", 0, "save", "--dir", "bundled", "--allow-http-registry", source)
    run.assay("verifies the bundle that cosign saved", 0, "verify", *VERIFY, "oci:bundled")
    run.assay("refuses another key there", 12, "verify", "--key", "theirs.pub", *LAX, "oci:bundled")
    run.assay("copies the bundle on", 0, "copy", "-r", "oci:bundled", f"{registry.host}/bundled/app:1")
    run.cosign("verifies the bundle there", 0, "verify", *VERIFY, f"{registry.host}/bundled/app:1")
    # What cosign saves: the image, and its signatures in the older form, told apart by an annotation alone.
    old = f"{registry.host}/org/old:1"
    ships.image(registry, "org/old", "1", "busybox")
    run.cosign("signs in the older form", 0, "sign", "--key", "theirs.key", "--new-bundle-format=false", *base.COSIGN_OFFLINE, old)
    run.cosign("saves it", 0, "save", "--dir", "saved", "--allow-http-registry", old)
    run.assay("verifies what cosign saved", 0, "verify", "--key", "theirs.pub", *LAX, "oci:saved")
    run.assay("copies what cosign saved", 0, "copy", "-r", "oci:saved", f"{registry.host}/unsaved/old:1")
    run.cosign("verifies that", 0, "verify", "--key", "theirs.pub", "--new-bundle-format=false", *LAX, f"{registry.host}/unsaved/old:1")


def indexes(run, registry):
    children = [ships.image(registry, "org/multi", "a", "musl"), ships.image(registry, "org/multi", "b", "busybox", "arm64")]
    registry.index("org/multi", "1", children)
    source = f"{registry.host}/org/multi:1"
    run.assay("signs an index", 0, *SIGN, "-r", source)
    run.assay("copies an index into a layout", 0, "copy", "-r", source, "oci:multi:1")
    check(run, "which lists it under its name once", [e.get("annotations", {}).get("org.opencontainers.image.ref.name")
          for e in entries(run, "multi")].count("1") == 1)
    skopeo(run, "copies all of it", 0, "copy", "-q", "--all", "oci:multi:1", "oci:multi2:1")
    run.assay("copies an index back", 0, "copy", "-r", "oci:multi:1", f"{registry.host}/back/multi:1")
    for name in [f"{registry.host}/back/multi:1"] + [f"{registry.host}/back/multi@{c['digest']}" for c in children]:
        run.cosign(f"verifies {name.split('/')[-1][:13]}", 0, "verify", *VERIFY, name)
    run.assay("copies one platform", 0, "copy", "--platform", "linux/arm64", "oci:multi:1", "oci:one:arm")
    skopeo(run, "reads the one", 0, "inspect", "--override-arch", "arm64", "oci:one:arm")


def shipped(run, registry):
    """The gate, the bills, the signatures: from and to layouts as between registries."""
    clean, bad = f"{registry.host}/org/app:1", f"{registry.host}/org/app:bad"
    ships.image(registry, "org/app", "bad", "zlib")
    ships.ship(run, "stops at a finding", 1, bad, "oci:ship:1")
    ships.ship(run, "rehearses into a layout", 0, clean, "oci:ship:1", "--dry-run")
    check(run, "nothing is written", not (run.work / "ship").exists())
    ships.ship(run, "ships into a layout", 0, clean, "oci:ship:1")
    check(run, "nothing in it is damaged", not damaged(run, "ship"))
    again = ships.ship(run, "ships again", 0, clean, "oci:ship:1").stdout
    lines = [line.split(": ", 1) for line in again.splitlines()]
    steps = [rest for word, *rest in lines if word in ("copy", "attach", "attest", "sign", "promote")]
    check(run, f"and writes nothing: {len(steps)} steps", len(steps) == 8 and all(
        rest[0].startswith("there already: ") for rest in steps))
    for kind in ("vuln", "spdxjson", "cyclonedx"):
        run.assay(f"verifies {kind} in the layout", 0, "verify-attestation", "--type", kind, *VERIFY, "oci:ship:1")
    check(run, "no path of this machine is in it", not any(
        str(run.work).encode() in f.read_bytes() for f in (run.work / "ship").rglob("*") if f.is_file()))
    target = f"{registry.host}/prod/app:1"
    ships.ship(run, "ships from a layout", 0, "oci:ship:1", target)
    ships.accepted(run, "shipped through a layout", target)
    run.assay("copies a bad image into a layout", 0, "copy", bad, "oci:bad:1")
    ships.ship(run, "stops at a finding in a layout", 1, "oci:bad:1", f"{registry.host}/prod/app:2")
    check(run, "the tag is not there", ships.named(f"{registry.host}/prod/app:2") is None)
    # The image is the image, wherever it is read from.
    there = run.assay("scans the registry", 0, "image", "--skip-db-update", "--image-src", "remote", "-f", "ids", bad).stdout
    here = run.assay("scans the layout", 0, "image", "--skip-db-update", "-f", "ids", "oci:bad:1").stdout
    check(run, "and finds the same", there == here and "CVE-2021-2001" in here)
    for kind in ("spdx-json", "cyclonedx-json"):
        run.assay(f"lists what is in the layout: {kind}", 0, "bom", "-o", kind, "oci:bad:1")


def killed(run, registry):
    """Whenever it is killed, nothing that has a name is damaged, and the next run completes."""
    for number, after in enumerate((0.4, 0.7, 1.0, 1.3)):
        layout = f"killed{number}"
        process = subprocess.Popen([str(run.args.assay), "copy", "-r", f"{registry.host}/org/app:1", f"oci:{layout}:1"],
                                   cwd=run.work, env=run.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(after)
        ended = process.poll() is not None
        if not ended:
            os.killpg(process.pid, 9)
            process.wait()
        if (run.work / layout / "index.json").exists() and entries(run, layout):
            check(run, "what was listed before the end is whole", not damaged(run, layout))
        run.assay(f"completes what was {'done' if ended else f'killed after {after} s'}", 0, "copy", "-r",
                  f"{registry.host}/org/app:1", f"oci:{layout}:1")
        check(run, "and all of it is whole", not damaged(run, layout))
        run.assay("verifies it", 0, "verify", *VERIFY, f"oci:{layout}:1")


def at_once(run):
    """Twelve processes attach to one image of one layout."""
    def attach(number):
        return subprocess.run([str(run.args.assay), "attach", "--artifact-type", KIND, "-a", f"n={number}", "oci:one:arm"],
                              cwd=run.work, env=run.env, capture_output=True, text=True)
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        results = list(pool.map(attach, range(12)))
    check(run, "twelve writers end well", all(r.returncode == 0 for r in results))
    ours = run.assay("lists them", 0, "discover", "-o", "json", "oci:one:arm").stdout
    found = {r["annotations"]["n"] for r in json.loads(ours)["referrers"]}
    check(run, f"twelve writers at once keep twelve: {len(found)}", len(found) == 12)
    listed = oras(run, "lists them", 0, "discover", "oci:one:arm").stdout
    check(run, "all twelve", len(listed.splitlines()) == 12)


def main():
    parser = argparse.ArgumentParser()
    for name in ("cosign", "oras", "assay", "registry"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
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
        registry = base.Registry(lambda host: subprocess.Popen(
            [args.registry, host], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        try:
            out_and_in(run, registry)
            theirs(run, registry)
            indexes(run, registry)
            shipped(run, registry)
            killed(run, registry)
            at_once(run)
        finally:
            registry.stop()
    print(f"{run.done} commands and checks, {len(run.failures)} wrong")
    sys.exit(1 if run.failures else 0)


if __name__ == "__main__":
    main()
