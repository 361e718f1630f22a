#!/usr/bin/env python3
"""Measures scans of six images, each cold, as the second image on a known base, and again unchanged, beside Trivy and the floor.

Makes the images from real packages (once; they stay in --work), in every form that layers come in, pushes them into Debian's
docker-registry on loopback, and runs Assay and Trivy in turn, so that a busy machine hurts them alike. Prints medians of wall
and CPU seconds, peak resident memory, the rung, requests and bytes moved, the ratios, whether each target is met, and
whether every form gives the same packages and findings. The floor is what reading the same blobs through an unpacker and a
hash takes. Trivy reads gzip alone here: it has no use for any index.

  bench/ladder.py [--images tiny,node] [--forms gzip,zstd,estargz,zstd-chunked,zstd-stargz,soci,attached] [--runs 5] [--trivy PROGRAM] [--assay PROGRAM]
                  [--cache DIR_WITH_A_DATABASE] [--work DIR]

Needs root and mmdebstrap (Debian), npm, pip and a local Maven repository, docker-registry, curl, openssl, zstd, Go for the
forms with an index, and isal for the floor. What is not there is left out and named. Trivy lists packages only (it has no
database of advisories then); Assay matches as well. Both start with their own caches empty.
"""
import argparse, hashlib, json, os, shutil, sqlite3, statistics, subprocess, sys, tarfile, time, zipfile, zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE / "it" / "detection"))
sys.path.insert(0, str(HERE / "bench"))
import images as real
from forms import FORMS, Missing
from scan import ASSAY, measured, registry

GZIP = "application/vnd.oci.image.layer.v1.tar+gzip"


# --- images: a name gives its layers, the lowest first: folders and tars ---------------------------------------------------

def base(work):
    return real.debian(work / "base", "bookworm")[0]


def tiny(work):
    return real.alpine("3.18.9")[0]


def debian(work):
    return real.debian(work / "debian", "bookworm", ("build-essential", "python3", "git", "openssh-client", "vim"), "apt")[0]


def node(work):
    return base(work) + real.npm(work / "node", ["webpack@4.46.0", "@angular/cli@10.2.0", "react-scripts@4.0.3", "gatsby@3.14.0", "jest@26.6.3"])[0]


def python(work):
    return base(work) + real.pip(work / "python", ["numpy", "pandas", "scipy", "scikit-learn", "django", "flask", "requests", "matplotlib", "boto3"])[0]


def java(work):
    """A fat jar and a war of every jar there is, beside the jars themselves."""
    folder = work / "java" / "root" / "opt"
    if not folder.exists():
        part = real.fresh(work / "java" / "part" / "opt")
        jars = [j for j, _, _ in real.repository_jars(1)] and [j for j in sorted(real.maven_repository().glob("**/*.jar"))]
        (part / "lib").mkdir()
        with zipfile.ZipFile(part / "app.jar", "w") as fat, zipfile.ZipFile(part / "shop.war", "w", zipfile.ZIP_DEFLATED) as war:
            for i, jar in enumerate(jars):
                fat.write(jar, f"BOOT-INF/lib/{i}-{jar.name}", zipfile.ZIP_STORED)
                war.write(jar, f"WEB-INF/lib/{i}-{jar.name}")
                shutil.copy(jar, part / "lib" / f"{i}-{jar.name}")
        (work / "java" / "part").rename(work / "java" / "root")
    return base(work) + [work / "java" / "root"]


def mixed(work):
    """All of them, in fifteen layers: what is large is one layer, what is many is spread over several."""
    layers = debian(work) + [node(work)[-1], python(work)[-1], java(work)[-1]]
    top = work / "mixed"
    for i in range(15 - len(layers)):
        folder = top / f"part{i}" / "srv" / f"site{i}"
        if not folder.exists():
            folder.mkdir(parents=True)
            modules = work / "node" / "root" / "srv" / "app" / "node_modules"
            for module in sorted(modules.iterdir())[i::11][:40]:
                if module.is_dir():
                    shutil.copytree(module, folder / "node_modules" / module.name, symlinks=True)
        layers.append(top / f"part{i}")
    return layers


IMAGES = {f.__name__: f for f in (tiny, debian, node, python, java, mixed)}


# --- layouts ------------------------------------------------------------------------------------------------------------------

def store(blobs, pieces):
    """Writes a blob as it comes; gives its digest and size."""
    hasher, size, part = hashlib.sha256(), 0, blobs / "part"
    with part.open("wb") as out:
        for piece in pieces:
            hasher.update(piece)
            size += out.write(piece)
    part.rename(blobs / hasher.hexdigest())
    return {"digest": "sha256:" + hasher.hexdigest(), "size": size}


def whole_seconds(entry):
    """As builders write them: a fraction would cost each entry a header of its own."""
    entry.mtime = int(entry.mtime)
    return entry


def tar_file(source, place):
    """A layer as a tar: entries sorted by name, as builders write them."""
    if source.is_file() and source.suffix == ".tar":
        return source
    target = place / "layer.tar"
    if source.is_file():
        target.write_bytes(zlib.decompress(source.read_bytes(), 31))
        return target
    with tarfile.open(target, "w") as tar:
        for path in sorted(source.rglob("*")):
            tar.add(path, arcname=str(path.relative_to(source)), recursive=False, filter=whole_seconds)
    return target


def gzipped(file, diff):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    with file.open("rb") as source:
        while piece := source.read(1 << 20):
            diff.update(piece)
            yield packer.compress(piece)
    yield packer.flush()


def make_layout(folder, sources):
    if (folder / "oci-layout").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    layers, diffs = [], []
    for source in sources:
        diff = hashlib.sha256()
        layers.append({"mediaType": GZIP, **store(blobs, gzipped(tar_file(Path(source), folder), diff))})
        diffs.append("sha256:" + diff.hexdigest())
        (folder / "layer.tar").unlink(missing_ok=True)
    config = json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": diffs},
                         "history": [{"created": "2023-01-01T00:00:00Z", "created_by": "ADD"} for _ in layers]}).encode()
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": layers,
                "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **store(blobs, [config])}}
    described = {"mediaType": manifest["mediaType"], **store(blobs, [json.dumps(manifest).encode()]),
                 "annotations": {"org.opencontainers.image.ref.name": "latest"}}
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [described]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')


def second_on_base(work, sources):
    """What the image is built on, and a file of another application."""
    app = work / "second" / "srv"
    app.mkdir(parents=True, exist_ok=True)
    (app / "package.json").write_text('{"name":"second","version":"1.0.0"}')
    return [*(sources[:-1] or sources), work / "second"]


# --- tools: each gives its command line and forgets what it knows -----------------------------------------------------------

class Assay:
    name = "assay"

    def __init__(self, program, cache):
        self.program, self.cache, self.flags = program, cache, []

    def command(self, ref):
        return [self.program, "image", "--cache-dir", self.cache, "--skip-db-update", "-f", "json", *self.flags, ref]

    def forget(self):
        shutil.rmtree(self.cache / "analysis", ignore_errors=True)

    def moved(self, ref):
        receipt = self.cache / "receipt.json"
        receipt.unlink(missing_ok=True)
        subprocess.run([*self.command(ref), f"--explain-bytes={receipt}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        told = json.loads(receipt.read_text())
        share = 100 * told["bytes_moved"] / told["bytes_total"]
        return f"{told['rung']}: {told['bytes_moved']:,} bytes ({share:.3g} %), {told['request_count']} requests"

    def answer(self, ref):
        """What it finds in the image: packages with their places, and findings."""
        self.forget()
        said = subprocess.run(self.command(ref), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        found = set()
        for result in json.loads(said).get("Results", []):
            for package in result.get("Packages", []):
                found.add((package["Identifier"]["PURL"], package.get("FilePath", "")))
            for finding in result.get("Vulnerabilities", []):
                found.add((finding["VulnerabilityID"], finding["PkgIdentifier"]["PURL"], finding.get("PkgPath", "")))
        return found


class Trivy:
    name = "trivy"

    def __init__(self, program, cache):
        self.program, self.cache = program, cache
        java = cache / "java-db"
        if not java.exists():  # an empty one: else it stops, or fetches half a gigabyte
            java.mkdir(parents=True)
            with sqlite3.connect(java / "trivy-java.db") as db:
                db.execute("CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT)")
                db.execute("CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT)")
            (java / "metadata.json").write_text('{"Version":1,"NextUpdate":"2099-01-01T00:00:00Z","UpdatedAt":"2026-01-01T00:00:00Z"}')

    def command(self, ref):
        return [self.program, "image", "--cache-dir", self.cache, "--quiet", "--skip-db-update", "--skip-java-db-update", "--image-src", "remote",
                "--format", "cyclonedx", ref]

    def forget(self):
        shutil.rmtree(self.cache / "fanal", ignore_errors=True)

    def moved(self, ref):
        return ""


# --- the runs -----------------------------------------------------------------------------------------------------------------

STEPS = ("cold", "second image on the base", "unchanged")


def one_round(tool, refs, results):
    first, second = refs
    tool.forget()
    for step, ref in zip(STEPS, (first, second, first)):
        run = measured(tool.command(ref))
        if run[0] > 1:
            sys.exit(f"{tool.name} {ref}: exit {run[0]}")
        results.setdefault((tool.name, step), []).append(run)


def median(runs, which):
    return statistics.median(run[which] for run in runs)


def line(label, runs, more=""):
    wall, cpu = median(runs, 1), median(runs, 2)
    print(f"  {label:44} {wall:7.2f} {cpu:7.2f} {max(r[3] for r in runs):6.0f}  {more}", flush=True)


def floor(host, name, layout, runs):
    """The least there is to do with the blobs of a gzip image; CPU seconds."""
    digest = json.loads((layout / "index.json").read_text())["manifests"][0]["digest"]
    manifest = json.loads((layout / "blobs" / digest.replace(":", "/")).read_text())
    urls = " ".join(f"http://{host}/v2/bench/{name}/blobs/{l['digest']}" for l in manifest["layers"])
    sum_cpu = 0
    for label, program in (("floor: curl | igzip -dc", "igzip -dc"), ("floor: curl | openssl dgst -sha256", "openssl dgst -sha256")):
        if not shutil.which(program.split()[0]):
            print(f"  {label}: not here")
            return 0
        timed = [measured(["/bin/sh", "-c", f"curl -s {urls} | {program}"]) for _ in range(runs)]
        line(label, timed)
        sum_cpu += median(timed, 2)
    return sum_cpu


def ratios(results):
    for step in STEPS:
        ours, theirs = results.get(("assay", step)), results.get(("trivy", step))
        if ours and theirs:
            wall, cpu, rss = (median(ours, i) / median(theirs, i) for i in (1, 2, 3))
            print(f"  {'assay / trivy: ' + step:44} {wall:7.2f} {cpu:7.2f} {rss:6.2f}")


def targets(name, results, least):
    cold, again = results[("assay", "cold")], results[("assay", "unchanged")]
    checks = [("peak memory at most 130 MB", max(r[3] for r in cold), 130), ("unchanged in 0.30 s", median(again, 1), 0.30)]
    if name == "tiny":
        checks.append(("cold in 0.35 s", median(cold, 1), 0.35))
    theirs = results.get(("trivy", "cold"))
    if theirs and name in ("node", "python", "java", "mixed"):
        checks.append(("0.40 of Trivy's wall", median(cold, 1) / median(theirs, 1), 0.40))
        checks.append(("0.50 of Trivy's CPU", median(cold, 2) / median(theirs, 2), 0.50))
    if least and name == "mixed":
        checks.append(("twice the floor's CPU", median(cold, 2) / least, 2))
    for what, value, most in checks:
        print(f"  {'met   ' if value <= most else 'MISSED'} {what}: {value:.2f}")


def layouts(name, work):
    sources = IMAGES[name](work)
    both = work / "layouts" / name, work / "layouts" / (name + "-second")
    make_layout(both[0], sources)
    make_layout(both[1], second_on_base(work, sources))
    return both


def measure(name, form, options, host, tools):
    """Prints a form's part of the table; gives what Assay found."""
    work = options.work
    try:
        layout, second = layouts(name, work)
        programs = {"assay": options.assay, "work": work}
        (first, flags), (other, _) = FORMS[form](layout, host, name, programs), FORMS[form](second, host, name + "-second", programs)
    except (real.Missing, Missing) as missing:
        print(f"{name} ({form}): left out, {missing} is not here")
        return None
    refs, results = (first, other), {}
    ours, *others = tools
    ours.flags = flags
    tools = [ours, *others] if form == "gzip" else [ours]
    packed = sum(f.stat().st_size for f in (layout / "blobs" / "sha256").iterdir())
    print(f"{name} ({form}): {packed / 1e6:.0f} MB as gzip")
    for _ in range(options.runs if form == "gzip" else min(options.runs, options.form_runs)):
        for tool in tools:
            one_round(tool, refs, results)
    for tool in tools:
        tool.forget()
        for step, ref in zip(STEPS, (*refs, refs[0])):
            line(f"{tool.name}: {step}", results[(tool.name, step)], tool.moved(ref))
    if form == "gzip":
        least = floor(host, name, layout, options.runs)
        ratios(results)
        targets(name, results, least)
    return ours.answer(first)


def compare(name, form, found, expected):
    if found == expected:
        print(f"  met    the same answer as gzip: {len(found)} packages and findings")
        return
    print(f"  MISSED another answer than gzip: {len(expected - found)} of {len(expected)} are not there, {len(found - expected)} are new")
    for line in [*(f"- {x}" for x in sorted(expected - found)[:3]), *(f"+ {x}" for x in sorted(found - expected)[:3])]:
        print("         " + line)


def database(assay, cache):
    if not (cache / "db").exists():
        data = real.DATA / "advisories"
        known = [f"{name}={data / name}" for name in ("debian", "alpine-secdb", "pypa") if (data / name).exists()]
        subprocess.run([assay, "db", "build", "--cache-dir", cache, *(w for k in known for w in ("--source", k))], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", default=",".join(IMAGES))
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--form-runs", type=int, default=3, help="of forms other than gzip")
    parser.add_argument("--assay", default=ASSAY, help="another build than this checkout's")
    parser.add_argument("--trivy", default=shutil.which("trivy"))
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--work", type=Path, default=Path("/tmp/assay-ladder"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    cache = options.cache or options.work / "cache"
    database(options.assay, cache)
    tools = [Assay(options.assay, cache)] + ([Trivy(options.trivy, options.work / "trivy")] if options.trivy else [])
    process, port = registry(options.work)
    try:
        print(f"  {'medians of ' + str(options.runs):44} {'wall s':>7} {'CPU s':>7} {'MB':>6}")
        for name in options.images.split(","):
            expected = None
            for form in options.forms.split(","):
                found = measure(name, form, options, f"127.0.0.1:{port}", tools)
                if form == "gzip":
                    expected = found
                elif found is not None and expected is not None:
                    compare(name, form, found, expected)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
