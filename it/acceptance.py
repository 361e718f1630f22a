#!/usr/bin/env python3
"""Holds the built program against real registries and real packages, with an oracle of its own.

Makes images of real distributions and packages, pushes them with skopeo into Debian's docker-registry on loopback, builds
the database from the raw advisories, scans, and compares the ids with what this script reads out of the same raw
advisories with other people's version comparisons (dpkg, packaging, node's semver).

Needs root (mmdebstrap), docker-registry, skopeo, mmdebstrap, htpasswd, npm, pip with `packaging`, and the test data.
  it/acceptance.py [--work DIR]      DIR keeps the images between runs
"""
import argparse, base64, gzip, hashlib, io, itertools, json, os, re, shutil, socket, subprocess, sys, tarfile, time, zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ASSAY_TEST_DATA", HERE.parent / "shared")) / "data"
ADVISORIES = DATA / "advisories"
ASSAY = str(HERE / "assay")
CHECKS = []


def check(name, ok, shown=""):
    CHECKS.append((name, ok))
    print(f"{'ok  ' if ok else 'FAIL'} {name}" + (f"\n       {shown}" if shown else ""), flush=True)


def run(*args, env=None, stdin=None, timeout=600):
    full = {**os.environ, **(env or {})}
    return subprocess.run([str(a) for a in args], capture_output=True, env=full, input=stdin, timeout=timeout)


def must(*args, **kw):
    done = run(*args, **kw)
    if done.returncode:
        sys.exit(f"{args}: {done.returncode}\n{done.stdout.decode()[-2000:]}\n{done.stderr.decode()[-2000:]}")
    return done.stdout.decode()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Registry:
    """Debian's docker-registry on loopback, stopped by its own process id."""

    def __init__(self, work, name, htpasswd=None):
        self.port = free_port()
        root = work / f"registry-{name}"
        root.mkdir(parents=True, exist_ok=True)
        auth = f"\nauth:\n  htpasswd:\n    realm: test\n    path: {htpasswd}\n" if htpasswd else ""
        config = root / "config.yml"
        config.write_text(
            f"version: 0.1\nlog:\n  accesslog:\n    disabled: false\nstorage:\n  filesystem:\n    rootdirectory: {root}/data\n"
            f"http:\n  addr: 127.0.0.1:{self.port}\n{auth}")
        self.log = root / "access.log"
        self.process = subprocess.Popen(["docker-registry", "serve", config], stdout=self.log.open("wb"), stderr=subprocess.STDOUT)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return
            except OSError:
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def lines(self):
        return [l for l in self.log.read_text(errors="replace").splitlines() if '"GET ' in l or '"HEAD ' in l]


def layer_of(entries):
    """A gzip layer of {path: bytes}."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for path, content in sorted(entries.items()):
            info = tarfile.TarInfo(path)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return raw.getvalue()


def tar_of_folder(folder, prefix):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        tar.add(folder, arcname=prefix)
    return raw.getvalue()


def layout(folder, tars, architecture="amd64"):
    """An OCI layout of plain tars, each gzipped."""
    shutil.rmtree(folder, ignore_errors=True)
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def blob(content):
        digest = hashlib.sha256(content).hexdigest()
        (blobs / digest).write_bytes(content)
        return "sha256:" + digest

    layers, diff_ids, history = [], [], []
    for i, tar in enumerate(tars):
        diff_ids.append("sha256:" + hashlib.sha256(tar).hexdigest())
        packed = gzip.compress(tar, 6, mtime=0)
        layers.append({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": blob(packed), "size": len(packed)})
        history.append({"created": "2023-01-01T00:00:00Z", "created_by": f"ADD layer{i}.tar /"})
    config = json.dumps({"architecture": architecture, "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": diff_ids}, "history": history}).encode()
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                           "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": blob(config), "size": len(config)},
                           "layers": layers}).encode()
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": blob(manifest), "size": len(manifest), "annotations": {"org.opencontainers.image.ref.name": "latest"}}]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')


ALPINE_OLD = {"openssl": "1.1.1c-r0", "musl": "1.1.22-r2", "busybox": "1.30.1-r1", "apk-tools": "2.10.3-r1"}
DEBIAN_OLD = {"openssl": "1.1.1k-1", "curl": "7.74.0-1.3", "glibc": "2.31-13", "python3.9": "3.9.2-1", "systemd": "247.3-6",
              "zlib": "1:1.2.11.dfsg-2", "gnutls28": "3.7.1-5", "expat": "2.2.10-2", "libxml2": "2.9.10+dfsg-6.7", "xz-utils": "5.2.5-2",
              "gzip": "1.10-4", "dpkg": "1.20.9", "libtasn1-6": "4.16.0-2", "cyrus-sasl2": "2.1.27+dfsg-2.1", "openldap": "2.4.57+dfsg-3",
              "nghttp2": "1.43.0-1", "krb5": "1.18.3-6", "libssh2": "1.9.0-2", "ncurses": "6.2+20201114-2", "perl": "5.32.1-4"}
NPM_OLD = ["lodash@4.17.4", "minimist@0.0.8", "handlebars@4.0.11", "marked@0.3.5", "jquery@2.2.4", "moment@2.18.1"]
PIP_OLD = ["jinja2==2.10", "requests==2.19.1", "urllib3==1.24.1", "django==2.2.0", "flask==0.12.2", "werkzeug==0.14.1", "pillow==9.0.0", "certifi==2019.3.9"]


def old_apk(text):
    out = []
    for block in text.split("\n\n"):
        origin = re.search(r"^o:(.*)$", block, re.M)
        if origin and origin.group(1) in ALPINE_OLD:
            block = re.sub(r"^V:.*$", "V:" + ALPINE_OLD[origin.group(1)], block, flags=re.M)
        out.append(block)
    return "\n\n".join(out)


def dpkg_blocks(text):
    for block in text.strip().split("\n\n"):
        fields = dict(re.findall(r"^([A-Za-z-]+): ?(.*)$", block, re.M))
        source = fields.get("Source", fields["Package"])
        m = re.match(r"(\S+)(?: \((.*)\))?", source)
        yield block, fields, m.group(1), m.group(2) or fields["Version"]


def old_dpkg(text):
    out = []
    for block, fields, source, _ in dpkg_blocks(text):
        if source in DEBIAN_OLD:
            block = re.sub(r"^Version:.*$", "Version: " + DEBIAN_OLD[source], block, flags=re.M)
            block = re.sub(r"^Source:.*$", "Source: " + source, block, flags=re.M)
        out.append(block)
    return "\n\n".join(out) + "\n\n"


def build_images(work):
    tars = {}
    images = work / "layouts"
    alpine = gzip.decompress(next((DATA / "images").glob("alpine-minirootfs-3.10.9*")).read_bytes())
    apk_db = tarfile.open(fileobj=io.BytesIO(alpine)).extractfile("./lib/apk/db/installed").read().decode()
    tars["alpine-clean"] = [alpine]
    tars["alpine-old"] = [alpine, layer_of({"lib/apk/db/installed": old_apk(apk_db).encode()})]
    debian_tar = work / "bullseye.tar"
    if not debian_tar.exists():
        must("mmdebstrap", "--variant=minbase", "--include=ca-certificates,openssl,curl,python3,perl", "bullseye", debian_tar)
    debian = debian_tar.read_bytes()
    status = tarfile.open(fileobj=io.BytesIO(debian)).extractfile("./var/lib/dpkg/status").read().decode()
    tars["debian-clean"] = [debian]
    tars["debian-old"] = [debian, layer_of({"var/lib/dpkg/status": old_dpkg(status).encode()})]
    node = work / "node"
    if not node.exists():
        node.mkdir()
        must("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", node, *NPM_OLD)
    python = work / "python"
    if not python.exists():
        must(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary=:all:", "--python-version", "3.9", "--target", python, *PIP_OLD)
    tars["mixed"] = tars["debian-old"] + [tar_of_folder(node, "srv/app"), tar_of_folder(python, "usr/local/lib/python3.9/site-packages")]
    for name, parts in tars.items():
        if not (images / name).exists():
            layout(images / name, parts)
    return {"apk": old_apk(apk_db), "status": old_dpkg(status), "clean-status": status, "node": node, "python": python}


# The oracle: what the raw advisories say, compared with other people's version rules.

def debian_truth(status):
    text = []
    for kind in ("DSA", "DLA", "DTSA"):
        text += (ADVISORIES / "debian" / "data" / kind / "list").read_text(errors="replace").splitlines()
    rules, notice, ids = [], "", []
    for line in text:
        head = re.match(r"\[.*?\] (\S+) ", line)
        if head:
            notice, ids = head.group(1), []
        elif line.strip().startswith("{"):
            ids = line.strip().strip("{}").split()
        else:
            m = re.match(r"\s+\[bullseye\] - (\S+) (\S+)", line)
            if m:
                rules.append((m.group(1), m.group(2), ids or [notice]))
    wanted = {}
    for _, fields, source, version in dpkg_blocks(status):
        if fields.get("Status", "").endswith(" installed"):
            wanted.setdefault((source, version), []).append(fields["Package"])
    found = set()
    for name, fixed, ids in rules:
        for (source, version), binaries in wanted.items():
            if source == name and not fixed.startswith("<") and \
                    subprocess.run(["dpkg", "--compare-versions", version, "lt", fixed]).returncode == 0:
                found |= {(i, b) for i in ids for b in binaries}
    return found


def osv_records(*archives):
    for archive in archives:
        with zipfile.ZipFile(ADVISORIES / archive) as z:
            for name in z.namelist():
                if name.endswith(".json"):
                    yield json.loads(z.read(name))


def first_id(record):
    ids = [record["id"]] + record.get("aliases", [])
    return next((i for i in ids if i.startswith("CVE-")), next((i for i in ids if i.startswith("GHSA-")), record["id"]))


def in_ranges(affected, version, key):
    if version in affected.get("versions", []):
        return True
    for r in affected.get("ranges", []):
        if r["type"] == "GIT":
            continue
        inside = False
        for event in sorted(r["events"], key=lambda e: key("0" if next(iter(e.values())) == "0" else next(iter(e.values())))):
            kind, at = next(iter(event.items()))
            if kind == "introduced" and (at == "0" or key(version) >= key(at)):
                inside = True
            elif kind == "fixed" and key(version) >= key(at):
                inside = False
            elif kind == "last_affected" and key(version) > key(at):
                inside = False
        if inside:
            return True
    return False


def language_records(ecosystem):
    """What every source of the database says of an ecosystem's packages: (ids, affected) of each record that stands."""
    archives = [str(p.relative_to(ADVISORIES)) for p in sorted(ADVISORIES.glob("*/*.zip")) if p.name != "packages.zip"]
    for record in osv_records(*archives):
        if not record.get("withdrawn"):
            for affected in record.get("affected", []):
                if (affected.get("package") or {}).get("ecosystem") == ecosystem:
                    yield first_id(record), affected


def python_truth(folder):
    from packaging.version import Version
    norm = lambda n: re.sub(r"[-_.]+", "-", n).lower()
    installed = {}
    for meta in folder.glob("*.dist-info/METADATA"):
        fields = dict(re.findall(r"^(Name|Version): (.*)$", meta.read_text(errors="replace"), re.M))
        installed[norm(fields["Name"])] = (fields["Name"], fields["Version"])
    found = set()
    for name, affected in language_records("PyPI"):
        package = installed.get(norm(affected["package"]["name"]))
        if package and in_ranges(affected, package[1], Version):
            found.add((name, package[0]))
    return found


RANKS = """
const semver = require("semver");
const all = JSON.parse(require("fs").readFileSync(0));
const known = all.filter(v => semver.valid(v, true)).sort(semver.compareLoose);
const ranks = {};
known.forEach((v, i) => { ranks[v] = i > 0 && semver.compareLoose(v, known[i - 1]) === 0 ? ranks[known[i - 1]] : i + 1; });
console.log(JSON.stringify(ranks));
"""


def retire_records():
    """Retire.js in its own form: libraries that are npm packages, from a version on and below another."""
    folder = ADVISORIES / "retirejs"
    js = json.loads((folder / "jsrepository-v5.json").read_text())
    told = [(library.get("npmname", name), v) for name, library in js.items() for v in library.get("vulnerabilities", [])]
    npm = json.loads((folder / "npmrepository.json").read_text())
    told += [(name, v) for name, library in npm.items() for v in library.get("vulnerabilities", [])]
    for name, v in told:
        events = [{"introduced": v.get("atOrAbove", "0")}] + ([{"fixed": v["below"]}] if "below" in v else [])
        ids = v.get("identifiers", {})
        github = ids.get("githubID", [])
        known = ids.get("CVE", []) or ([github] if isinstance(github, str) else github)
        for one in known:
            yield one, {"package": {"name": name}, "ranges": [{"type": "SEMVER", "events": events}]}


def npm_truth(folder):
    """Compared by node's own semver: it ranks every version that occurs, this script looks the ranks up."""
    installed = {}
    for manifest in folder.glob("node_modules/**/package.json"):
        owner = manifest.parent.parent.name
        if owner == "node_modules" or (owner.startswith("@") and manifest.parent.parent.parent.name == "node_modules"):
            content = json.loads(manifest.read_text())
            installed.setdefault(content["name"], set()).add(content["version"])
    records = itertools.chain(language_records("npm"), retire_records())
    told = [(name, affected) for name, affected in records if affected["package"]["name"] in installed]
    versions = {v for vs in installed.values() for v in vs}
    for _, affected in told:
        versions |= {v for r in affected.get("ranges", []) for e in r["events"] for v in e.values()}
    modules = Path(must("npm", "root", "-g").strip()) / "npm/node_modules"
    ranks = json.loads(must("node", "-e", RANKS, env={"NODE_PATH": str(modules)}, stdin=json.dumps(sorted(versions)).encode()))
    key = lambda version: ranks.get(version, 0)
    return {(name, package) for name, affected in told for package in [affected["package"]["name"]]
            for version in installed[package] if in_ranges(affected, version, key)}


def serve(work):
    plain = Registry(work, "plain")
    htpasswd = work / "htpasswd"
    htpasswd.write_text(must("htpasswd", "-Bbn", "user", "secret"))
    locked = Registry(work, "locked", htpasswd)
    return plain, locked


def ids_of(report):
    root = json.loads(report)
    return {(v["VulnerabilityID"], v["PkgName"]) for r in root.get("Results", []) for v in r.get("Vulnerabilities", [])}, root


def results(root, *types):
    return {(v["VulnerabilityID"], v["PkgName"]) for r in root.get("Results", []) if r.get("Type") in types for v in r.get("Vulnerabilities", [])}


def compare(name, found, truth):
    check(f"{name}: the same {len(truth)} findings as the raw advisories", found == truth,
          f"found {len(found)}; only ours: {sorted(found - truth)[:12]}; missed: {sorted(truth - found)[:12]}")


def codes(work, plain, locked, base):
    image = f"127.0.0.1:{plain.port}/alpine-old:latest"
    cases = [
        ("findings without a gate", 0, [image], {}),
        ("a gate that closes", 1, ["--exit-code", "1", "--severity", "CRITICAL,HIGH", image], {}),
        ("a gate that stays open", 0, ["--exit-code", "1", f"127.0.0.1:{plain.port}/alpine-clean:latest"], {}),
        ("wrong tag", 3, [f"127.0.0.1:{plain.port}/alpine-old:nope"], {}),
        ("wrong repository", 3, [f"127.0.0.1:{plain.port}/nope:latest"], {}),
        ("wrong password", 4, ["--username", "user", "--password", "wrong", f"127.0.0.1:{locked.port}/alpine-old:latest"], {}),
        ("no password", 4, [f"127.0.0.1:{locked.port}/alpine-old:latest"], {}),
        ("right password", 0, ["--username", "user", "--password", "secret", f"127.0.0.1:{locked.port}/alpine-old:latest"], {}),
        ("registry stopped", 4, [f"127.0.0.1:{free_port()}/alpine-old:latest"], {}),
        ("unknown flag", 2, ["--severty", "HIGH", image], {}),
        ("unknown severity", 2, ["--severity", "BAD", image], {}),
        ("database missing", 4, ["--cache-dir", work / "empty-cache", image], {}),
    ]
    for name, code, args, env in cases:
        args = args if "--cache-dir" in args else ["--cache-dir", base] + args
        done = run(ASSAY, "image", "--skip-db-update", *args, env=env)
        lines = [l for l in done.stderr.decode().strip().splitlines() if not l.startswith("warning: ")]
        check(f"{name}: exit {code}", done.returncode == code, f"exit {done.returncode}: " + " / ".join(lines)[:400])
        if code in (2, 3, 4):
            check(
                f"{name}: one clear line and a hint",
                len(lines) == 2 and lines[0].startswith("error: ") and re.match("hint: .{10}", lines[1]) is not None,
                " / ".join(lines)[:400],
            )


def hostile_layouts(work):
    """Images that somebody made to break a scanner, as OCI layouts."""
    root = work / "hostile"
    shutil.rmtree(root, ignore_errors=True)
    alpine = gzip.decompress(next((DATA / "images").glob("alpine-minirootfs-3.10.9*")).read_bytes())
    apk = old_apk(tarfile.open(fileobj=io.BytesIO(alpine)).extractfile("./lib/apk/db/installed").read().decode()).encode()
    release = b"ID=alpine\nVERSION_ID=3.10.2\n"

    def tar_of(*members):
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w") as tar:
            for name, kind, value in members:
                info = tarfile.TarInfo(name)
                if kind == "file":
                    info.size = len(value)
                    tar.addfile(info, io.BytesIO(value))
                else:
                    info.type = {"sym": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "dir": tarfile.DIRTYPE}[kind]
                    info.linkname = value
                    tar.addfile(info)
        return raw.getvalue()

    def blob_of(folder):
        manifest = json.loads((folder / "index.json").read_text())["manifests"][0]["digest"]
        layer = json.loads((folder / "blobs/sha256" / manifest[7:]).read_text())["layers"][-1]["digest"]
        return folder / "blobs/sha256" / layer[7:]

    system = [("etc/os-release", "file", release)]
    # A layer nobody has seen: one that is known is not read at all.
    layout(root / "mismatch", [alpine, layer_of({"srv/new": os.urandom(1 << 16)})])
    blob = blob_of(root / "mismatch")
    content = bytearray(blob.read_bytes())
    content[len(content) // 2] ^= 1
    blob.write_bytes(bytes(content))
    layout(root / "truncated", [alpine])
    blob = blob_of(root / "truncated")
    whole = blob.read_bytes()
    cut = whole[: len(whole) // 2]
    # A registry that keeps a truncated upload: digest and size are right, the gzip stream is not.
    digest = hashlib.sha256(cut).hexdigest()
    (blob.parent / digest).write_bytes(cut)
    index = root / "truncated" / "index.json"
    name = json.loads(index.read_text())["manifests"][0]["digest"][7:]
    manifest = json.loads((blob.parent / name).read_text())
    manifest["layers"][0].update(digest="sha256:" + digest, size=len(cut))
    text = json.dumps(manifest).encode()
    (blob.parent / hashlib.sha256(text).hexdigest()).write_bytes(text)
    top = json.loads(index.read_text())
    top["manifests"][0].update(digest="sha256:" + hashlib.sha256(text).hexdigest(), size=len(text))
    index.write_text(json.dumps(top))
    layout(root / "bomb", [tar_of(*system, ("zeros", "file", bytes(1 << 30)))])
    layout(root / "climbing", [tar_of(*system, ("lib/apk/db/installed", "file", apk), ("../../etc/passwd", "file", b"x"), ("/../../../tmp/assay-was-here", "file", b"x"))])
    layout(root / "deep", [tar_of(*system, ("lib/apk/db/installed", "file", apk), ("d/" * 1000 + "f", "file", b"x"))])
    layout(root / "loop", [tar_of(*system, ("lib", "sym", "usr/lib"), ("usr/lib", "sym", "../lib"), ("var/lib/dpkg", "sym", "/var/lib/dpkg"))])
    layout(root / "hardlinked", [tar_of(*system, ("a/database", "file", apk), ("lib/apk/db/installed", "hard", "a/database"))])
    stanza = b"Package: p%d\nStatus: install ok installed\nVersion: 1.0-%d\nArchitecture: amd64\nDescription: " + b"x" * 900 + b"\n\n"
    big = b"".join(stanza % (i, i) for i in range(105_000))
    layout(root / "big-status", [tar_of(("etc/os-release", "file", b"ID=debian\nVERSION_ID=11\n"), ("var/lib/dpkg/status", "file", big))])
    layout(root / "no-platform", [alpine], architecture="s390x")
    index = root / "no-platform" / "index.json"
    top = json.loads(index.read_text())
    top["manifests"][0]["platform"] = {"os": "linux", "architecture": "s390x"}
    index.write_text(json.dumps(top))
    return root


def hostile(work, cache):
    root = hostile_layouts(work)
    cases = [
        ("mismatch", 3, 0), ("truncated", 3, 0), ("bomb", 3, 0), ("climbing", 0, 5), ("deep", 0, 5), ("loop", 0, 0),
        ("hardlinked", 0, 5), ("big-status", 0, 0), ("no-platform", 3, 0)]
    for name, code, findings in cases:
        started = time.time()
        done = run("/usr/bin/time", "-f", "%M", ASSAY, "image", "--cache-dir", cache, "--skip-db-update", "-f", "json", "--input", root / name)
        lines = done.stderr.decode().strip().splitlines()
        rss = int(lines[-1]) // 1024 if lines and lines[-1].isdigit() else -1
        said = [l for l in lines if l.startswith(("error", "hint"))]
        found = len(ids_of(done.stdout)[0]) if code == 0 and done.returncode == 0 else 0
        gaps = [g for g in json.loads(done.stdout or b"{}").get("Gaps", [])] if done.returncode == 0 else []
        check(f"hostile {name}: exit {code}, at least {findings} findings, bounded memory",
              done.returncode == code and found >= findings and 0 < rss < 450 and (code == 0 or said),
              f"exit {done.returncode}, {found} findings, {rss} MB resident, {time.time() - started:.1f} s; {' / '.join(said)[:300]} gaps {str(gaps[:2])[:300]}")
    check("hostile names wrote nothing", not Path("/tmp/assay-was-here").exists())


def written(work, plain, cache):
    """Every file a scan opens for writing, by strace: the outputs asked for and the cache folder, nothing else."""
    shutil.rmtree(cache / "analysis", ignore_errors=True)
    trace = work / "strace.txt"
    out = work / "report.json"
    done = run("strace", "-f", "-qq", "-e", "trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,symlink", "-o", trace,
               ASSAY, "image", "--cache-dir", cache, "--skip-db-update", "-f", f"json={out}", f"127.0.0.1:{plain.port}/mixed:latest")
    paths = set()
    for line in trace.read_text(errors="replace").splitlines():
        if " = -1" in line:
            continue
        if re.search(r"O_WRONLY|O_RDWR|O_CREAT", line) or re.search(r"\b(mkdir|mkdirat|creat|link|symlink)\(", line):
            m = re.search(r'"([^"]+)"', line)
            if m:
                paths.add(m.group(1))
    allowed = (str(cache), "/dev/", "/proc/self/coredump_filter", str(work / "report.json"), str(work / ".report.json"))
    other = sorted(p for p in paths if not p.startswith(allowed))
    check("nothing is written but the output and the cache", done.returncode == 0 and not other, f"{len(paths)} paths opened for writing; others: {other[:8]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", default="/tmp/assay-acceptance")
    work = Path(parser.parse_args().work)
    work.mkdir(parents=True, exist_ok=True)
    truth = build_images(work)
    plain, locked = serve(work)
    try:
        for name in ("alpine-clean", "alpine-old", "debian-clean", "debian-old", "mixed"):
            must("skopeo", "copy", "-q", "--dest-tls-verify=false", f"oci:{work}/layouts/{name}:latest", f"docker://127.0.0.1:{plain.port}/{name}:latest")
        must("skopeo", "copy", "-q", "--dest-tls-verify=false", "--dest-creds", "user:secret", f"oci:{work}/layouts/alpine-old:latest", f"docker://127.0.0.1:{locked.port}/alpine-old:latest")
        cache = work / "cache"
        shutil.rmtree(cache, ignore_errors=True)
        # The program itself says which sources it reads; Azure's OVAL is known but not read yet.
        known = set(re.findall(r"[a-z0-9-]+", run(ASSAY, "db", "build", "--cache-dir", cache, "--source", "nobody=x").stderr.decode()))
        names = [p.name for p in sorted(ADVISORIES.iterdir()) if p.is_dir() and p.name != "azure" and (p.name in known or p.name == "nvd-like")]
        sources = sum([["--source", f"{'nvd' if n == 'nvd-like' else n}={ADVISORIES / n}"] for n in names], [])
        started = time.time()
        done = run(ASSAY, "db", "build", "--cache-dir", cache, *sources, timeout=900)
        check(f"db build from {len(names)} sources in {time.time() - started:.0f} s", done.returncode == 0, done.stderr.decode()[-1500:])

        def scan(name, *args):
            done = run(ASSAY, "image", "--cache-dir", cache, "--skip-db-update", "-f", "json", *args, f"127.0.0.1:{plain.port}/{name}:latest")
            if done.returncode:
                print(done.stderr.decode()[-1500:])
            return done.stdout

        reports = {n: scan(n) for n in ("alpine-clean", "alpine-old", "debian-clean", "debian-old", "mixed")}
        parsed = {n: ids_of(r) for n, r in reports.items()}
        check("alpine 3.10.9 as published: 0 findings", not parsed["alpine-clean"][0], str(sorted(parsed["alpine-clean"][0])[:5]))
        check("alpine with old packages: findings", len(parsed["alpine-old"][0]) > 5, str(len(parsed["alpine-old"][0])))
        compare("debian 11 as it is", parsed["debian-clean"][0], debian_truth(truth["clean-status"]))
        compare("debian 11 with old packages", parsed["debian-old"][0], debian_truth(truth["status"]))
        compare("python packages in the mixed image", results(parsed["mixed"][1], "python-pkg"), python_truth(truth["python"]))
        compare("debian packages in the mixed image", results(parsed["mixed"][1], "debian"), debian_truth(truth["status"]))
        # Retire.js also knows weaknesses that have no id of anybody else's.
        found = {(i, n) for i, n in results(parsed["mixed"][1], "node-pkg") if not i.startswith("RETIREJS-")}
        compare("npm packages in the mixed image", found, npm_truth(truth["node"]))
        fixed = ids_of(scan("mixed", "--ignore-unfixed"))[0]
        check("--ignore-unfixed takes out only what has no fix",
              fixed <= parsed["mixed"][0] and fixed == {(v["VulnerabilityID"], v["PkgName"]) for r in parsed["mixed"][1]["Results"] for v in r.get("Vulnerabilities", []) if v.get("FixedVersion")},
              f"{len(parsed['mixed'][0])} -> {len(fixed)}")
        check("two scans: the same bytes", scan("mixed") == reports["mixed"])
        before = plain.lines()
        seen = {}
        for line in before:
            m = re.search(r'"GET /v2/(\S+)/blobs/(sha256:\w+)', line)
            if m and "assay" in line:
                seen[m.groups()] = seen.get(m.groups(), 0) + 1
        check("no blob fetched twice", seen and max(seen.values()) == 1, f"{len(seen)} blobs, most {max(seen.values(), default=0)} times")
        scan("mixed")
        after = [l for l in plain.lines()[len(before):] if "/blobs/" in l]
        check("a second scan of a digest fetches no blob", not after, str(after[:2]))

        codes(work, plain, locked, cache)
        hostile(work, cache)
        written(work, plain, cache)

        second = work / "cache-two"
        shutil.rmtree(second, ignore_errors=True)
        shutil.copytree(cache / "db", second / "db", symlinks=True)
        args = [ASSAY, "image", "--cache-dir", second, "--skip-db-update", "-f", "json", f"127.0.0.1:{plain.port}/mixed:latest"]
        both = [subprocess.Popen([str(a) for a in args], stdout=subprocess.PIPE) for _ in range(2)]
        outs = [p.communicate()[0] for p in both]
        check("two processes on one cache: both right", outs[0] == outs[1] == reports["mixed"])
    finally:
        plain.stop()
        locked.stop()
    failed = [n for n, ok in CHECKS if not ok]
    print(f"{len(CHECKS) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
