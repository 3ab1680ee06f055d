#!/bin/sh
# setup.sh demo: install what is missing, build, forecast the sample company, show the answer.
# setup.sh test: install what is missing, build twice (sanitizers, release), run every test.
#
# For Debian 12 and Ubuntu, as root or with sudo; elsewhere it tells what to install and goes on.
# Both may be run again at any time.
set -eu
cd "$(dirname "$0")"

# ---- the packages, one a line ----
build_packages='
gcc
libc6-dev
cmake
ninja-build
pkg-config
libgsl-dev
libcsv-dev
librandom123-dev
libyaml-dev
libjansson-dev
libunistring-dev
libxlsxwriter-dev
libminizip-dev
libxxhash-dev
nettle-dev
zlib1g-dev
'
# cmocka runs the unit tests; clang compiles the headers a second time and lays out the code;
# valgrind counts lost memory; python3 and unzip look into workbooks and answers; LibreOffice
# recalculates them.
test_packages='
libcmocka-dev
clang
clang-format
valgrind
python3
python3-openpyxl
python3-jsonschema
unzip
libreoffice-calc-nogui
poppler-utils
fonts-wqy-microhei
'

missing_of() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            echo "$package"
    done
}

# Quiet about what is there; a log is shown only when something fails.
install_packages() {
    if ! command -v apt-get >/dev/null; then
        echo "No apt-get here: please see that these (or their like) are installed:" $*
        return 0
    fi
    missing=$(missing_of "$@")
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root=sudo
        command -v sudo >/dev/null || {
            echo "Run as root, or install first:" $missing
            exit 1
        }
    fi
    echo "Installing:" $missing
    log=$(mktemp)
    { $as_root apt-get -qq update && $as_root env DEBIAN_FRONTEND=noninteractive apt-get \
        -qq -y --no-install-recommends install $missing; } >"$log" 2>&1 || {
        cat "$log"
        echo "The packages could not be installed."
        exit 1
    }
    rm -f "$log"
}

jobs=$(nproc 2>/dev/null || echo 2)

# build PRESET TARGET [CMAKE OPTION...]: what was said appears only when something fails.
build() {
    preset=$1
    target=$2
    shift 2
    mkdir -p "build/$preset"
    log=build/$preset/setup.log
    { cmake --preset "$preset" "$@" && cmake --build --preset "$preset" -j "$jobs" \
        --target "$target"; } >"$log" 2>&1 && return 0
    tail -40 "$log"
    echo "Building the preset $preset failed; the whole log: $log"
    return 1
}

demo() {
    install_packages $build_packages
    echo "Building ..."
    build release duecast -DDUECAST_BUILD_TESTS=OFF
    rm -rf build/demo/company
    mkdir -p build/demo
    build/release/duecast demo build/demo/company --quiet
    echo
    build/release/duecast forecast build/demo/company -s all -o report.xlsx
    cat <<END

The workbook is $PWD/report.xlsx; the sample company's files are in build/demo/company.
Next:
  build/release/duecast whatif build/demo/company late_payment:days=20
  build/release/duecast forecast YOUR-INVOICES.csv -o yours.xlsx
  build/release/duecast help
END
}

passed=0 failed=0 skipped=0

# run_tests PRESET [CTEST OPTION...]: adds to passed, failed, skipped.
run_tests() {
    preset=$1
    shift
    report=build/$preset/tests.xml
    rm -f "$report"
    (cd "build/$preset" && OMP_WAIT_POLICY=passive ctest --output-on-failure --timeout 2400 \
        -j "$jobs" --output-junit tests.xml "$@") || true
    count() { sed -n "s/^.*[[:blank:]]$1=\"\([0-9]*\)\".*/\1/p" "$report" | head -1; }
    if [ ! -s "$report" ] || [ -z "$(count tests)" ]; then
        echo "The tests of the preset $preset did not run."
        failed=$((failed + 1))
        return
    fi
    bad=$(count failures) idle=$(($(count skipped) + $(count disabled)))
    passed=$((passed + $(count tests) - bad - idle))
    failed=$((failed + bad))
    skipped=$((skipped + idle))
}

test_all() {
    install_packages $build_packages $test_packages
    echo "Building with sanitizers ..."
    if build sanitize all; then
        run_tests sanitize -LE 'statistics|house|pages'
    else
        failed=$((failed + 1))
    fi
    echo "Building for release ..."
    if build release all -DDUECAST_BUILD_TESTS=ON; then
        run_tests release
    else
        failed=$((failed + 1))
    fi
    [ $skipped -eq 0 ] || echo "$skipped skipped (each says why: ctest --preset release -V)"
    if [ $failed -eq 0 ]; then
        echo "Next: sh setup.sh demo"
    else
        echo "Next: ctest --preset release --rerun-failed"
    fi
    echo "$passed passed, $failed failed"
    [ $failed -eq 0 ]
}

case ${1-} in
demo) demo ;;
test) test_all ;;
*)
    echo "usage: sh setup.sh demo|test" >&2
    exit 2
    ;;
esac
