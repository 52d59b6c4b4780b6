#!/usr/bin/env python3
"""Reads ctest's JUnit file: names what failed and what was skipped, and ends with "N passed, N failed"."""
import sys
import xml.etree.ElementTree as ElementTree


def summarise(path):
    names = {"passed": [], "failed": [], "skipped": []}
    kinds = {"run": "passed", "fail": "failed", "notrun": "skipped", "disabled": "skipped"}
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        names[kinds.get(case.get("status"), "failed")].append(case.get("name"))
    return names


def main():
    names = summarise(sys.argv[1])
    for kind in ("skipped", "failed"):
        for name in names[kind]:
            print(f"{kind}: {name}")
    print(f"{len(names['passed'])} passed, {len(names['failed'])} failed")
    return 1 if names["failed"] or not names["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
