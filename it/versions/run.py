#!/usr/bin/env python3
"""Holds our version comparisons against the package managers' own, many pairs each.

  it/versions/run.py [--pairs N] [--seed S] [--classes DIR:JARS] [SCHEME...]

Needs the compiled program (`./build compile`), perl with Dpkg::Version (dpkg-dev), dpkg, python3 with `packaging`, node
with `semver` on NODE_PATH, go, rpm. A pair counts as a difference where the answers differ, also about whether both are
versions at all (but see APART). Prints a line per scheme and exits 1 where one differs.
"""
import argparse, os, random, re, subprocess, sys, zipfile
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


SCHEMES = {
    "deb": (deb, ["perl", HERE / "deb.pl"]),
    "pep440": (pep440, [os.environ.get("PYTHON", "python3"), HERE / "pep440.py"]),
    "npm": (npm, ["node", HERE / "npm.js"]),
    "semver": (semver, ["node", HERE / "npm.js", "strict"]),
    "rpm": (rpm, ["rpmlua", HERE / "rpm.lua"]),
    "apk": (apk, ["go", "-C", HERE / "apk", "run", "."]),
}


# What is known to differ, and why.
APART = {
    # npm's loose rules take the patch number's last digit for a pre-release to make sense of `1.2.33.4`; for us it is none.
    "npm": lambda line, theirs, ours: ours == "?" and any(re.fullmatch(r"[v= ]*\d+\.\d+\.\d\d+\.\d+.*", v) for v in line.split("\t")),
    # The port follows apk-tools 2.10, which takes some texts for versions that 3.0 refuses (`1.0-1`, `1.0a1`) and knows no
    # `~hash`; and there `1.00` is before `1.0`.
    "apk": lambda line, theirs, ours: "?" in (theirs, ours) or ".00" in line,
}


def pairs(make, count, seed):
    r = random.Random(seed)
    found = []
    while len(found) < count:
        if make is rpm:
            found.append("\t".join(rpm_pair(r)))
            continue
        a = make(r)
        b = a + pick(r, "0", "1", "~1", ".0", "-1", "a") if r.random() < 0.15 else "0" + a if r.random() < 0.05 else make(r)
        found.append(f"{a}\t{b}")
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
    parser.add_argument("schemes", nargs="*", default=list(SCHEMES))
    options = parser.parse_args()
    java = Path(os.environ["JAVA_HOME"]) / "bin/java" if "JAVA_HOME" in os.environ else "java"
    wrong = False
    for scheme in options.schemes:
        make, command = SCHEMES[scheme]
        lines = pairs(make, options.pairs, options.seed)
        theirs = ask(command, lines)
        ours = ask([java, "-cp", options.classes, HERE / "Compare.java", scheme], lines)
        differ = [(line, t, o) for line, t, o in zip(lines, theirs, ours) if t != o]
        known = [one for one in differ if scheme in APART and APART[scheme](*one)]
        differ = [one for one in differ if one not in known]
        asked = sum(1 for t in theirs if t != "?")
        print(f"{scheme}: {len(lines)} pairs, {asked} of versions, {len(differ)} differences, {len(known)} known", flush=True)
        for line, t, o in differ[:10]:
            print(f"  {line!r}: theirs {t}, ours {o}")
        wrong |= bool(differ)
        if scheme == "deb":
            few = lines[:500]
            apart = [l for l, t, d in zip(few, theirs, dpkg_itself(few)) if t != d]
            print(f"deb: {len(few)} pairs asked of dpkg itself, {len(apart)} differences from Dpkg::Version")
            wrong |= bool(apart)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
