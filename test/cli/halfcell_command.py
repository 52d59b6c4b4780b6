"""What the tests of the command line share. Arguments of every test: the binary, the root of the repository."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BINARY, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
WATER = """3
water
O 0.000 0.000 0.119
H 0.000 0.763 -0.477
H 0.000 -0.763 -0.477
"""
ARGON = """3
argon
Ar 0 0 0
Ar 3.8 0 0
Ar 0 3.9 0.1
"""
CRYSTAL = """1
Lattice="3.7 0 0 0 3.7 0 0 0 3.7" Properties=species:S:1:pos:R:3 pbc="T T T"
Ar 0 0 0
"""


class CommandTest(unittest.TestCase):
    """Each test has a folder of its own, in which the command runs."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="halfcell-cli-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("water.xyz", WATER)
        self.write("argon.xyz", ARGON)
        self.write("crystal.xyz", CRYSTAL)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run_command(self, *words, code=0, timeout=300, **options):
        """The finished process; its exit code must be `code` (None: any)."""
        result = subprocess.run([BINARY, *words], cwd=self.folder, capture_output=True, text=True, timeout=timeout,
                                **options)
        self.assertIn(code, (None, result.returncode), f"{words}\n{result.stdout}\n{result.stderr}")
        return result

    def run_json(self, *words, code=0, **options):
        result = self.run_command(*words, "--json", code=code, **options)
        return json.loads(result.stdout)

    def page_data(self, folder):
        """What the page in a folder shows."""
        page = (self.folder / folder / "report.html").read_text()
        return json.loads(page[page.index('id="page-data">') + len('id="page-data">'):].split("</script>")[0])

    def assert_refused(self, *words, says, code=2):
        """Exit code, the message on standard error alone, and the same as JSON."""
        result = self.run_command(*words, code=code)
        self.assertEqual(result.stdout, "")
        self.assertTrue(result.stderr.startswith("halfcell: "), result.stderr)
        self.assertIn(says, result.stderr)
        error = self.run_json(*words, code=code)["error"]
        self.assertIn(says, error["message"])
        return error


def main():
    unittest.main(argv=sys.argv[:1], verbosity=2)
