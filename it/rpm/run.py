#!/usr/bin/env python3
"""Holds the built program against rpm itself and AlmaLinux's raw advisories.

Makes packages with AlmaLinux's names and versions around those of its notices, installs them into a root with Debian's
rpm, makes an image of the root, scans it, and compares: the packages with what `rpm -qa` prints, the findings with what
this script reads out of the raw records with rpm's own comparison of versions. Rules of that reading: a record is about
each package it names; each CVE in `related` is a finding, the record's own id where there is none, but not of notices about
bugs (ALBA) and features (ALEA); several versions of a package in one record are builds of one fix, the lowest suffices;
a version with `.module` is about the streams that the summary names; headers and such of the kernel do not count.

Needs rpm, rpmbuild, rpmlua, the test data.   it/rpm/run.py [--packages N] [--seed S] [--release 8|9|10] [--work DIR]
"""
import argparse, collections, hashlib, io, json, os, random, re, shutil, subprocess, sys, tarfile, tempfile, zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ADVISORIES = Path(os.environ.get("ASSAY_TEST_DATA", ROOT.parent / "shared")) / "data/advisories"
NOT_RUNNING = re.compile(r"kernel(-[a-z0-9]+)*-(headers|devel|devel-matched|doc|abi-stablelists|abi-whitelists)")
STREAM = re.compile(r"(?<![\w.:+-])[a-z0-9][\w.+-]*:[A-Za-z0-9][\w.+-]*")


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
    return done.stdout


def records(release):
    """(ids, streams, {name: [fix]}) of every record that counts."""
    found = []
    with zipfile.ZipFile(ADVISORIES / "almalinux/all.zip") as archive:
        for name in sorted(archive.namelist()):
            one = json.loads(archive.read(name))
            ids = sorted({r for r in one.get("related", []) if re.fullmatch(r"CVE-\d+-\d+", r)})
            if not ids and one["id"][:4] in ("ALBA", "ALEA") or one.get("withdrawn"):
                continue
            fixes = collections.defaultdict(list)
            for entry in one["affected"]:
                if entry["package"]["ecosystem"] == f"AlmaLinux:{release}":
                    fixes[entry["package"]["name"]] += [e["fixed"] for r in entry["ranges"] for e in r["events"] if "fixed" in e]
            if fixes:
                found.append((ids or [one["id"]], STREAM.findall(one["summary"]), fixes))
    return found


def older(version, r):
    """The version with a number in it lowered, or as it is, or raised."""
    numbers = [m for m in re.finditer(r"\d+", re.split(r"\.el|\.module", version)[0]) if 0 < int(m.group()) < 10**6]
    how = r.random()
    if not numbers or how < 0.25:
        return version
    one = r.choice(numbers)
    value = int(one.group()) + (1 if how > 0.85 else -1)
    return version[: one.start()] + str(value) + version[one.end() :]


def chosen(found, count, r):
    packages = {}
    names = sorted({(n, tuple(f)) for _, _, fixes in found for n, f in fixes.items()})
    modular = [(streams, n, f) for _, streams, fixes in found for n, f in fixes.items() if ".module" in f[0]]
    for name, fixes in r.sample(names, min(len(names), count)) + [(n, f) for n, f in names if n.startswith("kernel-")][:6]:
        version = older(r.choice(fixes), r)
        label = ""
        if ".module" in version:
            streams, _, _ = r.choice([m for m in modular if m[1] == name])
            label = r.choice(streams) if streams and r.random() < 0.7 else "other:1"
            label += ":8030020210503082520:30b713e6"
        packages[name] = (version, label)
    return packages


def build(packages, work):
    specs = work / "specs"
    specs.mkdir()
    for name, (version, label) in packages.items():
        epoch, _, rest = version.rpartition(":")
        upstream, _, release = rest.rpartition("-")
        (specs / f"{name}.spec").write_text(
            f"Name: {name}\nVersion: {upstream}\nRelease: {release}\n" + (f"Epoch: {epoch}\n" if epoch else "")
            + (f"ModularityLabel: {label}\n" if label else "")
            + "Summary: x\nLicense: x\nVendor: AlmaLinux\nBuildArch: noarch\n%description\nx\n%files\n")
    run("rpmbuild", "-bb", "--define", f"_topdir {work}/top", "--define", "_build_id_links none", *sorted(specs.iterdir()))
    root = work / "root"
    (root / "etc").mkdir(parents=True)
    rpms = sorted((work / "top/RPMS").rglob("*.rpm"))
    run("rpm", "--root", root, "--dbpath", "/var/lib/rpm", "--define", "_db_backend sqlite", "--nodeps", "--noscripts", "-i", *rpms)
    return root


def image(root, file):
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        tar.add(root, arcname="")
    layer = layer.getvalue()
    digest = hashlib.sha256(layer).hexdigest()
    config = json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]}}).encode()
    manifest = json.dumps([{"Config": "config.json", "RepoTags": ["alma:test"], "Layers": ["layer.tar"]}]).encode()
    with tarfile.open(file, "w") as tar:
        for name, data in (("config.json", config), ("layer.tar", layer), ("manifest.json", manifest)):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


def expected(found, packages, script):
    pairs = sorted({(v, f) for n, (v, _) in packages.items() for _, _, fixes in found for f in fixes.get(n, [])})
    answers = run("rpmlua", script, input="\n".join("\t".join(p) for p in pairs) + "\n").split()
    below = {pair: answer == "-1" for pair, answer in zip(pairs, answers, strict=True)}
    wanted = set()
    for ids, streams, fixes in found:
        for name, all_fixes in fixes.items():
            if name not in packages or NOT_RUNNING.fullmatch(name):
                continue
            version, label = packages[name]
            is_modular = ".module" in all_fixes[0]
            own = ":".join(label.split(":")[:2])
            if is_modular != (bool(label) or ".module" in version) or (is_modular and label and streams and own not in streams):
                continue
            if all(below[(version, fix)] for fix in all_fixes):
                wanted |= {(i, name) for i in ids}
    return wanted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--release", default="8")
    parser.add_argument("--assay", default=str(ROOT / "assay"))
    options = parser.parse_args()
    r = random.Random(options.seed)
    work = Path(tempfile.mkdtemp(prefix="assay-rpm-"))
    try:
        found = records(options.release)
        packages = chosen(found, options.packages, r)
        root = build(packages, work)
        (root / "etc/os-release").write_text(f'NAME="AlmaLinux"\nVERSION="{options.release}.9"\nID="almalinux"\nVERSION_ID="{options.release}.9"\n')
        run(options.assay, "db", "build", "--cache-dir", work / "cache", "--source", f"almalinux={ADVISORIES}/almalinux")
        image(root, work / "image.tar")
        report = json.loads(run(options.assay, "image", "--cache-dir", work / "cache", "--skip-db-update", "--format", "json", "--input", work / "image.tar"))
        [result] = [one for one in report["Results"] if one["Class"] == "os-pkgs"]
        ours = sorted(f"{p['Name']} {p.get('Epoch', 0)}:{p['Version']}-{p['Release']} {p.get('Modularitylabel', '(none)')}" for p in result["Packages"])
        theirs = sorted(run("rpm", "--root", root, "--dbpath", "/var/lib/rpm", "-qa", "--qf", "%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE} %{MODULARITYLABEL}\n").splitlines())
        wanted = expected(found, packages, ROOT / "it/versions/rpm.lua")
        got = {(v["VulnerabilityID"], v["PkgName"]) for v in result.get("Vulnerabilities", [])}
        print(f"packages: {len(theirs)} by rpm, {len(ours)} by us, {len(set(ours) ^ set(theirs))} differences")
        print(f"findings: {len(wanted)} expected, {len(got)} reported, {len(wanted - got)} missing, {len(got - wanted)} too many")
        for one in sorted(wanted - got)[:5] + sorted(got - wanted)[:5]:
            print("  ", "missing" if one in wanted else "too many", one, packages.get(one[1]))
        return 0 if ours == theirs and wanted == got and wanted else 1
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
