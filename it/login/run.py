#!/usr/bin/env python3
"""Somebody logs in at a real issuer, Dex, to sign without a key: in a browser, and with a code on another device.

usage: run.py --dex PATH --assay PATH

Dex is a Go module that it/login/dex pins: cd it/login/dex && go build -o DIR/dex github.com/dexidp/dex/cmd/dex
The browser is a client that follows Dex's pages and fills in their forms. What comes after the login, Fulcio, is a stand-in
here that checks the identity token against the key that Dex publishes, and then refuses it. Nothing leaves this machine.
"""
import argparse, base64, contextlib, hashlib, html.parser, http.cookiejar, http.server, json, os, pathlib, re, socket, subprocess, sys
import tempfile, threading, time, urllib.error, urllib.parse, urllib.request

EMAIL, PASSWORD = "developer@example.com", "password"
# bcrypt of the password, from Dex's own example.
HASH = "$2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W"


def free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Forms(html.parser.HTMLParser):
    """The first form of a page, and what a page shows."""

    def __init__(self, text):
        super().__init__()
        self.action, self.method, self.fields, self.names, self.closed = None, "get", {}, [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        a = dict(reversed(attributes))  # Of two alike, browsers take the first.
        if tag == "form" and self.action is None:
            self.action, self.method = a.get("action", ""), a.get("method", "get").lower()
        elif tag == "input" and self.action is not None and not self.closed and a.get("name"):
            self.fields[a["name"]] = a.get("value") or ""
            self.names.append(a["name"])

    def handle_endtag(self, tag):
        self.closed = self.closed or (tag == "form" and self.action is not None)


class Browser:
    def __init__(self):
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.url = ""

    def get(self, url, form=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(url, data, timeout=20) as answer:
                self.url = answer.url
                return answer.read().decode()
        except urllib.error.HTTPError as e:
            text = " ".join(re.sub(r"<[^>]*>", " ", e.read().decode(errors="replace")).split())
            sys.exit(f"{e.code} at {e.url} for {sorted(form or {})}: {text}")

    def log_in(self, page, answers):
        """Fills in forms until there are none."""
        for _ in range(8):
            form = Forms(page)
            if form.action is None:
                return page
            fields = dict(form.fields)
            for name in form.names:
                if name in answers:
                    fields[name] = answers[name]
            target = urllib.parse.urljoin(self.url, form.action) if form.action else self.url
            page = self.get(target, fields) if form.method == "post" else self.get(target + "?" + urllib.parse.urlencode(fields))
        sys.exit("the issuer asks and asks: " + page[:500])


class Dex:
    def __init__(self, program, folder):
        self.url = f"http://127.0.0.1:{free()}"
        config = folder / "dex.json"
        config.write_text(json.dumps({
            "issuer": self.url, "storage": {"type": "memory"}, "web": {"http": self.url.split("/")[2]},
            "enablePasswordDB": True, "logger": {"level": "error"},
            "staticPasswords": [{"email": EMAIL, "hash": HASH, "username": "developer", "userID": "7"}],
            "staticClients": [{"id": "sigstore", "name": "sigstore", "public": True}]}))
        self.log = open(folder / "dex.log", "w")
        self.process = subprocess.Popen([program, "serve", config], stdout=self.log, stderr=self.log)
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(self.url + "/.well-known/openid-configuration", timeout=2).close()
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        sys.exit("dex does not start: " + (folder / "dex.log").read_text()[-800:])

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims(token, issuer):
    """What a token says, if the issuer signed it."""
    head, body, signature = token.split(".")
    with urllib.request.urlopen(issuer + "/keys") as answer:
        keys = json.load(answer)["keys"]
    key = next(k for k in keys if k["kid"] == json.loads(decoded(head))["kid"])
    n, e = (int.from_bytes(decoded(key[part]), "big") for part in ("n", "e"))
    size = (n.bit_length() + 7) // 8
    opened = pow(int.from_bytes(decoded(signature), "big"), e, n).to_bytes(size, "big")
    digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(f"{head}.{body}".encode()).digest()
    if opened != b"\0\1" + b"\xff" * (size - 3 - len(digest)) + b"\0" + digest:
        sys.exit("the identity token is not signed by the issuer")
    return json.loads(decoded(body))


class Fulcio(http.server.BaseHTTPRequestHandler):
    tokens = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.tokens.append(body["credentials"]["oidcIdentityToken"])
        self.send_response(403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Assay:
    """A signing that waits for a login."""

    def __init__(self, program, folder, issuer, fulcio, flow):
        (folder / "blob").write_text("to be signed\n")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("ASSAY_", "ACTIONS_", "SIGSTORE_", "DISPLAY", "WAYLAND"))}
        self.process = subprocess.Popen(
            [program, "sign-blob", "--yes", "--oidc-issuer", issuer, "--fulcio-url", fulcio, "--rekor-url", fulcio, "--oidc-disable-ambient-providers",
             "--fulcio-auth-flow", flow, "--bundle", folder / "out.json", folder / "blob"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        self.said = []

    def until(self, pattern):
        for line in self.process.stdout:
            self.said.append(line)
            found = re.search(pattern, line)
            if found:
                return found[1]
        sys.exit("assay never said " + pattern + ": " + "".join(self.said))

    def end(self):
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, "".join(self.said) + rest


def check(what, holds, detail=""):
    print(("ok      " if holds else "FAILED  ") + what + ("" if holds else ": " + detail))
    return holds


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as e:
        return e.code


def in_browser(assay, dex, fulcio, folder):
    call = Assay(assay, folder, dex.url, fulcio, "normal")
    page = call.until(r"log in in the browser: (\S+)")
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(page).query)
    back = asked["redirect_uri"][0]
    good = [check("browser: asks for a code, with PKCE", asked["response_type"] == ["code"] and asked["code_challenge_method"] == ["S256"])]
    good.append(check("browser: another login's answer is turned away", status(back + "?code=x&state=other") == 400))
    good.append(check("browser: any other path is not there", status(urllib.parse.urljoin(back, "/")) == 404))
    browser = Browser()
    last = browser.log_in(browser.get(page), {"login": EMAIL, "password": PASSWORD})
    good.append(check("browser: comes back to the terminal", "go back to the terminal" in last, last[:300]))
    return good + outcome("browser", call, dex, asked["nonce"][0])


def on_device(assay, dex, fulcio, folder):
    call = Assay(assay, folder, dex.url, fulcio, "device")
    page = call.until(r"log in at (\S+)")
    code = call.until(r"the code is (\S+)")
    browser = Browser()
    last = browser.log_in(browser.get(page), {"login": EMAIL, "password": PASSWORD, "user_code": code})
    good = [check("device: the issuer is content", "Login Successful" in last or "successful" in last.lower(), last[-600:])]
    return good + outcome("device", call, dex, None)


def outcome(way, call, dex, nonce):
    code, said = call.end()
    good = [check(f"{way}: one token came to Fulcio", len(Fulcio.tokens) == 1, said)]
    if good[0]:
        token = Fulcio.tokens.pop()
        is_in = claims(token, dex.url)
        expected = {"iss": dex.url, "aud": "sigstore", "email": EMAIL, "email_verified": True}
        good.append(check(f"{way}: it is this user's, for sigstore", {k: is_in.get(k) for k in expected} == expected, str(is_in)))
        good.append(check(f"{way}: it is the answer to this login", nonce is None or is_in.get("nonce") == nonce, str(is_in)))
        good.append(check(f"{way}: no part of it is shown", token.split(".")[1] not in said and token.split(".")[2] not in said))
    good.append(check(f"{way}: what Fulcio refuses is not signed", code == 4 and "403" in said, f"{code}: {said}"))
    return good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dex", default="dex")
    parser.add_argument("--assay", default=pathlib.Path(__file__).resolve().parent.parent.parent / "assay")
    args = parser.parse_args()
    if subprocess.run(["sh", "-c", f'command -v "{args.dex}"'], stdout=subprocess.DEVNULL).returncode != 0:
        print(f"SKIPPED: there is no {args.dex}: see the head of this file")
        return 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Fulcio)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fulcio = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        dex = Dex(args.dex, folder)
        try:
            good = in_browser(args.assay, dex, fulcio, folder) + on_device(args.assay, dex, fulcio, folder)
        finally:
            dex.stop()
            server.shutdown()
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
