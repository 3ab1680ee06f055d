#!/bin/sh
# style.sh ROOT: the rules a machine can check. Prints one line for each breach, file:line: what.
#
#   lines of at most 100 characters        functions of at most 70 lines
#   files of at most 450 lines             no tab, no blank at the end of a line
#   no clock, environment or terminal in forecast/ scenarios/ reports/
#   nothing left to do in the code
#
# Tables of texts (*_list.h) may have long lines: one row, one text.
set -u
cd "$1" || exit 2
LC_ALL=C
export LC_ALL

folders=
for folder in include forecast scenarios reports cli bench tests; do
    [ -d "$folder" ] && folders="$folders $folder"
done
sources=$(find $folders \( -name '*.c' -o -name '*.h' \) ! -path '*/cases/*' | sort)
scripts=$(find cmake tests setup.sh .ci CMakeLists.txt -type f \
    \( -name '*.cmake' -o -name '*.sh' -o -name CMakeLists.txt -o -name run \) 2>/dev/null | sort)

breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT

# Characters, not bytes: continuation bytes of UTF-8 are dropped before measuring.
awk '
function breach(what) { printf "%s:%d: %s\n", FILENAME, FNR, what }
FNR == 1 { lines[FILENAME] = 0; brace = 0 }
{
    lines[FILENAME] = FNR
    text = $0
    gsub(/[\200-\277]/, "", text)
    if (length(text) > 100 && FILENAME !~ /_list\.h$/)
        breach("line of " length(text) " characters")
    if (text ~ /\t/)        breach("tab")
    if (text ~ /[ \r]$/)    breach("blank at the end of the line")
    if (text ~ /TO[D]O|FIX[M]E/) breach("something left to do")
}
FILENAME ~ /\.c$/ && /^\{/ { brace = FNR }
FILENAME ~ /\.c$/ && /^\}/ && brace {
    if (FNR - brace - 1 > 70)
        breach("function of " FNR - brace - 1 " lines")
    brace = 0
}
END {
    for (file in lines)
        if (lines[file] > 450 && file !~ /_list\.h$|^tests\//)
            printf "%s:%d: file of %d lines\n", file, lines[file], lines[file]
}' $sources $scripts | sort -t: -k1,1 -k2,2n >>"$breaches"

# The core is pure. Comments are blanked first, so that prose may speak of time.
pure=$(printf '%s\n' $sources | grep -E '^(forecast|scenarios|reports)/')
calls='printf|puts|putchar|perror|getenv|setlocale|exit|rand|srand|random'
calls="$calls|time|clock|clock_gettime|gettimeofday|localtime"
[ -z "$pure" ] || awk -v called="(^|[^A-Za-z0-9_])($calls)[(]" '
FNR == 1 { comment = 0 }
{
    text = $0
    if (comment) {
        if (!sub(/^.*\*\//, "", text)) next
        comment = 0
    }
    gsub(/\/\*([^*]|\*[^\/])*\*\//, " ", text)
    if (sub(/\/\*.*$/, "", text)) comment = 1
    sub(/\/\/.*$/, "", text)
    gsub(/"([^"\\]|\\.)*"/, "\"\"", text)
    if (match(text, called))
        printf "%s:%d: calls %s\n", FILENAME, FNR, substr(text, RSTART, RLENGTH) ")"
    if (match(text, /(^|[^A-Za-z0-9_])(stdout|stderr)([^A-Za-z0-9_]|$)/))
        printf "%s:%d: names a standard stream\n", FILENAME, FNR
}' $pure >>"$breaches"

cat "$breaches"
count=$(wc -l <"$breaches")
echo "$count breaches in $(echo $sources $scripts | wc -w) files"
[ "$count" -eq 0 ]
