#!/usr/bin/env python3
"""What Assay attaches, ORAS finds, and the other way round; twelve writers at once keep twelve.

Against Debian's docker-registry (no referrers API) and go-containerregistry's own (with it). ORAS is its library, oras-go.
Needs: docker-registry, skopeo, Go (or the two programs below `registry/` and `oras/` built, named by GGCR_REGISTRY and
ORAS_GO), and `./assay`, or what ASSAY names.
"""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ASSAY = os.environ.get("ASSAY", str(HERE.parent.parent / "assay"))
KIND = "application/vnd.example+json"
failures = []


def check(what, holds, detail=""):
    print(("ok      " if holds else "WRONG   ") + what + ("" if holds else f": {detail}"), flush=True)
    if not holds:
        failures.append(what)


def run(*command, cwd=None):
    done = subprocess.run([str(c) for c in command], cwd=cwd, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def program(variable, folder, name, work):
    if os.environ.get(variable):
        return os.environ[variable]
    target = work / name
    run("go", "build", "-mod=mod", "-o", target, ".", cwd=HERE / folder)
    return target


def image(work, host):
    """A small image by other people's hands: an OCI layout that skopeo pushes."""
    import hashlib

    layout = work / "layout"
    blobs = layout / "blobs" / "sha256"
    blobs.mkdir(parents=True, exist_ok=True)

    def blob(content):
        digest = hashlib.sha256(content).hexdigest()
        (blobs / digest).write_bytes(content)
        return {"digest": "sha256:" + digest, "size": len(content)}

    import io
    import tarfile

    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        entry = tarfile.TarInfo("etc/motd")
        entry.size = 5
        tar.addfile(entry, io.BytesIO(b"hello"))
    layer = blob(raw.getvalue())
    config = blob(json.dumps({"os": "linux", "architecture": "amd64",
                              "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}).encode())
    kind = "application/vnd.oci.image."
    manifest = blob(json.dumps({
        "schemaVersion": 2, "mediaType": kind + "manifest.v1+json",
        "config": {"mediaType": kind + "config.v1+json", **config},
        "layers": [{"mediaType": kind + "layer.v1.tar", **layer}]}).encode())
    (layout / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    (layout / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [
        {"mediaType": kind + "manifest.v1+json", **manifest,
         "annotations": {"org.opencontainers.image.ref.name": "1"}}]}))
    run("skopeo", "--insecure-policy", "copy", "-q", "--dest-tls-verify=false",
        f"oci:{layout}:1", f"docker://{host}/app:1")
    return f"{host}/app:1"


def found(ref):
    return {r["digest"] for r in json.loads(run(ASSAY, "discover", "-o", "json", ref))["referrers"]}


def digest(output):
    return [line for line in output.splitlines() if line.startswith("Digest: ")][-1][8:]


def rounds(name, ref, work, oras, fallback):
    (work / "a.json").write_text('{"by":"assay"}')
    (work / "o.json").write_text('{"by":"oras"}')
    ours = digest(run(ASSAY, "attach", "--artifact-type", KIND, ref, "a.json", cwd=work))
    with urllib.request.urlopen(f"http://{ref.split('/')[0]}/v2/app/tags/list") as answer:
        tags = json.load(answer)["tags"]
    check(f"{name}: {'a' if fallback else 'no'} tag keeps our list",
          any(t.startswith("sha256-") for t in tags) == fallback, tags)
    theirs = run(oras, "attach", ref, KIND, "o.json", cwd=work).strip()
    listed = {line.split()[0] for line in run(oras, "discover", ref).splitlines()}
    check(f"{name}: ORAS lists ours and its own", {ours, theirs} <= listed, listed)
    check(f"{name}: we list ours and theirs", {ours, theirs} <= found(ref), found(ref))
    base = ref.rsplit(":", 1)[0]
    out = work / f"pulled-{name}"
    out.mkdir()
    run(oras, "pull", f"{base}@{ours}", out)
    check(f"{name}: ORAS pulls what we attached", (out / "a.json").read_text() == '{"by":"assay"}')
    run(ASSAY, "fetch", "-o", f"{out}/", f"{base}@{theirs}")
    check(f"{name}: we fetch what ORAS attached", (out / "o.json").read_text() == '{"by":"oras"}')
    manifest = json.loads(run("skopeo", "--insecure-policy", "inspect", "--raw", "--tls-verify=false",
                              f"docker://{base}@{ours}"))
    other = json.loads(run("skopeo", "--insecure-policy", "inspect", "--raw", "--tls-verify=false",
                           f"docker://{base}@{theirs}"))
    check(f"{name}: the manifests have the same form", list(manifest) == list(other), (manifest, other))
    run(ASSAY, "copy", "-r", ref, base.replace("/app", "/copied") + ":1")
    check(f"{name}: a copy has all of it", {ours, theirs} <= found(base.replace("/app", "/copied") + ":1"))
    files = []
    for i in range(12):
        (work / f"p{i}.json").write_text(f'{{"n":{i}}}')
        files.append(f"p{i}.json")
    before = found(ref)
    start = time.time()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        made = set(pool.map(
            lambda f: digest(run(ASSAY, "attach", "--artifact-type", KIND, ref, f, cwd=work)), files))
    kept = found(ref)
    check(f"{name}: 12 processes at once keep {len(made & kept)} of 12 and all from before",
          made <= kept and before <= kept and len(made) == 12, made - kept)
    print(f"        ({time.time() - start:.1f} s)")


@contextlib.contextmanager
def registries(work):
    """Both registries, by what is told of them; they are stopped at the end."""
    server = program("GGCR_REGISTRY", "registry", "ggcr-registry", work)
    api = subprocess.Popen([str(server)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = 5000 + os.getpid() % 20000
    config = work / "registry.yml"
    config.write_text(f"version: 0.1\nstorage: {{filesystem: {{rootdirectory: {work}/blobs}}}}\n"
                      f"http: {{addr: '127.0.0.1:{port}'}}\nlog: {{level: error}}\n")
    old = subprocess.Popen(["docker-registry", "serve", str(config)],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        host = api.stdout.readline().strip()
        time.sleep(2)
        yield {"with the API": host, "without": f"127.0.0.1:{port}"}
    finally:
        for each in (old, api):
            each.kill()
            each.wait()


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        oras = program("ORAS_GO", "oras", "oras-go", work)
        with registries(work) as hosts:
            for name, host in hosts.items():
                rounds(name, image(work, host), work, oras, name == "without")
    print(f"{len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
