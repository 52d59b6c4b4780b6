"""Every link between the files of the project leads somewhere, and every page of docs/ and examples/ is linked to."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[2]).resolve()
PAGES = [page for page in sorted(ROOT.rglob("*.md"))
         if not any(part.startswith("build") or part == "node_modules" for part in page.relative_to(ROOT).parts)]


def main():
    linked, wrong = set(), []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")):
                linked.add((page.parent / target).resolve())
                if not (page.parent / target).exists():
                    wrong.append(f"{page.relative_to(ROOT)}: there is no {target}")
    assert len(linked) > 40, "the links were not found"
    for page in PAGES:
        if page.relative_to(ROOT).parts[0] in ("docs", "examples") and page != ROOT / "docs" / "README.md" and page not in linked:
            wrong.append(f"{page.relative_to(ROOT)}: no page leads to it; docs/README.md lists pages")
    assert not wrong, "\n".join(wrong)


main()
