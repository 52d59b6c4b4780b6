"""scripts/check-includes.py: the tree keeps the rules, and the script sees each kind of violation.

Arguments: the binary (its folder holds libhalfcell.a), the root of the repository.
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

BINARY, ROOT = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
CHECKER = ROOT / "scripts" / "check-includes.py"

# What is added to an innocent tree, and a part of what has to be said about it.
BAD_SOURCES = [
    ("src/report/page.c", '#include "halfcell/engine.h"\n', "report may include base, not engine"),
    ("src/dynamics/md.c", '#include "gfn1/gfn1.h"\n', "not gfn1"),
    ("src/base/file.c", '#include "atoms/cell.h"\n', "src/base/file.c:1: "),
    ("src/base/file.c", "/* a */\n\n#  include <jansson.h>\n", "src/base/file.c:3: includes <jansson.h>"),
    ("src/gfn1/scf.c", "#include <cblas.h>\n", "only src/math/linalg*.c may"),
    ("src/math/fft.c", "#include <fftw3.h>\n", "only src/math/fftw.c may"),
    ("src/math/fft.c", "#include <gsl/gsl_math.h>\n", "neither the C library nor"),
    ("src/math/fft.c", '#include "random.h"\n', "write the module too"),
    ("src/math/fft.c", '#include "halfcell/halfcell.h"\n', "for programs outside"),
    ("src/math/fft.c", '#include "halfcell/unheard.h"\n', "not in the table of public headers"),
    ("src/engine/engine.c", '#include "gfn1/gfn1.h"\n', "not gfn1"),
    ("src/unheard/a.c", "\n", "module unheard is not in the table"),
    ("app/main.c", '#include "gfn1/gfn1.h"\n', "not gfn1"),
    ("include/halfcell/vec.h", '#include "base/file.h"\n', "which is not installed"),
    ("include/halfcell/unheard.h", "\n", "not in the table PUBLIC"),
    ("include/halfcell/state.h", "int hc_state_count(void);\n", "visibility push"),
]
GOOD_SOURCES = [
    ("src/engine/engine_table.c", '#include "engine/engine_table.h"\n#include "gfn1/gfn1.h"\n'),
    ("src/workflow/job.c", '#include "report/page.h"\n#include "sampling/profile.h"\n#include <unistd.h>\n'),
    ("src/math/linalg.c", '#include <cblas.h>\n#include "base/file.h"\n'),
    ("app/main.c", '#include "commands.h"\n#include "workflow/job.h"\n'),
    ("include/halfcell/vec.h", "typedef struct v { double (*f)(void); } v;\nstatic inline int hc_a(int b)\n{\n"
                               "    return hc_b(b);\n}\n"),
    ("include/halfcell/state.h", "#pragma GCC visibility push(default)\nint hc_state_count(void);\n"
                                 "#pragma GCC visibility pop\n"),
]
# An object file's source, and a part of what has to be said about the library that holds it.
BAD_OBJECTS = [
    ("a.c", "int counter; int hc_a(void) { return ++counter; }", "counter is a global that can change"),
    ("a.c", "static double table[2] = {1, 2}; double *hc_a(void) { return table; }", "table is a global"),
    ("a.c", "int hc_a(void) { static int calls; return ++calls; }", "is a global that can change"),
    ("a.c", "_Thread_local int last; int hc_a(void) { return ++last; }", "last is a global"),
    ("a.c", '#include <stdio.h>\nvoid hc_a(void) { printf("a\\n"); }', "which the library must not"),
    ("a.c", '#include <stdio.h>\nvoid hc_a(int b) { fprintf(stderr, "%d", b); }', "uses stderr"),
    ("a.c", "#include <stdlib.h>\nvoid hc_a(void) { exit(1); }", "uses exit"),
    ("a.c", "#include <stdlib.h>\nvoid hc_a(void) { abort(); }", "uses abort"),
    ("file.c", "void dsyevd_(int *); void hc_a(int *n) { dsyevd_(n); }", "calls dsyevd_"),
    ("scf.c", "void cblas_dgemm(void); void hc_a(void) { cblas_dgemm(); }", "calls cblas_dgemm"),
    ("a.c", "void *json_object(void); void *hc_a(void) { return json_object(); }", "calls json_object"),
]
GOOD_OBJECTS = [
    ("linalg.c", "void cblas_dgemm(void); void hc_a(void) { cblas_dgemm(); }"),
    ("a.c", 'static const char *const names[] = {"a", "b"}; const char *hc_a(int i) { return names[i]; }'),
    ("a.c", "#include <math.h>\ndouble hc_a(double x) { return sin(x); }"),
]


def run_checker(*arguments):
    result = subprocess.run([sys.executable, CHECKER, *arguments], capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


class CheckIncludes(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)

    def check_source(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        result = run_checker(self.root)
        path.unlink()
        return result

    def check_object(self, name, text):
        (self.root / name).write_text(text)
        object_file = self.root / (name + ".o")
        library = self.root / "libtrial.a"
        library.unlink(missing_ok=True)
        subprocess.run(["cc", "-O1", "-fPIC", "-c", self.root / name, "-o", object_file], check=True)
        subprocess.run(["ar", "rcs", library, object_file], check=True)
        (self.root / name).unlink()
        return run_checker(self.root, library)

    def test_repository_keeps_the_rules(self):
        library = BINARY.parent / "libhalfcell.a"
        self.assertTrue(library.exists(), f"{library} is missing")
        code, text = run_checker(ROOT, library)
        self.assertEqual(code, 0, text)

    def test_bad_sources_are_seen(self):
        for name, text, message in BAD_SOURCES:
            with self.subTest(name=name, text=text):
                code, output = self.check_source(name, text)
                self.assertEqual(code, 1, output)
                self.assertIn(message, output)

    def test_good_sources_pass(self):
        for name, text in GOOD_SOURCES:
            with self.subTest(name=name):
                self.assertEqual(self.check_source(name, text), (0, ""))

    def test_bad_objects_are_seen(self):
        for name, text, message in BAD_OBJECTS:
            with self.subTest(text=text):
                code, output = self.check_object(name, text)
                self.assertEqual(code, 1, output)
                self.assertIn(message, output)

    def test_good_objects_pass(self):
        for name, text in GOOD_OBJECTS:
            with self.subTest(text=text):
                self.assertEqual(self.check_object(name, text), (0, ""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
