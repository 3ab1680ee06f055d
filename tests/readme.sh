#!/bin/sh
# readme.sh BIN FILE: the manual is a test. Runs what a Markdown file shows, in one scratch folder,
# from top to bottom, with `duecast` (from BIN) on the PATH.
#
#   ```console   "$ command" lines, each followed by its output, which must match line by line;
#                a line "..." stands for any number of lines; a command shown without output may
#                say anything but must succeed
#   ```sh        lines beginning "duecast " are run and must succeed; other lines are not run
#
# Blanks at the ends of lines do not count.
set -u
bin=$(cd "$1" && pwd) || exit 2
page=$2
[ -e "$page" ] || {
    echo "skipped: no $page"
    exit 77
}
page=$(cd "$(dirname "$page")" && pwd)/$(basename "$page")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/work" "$scratch/steps"

# One pair of files a command: steps/0001.cmd, steps/0001.out.
awk -v steps="$scratch/steps" '
function step(command) {
    if (at) { close(at ".cmd"); close(at ".out") }
    at = sprintf("%s/%04d", steps, ++count)
    print command >(at ".cmd")
    print NR >(at ".line")
    close(at ".line")
    printf "" >(at ".out")
}
/^```/ { block = block == "" ? substr($0, 4) : ""; at = ""; next }
block == "console" && /^\$ /   { step(substr($0, 3)); next }
block == "console" && at != "" { print >(at ".out") }
block == "sh" && /^duecast /   { step($0) }
' "$page"

PATH=$bin:$PATH TERM=dumb
export PATH TERM
cd "$scratch/work" || exit 2
failed=0 run=0
for command in "$scratch"/steps/*.cmd; do
    [ -e "$command" ] || break
    step=${command%.cmd}
    run=$((run + 1))
    sh "$command" >"$step.got" 2>&1 </dev/null
    status=$?
    if [ ! -s "$step.out" ]; then
        [ $status -eq 0 ] && continue
        echo "$page:$(cat "$step.line"): exit $status: $(cat "$command")"
        cat "$step.got"
        failed=$((failed + 1))
    elif ! awk '
        # Does line i on of what was shown match line j on of what was said? "..." tries them all.
        function matches(i, j) {
            for (; i <= shown; i++) {
                if (want[i] == "...") {
                    for (; j <= said + 1; j++)
                        if (matches(i + 1, j)) return 1
                    return 0
                }
                if (j > said || want[i] != got[j++]) return 0
            }
            return j > said
        }
        { sub(/[ \t\r]+$/, "") }
        FILENAME == ARGV[1] { want[++shown] = $0; next }
        { got[++said] = $0 }
        END { exit !matches(1, 1) }' "$step.out" "$step.got"; then
        echo "$page:$(cat "$step.line"): $(cat "$command")"
        diff -u "$step.out" "$step.got" | sed 1,2d
        failed=$((failed + 1))
    fi
done
echo "$run commands of $(basename "$page") run, $failed failed"
[ $failed -eq 0 ]
