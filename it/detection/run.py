#!/usr/bin/env python3
"""Holds what Assay finds in images of real packages against the lists that the ecosystems' own tools print.

  it/detection/run.py [--work DIR] [--syft PROGRAM] [CASE…]

Prints recall and precision of each image, counted before any difference is explained, then every difference with its
explanation from explained.tsv. What is found counts as extra whatever its type, also of a type that the truth does not have.
Images with jars are scanned twice: with an index of the repository that the jars came from (`db build --source maven-index=`),
and with no help: those figures are printed (`no index`) and no gate. Ends with 1 where a difference is not explained, where a
figure is below 99.5 %, where fewer than 25 images ran (but for CASEs that are named), and, with ASSAY_REQUIRE=tools, where a
tool is missing. With --syft the same images are given to Syft, and what it finds and Assay does not is listed. --work keeps the
images between runs.
"""
import argparse, gzip, hashlib, json, os, shutil, subprocess, sys, tarfile, tempfile, time, urllib.parse
from pathlib import Path

import images

HERE = Path(__file__).resolve().parent
LEAST_PERCENT, LEAST_IMAGES = 99.5, 25
ASSAY = str(HERE.parent.parent / "assay")


def layer(source, blobs):
    """A folder or a tar as a gzip blob; its descriptor and diffID."""
    raw = blobs / "raw"
    if source.is_dir():
        with tarfile.open(raw, "w") as tar:
            for child in sorted(source.iterdir()):
                tar.add(child, arcname=child.name)
    else:
        opened = gzip.open if source.suffix == ".gz" else open
        with opened(source, "rb") as content, raw.open("wb") as out:
            shutil.copyfileobj(content, out)
    diff_id = digest(raw)
    packed = blobs / "packed"
    with raw.open("rb") as content, packed.open("wb") as out, gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0) as z:
        shutil.copyfileobj(content, z)
    raw.unlink()
    name = digest(packed)
    size = packed.stat().st_size
    packed.rename(blobs / name)
    return {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": "sha256:" + name, "size": size}, "sha256:" + diff_id


def digest(file):
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def layout(folder, sources):
    blobs = images.fresh(folder) / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def blob(value):
        content = json.dumps(value).encode()
        name = hashlib.sha256(content).hexdigest()
        (blobs / name).write_bytes(content)
        return {"digest": "sha256:" + name, "size": len(content)}

    done = [layer(Path(s), blobs) for s in sources]
    config = blob({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [d for _, d in done]}, "history": []})
    manifest = blob({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                     "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **config}, "layers": [l for l, _ in done]})
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [
        {"mediaType": "application/vnd.oci.image.manifest.v1+json", **manifest}]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')


def parsed(purl):
    """(type, name, version) of a package URL, the version with its epoch."""
    body, _, query = purl.removeprefix("pkg:").partition("?")
    kind, _, rest = body.partition("/")
    path, _, version = rest.rpartition("@") if "@" in rest.rsplit("/", 1)[-1] else (rest, "", "")
    names = [urllib.parse.unquote(part) for part in path.split("/")]
    name = names[-1] if kind in ("deb", "apk", "rpm") else (":" if kind == "maven" else "/").join(names)
    if kind == "pypi":
        name = images.normal(name)
    epoch = urllib.parse.parse_qs(query).get("epoch", [""])[0]
    version = urllib.parse.unquote(version)
    return kind, name, epoch + ":" + version if epoch and epoch != "0" else version


def by_assay(folder, cache):
    done = subprocess.run([ASSAY, "image", "--input", str(folder), "--skip-db-update", "--cache-dir", str(cache), "-f", "json", "--quiet"],
                          capture_output=True)
    if done.returncode:
        sys.exit(f"assay: {done.returncode}\n{done.stderr.decode()}")
    report = json.loads(done.stdout)
    packages = [p for r in report.get("Results", []) for p in r.get("Packages", [])]
    gaps = [g for g in report.get("Gaps", []) if "held against" not in g["Problem"] and "cannot compare" not in g["Problem"]]
    return {parsed(p["Identifier"]["PURL"]) for p in packages if p["Identifier"].get("PURL")}, gaps


def database(cache, *sources):
    """A database for the scans to open: what is found does not depend on advisories, but for the index of jars."""
    if not (cache / "db" / "manifest.json").exists():
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "none.json").write_text(json.dumps({"vulnerabilities": [{"cveID": "CVE-1999-0001", "dateAdded": "1999-01-01"}]}))
        subprocess.run([ASSAY, "db", "build", "--quiet", "--cache-dir", str(cache), f"kev={cache / 'none.json'}", *sources],
                       check=True, stdout=subprocess.DEVNULL)
    return cache


def by_syft(program, folder):
    done = subprocess.run([program, "scan", f"oci-dir:{folder}", "-o", "json", "-q"], capture_output=True)
    return {parsed(a["purl"]) for a in json.loads(done.stdout)["artifacts"] if a.get("purl")}


def same(entry):
    """How a name or version is compared: Go's module paths have no case in a package URL."""
    kind, name, version = entry
    return (kind, name.lower() if kind in ("golang", "npm", "composer") else name, version.removeprefix("v") if kind in ("golang", "composer") else version)


def explanations():
    table = {}
    for line in (HERE / "explained.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            name, sign, kind, package, why = line.split("\t")
            table[(name, sign, kind, package)] = why
    return table


def explained(table, name, sign, entry):
    return table.get((name, sign, entry[0], entry[1])) or table.get((name, sign, entry[0], "*")) or table.get(("*", sign, entry[0], entry[1]))


def named(entry, extra):
    """A library of the truth whose group nobody says is what was found under its name and version."""
    kind, name, version = entry
    return next((e for e in sorted(extra) if name.startswith("*:") and e[0] == kind and e[1].endswith(name[1:]) and e[2] == version), entry)


def compared(name, truth, everything, gaps, table, gated):
    """Prints an image's line and differences; what is wrong with them."""
    failed = []
    found = {same(e) for e in everything}
    truth = {named(e, found - truth) for e in truth}
    missed, extra = sorted(truth - found), sorted(found - truth)
    recall = 100 * (1 - len(missed) / max(1, len(truth)))
    precision = 100 * (1 - len(extra) / max(1, len(found)))
    print(f"{name:34} {len(truth):6} {len(found):6} {len(missed):6} {len(extra):6}  {recall:6.2f} {precision:9.2f} {len(gaps):4}", flush=True)
    for sign, entries in (("-", missed), ("+", extra)):
        for entry in entries[:40]:
            why = explained(table, name, sign, entry)
            print(f"    {sign} {' '.join(entry)}: {why or 'NOT EXPLAINED'}")
            if not why:
                failed.append(f"{name} {sign} {' '.join(entry)}")
    for gap in gaps[:5]:
        print(f"    gap {gap['Path']}: {gap['Problem']}")
    if not gated:
        print("    no index: no gate")
    elif min(recall, precision) < LEAST_PERCENT:
        failed.append(f"{name}: recall {recall:.2f}, precision {precision:.2f}")
    return failed


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--work", type=Path)
    arguments.add_argument("--syft")
    arguments.add_argument("cases", nargs="*")
    given = arguments.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="assay-detection-"))
    table, failed, skipped, ran = explanations(), [], [], 0
    print(f"{'image':34} {'truth':>6} {'found':>6} {'missed':>6} {'extra':>6}  recall precision gaps")
    for name, build in images.CASES.items():
        if given.cases and name not in given.cases:
            continue
        folder = work / name
        folder.mkdir(parents=True, exist_ok=True)
        try:
            layers, truth = build(folder)
        except images.Missing as missing:
            skipped.append(f"{name}: no {missing}")
            continue
        layout(work / name / "layout", layers)
        has_jars = any(t[0] == "maven" for t in truth)
        truth = {same(t) for t in truth if t[1]}
        ways = [(name, [])] + [(name + "+index", [f"maven-index={images.maven_repository()}"])] * has_jars
        for way, sources in ways:
            everything, gaps = by_assay(work / name / "layout", database(work / ("cache-index" if sources else "cache"), *sources))
            failed += compared(way, truth, everything, gaps, table, bool(sources) or not has_jars)
        ran += 1
        if given.syft:
            theirs = {same(e) for e in by_syft(given.syft, work / name / "layout")}
            ours = {same(e) for e in everything}
            only = sorted(theirs - ours)
            print(f"    syft finds {len(theirs)}; of them not found here: {len(only)}; found here alone: {len(ours - theirs)}")
            for entry in only[:25]:
                print(f"    s {' '.join(entry)}")
    for line in skipped:
        print("skipped", line)
    if not given.cases and ran < LEAST_IMAGES:
        failed.append(f"{ran} images ran, {LEAST_IMAGES} are needed")
    if not ran:
        failed.append("no image ran")
    if skipped and "tools" in os.environ.get("ASSAY_REQUIRE", "").split(","):
        failed += [f"ASSAY_REQUIRE=tools: {line}" for line in skipped]
    print(f"{ran} images, {len(skipped)} skipped, {len(failed)} failures")
    for line in failed:
        print("FAIL", line)
    sys.exit(1 if failed else 0)


main()
