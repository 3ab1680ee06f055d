#!/bin/sh
# run_case.sh BIN CASE: runs one case folder and compares.
#
#   cmd      a shell line, run in a copy of the folder with `duecast` (from BIN) on the PATH
#   expout   what stdout must be     experr   what stderr must be     (absent: nothing)
#   exit     the exit code           (absent: 0)
#
# Everything else in the folder is input; $CASES is the folder of all cases. DUECAST_UPDATE=1
# rewrites what is expected; review it with git diff. Nothing is normalised: the program must
# say the same every time.
set -u
bin=$(cd "$1" && pwd) || exit 2
case=$(cd "$2" && pwd) || exit 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/case"
cp -R "$case/." "$scratch/case"
cd "$scratch/case" || exit 2
rm -f cmd expout experr exit

PATH=$bin:$PATH LC_ALL=C TERM=dumb TZ=UTC CASES=$(dirname "$(dirname "$case")")
export PATH LC_ALL TERM TZ CASES
unset NO_COLOR
sh "$case/cmd" >"$scratch/expout" 2>"$scratch/experr" </dev/null
echo $? >"$scratch/exit"

if [ "${DUECAST_UPDATE-}" = 1 ]; then
    for what in expout experr exit; do
        cp "$scratch/$what" "$case/$what"
        [ -s "$case/$what" ] || rm "$case/$what"
    done
    [ "$(cat "$case/exit")" != 0 ] || rm "$case/exit"
    exit 0
fi

status=0
for what in expout experr exit; do
    wanted=$case/$what
    if [ ! -e "$wanted" ]; then
        wanted=$scratch/absent
        if [ $what = exit ]; then echo 0 >"$wanted"; else : >"$wanted"; fi
    fi
    diff -u "$wanted" "$scratch/$what" >"$scratch/diff" || {
        echo "$what of $(basename "$(dirname "$case")")/$(basename "$case"):"
        sed 1,2d "$scratch/diff"
        status=1
    }
done
exit $status
