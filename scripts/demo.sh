#!/bin/sh
# Runs the shortened Au25 leaching study in the folder demo/ and says where its page is.
#
#   scripts/demo.sh HALFCELL
set -eu
cd "$(dirname "$0")/.."
halfcell=$1

echo "Au25(SCH3)18 in water with sodium: how hard it is for a water molecule to take a thiolate off."
echo "A shortened run, for seeing how it works; examples/au25-leaching/README.md has the study itself."
start=$(date +%s)
"$halfcell" run examples/au25-leaching/demo.yaml --folder demo --overwrite
echo "It took $(($(date +%s) - start)) s. Open this page in a browser: file://$PWD/demo/report.html"
