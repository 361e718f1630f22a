#!/usr/bin/env python3
"""Verification without a network: images that cosign has signed, as OCI layouts, in a network namespace of their own.

usage: run.py --assay PATH      (as root, or where users may make namespaces; strace, unshare)

Each case runs twice. Under `unshare -n` there is nobody to ask: what holds must hold, what does not must be refused.
Under strace no socket may be connected, bound or written to, and none opened but those three that Java opens and closes
itself when it reads its own security settings, to see whether the machine has IPv4, IPv6 and shared ports. The C library's
question to this machine's name service cache, who the user is, does not count (AF_UNIX, nscd). The samples are `sign-samples` of the folder of test data
(ASSAY_TEST_DATA, else ../shared/data).
"""
import argparse, os, pathlib, re, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import verify  # the layouts are those that are timed

OTHER = ["--certificate-identity", "https://github.com/example/other/.github/workflows/build.yml@refs/heads/main",
         "--certificate-oidc-issuer", "http://127.0.0.1:5557"]
TYPE = "https://cosign.sigstore.dev/attestation/vuln/v1"


JAVAS_OWN = 3


def cases(work):
    data = verify.samples()
    key = ["--key", data / "cosign.pub", "--insecure-ignore-tlog"]
    second, both = ["--trusted-root", data / "trusted_root.json"], ["--trusted-root", data / "trusted_root.both.json"]

    def at(number, digest):
        to = work / number
        if not to.exists():
            verify.layout(next(f for f in data.iterdir() if f.name.startswith(number + "-")), to)
        return f"{to}@{digest}"

    return [
        ("a key", 0, ["verify", *key, at("01", verify.AMD64)]),
        ("a key, older form", 0, ["verify", *key, at("02", verify.AMD64)]),
        ("a key in the log", 0, ["verify", "--key", data / "cosign.pub", *second, at("06", verify.INDEX)]),
        ("an identity", 0, ["verify", *verify.WORKFLOW, *second, at("05", verify.INDEX)]),
        ("an identity, older form", 0, ["verify", *verify.WORKFLOW, *both, at("13", verify.INDEX)]),
        ("a statement and a rule", 0, ["verify-attestation", *key, "--type", "vuln", "--policy",
                                       "has(predicate.scanner)", at("03", verify.AMD64)]),
        ("another identity", 12, ["verify", *OTHER, *second, at("05", verify.INDEX)]),
        ("whom nobody trusts", 12, ["verify", *verify.WORKFLOW, at("05", verify.INDEX)]),
        ("an image nobody signed", 10, ["verify", *key, at("01", verify.INDEX)]),
    ]


def run(command, env):
    return subprocess.run([str(c) for c in command], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    args = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        env = {**os.environ, "HOME": folder, "XDG_CACHE_HOME": str(work / "cache")}
        for name, code, (verb, *words) in cases(work):
            command = [args.assay, verb, "--local-image", *words]
            result = run(["unshare", "-n", *command] if os.geteuid() == 0 else ["unshare", "-rn", *command], env)
            calls = work / "calls"
            traced = run(["strace", "-f", "-qq", "-e", "trace=%network", "-o", calls, *command], env)
            lines = [line for line in calls.read_text().splitlines() if "AF_UNIX" not in line]
            used = [line for line in lines if re.search(r"\b(connect|bind|listen|accept4?|send\w*|recv\w*)\(", line)]
            opened = [line for line in lines if re.search(r"\bsocket\(", line)]
            sockets = used + opened[JAVAS_OWN:]
            good = result.returncode == code and traced.returncode == code and not sockets
            wrong += not good
            print(("ok    " if good else "WRONG ") + f"{name}: exit {result.returncode}, {len(used)} used, {len(opened)} opened and closed", flush=True)
            if not good:
                print(result.stderr[-1500:] + "\n".join(sockets[:5]))
    print(f"{wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
