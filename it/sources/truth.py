#!/usr/bin/env python3
"""Counts the sources of advisories over their raw files, and holds what we read and answer against it.

  it/sources/truth.py [--work DIR] [--probes N] [--seed S] [--maven-artifact JAR] [SOURCE...]

For each source: builds a database of it alone; compares the number of records, and every (package, vulnerability) that
`assay db export` prints, with what raw.py finds in the raw files; then asks `assay sbom` about N random versions of its packages
and compares the findings with what judge.py makes of the raw records. Prints a line for each source and the first differences,
and exits 1 where there are any that explained.tsv does not explain.
"""
import argparse, json, os, random, re, subprocess, sys
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from judge import Judge
from raw import SOURCES

ROOT = HERE.parent.parent
DATA = Path(os.environ.get("ASSAY_TEST_DATA", ROOT.parent / "shared")) / "data/advisories"
SYSTEMS = {"alma": "rpm", "redhat": "rpm", "azurelinux": "rpm", "cbl-mariner": "rpm", "debian": "deb", "ubuntu": "deb", "alpine": "apk"}
PURLS = {"cargo": "cargo", "composer": "composer", "gem": "gem", "go": "golang", "hackage": "hackage", "hex": "hex", "julia": "julia", "maven": "maven",
         "npm": "npm", "nuget": "nuget", "pypi": "pypi", "bitnami": "bitnami"}


def assay(*words):
    done = subprocess.run([os.environ.get("ASSAY", str(ROOT / "assay")), *map(str, words)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"assay {' '.join(map(str, words[:4]))}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def normal(ecosystem, name):
    if ecosystem == "pypi":
        return re.sub("[-_.]+", "-", name.lower())
    return name.lower() if ecosystem in ("composer", "nuget", "hex", "bitnami") else name.replace("_", "-").lower() if ecosystem == "cargo" else name


def stem(own):
    """Entries of Retire.js that have no id of their own get one of ours."""
    return re.sub(r"^RETIREJS.*", "RETIREJS", own)


def compare_sets(source, claims, work):
    assay("db", "build", "--cache-dir", work, "--source", f"{source}={DATA / source}")
    info = assay("db", "info", "--cache-dir", work)
    name = "nvd" if source == "nvd-like" else source
    records = int(re.search(rf"^{re.escape(name)} +(\d+)", info, re.M)[1])
    ours = set()
    for line in assay("db", "export", "--cache-dir", work).splitlines():
        j = json.loads(line) if line else None
        if j:
            for notice in j.get("vendorIds") or [""]:
                ours.add((j["ecosystem"], normal(j["ecosystem"], j["package"]), stem(j["id"]), notice if source not in ("alpine-secdb",) else ""))
    theirs = {(c.ecosystem, normal(c.ecosystem, c.name), stem(c.id), c.notice) for c in claims}
    return records, ours, theirs


def mutations(r, ecosystem, text):
    family = ecosystem.partition(":")[0]
    numbers = list(re.finditer(r"\d+", text))
    choice = r.randrange(5)
    if choice < 2 or not numbers:
        return text
    hit = numbers[-1] if choice == 2 else r.choice(numbers)
    if choice < 4:
        return text[:hit.start()] + str(max(0, int(hit[0]) + r.choice((-1, 1)))) + text[hit.end():]
    tail = {"gem": ".rc1", "npm": "-rc.1", "cargo": "-rc.1", "hex": "-rc.1", "composer": "-beta1", "pypi": "rc1", "maven": "-rc1", "nuget": "-rc.1",
            "go": "-rc.1", "debian": "~rc1", "ubuntu": "~rc1"}.get(family, "")
    return text + tail if tail and not re.search(r"[a-z~+-]", text) else text


def tokens(claim):
    found = []
    def walk(value):
        if isinstance(value, str):
            found.extend(re.findall(r"(?:^|(?<=[\s<>=~^,|]))[vV]?\d[^\s<>=~^,|]*", value))
        elif isinstance(value, (list, tuple)):
            for each in value[:300]:
                walk(each)
    walk(claim.test[1:])
    # `<99.999.99999` is how some say that there is no fix.
    return [t for t in found if t not in ("0",) and not t.endswith("x") and ".999" not in t] or ["1.0.0" if claim.ecosystem not in SYSTEMS else "1.0-1"]


def purl(ecosystem, name, version):
    family, _, release = ecosystem.partition(":")
    if family in SYSTEMS:
        epoch, _, rest = version.rpartition(":")
        qualifiers = f"distro={family}-{release}" + (f"&epoch={epoch}" if epoch.strip("0") and SYSTEMS[family] == "rpm" else "")
        shown = rest if SYSTEMS[family] == "rpm" else version
        return f"pkg:{SYSTEMS[family]}/{family}/{quote(name, safe='')}@{quote(shown, safe='')}?{qualifiers}"
    if family == "maven":
        name = name.replace(":", "/")
    return f"pkg:{PURLS[family]}/{'/'.join(quote(part, safe='') for part in name.split('/'))}@{quote(version, safe='')}"


class Classes:
    """Ids that are one vulnerability."""

    def __init__(self, claims):
        self.parent = {}
        for claim in claims:
            for alias in claim.aliases:
                self.parent[self.root(alias)] = self.root(claim.id)

    def root(self, one):
        while self.parent.get(one, one) != one:
            one = self.parent[one]
        return one


def rpm_speaks(claim, version):
    """Streams of modules stand beside each other and beside what is in no module."""
    bounds = [str(v) for span in claim.test[1] for v in span] if claim.test[0] == "spans" else []
    modular = any(".module" in b for b in bounds) or ("module" in [t[0] for t in claim.test if isinstance(t, tuple)])
    return modular == (".module" in version)


def expected(judge, claims, version):
    """Classes of vulnerabilities; a distribution that says `not affected` outright has the last word."""
    classes = Classes(claims)
    system = claims[0].ecosystem.partition(":")[0] in SYSTEMS
    held, denied = set(), set()
    for claim in claims:
        if SYSTEMS.get(claim.ecosystem.partition(":")[0]) == "rpm" and not rpm_speaks(claim, version):
            continue
        if judge.affected(claim, version):
            held.add(classes.root(claim.id))
        elif system and claim.test[0] == "never":
            denied.add(classes.root(claim.id))
    return classes, held - denied


def probe(source, claims, options, work):
    r = random.Random(f"{options.seed} {source}")
    packages = {}
    for claim in claims:
        family, _, release = claim.ecosystem.partition(":")
        # Debian before 4 has no `os-release`; what subscribers are told is asked with versions for subscribers. Red Hat's other
        # streams speak of images that name their repositories: `RedHatStreamsTest`.
        is_stream = family == "redhat" and not release.isdigit()
        if (family in SYSTEMS or family in PURLS) and not is_stream and not release.endswith("-esm") and release not in ("3.0", "3.1"):
            packages.setdefault((claim.ecosystem, normal(claim.ecosystem, claim.name)), []).append(claim)
    if not packages:
        return None
    keys, probes = sorted(packages), {}
    for _ in range(options.probes * 100):
        key = r.choice(keys)
        own = r.choice(packages[key])
        version = r.choice(tokens(own))
        for _ in range(r.choice((1, 1, 1, 2, 3))):
            version = mutations(r, key[0], version)
        probes[key[0], own.name, version] = packages[key]
        if len(probes) >= options.probes * 3 // 2:
            break
    judge = Judge(options.maven_artifact)
    for (ecosystem, name, version), about in probes.items():
        expected(judge, about, version)
    judge.answer_all()
    wanted = {}
    for (ecosystem, name, version), about in probes.items():
        judge.unknown = False
        answer = expected(judge, about, version)
        if not judge.unknown and len(wanted) < options.probes:
            wanted[ecosystem, name, version] = answer
    return held_against(wanted, work)


def held_against(wanted, work):
    by_system = {}
    for ecosystem, name, version in wanted:
        by_system.setdefault(ecosystem if ecosystem.partition(":")[0] in SYSTEMS else "", []).append((ecosystem, name, version))
    differences, affected = [], 0
    for system, probes in by_system.items():
        components = [{"type": "library", "name": n, "version": v, "purl": purl(e, n, v), "bom-ref": str(i)} for i, (e, n, v) in enumerate(probes)]
        if system:
            family, _, release = system.partition(":")
            components.append({"type": "operating-system", "name": family, "version": release, "bom-ref": "system"})
        file = work / "probe.json"
        file.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}))
        found = {}
        for line in assay("sbom", file, "-f", "ids", "--offline-scan", "--skip-db-update", "--cache-dir", work).splitlines():
            own, _, where = line.partition("\t")
            found.setdefault(where, set()).add(own)
        for key in probes:
            classes, held = wanted[key]
            got = {stem(classes.root(i)) for i in found.pop(shown(purl(*key), found), set())}
            held = {stem(h) for h in held}
            affected += bool(held)
            if got != held:
                differences.append((key, sorted(held - got), sorted(got - held)))
    return len(wanted), affected, differences


def shown(wanted, found):
    """The report may write a package URL another way, such as with the epoch apart: it compares by its parts."""
    def parts(text):
        path, _, qualifiers = text.partition("?")
        path = re.sub("%[0-9A-Fa-f]{2}", lambda m: chr(int(m[0][1:], 16)), path).lower()
        path = re.sub("[-_.]+", "-", path) if path.startswith("pkg:pypi/") else path
        epoch = re.search(r"epoch=(\d+)", qualifiers)
        inside = re.match(r"(pkg:deb/.*@)(\d+):(.*)$", path)
        return (inside[1] + inside[3], inside[2]) if inside else (path, epoch[1] if epoch else "")
    return next((each for each in found if each == wanted or parts(each) == parts(wanted)), wanted)


def explained(source, line):
    """explained.tsv: source, what the difference looks like, why."""
    rows = [row.split("\t") for row in (HERE / "explained.tsv").read_text().splitlines()[1:]]
    return any(row[0] == source and re.search(row[1], line) for row in rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("/tmp/assay-truth"))
    parser.add_argument("--probes", type=int, default=200)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", type=int, default=6)
    parser.add_argument("--maven-artifact", default="/usr/share/maven/lib/maven-artifact-3.x.jar")
    parser.add_argument("sources", nargs="*", default=list(SOURCES))
    options = parser.parse_args()
    wrong = False
    for source in options.sources:
        work = options.work / source
        work.mkdir(parents=True, exist_ok=True)
        count, claims = SOURCES[source](DATA / source)
        records, ours, theirs = compare_sets(source, claims, work)
        packages = lambda those: len({(e, n) for e, n, _, _ in those})
        probes = probe(source, claims, options, work)
        said = f"{probes[0]} probes, {probes[1]} affected, {len(probes[2])} differ" if probes else "no component can be of it"
        print(f"{source}: records {records}/{count}, packages {packages(ours)}/{packages(theirs)}, claims {len(ours)}/{len(theirs)}, {len(ours ^ theirs)} differ; {said}", flush=True)
        lines = [f"only ours: {' '.join(each)}" for each in sorted(ours - theirs)] + [f"only theirs: {' '.join(each)}" for each in sorted(theirs - ours)]
        lines += [f"probe {' '.join(key)} | missing {' '.join(missing)} | extra {' '.join(extra)}" for key, missing, extra in (probes[2] if probes else [])]
        unexplained = [line for line in lines if not explained(source, line)]
        if lines:
            print(f"  {len(lines) - len(unexplained)} of {len(lines)} differences are explained")
        for line in unexplained[: options.show]:
            print("  " + line)
        wrong |= records != count or bool(unexplained)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
