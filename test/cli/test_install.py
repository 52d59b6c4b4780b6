"""What `make install` leaves is enough for another program: headers, both libraries, pkg-config, CMake package.

Arguments: the binary (its folder is the build folder), the root of the repository.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD, ROOT = pathlib.Path(sys.argv[1]).parent, pathlib.Path(sys.argv[2])
EXAMPLE = ROOT / "examples" / "link-libhalfcell"
SIGMA_ANGSTROM, EPSILON_EV, HARTREE_EV = 3.4, 0.0104, 27.211386245988
CMAKE_PROJECT = """cmake_minimum_required(VERSION 3.22)
project(user LANGUAGES C)
find_package(halfcell 0.1 CONFIG REQUIRED)
add_executable(energy energy.c)
target_link_libraries(energy PRIVATE halfcell::halfcell)
"""


def run(*command, **options):
    """Standard output of a command that must succeed."""
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode != 0:
        raise AssertionError(f"{command} gave {result.returncode}:\n{result.stdout}\n{result.stderr}")
    return result.stdout


def sanitizer_flags():
    cache = (BUILD / "CMakeCache.txt").read_text()
    return "-fsanitize=address,undefined" if re.search(r"^HALFCELL_SANITIZE:BOOL=ON$", cache, re.M) else ""


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        # Installed, then moved: nothing may point at the place where it was first.
        first, cls.prefix = cls.folder / "first", cls.folder / "prefix"
        run("cmake", "--install", BUILD, "--prefix", first)
        first.rename(cls.prefix)
        (cls.libdir,) = (path.parent for path in cls.prefix.rglob("libhalfcell.so"))
        cls.environment = dict(os.environ, PKG_CONFIG_PATH=str(cls.libdir / "pkgconfig"))
        cls.user = cls.folder / "user"
        shutil.copytree(EXAMPLE, cls.user, ignore=shutil.ignore_patterns("energy"))
        # Two argon atoms at the minimum of the Lennard-Jones potential, where its energy is -epsilon.
        distance = 2 ** (1 / 6) * SIGMA_ANGSTROM
        (cls.user / "argon.xyz").write_text(f"2\n\nAr 0 0 0\nAr 0 0 {distance:.10f}\n")

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def assert_energy(self, program):
        output = run(program, self.user / "argon.xyz", "lj")
        self.assertRegex(output, r"^-?[0-9.]+ hartree\n$")
        self.assertAlmostEqual(float(output.split()[0]), -EPSILON_EV / HARTREE_EV, delta=2e-10)

    def pkg_config(self, *arguments):
        return run("pkg-config", *arguments, "halfcell", env=self.environment).split()

    def test_example_with_its_makefile(self):
        run("make", "-C", self.user, env=dict(self.environment, CFLAGS=sanitizer_flags()))
        self.assert_energy(self.user / "energy")
        loaded = re.search(r"libhalfcell\S* => (\S+)", run("ldd", self.user / "energy"))[1]
        self.assertEqual(pathlib.Path(loaded).resolve().parent, self.libdir.resolve())

    def test_example_reports_errors(self):
        run("make", "-C", self.user, env=dict(self.environment, CFLAGS=sanitizer_flags()))
        for arguments, message in [(["absent.xyz", "lj"], "absent.xyz"), ([self.user / "argon.xyz", "ljj"], "lj")]:
            result = subprocess.run([self.user / "energy", *arguments], capture_output=True, text=True)
            self.assertEqual(result.returncode, 1)
            self.assertIn(message, result.stderr)

    def test_static_library(self):
        libraries = [word if word != "-lhalfcell" else "-l:libhalfcell.a" for word in
                     self.pkg_config("--static", "--libs")]
        program = self.user / "energy-static"
        run("cc", *sanitizer_flags().split(), *self.pkg_config("--cflags"), self.user / "energy.c", "-o", program,
            *libraries)
        self.assert_energy(program)
        self.assertNotIn("libhalfcell", run("ldd", program))

    def test_cmake_package(self):
        (self.user / "CMakeLists.txt").write_text(CMAKE_PROJECT)
        build = self.folder / "cmake-build"
        run("cmake", "-S", self.user, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
            f"-DCMAKE_C_FLAGS={sanitizer_flags()}")
        run("cmake", "--build", build)
        self.assert_energy(build / "energy")

    def test_shared_library_exports_the_public_functions_only(self):
        prototypes = self.folder / "prototypes"
        source = self.folder / "all.c"
        source.write_text("#include <halfcell/halfcell.h>\n")
        run("cc", *self.pkg_config("--cflags"), "-fsyntax-only", "-aux-info", prototypes, source)
        declared = set(re.findall(r"extern .*?\b(hc_\w+) \(", prototypes.read_text()))
        lines = run("nm", "--dynamic", "--defined-only", self.libdir / "libhalfcell.so").splitlines()
        exported = {line.split()[-1] for line in lines}
        # What coverage counters and sanitizers add is none of ours.
        exported = {name for name in exported if not re.match(r"__?(asan|ubsan|gcov|odr)", name)}
        self.assertGreater(len(declared), 20)
        self.assertEqual(declared, exported)

    def test_every_header_stands_alone(self):
        source = self.folder / "nothing.c"
        source.write_text("typedef int nothing;\n")
        for header in sorted((self.prefix / "include" / "halfcell").glob("*.h")):
            run("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", *self.pkg_config("--cflags"),
                "-fsyntax-only", "-include", header, source)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
