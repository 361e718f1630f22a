#!/usr/bin/env python3
"""Holds our version comparisons against the package managers' own, many pairs each.

  it/versions/run.py [--pairs N] [--seed S] [--classes DIR:JARS] [SCHEME...]

Needs the compiled program (`./build compile`) and the tools that README.md names.
A pair counts as a difference where the answers differ, also about whether both are
versions at all (but see APART). Prints a line per scheme and exits 1 where one differs.
"""
import argparse, json, os, random, re, subprocess, sys, zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DATA = Path(os.environ.get("ASSAY_TEST_DATA", ROOT.parent / "shared")) / "data"


def pick(r, *choices):
    return r.choice(choices)


def number(r):
    return pick(r, "0", "1", "2", "9", "10", "11", "20", "100", "01", "010", "2024", str(r.randrange(10**12)))


def deb(r):
    text = pick(r, "", "", "", "0:", "1:", "2:") + str(r.randrange(12))
    text += "".join(pick(r, "0", "1", "10", "01", "a", "b", "Z", ".", ".", ".", "+", "~", "~rc", "-", "dfsg") for _ in range(r.randrange(7)))
    if r.random() < 0.6:
        text += "-" + str(r.randrange(12)) + "".join(pick(r, "1", "10", "~", "+deb11u", "ubuntu", ".", "bpo", "+b1") for _ in range(r.randrange(4)))
    return text + "1" if text.endswith("-") else text


def apk(r):
    text = ".".join(number(r) for _ in range(r.randrange(1, 5)))
    text += pick(r, "", "", "", "a", "b", "z")
    for _ in range(pick(r, 0, 0, 1, 1, 2)):
        text += "_" + pick(r, "alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p") + pick(r, "", "1", "2", "10", "20240101")
    return text + pick(r, "", "-r0", "-r1", "-r10", "-r2")


def semver(r):
    core = [pick(r, "0", "1", "2", "10", "11", str(r.randrange(1000))) for _ in range(3)]
    text = ".".join(core)
    if r.random() < 0.6:
        text += "-" + ".".join(pick(r, "0", "1", "2", "10", "a", "b", "alpha", "beta", "rc", "A", "1a", "-", "x-1", "01") for _ in range(r.randrange(1, 4)))
    return text + pick(r, "", "", "+b", "+b.1-x")


def npm(r):
    text = semver(r)
    how = r.randrange(8)
    if how == 0:
        return "v" + text
    if how == 1:
        return " = " + text + " "
    if how == 2 and "-" in text and not text.split("-", 1)[1][:1].isdigit() and not text.split("-", 1)[1].startswith("-"):
        return text.replace("-", "", 1)
    if how == 3:
        return ".".join("0" + part if i < 3 else part for i, part in enumerate(text.split(".", 3)))
    return text


def pep440(r):
    text = pick(r, "", "", "", "v", "1!", "0!", " ") + ".".join(number(r) for _ in range(r.randrange(1, 5)))
    gap = lambda: pick(r, "", "", ".", "-", "_")
    if r.random() < 0.4:
        text += gap() + pick(r, "a", "b", "rc", "c", "alpha", "Beta", "pre", "preview", "RC") + pick(r, "", gap() + number(r))
    if r.random() < 0.3:
        text += pick(r, "-" + number(r), gap() + pick(r, "post", "rev", "r", "POST") + pick(r, "", gap() + number(r)))
    if r.random() < 0.3:
        text += gap() + pick(r, "dev", "DEV") + pick(r, "", gap() + number(r))
    if r.random() < 0.3:
        text += "+" + pick(r, ".", "-", "_").join(pick(r, "0", "1", "10", "01", "a", "B", "ubuntu", "1a", "x2") for _ in range(r.randrange(1, 4)))
    return text + pick(r, "", "", "", "", "", "+", ".x", "!")


def rpm(r):
    text = pick(r, "", "", "", "0:", "1:", "2:", ":", "00:") + pick(r, number(r), "", "a")
    text += "".join(pick(r, "0", "1", "10", "01", "a", "Z", "rc", ".", ".", ".", "_", "+", "~", "^", "~rc", "^git", "..", "\u00e9") for _ in range(r.randrange(7)))
    if r.random() < 0.6:
        text += "-" + str(r.randrange(12)) + "".join(pick(r, "1", "10", "~", "^", ".el8", ".el8_6", ".module+el8.3.0+1", ".", "_", "-", "fc", ".fc35") for _ in range(r.randrange(4)))
    return text or "0"


def rpm_pair(r, real=[]):
    """Half of the pairs: a version that a distribution published and the same with one change."""
    if r.random() < 0.5:
        return rpm(r), rpm(r)
    if not real:
        found = set()
        with zipfile.ZipFile(DATA / "advisories/almalinux/all.zip") as archive:
            for name in archive.namelist():
                found.update(re.findall(r'"fixed": *"([^"]+)"', archive.read(name).decode()))
        real.extend(sorted(found))
    a = r.choice(real)
    at = r.randrange(len(a) + 1)
    part = pick(r, "0", "1", "9", "a", ".", "-", "~", "^", "_", "+", ":", ".el8", ".el8_10", "")
    return a, a[:at] + part + a[at + pick(r, 0, 0, 1, 2) :] or "0"


def maven(r):
    text = pick(r, "", "", "", "r", "v") + ".".join(number(r) for _ in range(r.randrange(1, 5)))
    for _ in range(pick(r, 0, 0, 1, 1, 2, 3)):
        word = pick(r, "alpha", "beta", "milestone", "rc", "cr", "snapshot", "SNAPSHOT", "ga", "Final", "RELEASE", "sp", "a", "b", "m", "x", "jre", "android", "incubating", "")
        text += pick(r, "-", "-", ".", "") + word + pick(r, "", "", "-", ".") + pick(r, "", "", number(r))
    return text


def gem(r):
    text = ".".join(number(r) for _ in range(r.randrange(1, 5)))
    for _ in range(pick(r, 0, 0, 1, 2)):
        text += pick(r, ".", ".", "-", "") + pick(r, "a", "b", "rc", "pre", "beta", "Alpha", "0", "1", "10", "rc1", "1a")
    return text + pick(r, "", "", "", ".0", ".", "_1", " ")


def composer(r):
    if r.random() < 0.1:
        text = "2" + "".join(pick(r, "", ".", "-") + pick(r, "01", "10", "023", "20", "2010", "5") for _ in range(r.randrange(2, 6)))
    else:
        text = pick(r, "", "", "", "v") + ".".join(pick(r, number(r), "x", "*") if r.random() < 0.1 else number(r) for _ in range(r.randrange(1, 5)))
    if r.random() < 0.5:
        text += pick(r, "-", ".", "_", "", "") + pick(r, "alpha", "a", "beta", "b", "RC", "rc", "patch", "pl", "p", "stable", "x")
        text += pick(r, "", "", pick(r, "", "-", ".") + number(r), "1.2", "1-2")
    return text + pick(r, "", "", "", "", "-dev", ".dev", "dev", "+build", "@beta", "-")


def conan(r):
    text = ".".join(pick(r, number(r), number(r), number(r), "1" + pick(r, "a", "k", "z"), "cci") for _ in range(r.randrange(1, 5)))
    if r.random() < 0.4:
        text += "-" + ".".join(pick(r, "0", "1", "10", "alpha", "beta", "rc", "rc1", "") for _ in range(r.randrange(1, 4)))
    if r.random() < 0.2:
        text += "+" + pick(r, "1", "20", "b1", "b.1", "0", "")
    return text


def nuget(r):
    text = ".".join(pick(r, "0", "1", "2", "10", "01", str(r.randrange(1000))) for _ in range(r.randrange(1, 5)))
    if r.random() < 0.5:
        text += "-" + ".".join(pick(r, "0", "1", "2", "10", "a", "A", "beta", "BETA", "rc", "RC1", "rc1", "-x") for _ in range(r.randrange(1, 4)))
    return text + pick(r, "", "", "", "+b", "+B.1")


def modules(r):
    text = semver(r)
    how = r.randrange(10)
    if how == 0:
        return "v" + text.split("-")[0].rsplit(".", r.randrange(3))[0]
    if how == 1:
        return text.split("-")[0].split("+")[0] + "-" + pick(r, "", "0.", "rc.1.0.") + str(20180000000000 + r.randrange(10**10)) + "-" + "%012x" % r.randrange(16**12)
    return pick(r, "v", "") + text.split("+")[0] + pick(r, "", "", "+incompatible")


def toolchain(r):
    text = "go1." + str(r.randrange(18, 24))
    return text + pick(r, "", "rc1", "rc2", "rc10", "beta1", "beta2", ".0", ".1", ".2", ".10") + pick(r, "", "", "-vendor", "-a1.b2")


def bitnami(r):
    text = ".".join(str(r.randrange(12)) for _ in range(3))
    return text + pick(r, "", "-" + str(r.randrange(1, 30)), "-1", "-10", "-" + str(r.randrange(1, 5)) + "." + str(r.randrange(5)), "-rc1", "-0", "+b", "-01")


def pvp(r):
    return ".".join(pick(r, number(r), str(r.randrange(20))) for _ in range(r.randrange(1, 6))) + pick(r, "", "", "", "", ".", "a", "-1")


def strictly(r):
    return pick(r, semver, semver, semver, semver, semver, npm)(r)


PYTHON = os.environ.get("PYTHON", "python3")
JAVA = str(Path(os.environ["JAVA_HOME"]) / "bin/java") if "JAVA_HOME" in os.environ else "java"
GO = ["go", "-C", HERE / "go", "run", "."]

# Name: our scheme, texts, the tool, the ecosystems of OSV whose real versions are mutated.
SCHEMES = {
    "apk": ("apk", apk, ["go", "-C", HERE / "apk", "run", "."], []),
    "bitnami": ("bitnami", bitnami, [*GO, "bitnami"], ["Bitnami"]),
    "cargo": ("semver", strictly, ["cargo", "run", "--quiet", "--release", "--manifest-path", HERE / "cargo/Cargo.toml", "--target-dir", ROOT / "target/it-cargo"], ["crates.io"]),
    "composer": ("composer", composer, ["php", HERE / "composer.php"], ["Packagist"]),
    "conan": ("conan", conan, [PYTHON, HERE / "conan_version.py"], ["RubyGems", "Bitnami"]),
    "deb": ("deb", deb, ["perl", HERE / "deb.pl"], []),
    "gem": ("gem", gem, ["ruby", HERE / "gem.rb"], ["RubyGems"]),
    "go": ("go", modules, [*GO, "modules"], ["Go"]),
    "go-toolchain": ("go", toolchain, [*GO, "toolchain"], []),
    "hex": ("semver", strictly, ["elixir", HERE / "hex.exs"], ["Hex", "crates.io"]),
    # Debian's Maven has an older class; --maven-artifact names the jar.
    "maven": ("maven", maven, [JAVA, "-cp", "MAVEN_ARTIFACT", HERE / "Maven.java"], ["Maven"]),
    "npm": ("npm", npm, ["node", HERE / "npm.js"], ["npm"]),
    "nuget": ("nuget", nuget, [PYTHON, HERE / "nuget.py"], ["NuGet"]),
    "pep440": ("pep440", pep440, [PYTHON, HERE / "pep440.py"], ["PyPI"]),
    "pvp": ("pvp", pvp, ["runhugs", HERE / "pvp.hs"], ["Hackage", "GHC"]),
    "rpm": ("rpm", rpm, ["rpmlua", HERE / "rpm.lua"], []),
    "semver": ("semver", semver, ["node", HERE / "npm.js", "strict"], ["npm"]),
}


def either(line, pattern):
    return any(re.search(pattern, version, re.IGNORECASE) for version in line.split("\t"))


# What is known to differ, and why; README.md says it in full.
APART = {
    # Words with a dot before and a separator behind, and what counts for nothing between a hyphen and a word: Maven compares
    # these in a circle, where there is no order to keep to.
    "maven": lambda line, theirs, ours: either(line, r"\.[^0-9.-]+[.-]")
    or either(line, r"(^|-|[^0-9.-](?=0))((0+|ga|final|release)?[.-]+|0+)+[^0-9.-]"),
    # Dates: the library that Debian has takes one number behind the pairs of digits, newer ones take two.
    "composer": lambda line, theirs, ours: either(line, r"^v?\d{4}([.:-]?\d{2}){1,6}([.:-]?\d{1,3}){2}"),
    # `go1.22` is the language, which go/version puts before `go1.22rc1`; for us it is the release. Letters other than
    # those of betas and candidates are no release. What a builder adds behind a plus is no part of it; and any number of numbers may stand before a candidate's.
    "go-toolchain": lambda line, theirs, ours: either(line, r"^go1\.(2[1-9]|[3-9]\d)(-|$)")
    or (ours == "?" and either(line, r"\d(?!(alpha|beta|rc)\d)[a-z]"))
    or (theirs == "?" and either(line, r"\+|^go\d+(\.\d+\.\d+)?(alpha|beta|rc)")),
    # The revision -0, which for us is none.
    # Dates may have zeros in front, which the library refuses.
    "bitnami": lambda line, theirs, ours: either(line, r"^[\d.]+-0+(\+|$)") or (theirs == "?" and either(line, r"^\d{4}\.\d{1,2}\.\d{1,2}([-+]|$)")),
    # A word that starts with a number: Conan compares it as text, 10 < 1a < 9, in a circle. And an item
    # that starts with a hyphen is a negative number to it.
    "conan": lambda line, theirs, ours: either(line, r"(^|[.+-])\d+[a-z_-]|[.-]-\d"),
    # The port refuses zeros in front, which NuGet takes.
    "nuget": lambda line, theirs, ours: theirs == "?" and either(line, r"[.-]0\d"),
    # Cargo keeps numbers in 64 bits.
    "cargo": lambda line, theirs, ours: theirs == "?" and either(line, r"\d{20}"),
    # The port follows apk-tools 2.10, which takes some texts for versions that 3.0 refuses (`1.0-1`, `1.0a1`) and knows no
    # `~hash`; there `1.00` is before `1.0`, and of `.09` and `.019` the numbers behind the zeros are compared, where 3.0
    # compares texts.
    "apk": lambda line, theirs, ours: "?" in (theirs, ours) or ".00" in line or all(".0" in one for one in line.split("\t")),
}


def real_versions(folder, ecosystems):
    """Every version that the OSV records name for a package of the ecosystems."""
    found = set()
    for archive in sorted(folder.glob("*/*.zip")):
        with zipfile.ZipFile(archive) as records:
            for name in records.namelist():
                record = json.loads(records.read(name)) if name.endswith(".json") else None
                for affected in record.get("affected", []) if isinstance(record, dict) else []:
                    if affected.get("package", {}).get("ecosystem", "").split(":")[0] not in ecosystems:
                        continue
                    found.update(affected.get("versions", []))
                    for span in affected.get("ranges", []):
                        if span["type"] != "GIT":
                            found.update(version for event in span["events"] for version in event.values())
    return sorted(version for version in found if version and "\t" not in version)


def alpine(folder):
    """What Alpine's lists of fixes name; `0` there means never affected."""
    found = set()
    for file in folder.glob("alpine-secdb/*/*.json"):
        for package in json.loads(file.read_text())["packages"]:
            found.update(package["pkg"]["secfixes"])
    return sorted(found - {"0"})


def debian(folder):
    """The fixed versions of Debian's lists of notices: `\t[buster] - package 1.2-3`."""
    found = set()
    for file in folder.glob("debian/data/*/list"):
        found.update(re.findall(r"^\t\[[a-z]+\] - \S+ ([0-9]\S*)", file.read_text(), re.MULTILINE))
    return sorted(found)


def toolchains(folder):
    """Releases of Go, of which its database leaves the name out."""
    with zipfile.ZipFile(folder / "golang-vulndb/all.zip") as records:
        records = [json.loads(records.read(name)) for name in records.namelist() if name.endswith(".json")]
    affected = [one for record in records for one in record.get("affected", []) if one["package"]["name"] in ("stdlib", "toolchain")]
    events = [event for one in affected for span in one["ranges"] for event in span["events"]]
    versions = {version for event in events for version in event.values() if version != "0"}
    return sorted("go" + re.sub(r"\.0-rc\.|-rc\.", "rc", version.removesuffix("-0")) for version in versions)


# Where the versions of a scheme are published that no OSV ecosystem has.
PUBLISHED = {"apk": alpine, "deb": debian, "go-toolchain": toolchains}


def mutated(r, text):
    """One mutation: a character changed, dropped, doubled or put in; a number raised or lowered."""
    at = r.randrange(len(text))
    how = r.randrange(6)
    if how == 0:
        return text[:at] + text[at + 1 :]
    if how == 1:
        return text[:at] + text[at] + text[at:]
    if how == 2:
        return text[:at] + pick(r, *"0123456789.-+_abrc") + text[at + 1 :]
    if how == 3:
        return text[:at] + pick(r, "0", "1", ".0", ".1", "-1", "-0", "a", "rc", "-beta", "-rc.1", ".", "-", "+1", ".pre") + text[at:]
    numbers = list(re.finditer("[0-9]+", text))
    if not numbers:
        return text + "1"
    hit = r.choice(numbers)
    return text[: hit.start()] + str(max(0, int(hit[0]) + (1 if how == 4 else -1))) + text[hit.end() :]


def pairs(make, real, count, seed):
    r = random.Random(seed)
    found = []
    while len(found) < count:
        if make is rpm:
            found.append("\t".join(rpm_pair(r)))
            continue
        if real and len(found) % 2:
            a = r.choice(real)
            b = mutated(r, a) if r.random() < 0.7 else r.choice(real)
        else:
            a = make(r)
            b = a + pick(r, "0", "1", "~1", ".0", "-1", "a") if r.random() < 0.15 else "0" + a if r.random() < 0.05 else make(r)
        found.append(f"{a}\t{b}" if r.random() < 0.5 else f"{b}\t{a}")
    return found


def ask(command, lines):
    done = subprocess.run([str(word) for word in command], input="\n".join(lines) + "\n", capture_output=True, text=True)
    answers = done.stdout.split("\n")[:-1]
    if done.returncode or len(answers) != len(lines):
        sys.exit(f"{command}: exit {done.returncode}, {len(answers)} answers to {len(lines)} questions\n{done.stderr[-2000:]}")
    return answers


def dpkg_itself(lines):
    """The oracle's own oracle: what dpkg says, one process per question."""
    answers = []
    for line in lines:
        a, b = line.split("\t")
        says = lambda op: subprocess.run(["dpkg", "--compare-versions", a, op, b], stderr=subprocess.DEVNULL).returncode == 0
        answers.append("-1" if says("lt") else "0" if says("eq") else "1")
    return answers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--classes", default=str(ROOT / "target/classes") + ":" + str(ROOT / "target/lib/*"))
    parser.add_argument("--advisories", type=Path, default=DATA / "advisories")
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--maven-artifact", default="")
    parser.add_argument("schemes", nargs="*", default=list(SCHEMES))
    options = parser.parse_args()
    wrong = False
    for scheme in options.schemes:
        name, make, command, ecosystems = SCHEMES[scheme]
        real = []
        if options.advisories.is_dir():
            published = PUBLISHED.get(scheme)
            real = published(options.advisories) if published else real_versions(options.advisories, ecosystems)
        lines = pairs(make, real, options.pairs, options.seed)
        theirs = ask([options.maven_artifact if word == "MAVEN_ARTIFACT" else word for word in command], lines)
        ours = ask([JAVA, "-cp", options.classes, HERE / "Compare.java", name], lines)
        differ = [(line, t, o) for line, t, o in zip(lines, theirs, ours) if t != o]
        known = [one for one in differ if scheme in APART and APART[scheme](*one)]
        differ = [one for one in differ if one not in known]
        asked = sum(1 for t in theirs if t != "?")
        sources = f"half from {len(real)} real versions" if real else "half from AlmaLinux" if scheme == "rpm" else "all made up"
        print(f"{scheme}: {len(lines)} pairs, {sources}, {asked} of versions, {len(differ)} differences, {len(known)} known", flush=True)
        for line, t, o in differ[:options.show]:
            print(f"  {line!r}: theirs {t}, ours {o}")
        wrong |= bool(differ)
        if scheme == "deb":
            few = [(line, t) for line, t in zip(lines, theirs) if t != "?"][:500]  # dpkg compares what is no version too
            apart = [line for (line, t), d in zip(few, dpkg_itself([line for line, _ in few])) if t != d]
            print(f"deb: {len(few)} pairs asked of dpkg itself, {len(apart)} differences from Dpkg::Version")
            wrong |= bool(apart)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
