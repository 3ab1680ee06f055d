#!/bin/sh
# headers.sh ROOT: every public header compiles alone, first and twice, without a warning, with
# each C compiler there is.
set -u
include=$1/include
failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for compiler in gcc clang; do
    command -v $compiler >/dev/null || continue
    for header in "$include"/duecast/*.h; do
        name=duecast/$(basename "$header")
        case $name in *_list.h) continue ;; esac # rows without their macro: not meant alone
        printf '#include "%s"\n#include "%s"\ntypedef int not_empty;\n' "$name" "$name" \
            >"$scratch/alone.c"
        $compiler -std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Wconversion \
            -Wshadow -Werror -fsyntax-only -I"$include" "$scratch/alone.c" 2>"$scratch/said" || {
            echo "$name does not compile alone with $compiler"
            head -5 "$scratch/said"
            failed=$((failed + 1))
        }
    done
done
echo "$failed headers fail"
[ $failed -eq 0 ]
