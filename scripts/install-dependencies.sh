#!/bin/sh
# Looks for what halfcell needs, says what is missing and why, and installs it where that is possible.
#
#   scripts/install-dependencies.sh [--check] PURPOSE...      PURPOSE: build page test bench format fuzz
#
# As root on Debian or Ubuntu the missing packages are installed with apt-get. Otherwise the one command that installs
# them is printed, and the exit status is 1. With --check nothing is installed. What counts is the thing itself (a
# program, a library, a data file), not the package: a newer node from elsewhere is as good as Debian's.
set -eu

# package | purpose | how to see that it is there | why
table='
make                  | build  | command make                             | reads the Makefile
gcc                   | build  | command cc                               | compiles the library and the program
libc6-dev             | build  | header stdio.h                           | headers of the C library
cmake                 | build  | command cmake                            | configures the build
ninja-build           | build  | command ninja                            | runs the build
pkg-config            | build  | command pkg-config                       | finds the libraries below
libopenblas-openmp-dev| build  | openblas                                 | BLAS and LAPACK that share their threads with OpenMP
libyaml-dev           | build  | module yaml-0.1                          | reads job files
libjansson-dev        | build  | module jansson                           | writes and reads JSON
libhdf5-dev           | build  | module hdf5-serial hdf5                  | checkpoints
libfftw3-dev          | build  | module fftw3                             | Fourier transforms of grids
libxc-dev             | build  | module libxc                             | exchange-correlation functionals
libsymspg-dev         | build  | module spglib                            | symmetry of crystals
libsundials-dev       | build  | header cvode/cvode.h                     | integrates coverages in time
cp2k-data             | build  | file /usr/share/cp2k/xTB_parameters      | GFN1-xTB and D3 parameters, basis sets
nodejs                | page   | command node                             | bundles the report page
npm                   | page   | command npm                              | fetches the plotting and molecule viewing packages of the page
ca-certificates       | page   | file /etc/ssl/certs/ca-certificates.crt  | lets npm reach its registry over https
libcmocka-dev         | test   | module cmocka                            | unit tests
python3               | test   | command python3                          | tests of the command line
python3-ase           | test   | python ase                               | reads our trajectories, and we read its
chromium              | test   | browser                                  | opens the report page without a screen
xtb                   | bench  | command xtb                              | GFN1-xTB by its authors, to compare with
cp2k                  | bench  | command cp2k.psmp                        | CP2K, to compare with
time                  | bench  | file /usr/bin/time                       | measures memory
clang-format-14       | format | command clang-format-14                  | the formatting that the sources have
clang                 | fuzz   | command clang                            | has the fuzzer
libclang-rt-dev       | fuzz   | fuzzer                                   | runtime of the fuzzer and the sanitizers
libomp-dev            | fuzz   | openmp_clang                             | OpenMP for clang
'

has_openblas() {
    for folder in /usr/lib/*/openblas-openmp; do
        [ -e "$folder/libopenblas.so" ] && return 0
    done
    return 1
}

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        # Ubuntu's chromium-browser is a note that says "install the snap".
        command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1 && return 0
    done
    return 1
}

compiles_with_clang() {
    echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d == 0 && n == 0; }' |
        clang "$@" -x c - -o /dev/null >/dev/null 2>&1
}

is_there() { # KIND NAME...
    kind=$1
    shift
    case $kind in
    command) command -v "$1" >/dev/null 2>&1 ;;
    file) [ -e "$1" ] ;;
    header) [ -e "/usr/include/$1" ] ;;
    python) /usr/bin/python3 -c "import $1" >/dev/null 2>&1 ;;
    openblas) has_openblas ;;
    browser) has_browser ;;
    fuzzer) compiles_with_clang -fsanitize=fuzzer,address ;;
    openmp_clang) compiles_with_clang -fopenmp -fsanitize=fuzzer ;;
    module)
        for name in "$@"; do
            pkg-config --exists "$name" >/dev/null 2>&1 && return 0
        done
        return 1
        ;;
    *) echo "install-dependencies.sh: unknown kind '$kind' in the table" >&2 && exit 2 ;;
    esac
}

# Ubuntu has Chromium only as a snap, which neither containers nor scripts can rely on.
is_ubuntu() {
    grep -qs '^ID=ubuntu' /etc/os-release
}

install=yes
purposes=
for argument in "$@"; do
    case $argument in
    --check) install=no ;;
    build | page | test | bench | format | fuzz) purposes="$purposes $argument" ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
    esac
done
[ -n "$purposes" ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2 && exit 2; }

missing=
report=
browser_note=
while IFS='|' read -r package purpose probe why; do
    package=$(echo $package)
    purpose=$(echo $purpose)
    [ -n "$package" ] || continue
    case " $purposes " in *" $purpose "*) ;; *) continue ;; esac
    # shellcheck disable=SC2086 # the probe is several words
    is_there $probe && continue
    if [ "$package" = chromium ] && is_ubuntu; then
        browser_note=yes
        continue
    fi
    missing="$missing $package"
    report="$report$(printf '  %-24s%-8s%s' "$package" "$purpose" "${why# }")
"
done <<EOF
$table
EOF

if [ -n "$browser_note" ]; then
    echo "No Chromium or Chrome was found, and Ubuntu's package of it is a snap, which is not installed from here:"
    echo "the tests of the report page in a browser are skipped. 'snap install chromium' brings one."
fi
[ -n "$missing" ] || exit 0

echo "Missing:"
printf '%s' "$report"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Install them with the package manager of this system (the names are Debian's), then try again." >&2
    exit 1
fi

# What the package lists of this system do not have: Ubuntu 24.04 lacks CP2K and its data; lists may be empty, too.
unknown=
known=
for package in $missing; do
    if ! apt-cache show "$package" >/dev/null 2>&1; then
        unknown="$unknown $package"
    else
        known="$known $package"
    fi
done

command="apt-get install --yes --no-install-recommends$known"
if [ "$install" = no ] || [ "$(id -u)" -ne 0 ]; then
    # One command, whatever is missing: where a package is not enough, it is this script that does the rest.
    [ -z "$unknown" ] || command="$0$purposes"
    [ "$(id -u)" -eq 0 ] || command="sudo $command"
    echo "Run this, then try again:" >&2
    echo "  $command" >&2
    exit 1
fi

export DEBIAN_FRONTEND=noninteractive

# cp2k-data is data and depends on nothing: Debian's package of it serves any system that has dpkg.
install_cp2k_data() {
    echo "cp2k-data is not among the packages of this system: taking Debian 12's"
    name=cp2k-data_2023.1-2_all.deb
    sum=SHA256:b98d32bd90d3290eb4e8839a113332cdc8e44c2fe5bbb469d014c60bfb341fd5
    folder=$(mktemp -d)
    if [ -n "${DEBIAN_MIRROR:-}" ] &&
        /usr/lib/apt/apt-helper download-file "$DEBIAN_MIRROR/pool/main/c/cp2k/$name" "$folder/$name" "$sum"; then
        dpkg --install "$folder/$name" </dev/null
        rm -rf "$folder"
        return 0
    fi
    rm -rf "$folder"
    echo "install-dependencies.sh: $name could not be fetched. Set DEBIAN_MIRROR to the address of a Debian mirror and" >&2
    echo "try again, or put xTB_parameters and dftd3.dat into a folder and set HALFCELL_DATA to it." >&2
    return 1
}

# shellcheck disable=SC2086 # the packages are several words
{
    if ! apt-get install --simulate $missing </dev/null >/dev/null 2>&1; then
        apt-get update </dev/null
    fi
    packages=
    for package in $missing; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            packages="$packages $package"
        elif [ "$package" = cp2k-data ]; then
            install_cp2k_data
        else
            echo "$package is not among the packages of this system; install it by other means, then try again." >&2
            exit 1
        fi
    done
    [ -n "$packages" ] || exit 0
    echo "Running: apt-get install --yes --no-install-recommends$packages"
    apt-get install --yes --no-install-recommends $packages </dev/null
}
