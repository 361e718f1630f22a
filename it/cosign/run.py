#!/usr/bin/env python3
"""cosign and Assay read each other's signatures.

usage: run.py --cosign PATH --assay PATH --registry PATH [--old-registry PATH]

--registry is a program that serves a registry with the referrers API on the address that is its one argument
(it/referrers/registry builds one). --old-registry is Debian's docker-registry, which has no such API.
cosign is a Go tool: go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3. Nothing leaves this machine.
"""
import argparse, hashlib, json, os, pathlib, socket, subprocess, sys, tempfile, time, urllib.request

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
PASSWORD = "correct horse battery staple"


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Registry:
    """A registry process on loopback."""

    def __init__(self, start):
        self.host = f"127.0.0.1:{free_port()}"
        self.process = start(self.host)
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://{self.host}/v2/", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the registry does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def send(self, method, path, body, kind):
        request = urllib.request.Request(f"http://{self.host}{path}", body, {"Content-Type": kind}, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.headers

    def blob(self, repository, content):
        location = self.send("POST", f"/v2/{repository}/blobs/uploads/", b"", "application/octet-stream")["Location"]
        if location.startswith("http"):
            location = location.split(self.host, 1)[1]
        joint = "&" if "?" in location else "?"
        self.send("PUT", f"{location}{joint}digest={digest(content)}", content, "application/octet-stream")
        return {"digest": digest(content), "size": len(content)}

    def image(self, repository, tag, text):
        layer = self.blob(repository, text.encode())
        config = json.dumps({"os": "linux", "architecture": "amd64",
                             "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}).encode()
        manifest = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST,
                               "config": {"mediaType": CONFIG, **self.blob(repository, config)},
                               "layers": [{"mediaType": LAYER, **layer}]}).encode()
        self.send("PUT", f"/v2/{repository}/manifests/{tag}", manifest, MANIFEST)
        return {"mediaType": MANIFEST, "digest": digest(manifest), "size": len(manifest)}

    def index(self, repository, tag, children):
        index = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": children}).encode()
        self.send("PUT", f"/v2/{repository}/manifests/{tag}", index, INDEX)


class Run:
    def __init__(self, args, work):
        self.args, self.work, self.failures, self.done, self.output = args, work, [], 0, ""
        self.env = {**os.environ, "COSIGN_PASSWORD": PASSWORD, "HOME": str(work), "XDG_CACHE_HOME": str(work / "cache")}

    def expect(self, what, code, *command, env=None):
        result = subprocess.run([str(c) for c in command], cwd=self.work, env={**self.env, **(env or {})},
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        self.output += result.stdout + result.stderr
        self.done += 1
        good = result.returncode == code
        print(("ok    " if good else "WRONG ") + what + ("" if good else f": {result.returncode}, not {code}"), flush=True)
        if not good:
            self.failures.append(what)
            print("   $ " + " ".join(str(c) for c in command) + "\n" + result.stdout[-1500:] + result.stderr[-1500:])
        return result

    def assay(self, what, code, *words, **more):
        return self.expect("assay " + what, code, self.args.assay, *words, **more)

    def cosign(self, what, code, *words, **more):
        return self.expect("cosign " + what, code, self.args.cosign, *words, **more)


COSIGN_OFFLINE = ["--tlog-upload=false", "--use-signing-config=false", "--allow-http-registry", "--yes"]
LAX = ["--insecure-ignore-tlog", "--allow-http-registry"]


def keys(run):
    run.assay("makes a key pair", 0, "generate-key-pair", "--output-key-prefix", "ours")
    run.cosign("makes a key pair", 0, "generate-key-pair", "--output-key-prefix", "theirs")
    ours = run.cosign("reads our private key", 0, "public-key", "--key", "ours.key").stdout
    theirs = run.assay("reads its private key", 0, "public-key", "--key", "theirs.key").stdout
    for name, text in (("ours", ours), ("theirs", theirs)):
        if (run.work / f"{name}.pub").read_text() not in text:
            run.failures.append(f"{name}.pub is another key")
    run.assay("refuses a wrong password", 3, "public-key", "--key", "theirs.key", env={"COSIGN_PASSWORD": "wrong"})
    for kind, make in (("rsa", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"]),
                       ("ed25519", ["-algorithm", "ED25519"]),
                       ("p384", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"])):
        run.expect(f"openssl makes a key: {kind}", 0, "openssl", "genpkey", *make, "-out", f"{kind}.pem")
        run.assay(f"imports a key: {kind}", 0, "import-key-pair", "--key", f"{kind}.pem", "--output-key-prefix", kind)
        run.cosign(f"reads the imported key: {kind}", 0, "public-key", "--key", f"{kind}.key")


def images(run, registry, label):
    for form in ("new", "legacy"):
        old = [] if form == "new" else ["--new-bundle-format=false"]
        for signer, other in (("assay", "cosign"), ("cosign", "assay")):
            key = "ours" if signer == "assay" else "theirs"
            repository = f"{form}-{signer}"
            registry.image(repository, "v1", f"{label} {form} {signer}")
            ref = f"{registry.host}/{repository}:v1"
            sign = getattr(run, signer)
            verify = getattr(run, other)
            more = COSIGN_OFFLINE if signer == "cosign" else ["--tlog-upload=false"]
            sign(f"signs, {form} form, {label}", 0, "sign", "--key", f"{key}.key", "-a", "team=core", *more, *old, ref)
            old_verify = old if other == "cosign" else []
            verify(f"verifies that, {form} form, {label}", 0, "verify", "--key", f"{key}.pub", "-a", "team=core", *LAX,
                   *old_verify, ref)
            run.assay(f"verifies that too, {form} form, {label}", 0, "verify", "--key", f"{key}.pub", "-a", "team=core",
                      *LAX, ref)
            run.assay(f"refuses another key, {form} form, {label}", 12, "verify", "--key", "p384.pub", *LAX, ref)
            run.assay(f"wants the log unless told, {form} form, {label}", 12, "verify", "--key", f"{key}.pub", ref)
            attest(run, registry, (form, old, signer, other, key, label))


def attest(run, registry, case):
    form, old, signer, other, key, label = case
    (run.work / "bom.json").write_text('{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[]}')
    (run.work / "vuln.json").write_text(
        '{"invocation":{"uri":"u"},"scanner":{"uri":"s","version":"1","db":{"uri":"d","version":"1"},"result":[]},'
        '"metadata":{"scanStartedOn":"2026-01-01T00:00:00Z","scanFinishedOn":"2026-01-01T00:00:01Z"}}')
    (run.work / "vex.json").write_text(
        '{"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/1","author":"a",'
        '"timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[]}')
    (run.work / "slsa1.json").write_text(
        '{"buildDefinition":{"buildType":"https://example.com/b","externalParameters":{}},'
        '"runDetails":{"builder":{"id":"https://example.com/builder"}}}')
    (run.work / "free.txt").write_text("anything\n")
    repository = f"att-{form}-{signer}"
    registry.image(repository, "v1", f"attested {label} {form} {signer}")
    ref = f"{registry.host}/{repository}:v1"
    more = COSIGN_OFFLINE if signer == "cosign" else ["--tlog-upload=false"]
    for kind, file in (("cyclonedx", "bom.json"), ("vuln", "vuln.json"), ("openvex", "vex.json"),
                       ("slsaprovenance1", "slsa1.json"), ("custom", "free.txt"), ("spdx", "free.txt"),
                       ("https://example.com/my/v1", "bom.json")):
        getattr(run, signer)(f"attests {kind}, {form}, {label}", 0, "attest", "--type", kind, "--predicate", file,
                             "--key", f"{key}.key", *more, *old, ref)
        # cosign 3.1.3 does not find attestations of the type spdx again, not even its own.
        reader = "assay" if kind == "spdx" else other
        getattr(run, reader)(f"verifies {kind}, {form}, {label}", 0, "verify-attestation", "--type", kind, "--key",
                            f"{key}.pub", *LAX, *(old if reader == "cosign" else []), ref)
    run.assay(f"holds a rule, {form}, {label}", 0, "verify-attestation", "--type", "vuln", "--key", f"{key}.pub",
              "--policy", "predicate.scanner.result.size() == 0", *LAX, ref)
    run.assay(f"breaks a rule, {form}, {label}", 1, "verify-attestation", "--type", "vuln", "--key", f"{key}.pub",
              "--policy", "predicate.scanner.version == '2'", *LAX, ref)
    run.assay(f"has no statement of that type, {form}, {label}", 12, "verify-attestation", "--type", "link", "--key",
              f"{key}.pub", *LAX, ref)
    run.assay(f"takes no attestation for a signature, {form}, {label}", 10, "verify", "--key", f"{key}.pub", *LAX, ref)


def recursive(run, registry, label):
    children = [registry.image("multi", f"child{n}", f"child {n}") for n in range(2)]
    for child, arch in zip(children, ("amd64", "arm64")):
        child["platform"] = {"os": "linux", "architecture": arch}
    for name, signer, other in (("ours", "assay", "cosign"), ("theirs", "cosign", "assay")):
        registry.index("multi", f"{name}", [dict(c, annotations={"by": name}) for c in children])
        ref = f"{registry.host}/multi:{name}"
        more = COSIGN_OFFLINE if signer == "cosign" else ["--tlog-upload=false"]
        getattr(run, signer)(f"signs an index and its images, {label}", 0, "sign", "-r", "--key", f"{name}.key", *more, ref)
        for what in [ref] + [f"{registry.host}/multi@{c['digest']}" for c in children]:
            getattr(run, other)(f"verifies {what.split('/')[1][:14]}, {label}", 0, "verify", "--key", f"{name}.pub", *LAX, what)


def blobs(run):
    (run.work / "blob.txt").write_text("some bytes\n")
    for signer, other, key in (("assay", "cosign", "ours"), ("cosign", "assay", "theirs")):
        more = ["--tlog-upload=false", "--use-signing-config=false", "--yes"] if signer == "cosign" else ["--tlog-upload=false"]
        for kind in ("", "rsa", "ed25519"):
            name = kind or key
            getattr(run, signer)(f"signs a blob {kind}", 0, "sign-blob", "--key", f"{name}.key", "--bundle",
                                 f"{signer}{kind}.json", *more, "blob.txt")
            getattr(run, other)(f"verifies that blob {kind}", 0, "verify-blob", "--key", f"{name}.pub", "--bundle",
                                f"{signer}{kind}.json", "--insecure-ignore-tlog", "blob.txt")
        run.assay("refuses another blob", 1, "verify-blob", "--key", f"{key}.pub", "--bundle", f"{signer}.json",
                  "--insecure-ignore-tlog", "ours.pub")
        signature = getattr(run, signer)("signs a blob alone", 0, "sign-blob", "--key", f"{key}.key",
                                         "--output-signature", f"{signer}.sig", *more,
                                         *(["--new-bundle-format=false"] if signer == "cosign" else []), "blob.txt")
        getattr(run, other)("verifies that signature", 0, "verify-blob", "--key", f"{key}.pub", "--signature",
                            f"{signer}.sig", "--insecure-ignore-tlog",
                            *(["--new-bundle-format=false"] if other == "cosign" else []), "blob.txt")


def main():
    parser = argparse.ArgumentParser()
    for name in ("cosign", "assay", "registry"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--old-registry", type=pathlib.Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        run = Run(args, work)
        keys(run)
        starts = [("referrers API", lambda host: subprocess.Popen(
            [args.registry, host], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))]
        if args.old_registry:
            def old(host):
                config = work / "old.yml"
                config.write_text("version: 0.1\nstorage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}\n"
                                  "http: {addr: '%s'}\n" % (work / "old", host))
                return subprocess.Popen([args.old_registry, "serve", config], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
            starts.append(("tag fallback", old))
        for label, start in starts:
            registry = Registry(start)
            try:
                images(run, registry, label)
                recursive(run, registry, label)
            finally:
                registry.stop()
        blobs(run)
        if PASSWORD in run.output:
            run.failures.append("a password in an output")
    print(f"{run.done} commands, {len(run.failures)} wrong")
    sys.exit(1 if run.failures else 0)


if __name__ == "__main__":
    main()
