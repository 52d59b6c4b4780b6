"""Every source is formatted (skipped where clang-format 14 is missing). Arguments: the binary, the repository."""
import pathlib
import subprocess
import sys

sys.exit(subprocess.run([pathlib.Path(sys.argv[2]) / "scripts" / "format.sh", "--check"]).returncode)
