"""The forms an image may be packed in: what each makes of an OCI layout of gzip layers, and how that gets into a registry.

A form is a function of (layout, host, name, tools); it pushes and gives the reference and the flags by which it is scanned.
"""
import hashlib, http.client, json, os, shutil, subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"
SOCI = "com.amazon.soci."


class Missing(Exception):
    """A tool that a form needs is not here."""


def described(content, media, **more):
    return {"mediaType": media, "digest": "sha256:" + hashlib.sha256(content).hexdigest(), "size": len(content), **more}


def file_digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Layout:
    def __init__(self, folder):
        self.folder, self.blobs = Path(folder), Path(folder) / "blobs" / "sha256"

    def read(self, descriptor):
        return (self.blobs / descriptor["digest"].removeprefix("sha256:")).read_bytes()

    def path(self, descriptor):
        return self.blobs / descriptor["digest"].removeprefix("sha256:")

    def put(self, content, media, **more):
        made = described(content, media, **more)
        self.path(made).write_bytes(content)
        return made

    def put_file(self, file, media, **more):
        digest, size = file_digest(file), file.stat().st_size
        file.rename(self.blobs / digest)
        return {"mediaType": media, "digest": "sha256:" + digest, "size": size, **more}

    @property
    def manifest(self):
        return json.loads(self.read(json.loads((self.folder / "index.json").read_text())["manifests"][0]))

    def finish(self, manifest, others=()):
        made = self.put(json.dumps(manifest).encode(), MANIFEST)
        (self.folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [made, *others]}))


def derived(layout, form, layers):
    """The same image with other layers, made once.

    layers: a function of (source, target, descriptor, packer); gives the new descriptor, and the diffID where that changes
    """
    source, target = Layout(layout), Layout(f"{layout}.{form}")
    if (target.folder / "index.json").exists():
        return target
    shutil.rmtree(target.folder, ignore_errors=True)
    target.blobs.mkdir(parents=True)
    manifest = source.manifest
    config = json.loads(source.read(manifest["config"]))
    for i, layer in enumerate(manifest["layers"]):
        manifest["layers"][i], diff = layers(source, target, layer)
        if diff:
            config["rootfs"]["diff_ids"][i] = diff
    manifest["config"] = target.put(json.dumps(config).encode(), CONFIG)
    target.finish(manifest)
    return target


def packer():
    """The program of `bench/pack`, built once."""
    program = Path(os.environ.get("ASSAY_BENCH_PACK", HERE / "pack" / "pack"))
    if not program.exists():
        if not shutil.which("go"):
            raise Missing("go")
        if subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "pack").returncode:
            raise Missing("bench/pack, which does not build")
    return program


def packed(form, suffix):
    def one(source, target, layer):
        plain, made = target.folder / "layer.tar", target.folder / "layer.made"
        with plain.open("wb") as out:
            subprocess.run(["gzip", "-dc", source.path(layer)], stdout=out, check=True)
        told = json.loads(subprocess.run([packer(), form, plain, made], stdout=subprocess.PIPE, check=True).stdout)
        plain.unlink()
        return target.put_file(made, LAYER + suffix, annotations=told["annotations"]), told.get("diffId")
    return one


# --- pushing ----------------------------------------------------------------------------------------------------------------

def upload(host, name, file, digest):
    connection = http.client.HTTPConnection(host)
    connection.request("HEAD", f"/v2/bench/{name}/blobs/{digest}")
    answer = connection.getresponse()
    answer.read()
    if answer.status == 200:
        return
    connection.request("POST", f"/v2/bench/{name}/blobs/uploads/", headers={"Content-Length": "0"})
    answer = connection.getresponse()
    answer.read()
    place = answer.headers["Location"].split("://", 1)[-1]
    place = place[place.index("/"):]
    with file.open("rb") as content:
        connection.request("PUT", place + ("&" if "?" in place else "?") + "digest=" + digest, content,
                           {"Content-Type": "application/octet-stream", "Content-Length": str(file.stat().st_size)})
        answer = connection.getresponse()
    if answer.status != 201:
        raise RuntimeError(f"{host} takes no blob: {answer.status} {answer.read()[:200]}")


def push_manifest(host, name, tag, content):
    connection = http.client.HTTPConnection(host)
    connection.request("PUT", f"/v2/bench/{name}/manifests/{tag}", content, {"Content-Type": MANIFEST})
    answer = connection.getresponse()
    if answer.status != 201:
        raise RuntimeError(f"{host} takes no manifest: {answer.status} {answer.read()[:200]}")


def push(layout, host, name):
    """Every manifest of the layout with its blobs; the first becomes the tag `latest`."""
    layout = Layout(layout) if not isinstance(layout, Layout) else layout
    index = json.loads((layout.folder / "index.json").read_text())["manifests"]
    for place, entry in reversed(list(enumerate(index))):
        content = layout.read(entry)
        for blob in [json.loads(content)["config"], *json.loads(content)["layers"]]:
            upload(host, name, layout.path(blob), blob["digest"])
        push_manifest(host, name, "latest" if place == 0 else entry["digest"], content)
    return f"{host}/bench/{name}:latest"


# --- the forms --------------------------------------------------------------------------------------------------------------

def gzip(layout, host, name, tools):
    return push(layout, host, name), []


def zstd(layout, host, name, tools):
    if not shutil.which("zstd"):
        raise Missing("zstd")

    def one(source, target, layer):
        made = target.folder / "layer.made"
        subprocess.run(f"gzip -dc {source.path(layer)} | zstd -q -3 -o {made}", shell=True, check=True)
        return target.put_file(made, LAYER + "+zstd"), None
    return push(derived(layout, "zstd", one), host, name + "-zstd"), []


def estargz(layout, host, name, tools):
    return push(derived(layout, "estargz", packed("estargz", "+gzip")), host, name + "-estargz"), []


def zstd_chunked(layout, host, name, tools):
    return push(derived(layout, "zstd-chunked", packed("zstd-chunked", "+zstd")), host, name + "-zstd-chunked"), []


def zstd_stargz(layout, host, name, tools):
    """zstd:chunked in the dialect of containerd's converter."""
    return push(derived(layout, "zstd-stargz", packed("zstd-stargz", "+zstd")), host, name + "-zstd-stargz"), []


def soci(layout, host, name, tools):
    """The layers as they are, a ztoc beside each of at least 10 MiB, named by the image's manifest."""
    target = derived(layout, "soci", lambda source, target, layer: (linked(source, target, layer), None))
    manifest = target.manifest
    if SOCI + "index-digest" not in manifest.get("annotations", {}):
        ztocs = []
        for layer in manifest["layers"]:
            if layer["size"] >= 10 << 20:
                made = target.folder / "layer.made"
                subprocess.run([packer(), "soci", target.path(layer), made], stdout=subprocess.DEVNULL, check=True)
                ztocs.append(target.put_file(made, "application/octet-stream", annotations={SOCI + "image-layer-digest": layer["digest"]}))
        index = {"schemaVersion": 2, "mediaType": MANIFEST, "config": target.put(b"{}", "application/vnd.amazon.soci.index.v2+json"), "layers": ztocs}
        index = target.put(json.dumps(index).encode(), MANIFEST)
        target.finish({**manifest, "annotations": {SOCI + "index-digest": index["digest"]}}, [index])
    return push(target, host, name + "-soci"), []


def linked(source, target, layer):
    os.link(source.path(layer), target.path(layer))
    return layer


def attached(layout, host, name, tools):
    """The layers as they are, what is in them attached with `assay index` and signed."""
    ref, assay, work = push(layout, host, name + "-attached"), tools["assay"], tools["work"]
    key = work / "attached.key"
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": work, "env": {**os.environ, "COSIGN_PASSWORD": "bench"}}
    if not key.exists():
        subprocess.run([assay, "generate-key-pair", "--output-key-prefix", "attached"], **quiet)
    said = subprocess.run([assay, "index", "--cache-dir", work / "index-cache", ref], stdout=subprocess.PIPE, text=True, check=True).stdout
    digest = next(line.split()[1] for line in said.splitlines() if line.startswith("Digest:"))
    subprocess.run([assay, "sign", "--key", key, "--tlog-upload=false", f"{host}/bench/{name}-attached@{digest}"], **quiet)
    print("  " + next(line for line in said.splitlines() if line.startswith("inventor")))
    return ref, ["--trust-key", work / "attached.pub"]


FORMS = {f.__name__.replace("_", "-"): f for f in (gzip, zstd, estargz, zstd_chunked, zstd_stargz, soci, attached)}
