#!/bin/sh
# format.sh ROOT [--fix]: is every source laid out as .clang-format says? Exit 77 (skipped) where
# there is no clang-format 14: other versions lay out differently and may not judge.
set -u
cd "$1" || exit 2

for formatter in clang-format-14 clang-format none; do
    "$formatter" --version 2>/dev/null | grep -q 'version 14\.' && break
done
if [ "$formatter" = none ]; then
    echo "skipped: no clang-format 14"
    exit 77
fi

folders=
for folder in include forecast scenarios reports cli bench tests; do
    [ -d "$folder" ] && folders="$folders $folder"
done
different=0
for file in $(find $folders \( -name '*.c' -o -name '*.h' \) ! -path '*/cases/*' | sort); do
    if [ "${2-}" = --fix ]; then
        "$formatter" -i "$file"
    elif ! "$formatter" --dry-run -Werror "$file" 2>/dev/null; then
        echo "$file: not laid out as .clang-format says"
        different=$((different + 1))
    fi
done
echo "$different files to format; 'sh tests/format.sh . --fix' does it"
[ "$different" -eq 0 ]
