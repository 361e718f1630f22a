"""Whether a version is affected, asked of the package managers' own code; see it/versions for who that is."""
import re, subprocess, sys
from functools import cmp_to_key
from pathlib import Path

VERSIONS = Path(__file__).resolve().parent.parent / "versions"


def numbers(text):
    return [int(n) for n in re.findall(r"\d+", text)]


def sign(a, b):
    return (a > b) - (a < b)


def julia(a, b):
    """Semantic versions where what stands behind `+` counts as well."""
    def parse(text):
        found = re.fullmatch(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?", text)
        words = lambda t: [(0, int(w), "") if w.isdigit() else (1, 0, w) for w in t.split(".")] if t else []
        return found and ([int(n or 0) for n in found.groups()[:3]], (0, words(found[4])) if found[4] else (1, []), words(found[5]))
    a, b = parse(a), parse(b)
    return None if not a or not b else sign(a, b)


def bitnami(a, b):
    """`x.y.z` and, behind a hyphen, the revision of the package."""
    if not all(re.fullmatch(r"\d+\.\d+\.\d+(-\d+)?", v) for v in (a, b)):
        return None
    return sign(numbers(a) + [0] * (4 - len(numbers(a))), numbers(b) + [0] * (4 - len(numbers(b))))


def pvp(a, b):
    if not all(re.fullmatch(r"\d+(\.\d+)*", v) for v in (a, b)):
        return None
    return sign(numbers(a), numbers(b))


def nuget(a, b):
    def parse(text):
        found = re.fullmatch(r"(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z.-]+))?", text)
        words = lambda t: [(0, int(w), "") if w.isdigit() else (1, 0, w.lower()) for w in t.split(".")]
        return found and (numbers(found[1]) + [0] * (4 - len(numbers(found[1]))), (0, words(found[2])) if found[2] else (1, []))
    a, b = parse(a), parse(b)
    return None if not a or not b else sign(a, b)


def apk(a, b):
    """Numbers, perhaps a letter, suffixes of which some count before nothing, the revision."""
    order = {"alpha": -4, "beta": -3, "pre": -2, "rc": -1, "": 0, "cvs": 1, "svn": 2, "git": 3, "hg": 4, "p": 5}

    def parse(text):
        found = re.fullmatch(r"(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:-r(\d+))?", text)
        if not found:
            return None
        suffixes = [(order.get(w, 9), int(n or 0)) for w, n in re.findall(r"_([a-z]+)(\d*)", found[3])]
        return numbers(found[1]), found[2], suffixes + [(0, 0)], int(found[4] or 0)

    left, right = parse(a), parse(b)
    return None if not left or not right else sign(left, right)


PYTHON = {"julia": julia, "bitnami": bitnami, "hackage": pvp, "nuget": nuget, "alpine": apk}
SCHEMES = {
    "gem": ["ruby", VERSIONS / "gem.rb"], "composer": ["php", VERSIONS / "composer.php"], "hex": ["elixir", VERSIONS / "hex.exs"],
    "npm": ["node", VERSIONS / "npm.js"], "cargo": ["node", VERSIONS / "npm.js", "strict"], "go": ["node", VERSIONS / "npm.js", "strict"],
    "pypi": [sys.executable, VERSIONS / "pep440.py"], "debian": ["perl", VERSIONS / "deb.pl"], "ubuntu": ["perl", VERSIONS / "deb.pl"],
    "alma": ["rpmlua", VERSIONS / "rpm.lua"], "redhat": ["rpmlua", VERSIONS / "rpm.lua"], "azurelinux": ["rpmlua", VERSIONS / "rpm.lua"],
    "cbl-mariner": ["rpmlua", VERSIONS / "rpm.lua"], "maven": ["java", "-cp", "MAVEN", VERSIONS / "Maven.java"],
}
# Each line `VERSION<TAB>REQUIREMENT` with true or false, `?` for what is no version.
ALLOWS = {
    "gem": ["ruby", "-rrubygems", "-e", 'puts STDIN.each_line(chomp: true).map { |l| v, r = l.split("\\t"); Gem::Version.correct?(v) ? Gem::Requirement.new(*r.split(",").map(&:strip)).satisfied_by?(Gem::Version.new(v)) : "?" }'],
    "npm": ["node", "-e", 'const s=require("semver");for(const l of require("fs").readFileSync(0,"utf8").split("\\n")){if(!l)continue;const[v,r]=l.split("\\t");console.log(s.parse(v,{loose:true})?s.satisfies(v,r,{loose:true,includePrerelease:true}):"?")}'],
    "hex": ["elixir", "-e", 'IO.stream(:stdio,:line)|>Enum.each(fn l->[v,r]=l|>String.trim_trailing("\\n")|>String.split("\\t");IO.puts(case Version.parse(v) do {:ok,_}->Version.match?(v,r,allow_pre: true);_->"?" end) end)'],
    "composer": ["php", "-r", 'require "Composer/Semver/autoload.php";foreach(file("php://stdin",FILE_IGNORE_NEW_LINES) as $l){[$v,$r]=explode("\\t",$l);try{echo Composer\\Semver\\Semver::satisfies($v,$r)?"true":"false","\\n";}catch(Exception $e){echo "?\\n";}}'],
}


def ask(command, lines):
    if not lines:
        return {}
    done = subprocess.run([str(w) for w in command], input="\n".join(lines) + "\n", capture_output=True, text=True)
    answers = done.stdout.split("\n")[:-1]
    if done.returncode or len(answers) != len(lines):
        sys.exit(f"{command[:2]}: exit {done.returncode}, {len(answers)} answers to {len(lines)} questions\n{done.stderr[-2000:]}")
    return dict(zip(lines, answers))


class Judge:
    """Questions are collected in a first pass over all probes, answered at once, and used in a second."""

    def __init__(self, maven):
        self.maven, self.asked, self.answers, self.unknown = maven, {}, {}, False

    def answer_all(self):
        for (kind, scheme), lines in self.asked.items():
            command = (SCHEMES if kind == "compare" else ALLOWS)[scheme]
            self.answers[kind, scheme] = ask([self.maven if w == "MAVEN" else w for w in command], sorted(lines))
        self.asked = {}

    def question(self, kind, scheme, line):
        answers = self.answers.get((kind, scheme), {})
        if line not in answers:
            self.asked.setdefault((kind, scheme), set()).add(line)
            return "?"
        return answers[line]

    def compare(self, ecosystem, a, b):
        scheme = ecosystem.partition(":")[0]
        if scheme == "go":
            a, b = (re.sub(r"^(go|v)", "", v) for v in (a, b))
        if scheme in PYTHON:
            answer = PYTHON[scheme](a, b)
            self.unknown |= answer is None
            return answer or 0
        answer = self.question("compare", scheme, f"{a}\t{b}")
        self.unknown |= answer == "?"
        return 0 if answer == "?" else int(answer)

    def allows(self, ecosystem, version, requirement):
        answer = self.question("allows", ecosystem, f"{version}\t{requirement}")
        self.unknown |= answer == "?"
        return answer == "true"

    def in_span(self, ecosystem, version, low, high, op):
        after = low in ("", "0") or self.compare(ecosystem, version, low) >= 0
        order = self.compare(ecosystem, version, high) if high else -1
        return after and (order < 0 or (order == 0 and op == "<="))

    def affected(self, claim, version):
        """`unknown` tells whether somebody did not understand a version."""
        kind, ecosystem = claim.test[0], claim.ecosystem
        if kind in ("all", "never"):
            return kind == "all"
        if kind == "safe":
            return not any([self.allows(ecosystem, version, r) for r in claim.test[1]])
        if kind == "npm":
            return self.allows(ecosystem, version, claim.test[1])
        if kind == "composer":
            return any([self.allows(ecosystem, version, ",".join(b)) for b in claim.test[1]])
        if kind == "victims":
            return self.victims(claim, version)
        if kind == "cve":
            return self.cve(claim, version)
        if len(claim.test) > 3 and claim.test[3] and isinstance(claim.test[3], list) and version in claim.test[3]:
            return False
        inside = [self.in_span(ecosystem, version, low, high, op) for low, _, high, op in claim.test[1]]
        return any(inside) or version in claim.test[2] or any([self.equal(ecosystem, version, v) for v in claim.test[2][:400]])

    def equal(self, ecosystem, a, b):
        before = self.unknown
        same = self.compare(ecosystem, a, b) == 0 and self.unknown == before
        self.unknown = before
        return same

    def victims(self, claim, version):
        """Bounds of one series: not below any lower one, not above any upper one."""
        series, exact = {}, False
        for text in claim.test[1]:
            op, number, within = re.fullmatch(r"\s*(<=|>=|==|=|<|>)\s*([^,\s]+)\s*(?:,\s*(\S+)\s*)?", text).groups()
            order = self.compare(claim.ecosystem, version, number)
            holds = {"<=": order <= 0, ">=": order >= 0, "==": order == 0, "=": order == 0, "<": order < 0, ">": order > 0}[op]
            if op in ("==", "="):
                exact |= holds
            else:
                series.setdefault(within or "", {}).setdefault(op[0], []).append(holds)
        for within, bounds in series.items():
            stem = [int(n) for n in re.match(r"(\d+(?:\.\d+)*)?", within)[0].split(".") if n]
            core = [int(n) for n in re.match(r"[vV]?(\d+(?:\.\d+)*)?", version)[1].split(".")]
            inside = (core + [0] * len(stem))[: len(stem)] == stem
            exact |= inside and all([any(each) for each in bounds.values()])
        return exact

    def cve(self, claim, version):
        for default, spans in claim.test[1]:
            status = default
            for state, low, high, op, changes in spans:
                if self.in_span(claim.ecosystem, version, low, high, op):
                    now = state
                    for at, changed in changes:
                        now = changed if self.compare(claim.ecosystem, version, at) >= 0 else now
                    status = now if status != "unaffected" or not any(s[0] == "unaffected" for s in spans) else status
            if status == "affected":
                return True
        return False
