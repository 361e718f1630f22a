"""The sources in their publishers' own forms, read by their specifications and nothing of ours.

Each reader gives (number of records, claims). A claim: what a record says about one vulnerability in one package.
"""
import gzip, io, json, re, tarfile, zipfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

import yaml

CVE = re.compile(r"CVE-\d{4}-\d{4,}$")


@dataclass
class Claim:
    ecosystem: str
    name: str
    id: str
    aliases: tuple = ()
    notice: str = ""
    # How to find out whether a version is affected: ("spans", [(low, op, high, op)], [versions]), ("safe", requirements),
    # ("npm", range), ("composer", [constraints of a branch]), ("all",), ("never",)
    test: tuple = ("all",)


def yaml_text(raw):
    """Every scalar as text: a version such as 1.10 is no number."""
    return yaml.load(raw, Loader=yaml.BaseLoader)


def files(path, wanted):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if re.search(wanted, name):
                    yield name, archive.read(name)
    else:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and re.search(wanted, member.name):
                    yield member.name, archive.extractfile(member).read()


# OSV: https://ossf.github.io/osv-schema/
LANGUAGES = {
    "npm": "npm", "PyPI": "pypi", "Go": "go", "Maven": "maven", "crates.io": "cargo", "RubyGems": "gem", "Packagist": "composer",
    "NuGet": "nuget", "Hex": "hex", "Julia": "julia", "Hackage": "hackage", "GHC": "ghc", "Bitnami": "bitnami", "kubernetes": "kubernetes",
}


def osv_ecosystem(text):
    name, _, release = text.partition(":")
    return f"alma:{release}" if name == "AlmaLinux" else LANGUAGES[name]


def osv_spans(affected):
    spans = []
    for span in affected.get("ranges", []):
        if span["type"] == "GIT":
            continue
        low = None
        for event in span["events"]:
            (kind, version), = event.items()
            if kind == "introduced" and low is None:
                low = version
            elif kind in ("fixed", "last_affected") and low is not None:
                spans.append((low, ">=", version, "<" if kind == "fixed" else "<="))
                low = None
        if low is not None:
            spans.append((low, ">=", "", ""))
    return spans


def osv(folder):
    count, claims = 0, []
    for name, raw in files(folder / "all.zip", r"\.json$"):
        record = json.loads(raw)
        count += 1
        if record.get("withdrawn"):
            continue
        own, aliases, upstream = record["id"], record.get("aliases", []), record.get("upstream", [])
        several = [i for i in upstream if CVE.match(i)]
        is_notice = bool(re.match(r"AL[SBE]A-", own)) or len(set(several)) > 1
        bundled = sorted({i for i in aliases + upstream + record.get("related", []) if i.startswith("CVE-")}) if is_notice else []
        packages = {}
        for affected in record.get("affected", []):
            if "package" not in affected:
                continue
            key = osv_ecosystem(affected["package"]["ecosystem"]), affected["package"]["name"]
            spans, versions = packages.setdefault(key, ([], []))
            spans += osv_spans(affected)
            versions += affected.get("versions", [])
        for (ecosystem, package), (spans, versions) in packages.items():
            if not spans and not versions:
                continue
            test = ("spans", spans, versions)
            if bundled:
                claims += [Claim(ecosystem, package, cve, (), own, test) for cve in bundled]
            else:
                claims.append(Claim(ecosystem, package, own, () if is_notice else tuple(aliases + upstream), "", test))
    return count, claims


# https://github.com/rubysec/ruby-advisory-db#yaml-schema
def ruby(folder):
    claims = []
    for name, raw in files(folder / "gems.tar.xz", r"gems/[^/]+/[^/]+\.yml$"):
        y = yaml_text(raw)
        aliases = [f"CVE-{y['cve']}"] if y.get("cve") else []
        aliases += [f"GHSA-{y['ghsa']}"] if y.get("ghsa") else []
        safe = (y.get("patched_versions") or []) + (y.get("unaffected_versions") or [])
        claims.append(Claim("gem", y["gem"], f"RUBYSEC-{y['gem']}-{Path(name).stem}", tuple(aliases), "", ("safe", safe)))
    return len(claims), claims


# https://github.com/dependabot/elixir-security-advisories
def elixir(folder):
    claims = []
    for name, raw in files(folder / "packages.tar.xz", r"packages/.*\.yml$"):
        y = yaml_text(raw)
        safe = (y.get("patched_versions") or []) + (y.get("unaffected_versions") or [])
        claims.append(Claim("hex", y["package"], f"CVE-{y['cve']}" if y.get("cve") else f"ELIXIR-{y['id']}", (), "", ("safe", safe)))
    return len(claims), claims


# https://github.com/FriendsOfPHP/security-advisories
def php(folder):
    claims = []
    for name, raw in files(folder / "advisories.tar.xz", r"\.yaml$"):
        y = yaml_text(raw)
        package = y["reference"].removeprefix("composer://")
        cve = y.get("cve") if y.get("cve", "~") not in ("~", "", "null") else None
        branches = [branch["versions"] for branch in y["branches"].values()]
        claims.append(Claim("composer", package, f"FOP-{package.replace('/', '-')}-{Path(name).stem}", (cve,) if cve else (), "", ("composer", branches)))
    return len(claims), claims


# https://github.com/nodejs/security-wg/tree/main/vuln
def nodejs(folder):
    count, claims = 0, []
    for name, raw in files(folder / "vuln.tar.xz", r"npm/\d+\.json$"):
        j = json.loads(raw)
        count += 1
        own, cves = f"NSWG-ECO-{j['id']}", sorted(set(j["cves"]))
        test = ("npm", j["vulnerable_versions"])
        if len(cves) > 1:
            claims += [Claim("npm", j["module_name"], cve, (), own, test) for cve in cves]
        else:
            claims.append(Claim("npm", j["module_name"], own, tuple(cves), "", test))
    return count, claims


# https://github.com/RetireJS/retire.js: from atOrAbove to below, without excludes
def retire(folder):
    count, claims = 0, []
    for file in ("jsrepository-v5.json", "npmrepository.json"):
        for library, facts in json.loads((folder / file).read_text()).items():
            for item in facts.get("vulnerabilities", []):
                count += 1
                purl = facts.get("basePurl") or "pkg:npm/" + (facts.get("npmname") or library)
                if library == "retire-example" or not purl.startswith("pkg:npm/") or item.get("below") == "~":
                    continue
                ids = item.get("identifiers", {})
                ghsa = ids.get("githubID", "")
                cves = list(dict.fromkeys(i for i in ids.get("CVE", []) if i.startswith("CVE-")))
                low, high = retire_version(item.get("atOrAbove", "")), retire_version(item.get("below", ""))
                test = ("spans", [(low, ">=", high, "<" if high else "")], [], [retire_version(v) for v in item.get("excludes", [])])
                for one in cves or [ghsa or "RETIREJS"]:
                    claims.append(Claim("npm", purl.removeprefix("pkg:npm/"), one, (ghsa,) if len(cves) == 1 and ghsa else (), "", test))
    return count, claims


def retire_version(text):
    """Retire.js takes `9`, `1.9.0b1` and `2.0.0-*`; npm needs three numbers and a hyphen."""
    found = re.match(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?[.-]?(.*)$", text)
    if not text or not found:
        return text
    core = ".".join(n or "0" for n in found.groups()[:3])
    return core + ("-" + ("0" if found[4] == "*" else found[4]) if found[4] else "")


# https://github.com/SAP/project-kb: artifacts, version by version; a person's judgement before a program's
def project_kb(folder):
    count, claims = 0, []
    for name, raw in files(folder / "statements.tar.xz", r"statement\.yaml$"):
        y = yaml_text(raw)
        count += 1
        judged = {}
        for artifact in y.get("artifacts") or []:
            by_person = artifact["reason"].startswith("Reviewed manually")
            if artifact["id"] not in judged or (by_person and not judged[artifact["id"]][1]):
                judged[artifact["id"]] = artifact["affected"] == "true", by_person
        packages = {}
        for purl, (affected, _) in judged.items():
            found = re.match(r"pkg:maven/([^/]+)/([^@]+)@(.+)$", purl)
            if affected and found:
                packages.setdefault(f"{found[1]}:{found[2]}", []).append(found[3])
        for package, versions in packages.items():
            claims.append(Claim("maven", package, y["vulnerability_id"], (), "", ("spans", [], versions)))
    return count, claims


# https://github.com/victims/victims-cve-db: a comparison and the series within which it holds; of one series, all together
def victims(folder):
    count, claims = 0, []
    for name, raw in files(folder / "database.tar.xz", r"(java|python)/\d{4}/.*\.yaml$"):
        y = yaml_text(raw)
        count += 1
        python = "/python/" in name
        for item in y["affected"]:
            package = item["name"] if python else f"{item['groupId']}:{item['artifactId']}"
            claims.append(Claim("pypi" if python else "maven", package, f"CVE-{y['cve']}", (), "", ("victims", tuple(item["version"]))))
    return count, claims


# https://github.com/CVEProject/cve-schema
HOSTS = {
    "repo.maven.apache.org": "maven", "repo1.maven.org": "maven", "mvnrepository.com": "maven", "registry.npmjs.org": "npm", "www.npmjs.com": "npm",
    "pypi.org": "pypi", "pypi.python.org": "pypi", "rubygems.org": "gem", "packagist.org": "composer", "nuget.org": "nuget", "crates.io": "cargo", "pkg.go.dev": "go",
}
TYPES = {"maven": "maven", "npm": "npm", "gem": "gem", "dotnet": "nuget", "go-module": "go", "php-composer": "composer", "python": "pypi", "rust-crate": "cargo", "swift": "swift"}


def cve_packages(cve, entries):
    """Entries of one package are one claim."""
    packages = {}
    for entry in entries:
        name, kind = entry.get("packageName"), entry.get("packageType")
        host = re.sub(r"^https?://([^/]+).*$", r"\1", entry.get("collectionURL", ""))
        ecosystem = TYPES.get(kind) if kind else HOSTS.get(host)
        if not name or not ecosystem:
            continue
        name = name.replace("/", ":") if ecosystem == "maven" else name
        spans = cve_spans(entry)
        if spans is not None:
            packages.setdefault((ecosystem, name), []).extend(spans)
    return [Claim(e, n, cve, (), "", ("cve", spans)) for (e, n), spans in packages.items()]


def cve_spans(entry):
    """(default, [(status, low, high, op, changes)]), or None for versions that are commits."""
    spans = []
    for v in entry.get("versions") or []:
        low, high = v.get("version", ""), v.get("lessThan", v.get("lessThanOrEqual", ""))
        if re.fullmatch(r"[0-9a-f]{7,40}", high) and re.search("[a-f]", high):
            return None
        if re.match(r"\s*[<>=]", low):
            spans.append((v["status"], "", low.strip().lstrip("<= "), "<" if low.strip().startswith("<") and "=" not in low else "<=", ()))
            continue
        op = "<" if "lessThan" in v else "<=" if high else ""
        changes = tuple((c["at"], c["status"]) for c in v.get("changes", []))
        if not high and low in ("0", "*"):
            spans.append((v["status"], "", "", "", changes))
        elif not high:
            spans.append((v["status"], low, low, "<=", changes))
        else:
            spans.append((v["status"], "" if low == "0" else low, "" if high == "*" else high, "" if high == "*" else op, changes))
    return [(entry.get("defaultStatus", "unknown"), spans)]


def anchore(folder):
    count, claims = 0, []
    for name, raw in files(folder / "packages.zip", r"CVE-.*\.json$"):
        j = json.loads(raw)
        count += 1
        claims += cve_packages(j["additionalMetadata"]["cveId"], j["adp"].get("affected", []))
    return count, claims


# https://redhatproductsecurity.github.io/security-data-guidelines/scanning/
def redhat_stream(cpe):
    parts = (cpe.split(":redhat:", 1) + [""])[1].split(":")
    name, version, channel = parts[0], parts[1] if len(parts) > 1 else "", parts[3] if len(parts) > 3 else ""
    if name == "enterprise_linux" and re.fullmatch(r"\d+|\d\d\.\d+", version):
        return version.split(".")[0]
    if re.fullmatch(r"(rhel|enterprise_linux)_(aus|e4s|els|eus|eus_long_life|tus)", name) and version:
        return name.replace("enterprise_linux", "rhel") + "-" + version
    return "-".join(p for p in (name, version, channel if re.fullmatch(r"el\d+", channel) else "") if p)


def vulnrichment(folder):
    count, claims = 0, []
    browser = "https://access.redhat.com/downloads/content/package-browser/"
    for name, raw in files(folder / "packages-and-redhat.zip", r"CVE-.*\.json$"):
        j = json.loads(raw)
        count += 1
        cve = j["cveMetadata"]["cveId"]
        for container in [j["containers"]["cna"]] + j["containers"].get("adp", []):
            affected = container.get("affected", [])
            claims += cve_packages(cve, [a for a in affected if a.get("collectionURL") != browser])
            for a in affected:
                if a.get("collectionURL") != browser or container["providerMetadata"]["shortName"] != "redhat":
                    continue
                module, _, package = a["packageName"].rpartition("/")
                releases = {r for r in map(redhat_stream, a.get("cpes", [])) if r}
                fix = next((v["version"] for v in a.get("versions") or [] if v["status"] == "unaffected" and v.get("lessThan") == "*"), "")
                status = a["defaultStatus"]
                if ":" in package or status not in ("affected", "unaffected") or (status == "unaffected" and fix):
                    continue
                test = ("never",) if status == "unaffected" else ("spans", [("0", ">=", fix, "<")], []) if fix else ("all",)
                claims += [Claim(f"redhat:{r}", package, cve, (), "", test + (("module", module),) if module else test) for r in sorted(releases)]
    return count, claims


# https://secdb.alpinelinux.org/
def alpine(folder):
    count, claims = 0, []
    for file in sorted(folder.glob("*/*.json")):
        j = json.loads(file.read_text())
        for package in j["packages"]:
            for fixed, entries in package["pkg"]["secfixes"].items():
                for entry in entries or []:
                    count += 1
                    words = [re.sub(r"^CVE[-_](\d{4}-\d{4,})([-.].*)?$", r"CVE-\1", w) for w in re.split(r"[\s,;()\[\]]+", entry) if w]
                    words = [w for w in words if re.fullmatch(r"[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)+", w)]
                    cves = list(dict.fromkeys(w for w in words if w.startswith("CVE-")))
                    test = ("never",) if fixed == "0" else ("spans", [("0", ">=", fixed, "<")], [])
                    claims += [Claim("alpine:" + j["distroversion"].lstrip("v"), package["pkg"]["name"], i, (), "", test) for i in cves or words[:1]]
    return count, claims


# https://security-team.debian.org/security_tracker.html
DEBIAN = {"woody": "3.0", "sarge": "3.1", "etch": "4", "lenny": "5", "squeeze": "6", "wheezy": "7", "jessie": "8", "stretch": "9", "buster": "10", "bullseye": "11", "bookworm": "12"}


def debian(folder):
    count, claims = 0, []
    for kind in ("DLA", "DSA", "DTSA"):
        notice, cves, lines = "", [], []

        def end():
            for codename, package, state in lines:
                fixed = re.match(r"[0-9]\S*", state)
                test = ("spans", [("0", ">=", fixed[0], "<")], []) if fixed else ("never",) if state.startswith("<not-affected>") else ("all",)
                for cve in dict.fromkeys(cves) or [notice]:
                    claims.append(Claim("debian:" + DEBIAN[codename], package, cve, (), notice if cves else "", test))

        for line in (folder / "data" / kind / "list").read_text().splitlines():
            header = re.match(r"\[.*?\] (D[A-Z]+-\S+)", line)
            if header:
                end()
                notice, cves, lines, count = header[1], [], [], count + 1
            elif re.match(r"\s+\{", line):
                cves += [w for w in line.strip(" \t{}").split() if w.startswith("CVE-")]
            else:
                found = re.match(r"\s+\[(\w+)\] - (\S+) (.*)$", line)
                if found:
                    lines.append(found.groups())
        end()
    return count, claims


# https://git.launchpad.net/ubuntu-cve-tracker/tree/README
UBUNTU = dict(
    line.split("=") for line in
    "warty=4.10 hoary=5.04 breezy=5.10 dapper=6.06 edgy=6.10 feisty=7.04 gutsy=7.10 hardy=8.04 intrepid=8.10 jaunty=9.04 karmic=9.10 lucid=10.04 maverick=10.10 "
    "natty=11.04 oneiric=11.10 precise=12.04 quantal=12.10 raring=13.04 saucy=13.10 trusty=14.04 utopic=14.10 vivid=15.04 wily=15.10 xenial=16.04 yakkety=16.10 "
    "zesty=17.04 artful=17.10 bionic=18.04 cosmic=18.10 disco=19.04 eoan=19.10 focal=20.04 groovy=20.10 hirsute=21.04 impish=21.10 jammy=22.04 kinetic=22.10 "
    "lunar=23.04 mantic=23.10 noble=24.04".split()
)
UBUNTU_LINE = re.compile(r"([a-z][a-z0-9/-]*)_([a-z0-9][a-z0-9.+-]*):\s*([A-Za-z-]+)\s*(?:\((.*)\))?\s*$")
ENDED = re.compile(r"end[- ]of[- ](life|standard support|kernel support)|out of standard support")


def ubuntu(folder):
    count, claims = 0, []
    for name, raw in files(folder / "uct.tar.xz", r"(active|retired)/CVE-[^/]*$"):
        text = raw.decode("utf-8", "replace")
        candidate = re.search(r"^Candidate:\s*(CVE-\S+)", text, re.M)
        count += 1
        states = {}
        for line in text.splitlines():
            found = UBUNTU_LINE.match(line)
            if not found or found[3] == "DNE":
                continue
            release, package, word, remark = found.groups()
            before, _, after = release.rpartition("/")
            codename, esm = (release, "") if not before else (after, "-esm") if before.startswith("esm-") else (before, "-esm") if after == "esm" else ("", "")
            if codename not in UBUNTU:
                continue
            remark = (remark or "").strip()
            if word == "released":
                fixed = re.fullmatch(r"[0-9][A-Za-z0-9.+~:-]*", remark)
                if not fixed:
                    continue
                state = ("spans", [("0", ">=", remark, "<")], [])
            elif word == "not-affected":
                state = ("never",)
            elif word in ("needed", "active", "pending", "needs-triage", "deferred", "ignored"):
                state = ("all", "ended") if word == "ignored" and ENDED.search(remark) else ("all",)
            else:
                continue
            key = UBUNTU[codename] + esm, package
            if key not in states or state[0] == "spans":
                states[key] = state
        for (release, package), state in states.items():
            if state == ("all", "ended") and states.get((release + "-esm", package)) == ("never",):
                state = ("never",)
            claims.append(Claim("ubuntu:" + release, package, candidate[1] if candidate else "", (), "", state[:1] if state[0] == "all" else state))
    return count, claims


# https://oval.mitre.org/language/version5.11/
def azure(folder):
    count, claims = 0, []
    local = lambda element: element.tag.rpartition("}")[2]
    for file in sorted(folder.glob("*.xml.gz")):
        family, release = re.match(r"(azurelinux|cbl-mariner)-([\d.]+)-oval", file.name).groups()
        tests, objects, states, definitions = {}, {}, {}, []
        for _, element in ET.iterparse(gzip.open(file)):
            kind, own = local(element), element.get("id")
            if kind == "rpminfo_test":
                tests[own] = tuple(next(iter(child.attrib.values())) for child in element)
            elif kind == "rpminfo_object":
                objects[own] = element[0].text
            elif kind == "rpminfo_state":
                states[own] = element[0].text, element[0].get("operation")
            elif kind == "definition":
                definitions.append(element)
        for definition in definitions:
            count += 1
            part = {local(e): e for e in definition.iter()}
            what, state = tests[part["criterion"].get("test_ref")]
            version, operation = states[state]
            applies = part["patchable"].text.lower() != "not applicable"
            test = ("spans", [("0", ">=", version, "<" if operation == "less than" else "<=")], []) if applies else ("never",)
            claims.append(Claim(f"{family}:{release}", objects[what], part["reference"].get("ref_id"), (), "", test))
    return count, claims


# Catalogues that name no packages: the records alone.
def catalogue(folder):
    return sum(len(json.loads(gzip.decompress(file.read_bytes()))["vulnerabilities"]) for file in sorted(folder.glob("*.json.gz"))), []


SOURCES = {
    "almalinux": osv, "alpine-secdb": alpine, "azure": azure, "bitnami": osv, "cve-data-enrichment": anchore, "debian": debian, "drupal": osv, "elixir": elixir,
    "ghsa-read": osv, "golang-vulndb": osv, "haskell": osv, "julia": osv, "kev": catalogue, "kubernetes": osv, "nvd-like": catalogue,
    "nodejs-security-wg": nodejs, "php-security-advisories": php,
    "project-kb": project_kb, "pypa": osv, "retirejs": retire, "ruby-advisory-db": ruby, "rustsec": osv, "ubuntu-cve-tracker": ubuntu, "victims": victims,
    "vulnrichment": vulnrichment,
}
