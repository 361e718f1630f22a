#!/usr/bin/env python3
"""Holds the bills of materials that Assay writes against the official tools, and against scans of the same images.

  it/sbom/run.py --cache-dir DIR IMAGE…

IMAGE is an OCI layout or an archive, such as those that it/detection/run.py --work and it/acceptance.py make; DIR holds a
database. For each image: every format in every edition is written twice and compared byte by byte; validated by CycloneDX's
own library (JSON and XML schemas) and by SPDX's own tools (it/sbom/requirements.txt, in the Python that runs this); and read
back, where a scan of each form must find exactly what the scan of the image finds. Documents of other programs, given with
--foreign FILE, must be read without a failure. Ends with 1 where anything does not hold.
"""
import argparse, os, subprocess, sys, tempfile
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

ASSAY = str(Path(__file__).resolve().parent.parent.parent / "assay")
EDITIONS = {"1.4": SchemaVersion.V1_4, "1.5": SchemaVersion.V1_5, "1.6": SchemaVersion.V1_6}
FORMATS = {f"cyclonedx-{form}@{edition}": f"{edition}.cdx.{form}" for form in ("json", "xml") for edition in EDITIONS}
FORMATS |= {"spdx-json@2.3": "spdx.json", "spdx-tag-value@2.3": "spdx"}


def assay(args, cache):
    done = subprocess.run([ASSAY, *args, "--cache-dir", cache, "--quiet"], capture_output=True, text=True,
                          env=dict(os.environ, SOURCE_DATE_EPOCH=""))
    if done.returncode:
        raise AssertionError(f"assay {' '.join(args)}: exit {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def ids(args, cache):
    return assay([*args, "-f", "ids", "--skip-db-update"], cache)


def bills(image, folder, cache):
    folder.mkdir(parents=True)
    outputs = [arg for name, file in FORMATS.items() for arg in ("-o", f"{name}={folder / ('bom.' + file)}")]
    assay(["bom", *outputs, "--input", str(image)], cache)
    return {name: folder / ("bom." + file) for name, file in FORMATS.items()}


def problems(name, file):
    """What the format's own tool says against a document."""
    if name.startswith("spdx"):
        return [str(m.validation_message) for m in validate_full_spdx_document(parse_file(str(file)))]
    edition = EDITIONS[name.split("@")[1]]
    validator = JsonStrictValidator(edition) if "json" in name else XmlValidator(edition)
    error = validator.validate_str(file.read_text(encoding="utf-8"))
    return [] if error is None else [str(error)[:300]]


class Tally:
    passed = failed = 0

    def check(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print("  FAILED", what)
        return "ok" if holds else "FAILED"


def name_of(image):
    return image.parent.name if image.name == "layout" else image.name


def check(image, work, cache, tally):
    first, second = (bills(image, work / turn, cache) for turn in ("a", "b"))
    same = all(tally.check(first[f].read_bytes() == second[f].read_bytes(), f"{f}: two runs differ") == "ok" for f in FORMATS)
    valid = True
    for name, file in first.items():
        found = problems(name, file)
        valid &= tally.check(not found, f"{name}: {found[:3]}") == "ok"
    truth = ids(["image", "--input", str(image)], cache)
    equal = True
    for name, file in first.items():
        if name.endswith(("@1.6", "@1.4", "@2.3")):
            read = ids(["sbom", str(file)], cache)
            equal &= tally.check(read == truth, f"{name}: {len(read.splitlines())} findings, {len(truth.splitlines())} in the image") == "ok"
    components = first["spdx-tag-value@2.3"].read_text().count("\nPackageName: ") - 1
    words = {True: "yes", False: "NO"}
    print(f"{name_of(image):36} {components:10} {len(truth.splitlines()):9}  {words[same]:9}  {words[valid]:5}  {words[equal]}", flush=True)
    return bool(truth)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache-dir", required=True)
    parser.add_argument("--foreign", action="append", default=[], type=Path)
    parser.add_argument("images", nargs="*", type=Path, metavar="IMAGE")
    args = parser.parse_args()
    tally, with_findings = Tally(), 0
    print(f"{'image':36} {'components':>10} {'findings':>9}  same bytes  valid  scan of each form equal")
    with tempfile.TemporaryDirectory(prefix="assay-sbom-") as work:
        for image in args.images:
            try:
                with_findings += check(image, Path(work) / str(tally.passed + tally.failed), args.cache_dir, tally)
            except AssertionError as e:
                tally.check(False, str(e))
    for file in args.foreign:
        try:
            found = ids(["sbom", str(file)], args.cache_dir)
            tally.check(True, "")
            print(f"{file.name}: read, {len(found.splitlines())} findings")
        except AssertionError as e:
            tally.check(False, str(e))
    print(f"{len(args.images)} images, {with_findings} of them with findings")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
