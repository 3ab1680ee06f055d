#!/bin/sh
# install.sh BUILD: what `cmake --install` leaves behind works for a stranger: the program runs,
# the library links through CMake and through pkg-config, manual and completion are there.
set -u
build=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
cmake --install "$build" --prefix "$root" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

failed=0
check() { # what, command...
    what=$1
    shift
    "$@" >"$scratch/log" 2>&1 && return
    echo "fails after installing: $what"
    cat "$scratch/log"
    failed=1
}
library=$(dirname "$(find "$root" -name libduecast.a)")

cat >"$scratch/main.c" <<'END'
#include <duecast/status.h>
#include <stdio.h>

int main(void)
{
    puts(dc_status_text(DC_OK));
    return dc_status_exit_code(DC_OK);
}
END
cat >"$scratch/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.22)
project(stranger LANGUAGES C)
find_package(duecast REQUIRED)
add_executable(stranger main.c)
target_link_libraries(stranger PRIVATE duecast::duecast)
END
linked() {
    PKG_CONFIG_PATH=$library/pkgconfig
    export PKG_CONFIG_PATH
    # The prefix given to --install is not the configured one that stands in the file.
    flags=$(pkg-config --define-variable=prefix="$root" --define-variable=libdir="$library" \
        --define-variable=includedir="$root/include" --cflags --libs duecast) &&
        cc "$scratch/main.c" $flags -o "$scratch/linked" && "$scratch/linked"
}

check "the program" "$root/bin/duecast" --version
check "the manual page" test -s "$root/share/man/man1/duecast.1"
check "the completion" bash -n "$root/share/bash-completion/completions/duecast"
check "find_package" cmake -G Ninja -S "$scratch" -B "$scratch/stranger" \
    -DCMAKE_PREFIX_PATH="$root"
check "linking duecast::duecast" cmake --build "$scratch/stranger"
check "running with the library" "$scratch/stranger/stranger"
check "pkg-config" linked
exit $failed
