"""Images made of real packages, each with the list that the ecosystem's own tool prints.

A case is a function of a working folder; it returns the layers (folders, or tars, the lowest first) and the truth: a set of
(package URL type, name, version). What a tool prints is taken as it is; nothing here knows how Assay finds packages.
"""
import io, json, os, re, shutil, subprocess, tarfile, tempfile, urllib.parse, zipfile
from pathlib import Path

CASES = {}
DATA = Path(os.environ.get("ASSAY_TEST_DATA", Path(__file__).resolve().parent.parent.parent.parent / "shared")) / "data"


class Missing(Exception):
    """A tool that a case needs is not here."""


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def need(*tools):
    for tool in tools:
        if not shutil.which(tool):
            raise Missing(tool)


def must(*args, cwd=None, env=None):
    done = subprocess.run([str(a) for a in args], capture_output=True, cwd=cwd, env={**os.environ, **(env or {})})
    if done.returncode:
        raise RuntimeError(f"{args}: {done.returncode}\n{done.stdout.decode()[-1500:]}\n{done.stderr.decode()[-1500:]}")
    return done.stdout.decode()


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


# --- Debian: the truth is what dpkg-query says of the same tree ---------------------------------------------------------

def debian(work, suite, include=(), variant="minbase"):
    need("mmdebstrap", "dpkg-query")
    work.mkdir(parents=True, exist_ok=True)
    tar = work / "rootfs.tar"
    if not tar.exists():
        extra = ["--include=" + ",".join(include)] if include else []
        must("mmdebstrap", "--quiet", "--variant=" + variant, *extra, suite, work / "rootfs.part.tar")
        (work / "rootfs.part.tar").rename(tar)
    return [tar], dpkg_truth(work, tar)


def dpkg_truth(work, tar):
    folder = fresh(work / "admin")
    with tarfile.open(tar) as archive:
        for name in ("./var/lib/dpkg/status", "var/lib/dpkg/status"):
            try:
                content = archive.extractfile(name).read()
                break
            except KeyError:
                continue
    (folder / "var/lib/dpkg/info").mkdir(parents=True)
    (folder / "var/lib/dpkg/status").write_bytes(content)
    lines = must("dpkg-query", "--admindir", folder / "var/lib/dpkg", "-W", "-f", "${Package}\t${Version}\t${db:Status-Status}\n")
    return {("deb", *line.split("\t")[:2]) for line in lines.splitlines() if line.endswith("\tinstalled")}


@case
def debian_bullseye(work):
    return debian(work, "bullseye")


@case
def debian_bookworm(work):
    return debian(work, "bookworm")


@case
def debian_trixie(work):
    return debian(work, "trixie")


@case
def debian_with_python_and_perl(work):
    """Debian's Python modules have egg-infos that dpkg owns: they are not reported twice."""
    layers, truth = debian(work, "bookworm", ["python3-requests", "python3-yaml", "python3-jinja2", "libwww-perl", "ruby", "nodejs"])
    return layers, truth | {("pypi", "", "")}


@case
def debian_removed_and_half_installed(work):
    """A package removed but not purged, one unpacked and one on hold: dpkg-query is asked for what is installed."""
    need("dpkg-query")
    folder = fresh(work / "root")
    status = folder / "var/lib/dpkg/status"
    status.parent.mkdir(parents=True)
    (folder / "var/lib/dpkg/info").mkdir()
    (folder / "etc").mkdir()
    (folder / "etc/os-release").write_text("ID=debian\nVERSION_ID=12\n")
    def block(name, state):
        return f"Package: {name}\nStatus: {state}\nArchitecture: amd64\nMaintainer: a <a@example.org>\nVersion: 1:2.0~rc1-3+b1\nDescription: x\n\n"
    status.write_text(block("stays", "install ok installed") + block("gone", "deinstall ok config-files") + block("held", "hold ok installed")
                      + block("half", "install ok half-configured") + block("unpacked", "install ok unpacked"))
    lines = must("dpkg-query", "--admindir", folder / "var/lib/dpkg", "-W", "-f", "${Package}\t${Version}\t${db:Status-Status}\n")
    return [folder], {("deb", *l.split("\t")[:2]) for l in lines.splitlines() if l.endswith("\tinstalled")}


@case
def distroless(work):
    """Debian's packages as distroless keeps them: a file each below status.d."""
    tar = work.parent / "debian-bookworm" / "rootfs.tar"
    if not tar.exists():
        debian(tar.parent, "bookworm")
    truth = dpkg_truth(work, tar)
    folder = fresh(work / "root")
    entries = folder / "var/lib/dpkg/status.d"
    entries.mkdir(parents=True)
    for block in (work / "admin/var/lib/dpkg/status").read_text().strip().split("\n\n"):
        name = re.search("^Package: (.*)$", block, re.M).group(1)
        (entries / name).write_text("\n".join(l for l in block.split("\n") if not l.startswith("Status:")) + "\n")
        (entries / (name + ".md5sums")).write_text("0" * 32 + "  usr/share/doc/x\n")
    (folder / "etc").mkdir()
    (folder / "etc/os-release").write_text('ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Distroless"\n')
    return [folder], truth


# --- Alpine: published root file systems; the truth is the database's own P: and V: lines --------------------------------

def alpine(version):
    found = list((DATA / "images").glob(f"alpine-minirootfs-{version}*"))
    if not found:
        raise Missing(f"alpine-minirootfs-{version}")
    with tarfile.open(found[0]) as archive:
        text = archive.extractfile("./lib/apk/db/installed").read().decode()
    return [found[0]], {("apk", re.search("^P:(.*)$", b, re.M).group(1), re.search("^V:(.*)$", b, re.M).group(1)) for b in text.strip().split("\n\n")}


@case
def alpine_3_10(work):
    return alpine("3.10.9")


@case
def alpine_3_18(work):
    return alpine("3.18.9")


# --- JavaScript: npm ls ---------------------------------------------------------------------------------------------------

def npm_truth(here):
    # npm ls leaves with 1 where a peer is missing; the tree is whole all the same.
    done = subprocess.run(["npm", "ls", "--all", "--json", "--long"], cwd=here, capture_output=True)
    truth = set()

    def walk(node):
        for name, child in node.get("dependencies", {}).items():
            if child.get("path") and child.get("version") and not child.get("missing"):
                truth.add(("npm", child["name"], child["version"]))
            walk(child)
    walk(json.loads(done.stdout))
    return truth


def npm(work, packages):
    need("npm")
    app = work / "root/srv/app"
    if not (app / "node_modules").exists():
        fresh(app)
        (app / "package.json").write_text('{"name":"app","version":"1.0.0","private":true}')
        must("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages, cwd=app)
    return [work / "root"], npm_truth(app)


@case
def npm_express(work):
    return npm(work, ["express@4.17.1", "lodash@4.17.20", "ws@7.4.5"])


@case
def npm_webpack(work):
    return npm(work, ["webpack@4.46.0", "@babel/core@7.12.3", "@angular/cli@10.2.0"])


@case
def npm_react(work):
    return npm(work, ["react-scripts@4.0.3"])


# --- Python: pip list -----------------------------------------------------------------------------------------------------

def pip(work, packages, where="root/usr/lib/python3/site-packages"):
    need("python3")
    target = work / where
    if not target.exists():
        must("python3", "-m", "pip", "install", "-q", "--no-compile", "--root-user-action=ignore", "--target", target, *packages)
    listed = json.loads(must("python3", "-m", "pip", "list", "--path", target, "--format", "json"))
    return [work / "root"], {("pypi", normal(p["name"]), p["version"]) for p in listed}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@case
def pip_web(work):
    return pip(work, ["django==2.2", "requests==2.19.1", "celery==4.2.0", "sqlalchemy==1.3.0"])


@case
def pip_science(work):
    return pip(work, ["numpy", "pandas", "scikit-learn"], "root/opt/venv/lib/python3.11/site-packages")


@case
def pip_eggs(work):
    """Old forms of metadata: an egg-info file, an egg-info folder and an egg."""
    layers, truth = pip(work, ["idna==2.8"])
    site = work / "root/usr/lib/python3/site-packages"
    (site / "olden-1.2.egg-info").write_text("Metadata-Version: 1.0\nName: olden\nVersion: 1.2\n")
    folder = site / "Older_One-0.9.egg-info"
    folder.mkdir(exist_ok=True)
    (folder / "PKG-INFO").write_text("Metadata-Version: 1.1\nName: Older_One\nVersion: 0.9\n")
    listed = json.loads(must("python3", "-m", "pip", "list", "--path", site, "--format", "json"))
    return layers, {("pypi", normal(p["name"]), p["version"]) for p in listed}


# --- Java: the archives that were put in, by their coordinates in the repository they came from ---------------------------

def maven_repository():
    return Path(os.environ.get("MAVEN_REPOSITORY", Path.home() / ".m2/repository"))


def repository_jars(count, skip=0):
    """Jars of the local Maven repository with their coordinates; sources and test jars are left out."""
    root = maven_repository()
    jars = []
    for jar in sorted(root.glob("**/*.jar")):
        artifact, version = jar.parent.parent.name, jar.parent.name
        if jar.name == f"{artifact}-{version}.jar":
            group = ".".join(jar.parent.parent.parent.relative_to(root).parts)
            jars.append((jar, f"{group}:{artifact}", version))
    if len(jars) < skip + count:
        raise Missing(f"{skip + count} jars in the Maven repository")
    step = max(1, len(jars) // (skip + count))
    return jars[skip * step:: step][:count]


def nested(archive, entry):
    """A library packed into another under its file's name, without a word on its group: any counts (`*`)."""
    said = re.fullmatch(r"(?:.*/)?([A-Za-z][\w.-]*?)-(\d[\w.]*)\.jar", entry)
    if not said:
        return set()
    with zipfile.ZipFile(io.BytesIO(archive.read(entry))) as inner:
        names = inner.namelist()
    has_classes = any(n.endswith(".class") and not n.startswith("META-INF/") for n in names)
    says_more = any(n.startswith("META-INF/maven/") for n in names)
    return {("maven", "*:" + said[1], said[2])} if has_classes and not says_more else set()


def bundled(jars):
    """What is inside a jar beside itself: shaded libraries by their pom.properties, packed ones by their names."""
    inside = set()
    for jar, name, version in jars:
        inside.add(("maven", name, version))
        with zipfile.ZipFile(jar) as archive:
            for entry in archive.namelist():
                if entry.endswith(".jar"):
                    inside |= nested(archive, entry)
                if entry.startswith("META-INF/maven/") and entry.endswith("/pom.properties"):
                    p = dict(l.split("=", 1) for l in archive.read(entry).decode(errors="replace").splitlines() if "=" in l and not l.startswith("#"))
                    p = {k.strip(): v.strip() for k, v in p.items()}
                    if {"groupId", "artifactId", "version"} <= p.keys():
                        inside.add(("maven", f"{p['groupId']}:{p['artifactId']}", p["version"]))
    return inside


@case
def java_plain(work):
    jars = repository_jars(60)
    folder = fresh(work / "root/opt/app/lib")
    for jar, _, _ in jars:
        shutil.copy(jar, folder)
    return [work / "root"], bundled(jars)


@case
def java_fat_jar(work):
    """As Spring Boot packs it: stored jars below BOOT-INF/lib."""
    jars = repository_jars(40, 1)
    folder = fresh(work / "root/opt/app")
    with zipfile.ZipFile(folder / "app.jar", "w") as fat:
        fat.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMain-Class: x.Launcher\n")
        fat.writestr("META-INF/maven/org.sample/app/pom.properties", "groupId=org.sample\nartifactId=app\nversion=1.4.0\n")
        for jar, _, _ in jars:
            fat.write(jar, "BOOT-INF/lib/" + jar.name, zipfile.ZIP_STORED)
    return [work / "root"], bundled(jars) | {("maven", "org.sample:app", "1.4.0")}


@case
def java_war(work):
    jars = repository_jars(30, 2)
    folder = fresh(work / "root/usr/local/tomcat/webapps")
    with zipfile.ZipFile(folder / "shop.war", "w", zipfile.ZIP_DEFLATED) as war:
        war.writestr("META-INF/maven/org.sample/shop/pom.properties", "groupId=org.sample\nartifactId=shop\nversion=2.0\n")
        for jar, _, _ in jars:
            war.write(jar, "WEB-INF/lib/" + jar.name)
    return [work / "root"], bundled(jars) | {("maven", "org.sample:shop", "2.0")}


# --- Go: go version -m ----------------------------------------------------------------------------------------------------

def go_build(work, module, version, package, flags=()):
    need("go")
    binary = work / "root/usr/local/bin" / package.rsplit("/", 1)[-1]
    if not binary.exists():
        binary.parent.mkdir(parents=True, exist_ok=True)
        must("go", "install", *flags, f"{package}@{version}", env={"GOBIN": str(binary.parent), "CGO_ENABLED": "0", "GOFLAGS": "-p=1"})
    return [work / "root"], go_truth(binary)


def go_truth(binary):
    lines = must("go", "version", "-m", binary).splitlines()
    truth = {("golang", "stdlib", lines[0].split()[1].removeprefix("go"))}
    last = None
    for line in lines[1:]:
        parts = line.split("\t")[1:]
        if parts[0] in ("mod", "dep"):
            last = ("golang", parts[1], parts[2])
            truth.add(last)
        elif parts[0] == "=>":
            truth.discard(last)
            truth.add(("golang", parts[1], parts[2]))
    return truth


@case
def go_age(work):
    return go_build(work, "filippo.io/age", "v1.0.0", "filippo.io/age/cmd/age")


@case
def go_stripped(work):
    return go_build(work, "github.com/google/go-containerregistry", "v0.19.0", "github.com/google/go-containerregistry/cmd/crane", ["-ldflags=-s -w"])


@case
def go_arm64(work):
    need("go")
    binary = work / "root/usr/bin/jb"
    if not binary.exists():
        source = fresh(work / "source")
        (source / "main.go").write_text('package main\nimport ("fmt"; "golang.org/x/text/language"; "gopkg.in/yaml.v3")\n'
                                        'func main() { b, _ := yaml.Marshal(language.English); fmt.Println(string(b)) }\n')
        must("go", "mod", "init", "example.org/jb", cwd=source)
        must("go", "get", "golang.org/x/text@v0.3.7", "gopkg.in/yaml.v3@v3.0.0", cwd=source)
        binary.parent.mkdir(parents=True)
        must("go", "build", "-trimpath", "-o", binary, cwd=source, env={"GOOS": "linux", "GOARCH": "arm64", "CGO_ENABLED": "0"})
    return [work / "root"], go_truth(binary)


# --- Rust: cargo tree of what was built with cargo-auditable ----------------------------------------------------------------

@case
def rust_auditable(work):
    need("cargo", "cargo-auditable")
    source = work / "source"
    binary = work / "root/usr/bin/tool"
    if not binary.exists():
        fresh(source / "src")
        (source / "Cargo.toml").write_text('[package]\nname = "tool"\nversion = "0.3.0"\nedition = "2021"\n\n[dependencies]\nserde_json = "1.0.80"\nregex = "1.5.4"\n')
        (source / "src/main.rs").write_text('fn main() { println!("{}", serde_json::json!({"a": regex::Regex::new("a").is_ok()})); }\n')
        must("cargo", "auditable", "build", "--release", cwd=source)
        binary.parent.mkdir(parents=True)
        shutil.copy(source / "target/release/tool", binary)
    tree = must("cargo", "tree", "--prefix", "none", "--edges", "normal", "--format", "{p}", cwd=source)
    found = re.findall(r"^(\S+) v(\S+)", tree, re.M)
    return [work / "root"], {("cargo", name, version) for name, version in found}


# --- Ruby: gem list ---------------------------------------------------------------------------------------------------------

@case
def ruby_gems(work):
    need("gem", "ruby")
    home = work / "root/usr/local/bundle"
    if not home.exists():
        sources = fresh(work / "gems")
        for name, version in (("alpha", "1.2.3"), ("beta-tool", "0.9.0.pre2"), ("gamma", "2.0")):
            here = fresh(sources / name)
            (here / f"{name}.gemspec").write_text(
                f'Gem::Specification.new do |s|\n  s.name = "{name}"\n  s.version = "{version}"\n  s.summary = "x"\n  s.authors = ["a"]\n  s.license = "MIT"\n'
                f'  s.homepage = "https://example.org"\n  s.files = ["a.rb"]\nend\n')
            (here / "a.rb").write_text("# nothing\n")
            must("gem", "build", f"{name}.gemspec", cwd=here)
            must("gem", "install", "--local", "--no-document", "--install-dir", home, next(here.glob("*.gem")))
    listed = must("ruby", "-e", 'ENV["GEM_HOME"]=ARGV[0]; Gem::Specification.dirs=[ARGV[0]]; Gem::Specification.each { |s| puts "#{s.name}\t#{s.version}" unless s.default_gem? }', home)
    return [work / "root"], {("gem", *line.split("\t")) for line in listed.splitlines() if (home / "specifications" / ("-".join(line.split("\t")) + ".gemspec")).exists()}


# --- PHP: composer show -----------------------------------------------------------------------------------------------------

@case
def php_composer(work):
    need("composer")
    app = work / "root/var/www/html"
    if not (app / "vendor").exists():
        packages = fresh(work / "packages")
        for name, version in (("acme/one", "1.2.0"), ("acme/two", "2.0.0-beta3"), ("other/three", "0.1.5")):
            here = fresh(packages / name.replace("/", "-"))
            (here / "composer.json").write_text(json.dumps({"name": name, "version": version, "license": "MIT"}))
        fresh(app)
        (app / "composer.json").write_text(json.dumps({
            "name": "acme/site", "version": "1.0.0", "minimum-stability": "beta",
            "repositories": [{"packagist.org": False}] + [{"type": "path", "url": str(p), "options": {"symlink": False}} for p in sorted(packages.iterdir())],
            "require": {"acme/one": "*", "acme/two": "*", "other/three": "*"}}))
        must("composer", "install", "--no-interaction", "--quiet", cwd=app, env={"COMPOSER_ALLOW_SUPERUSER": "1"})
    listed = json.loads(must("composer", "show", "--format=json", cwd=app, env={"COMPOSER_ALLOW_SUPERUSER": "1"}))
    return [work / "root"], {("composer", p["name"], p["version"].removeprefix("v")) for p in listed["installed"]}


# --- .NET: documents written to the published format -------------------------------------------------------------------------

@case
def dotnet_published(work):
    """No .NET runtime here: a deps.json as `dotnet publish` documents it."""
    folder = fresh(work / "root/app")
    libraries = {"Newtonsoft.Json/12.0.1": "package", "System.Text.Encodings.Web/4.5.0": "package", "Serilog/2.10.0": "package"}
    (folder / "Shop.deps.json").write_text(json.dumps({
        "runtimeTarget": {"name": ".NETCoreApp,Version=v6.0", "signature": ""},
        "targets": {".NETCoreApp,Version=v6.0": {"Shop/1.0.0": {"dependencies": {"Serilog": "2.10.0"}, "runtime": {"Shop.dll": {}}},
                                                 **{name: {"runtime": {f"lib/net6.0/{name.split('/')[0]}.dll": {}}} for name in libraries}}},
        "libraries": {"Shop/1.0.0": {"type": "project", "serviceable": False, "sha512": ""},
                      **{name: {"type": kind, "serviceable": True, "sha512": "sha512-AAAA"} for name, kind in libraries.items()}}}))
    return [work / "root"], {("nuget", *name.split("/")) for name in libraries}


# --- rpm: rpm -qa ------------------------------------------------------------------------------------------------------------

RPMS = [("alpha", "1.0", "1.el8", 0), ("beta-libs", "2.3~rc1", "4.el8_9.2", 1), ("gamma", "10.2^git1", "3.module_el8.9.0+3748+fa6d4a4a", 2)]


def rpm_root(work, backend):
    need("rpm", "rpmbuild")
    root = work / "root"
    rpm_truth(work, backend)
    if not root.exists():
        top = fresh(work / "build")
        for name, version, release, epoch in RPMS:
            spec = top / f"{name}.spec"
            spec.write_text(f"Name: {name}\nVersion: {version}\nRelease: {release}\nEpoch: {epoch}\nSummary: x\nLicense: MIT\nBuildArch: noarch\n%description\nx\n%files\n")
            must("rpmbuild", "-bb", "--quiet", "--define", f"_topdir {top}", spec)
        must("rpm", "--root", root.resolve(), "--define", f"_db_backend {backend}", "--dbpath", "/var/lib/rpm", "-i", "--nodeps", "--ignorearch",
             *sorted(top.glob("RPMS/**/*.rpm")))
        (root / "etc").mkdir(exist_ok=True)
        (root / "etc/os-release").write_text('ID="almalinux"\nVERSION_ID="8.9"\n')
    return [root], rpm_truth(root, backend)


def rpm_truth(root, backend):
    with tempfile.TemporaryDirectory() as none:  # where there is a database, rpm takes its form whatever it is told
        asked = subprocess.run(["rpm", "--dbpath", none + "/x", "--define", f"_db_backend {backend}", "--initdb"], capture_output=True, text=True)
    if "invalid" in asked.stderr:
        raise Missing(f"support of {backend} in rpm")
    listed = must("rpm", "--root", root.resolve(), "--define", f"_db_backend {backend}", "--dbpath", "/var/lib/rpm", "-qa", "--qf", "%{NAME}\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\n")
    return {("rpm", n, v.removeprefix("0:")) for n, v in (l.split("\t") for l in listed.splitlines()) if n != "gpg-pubkey"}


@case
def rpm_sqlite(work):
    return rpm_root(work, "sqlite")


@case
def rpm_ndb(work):
    return rpm_root(work, "ndb")


def real_rpmdb(work, name, file, backend, system):
    need("rpm")
    found = [p for p in (DATA / "rpmdb").rglob("*") if p.is_file() and name in str(p)]
    if not found:
        raise Missing("rpmdb/" + name)
    root = fresh(work / "root")
    (root / "var/lib/rpm").mkdir(parents=True)
    shutil.copy(found[0], root / "var/lib/rpm" / file)
    copy = fresh(work / "copy") / "r"
    if backend == "ndb":  # Debian's rpm cannot read that form: it lists the same headers in another
        (copy / "var/lib/rpm").mkdir(parents=True)
        must("rpm", "--root", copy.resolve(), "--define", "_db_backend sqlite", "--dbpath", "/var/lib/rpm", "--initdb")
        must("python3", Path(__file__).resolve().parent.parent / "rpm/ndb2sqlite.py", found[0], copy / "var/lib/rpm/rpmdb.sqlite")
    else:
        shutil.copytree(root, copy)
    (root / "etc").mkdir()
    (root / "etc/os-release").write_text(system)
    return [root], rpm_truth(copy, "sqlite" if backend == "ndb" else backend)


@case
def rpm_mariner(work):
    return real_rpmdb(work, "mariner", "rpmdb.sqlite", "sqlite", 'ID=mariner\nVERSION_ID="2.0"\n')


@case
def rpm_sle15(work):
    return real_rpmdb(work, "sle15", "Packages.db", "ndb", 'ID="sles"\nVERSION_ID="15.4"\n')


@case
def rpm_berkeley(work):
    return real_rpmdb(work, "libuuid", "Packages", "bdb_ro", 'ID="centos"\nVERSION_ID="7"\n')


# --- conda: documents of the published format ---------------------------------------------------------------------------------

@case
def conda_environment(work):
    folder = fresh(work / "root/opt/conda/conda-meta")
    (folder / "history").write_text("")
    packages = [("openssl", "1.1.1k", "h27cfd23_0"), ("zlib", "1.2.11", "h7b6447c_3"), ("numpy", "1.19.2", "py38h54aff64_0")]
    for name, version, build in packages:
        (folder / f"{name}-{version}-{build}.json").write_text(json.dumps({"name": name, "version": version, "build": build, "license": "MIT", "files": []}))
    return [work / "root"], {("conda", n, v) for n, v, _ in packages}


# --- several layers: what a later one deletes is gone -------------------------------------------------------------------------

@case
def layers_with_whiteouts(work):
    """A base with npm packages, a layer that deletes one folder and replaces another as opaque."""
    base, truth = npm(work.parent / "npm-express", ["express@4.17.1", "lodash@4.17.20", "ws@7.4.5"])
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        def put(name, content=b""):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        put("srv/app/node_modules/.wh.lodash")
        put("srv/app/node_modules/ws/.wh..wh..opq")
        put("srv/app/node_modules/ws/package.json", b'{"name":"ws","version":"7.5.9","license":"MIT"}')
    upper = work / "upper.tar"
    work.mkdir(parents=True, exist_ok=True)
    upper.write_bytes(raw.getvalue())
    kept = {t for t in truth if t[1] not in ("lodash", "ws")}
    return [*base, upper], kept | {("npm", "ws", "7.5.9")}
