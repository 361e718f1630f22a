#!/usr/bin/env python3
"""The `oras` command accepts all that Assay attaches, signs and copies, and Assay all that it does.

Against Debian's docker-registry (no referrers API) and go-containerregistry's own (with it), and OCI layouts. Needs what
`run.py` needs, and the command itself: ORAS names it, else it is looked for on PATH. Proven with 1.2.3, the newest that
Go's checksum database answers for:

    go install oras.land/oras/cmd/oras@v1.2.3
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import run as referrers
from run import ASSAY, KIND, check, digest, found, run

ORAS = os.environ.get("ORAS") or shutil.which("oras")
EMPTY = "application/vnd.oci.empty.v1+json"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"


def oras(verb, *rest, cwd=None, plain=True):
    return run(ORAS, *verb.split(), *(["--plain-http"] if plain else []), *rest, cwd=cwd)


def listed(ref, *flags, plain=True):
    """What `oras discover` lists directly below an image."""
    tree = json.loads(oras("discover", "--format", "json", *flags, ref, plain=plain))
    return {each["digest"]: each["artifactType"] for each in tree["manifests"]}


def types(ref):
    """By digest, what the registry says the types of the referrers are; go-containerregistry's takes the configuration's for
    it, whoever attached them, so there the manifests are asked."""
    said = listed(ref)
    if set(said.values()) == {EMPTY}:
        base = ref.rsplit(":", 1)[0]
        said = {each: json.loads(oras("manifest fetch", f"{base}@{each}"))["artifactType"] for each in said}
    return said


def attached(name, ref, work):
    """One file by each, each read by the other."""
    (work / "a.json").write_text('{"by":"assay"}')
    (work / "o.json").write_text('{"by":"oras"}')
    (work / "b.txt").write_text("a second file")
    ours = digest(run(ASSAY, "attach", "--artifact-type", KIND, ref, "a.json", "b.txt:text/plain", cwd=work))
    oras("attach", "--artifact-type", KIND, "--annotation", "who=oras", ref, "o.json:application/json", cwd=work)
    there = types(ref)
    theirs = (set(there) - {ours}).pop()
    check(f"{name}: oras lists ours and its own, with their types", there == {ours: KIND, theirs: KIND}, there)
    check(f"{name}: we list ours and theirs", found(ref) == {ours, theirs}, found(ref))
    base = ref.rsplit(":", 1)[0]
    out = work / f"out-{name}"
    oras("pull", "-o", out, f"{base}@{ours}")
    check(f"{name}: oras pulls both files that we attached",
          (out / "a.json").read_text() == '{"by":"assay"}' and (out / "b.txt").read_text() == "a second file")
    run(ASSAY, "fetch", "-o", f"{out}/", f"{base}@{theirs}")
    check(f"{name}: we fetch what oras attached", (out / "o.json").read_text() == '{"by":"oras"}')
    manifest = json.loads(oras("manifest fetch", f"{base}@{ours}"))
    check(f"{name}: oras reads our manifest, which names its subject",
          manifest["artifactType"] == KIND and manifest["subject"]["digest"].startswith("sha256:"), manifest)
    return {ours, theirs}


def signed(name, ref, work):
    """A signature and a bill of materials are referrers like any other."""
    env = {**os.environ, "COSIGN_PASSWORD": ""}
    if not (work / "cosign.key").exists():
        subprocess.run([ASSAY, "generate-key-pair"], cwd=work, env=env, check=True, capture_output=True)
    for command in (["sign", "--key", "cosign.key", "--tlog-upload=false", ref],
                    ["attest", "--key", "cosign.key", "--tlog-upload=false", "--type", "custom", "--predicate", "a.json", ref]):
        subprocess.run([ASSAY, *command], cwd=work, env=env, check=True, capture_output=True)
    said = list(types(ref).values())
    check(f"{name}: oras lists our signature and our attestation", said.count(BUNDLE) == 2, said)
    if EMPTY not in listed(ref).values():
        filtered = listed(ref, "--artifact-type", BUNDLE)
        check(f"{name}: and those alone where asked for their type", len(filtered) == 2, filtered)


def copied(name, ref, work):
    """Copies by either are whole for the other; a signature still holds after oras has copied it."""
    base, host = ref.rsplit(":", 1)[0], ref.split("/")[0]
    before = found(ref)
    oras("cp -r", "--from-plain-http", "--to-plain-http", ref, f"{host}/by-oras:1", plain=False)
    check(f"{name}: a copy by oras is whole for us", found(f"{host}/by-oras:1") == before)
    verified = subprocess.run([ASSAY, "verify", "--key", "cosign.pub", "--insecure-ignore-tlog", f"{host}/by-oras:1"],
                              cwd=work, capture_output=True, text=True)
    check(f"{name}: and its signature holds", verified.returncode == 0, verified.stderr)
    run(ASSAY, "copy", "-r", ref, f"{host}/by-assay:1")
    check(f"{name}: a copy by us is whole for oras", set(listed(f"{host}/by-assay:1")) == before)
    ours, theirs = work / f"ours-{name}", work / f"theirs-{name}"
    run(ASSAY, "copy", "-r", ref, f"oci:{ours}:1")
    check(f"{name}: oras reads the layout that we wrote",
          set(listed(f"{ours}:1", "--oci-layout", plain=False)) == before)
    oras("cp -r", "--from-plain-http", "--to-oci-layout", ref, f"{theirs}:1", plain=False)
    check(f"{name}: we read the layout that oras wrote", found(f"oci:{theirs}:1") == before)
    oras("attach", "--oci-layout", "--artifact-type", KIND, f"{ours}:1", "a.json", cwd=work, plain=False)
    check(f"{name}: and find what oras attached in ours", len(found(f"oci:{ours}:1")) == len(before) + 1)
    oras("tag", ref, "again")
    check(f"{name}: a tag by oras leads us to the same", found(f"{base}:again") == before)


def artifact(name, host, work):
    """What oras pushes by itself is no image, and is said to be none; it can be copied."""
    pushed = f"{host}/artifact:1"
    oras("push", "--artifact-type", KIND, pushed, "a.json", cwd=work)
    scanned = subprocess.run([ASSAY, "image", "--skip-db-update", "--list-all-pkgs", pushed], capture_output=True, text=True)
    check(f"{name}: an artifact is no image: exit 3 and one sentence",
          scanned.returncode == 3 and scanned.stderr.startswith("error: "), (scanned.returncode, scanned.stderr))
    run(ASSAY, "copy", pushed, f"{host}/artifact-copied:1")
    out = work / f"artifact-{name}"
    oras("pull", "-o", out, f"{host}/artifact-copied:1")
    check(f"{name}: a copy of it by us is one for oras", (out / "a.json").read_text() == '{"by":"assay"}')


def rounds(name, ref, work):
    attached(name, ref, work)
    signed(name, ref, work)
    copied(name, ref, work)
    artifact(name, ref.split("/")[0], work)


def main():
    if not ORAS:
        print("skipped: no oras on PATH, and ORAS names none")
        return 0
    print(run(ORAS, "version").splitlines()[0])
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        with referrers.registries(work) as hosts:
            for name, host in hosts.items():
                rounds(name, referrers.image(work, host), work)
    print(f"{len(referrers.failures)} wrong")
    return 1 if referrers.failures else 0


if __name__ == "__main__":
    sys.exit(main())
