#!/usr/bin/env python3
"""Checks the rules of docs/architecture.md that a compiler does not see.

    scripts/check-includes.py ROOT [LIBRARY]

From the sources under ROOT: who includes whom, which outside header is touched where, that a public header shows its
functions. From the static library LIBRARY (libhalfcell.a), when it is given: no mutable globals, nothing that exits or
prints, each outside library called from its wrapper only. Prints one line for each violation; the exit status is 1 when
there is one.
"""
import fnmatch
import pathlib
import re
import subprocess
import sys

# ---- the rules -------------------------------------------------------------------------------------------------------

# Which modules (folders of src/) a module may include, besides itself.
ARROWS = {
    "base": [],
    "math": ["base"],
    "atoms": ["math", "base"],
    "input": ["base"],
    "engine": ["atoms", "math", "base"],
    "dispersion": ["atoms", "math", "base"],
    "gfn1": ["engine", "dispersion", "atoms", "math", "base"],
    "gpw": ["engine", "dispersion", "atoms", "math", "base"],
    "learned": ["engine", "dispersion", "atoms", "math", "base"],
    "external": ["engine", "dispersion", "atoms", "math", "base"],
    "dynamics": ["engine", "atoms", "math", "base"],
    "sampling": ["dynamics", "engine", "atoms", "math", "base"],
    "electrode": ["dynamics", "engine", "atoms", "math", "base"],
    "analysis": ["atoms", "math", "base"],
    "builders": ["atoms", "math", "base"],
    "thermo": ["math", "base"],
    "kinetics": ["math", "base"],
    "measured": ["math", "base"],
    "report": ["base"],
}
STAGES = ["input", "builders", "sampling", "electrode", "analysis", "thermo", "kinetics", "measured", "report"]
BELOW = ["dynamics", "engine", "atoms", "math", "base"]
ARROWS["workflow"] = STAGES + BELOW
ARROWS["app"] = ["workflow"] + ARROWS["workflow"]

# Files that may include more than their module: only the table of engines names the engines.
EXCEPTIONS = {"src/engine/engine_table.c": ["gfn1", "gpw", "learned", "external"]}

# The module that a public header belongs to. keyword.h is used by whoever has options.
PUBLIC = {
    "context.h": "base",
    "keyword.h": "base",
    "state.h": "base",
    "status.h": "base",
    "units.h": "base",
    "vec.h": "base",
    "version.h": "base",
    "structure.h": "atoms",
    "field.h": "atoms",
    "engine.h": "engine",
}
UMBRELLA = "halfcell.h"  # for programs that link the library, not for us

# Outside headers and the only files that may include them, and likewise the symbols that an outside library exports.
WRAPPERS = {
    "jansson.h": ["src/base/json.c"],
    "hdf5.h": ["src/base/checkpoint.c"],
    "yaml.h": ["src/input/yaml*.[ch]"],
    "cblas.h": ["src/math/linalg*.c"],
    "f77blas.h": ["src/math/linalg*.c"],
    "lapacke.h": ["src/math/linalg*.c"],
    "omp.h": ["src/*", "app/*"],
    "immintrin.h": ["src/gpw/grid/kernel_template.h"],
    "fftw3.h": ["src/math/fftw.c"],
    "spglib.h": ["src/atoms/spacegroup.c"],
    "xc.h": ["src/gpw/fields/functional.c"],
    "cvode/cvode.h": ["src/kinetics/transient.c"],
    "nvector/nvector_serial.h": ["src/kinetics/transient.c"],
    "sunlinsol/sunlinsol_dense.h": ["src/kinetics/transient.c"],
    "sunmatrix/sunmatrix_dense.h": ["src/kinetics/transient.c"],
}
SYMBOLS = {
    r"json_\w+": ["json.c.o"],
    r"H5\w+": ["checkpoint.c.o"],
    r"yaml_\w+": ["yaml*.c.o"],
    r"fftw_\w+": ["fftw.c.o"],
    r"spg(at)?_\w+": ["spacegroup.c.o"],
    r"xc_\w+": ["functional.c.o"],
    r"(CVode|N_V|SUN(Context|LinSol|Mat|Dense))\w*": ["transient.c.o"],
    r"(cblas_|openblas_)\w+|[sdcz][a-z][a-z0-9]{2,5}_": ["linalg*.c.o"],
}
STANDARD = set("""assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h limits.h locale.h math.h setjmp.h
signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h strings.h time.h wchar.h
dirent.h fcntl.h fnmatch.h glob.h libgen.h poll.h pthread.h sys/file.h sys/ioctl.h sys/mman.h sys/resource.h
sys/socket.h sys/stat.h sys/time.h sys/types.h sys/un.h sys/utsname.h sys/wait.h termios.h unistd.h netdb.h
netinet/in.h netinet/tcp.h arpa/inet.h""".split())

# The library never ends the program and never prints; what keeps hidden state is not safe in threads.
FORBIDDEN = set("""exit _exit _Exit quick_exit abort printf vprintf puts putchar __printf_chk __vprintf_chk stdout
stderr perror system strtok rand srand drand48 localtime gmtime asctime ctime setlocale""".split())
# Sections whose content changes at run time. Constant tables with pointers are in .data.rel.ro.
MUTABLE = re.compile(r"^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)$|^\.(data|bss|tdata|tbss)\.(?!rel\.ro)")

# ---- sources ---------------------------------------------------------------------------------------------------------

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def module_of(path):
    """base of src/base/file.c, app of app/main.c."""
    return path.parts[1] if path.parts[0] == "src" else path.parts[0]


def check_inner_include(path, header):
    """A violation of the arrows by `#include "header"`, or None."""
    module = module_of(path)
    parts = header.split("/")
    if parts[0] == "halfcell":
        if parts[1] == UMBRELLA:
            return f'includes "{header}", which is for programs outside; include what is used'
        target = PUBLIC.get(parts[1])
        if target is None:
            return f'includes "{header}", which is not in the table of public headers (scripts/check-includes.py)'
    elif len(parts) == 1:
        return None if module == "app" else f'includes "{header}": write the module too, "{module}/{header}"'
    else:
        target = parts[0]
    allowed = [module] + ARROWS.get(module, []) + EXCEPTIONS.get(path.as_posix(), [])
    if target in allowed:
        return None
    return f'includes "{header}": {module} may include {", ".join(allowed[1:]) or "nothing"}, not {target}'


def check_outer_include(path, header):
    """The same for `#include <header>`."""
    if header in STANDARD:
        return None
    if header not in WRAPPERS:
        return f"includes <{header}>: neither the C library nor an outside library of the table WRAPPERS"
    if any(fnmatch.fnmatch(path.as_posix(), pattern) for pattern in WRAPPERS[header]):
        return None
    return f"includes <{header}>: only {', '.join(WRAPPERS[header])} may"


def check_source(root, path):
    relative = path.relative_to(root)
    if module_of(relative) not in ARROWS:
        yield f"{relative}: module {module_of(relative)} is not in the table ARROWS"
        return
    text = path.read_text()
    for match in INCLUDE.finditer(text):
        check = check_inner_include if match[1] == '"' else check_outer_include
        violation = check(relative, match[2])
        if violation:
            yield f"{relative}:{text.count(chr(10), 0, match.start()) + 1}: {violation}"


def declares_function(text):
    """Whether a header declares a function that is not inline."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"^[ \t]*#.*(\\\n.*)*", "", text, flags=re.M)
    text = re.sub(r"static inline [^{]*\{.*?\n\}", "", text, flags=re.S)
    text = re.sub(r"typedef [^{;]*;|\{[^{}]*\}", "", text)
    return re.search(r"\bhc_\w+\([^{]*?\)[^{;]*;", text) is not None


def check_public_header(root, path):
    relative = path.relative_to(root)
    text = path.read_text()
    if path.name not in PUBLIC and path.name != UMBRELLA:
        yield f"{relative}: not in the table PUBLIC"
    for match in INCLUDE.finditer(text):
        if match[1] == '"' and not match[2].startswith("halfcell/"):
            yield f'{relative}: a public header includes "{match[2]}", which is not installed'
        if match[1] == "<" and match[2] not in STANDARD:
            yield f"{relative}: a public header includes <{match[2]}>"
    if declares_function(text) and not ("visibility push(default)" in text and "visibility pop" in text):
        yield f"{relative}: declares functions outside of '#pragma GCC visibility push(default)'"


def check_tree(root):
    for folder in ("src", "app"):
        for path in sorted((root / folder).rglob("*.[ch]")):
            yield from check_source(root, path)
    for path in sorted((root / "include" / "halfcell").glob("*.h")):
        yield from check_public_header(root, path)


# ---- the built library -----------------------------------------------------------------------------------------------

SYMBOL = re.compile(r"^[0-9a-f]{8,16} (?P<flags>.{7}) (?P<section>\S+)\s+[0-9a-f]+ +(\.hidden )?(?P<name>\S+)$")


def read_symbols(library):
    """(object file, kind, section, name) of every symbol."""
    text = subprocess.run(["objdump", "-t", library], check=True, capture_output=True, text=True).stdout
    member = ""
    for line in text.splitlines():
        if ":     file format" in line:
            member = line.split(":")[0]
        match = SYMBOL.match(line)
        if match and match["flags"][6] not in "dfF" or match and match["section"] == "*UND*":
            yield member, match["section"], match["name"]


def check_symbol(member, section, name):
    if section != "*UND*":
        if MUTABLE.match(section) and name != section and not name.startswith(".gomp_critical_"):
            yield f"{member}: {name} is a global that can change (section {section})"
        return
    if name in FORBIDDEN:
        yield f"{member}: uses {name}, which the library must not"
    for pattern, members in SYMBOLS.items():
        if re.fullmatch(pattern, name) and not any(fnmatch.fnmatch(member, allowed) for allowed in members):
            yield f"{member}: calls {name}: only {', '.join(members)} may"


def check_library(library):
    symbols = list(read_symbols(library))
    if not symbols:
        return [f"{library}: holds no symbols"]
    if any(name.startswith(("__asan_", "__gcov_")) for _, _, name in symbols):
        print(f"{library} is instrumented: its symbols are not checked")
        return []
    return [violation for symbol in symbols for violation in check_symbol(*symbol)]


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1]).resolve()
    violations = list(check_tree(root))
    if len(sys.argv) == 3:
        violations += check_library(sys.argv[2])
    for violation in violations:
        print(violation)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
