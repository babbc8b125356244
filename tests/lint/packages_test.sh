#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# packages_test.sh - tools/packages.sh installs what is missing and otherwise touches nothing.
#
# dpkg-query, apt-get, sudo and id are replaced by scripts that write down how they were
# called.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
wrong=0

fake()
{
    printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

# case_of NAME USER_ID EXPECTED_STATUS EXPECTED_CALLS PACKAGE..
case_of()
{
    local name=$1 user=$2 status=$3 calls=$4 found
    shift 4
    fake id "echo $user"
    : >"$work/calls"
    PATH="$work/bin:$PATH" bash -c '. "$0"; need_packages "$@"' "$root/tools/packages.sh" \
        "$@" >"$work/out" 2>"$work/err"
    found=$?
    if [ $found -ne "$status" ] || [ "$(cat "$work/calls")" != "$calls" ] || [ -s "$work/out" ]; then
        wrong=$((wrong + 1))
        echo "case \"$name\": expected status $status and calls:" "$calls"
        echo "found status $found and calls:" "$(cat "$work/calls")"
        cat "$work/out" "$work/err"
    fi
}

fake dpkg-query 'case "${@: -1}" in
    here*) echo installed ;;
    removed*) echo config-files ;;
    *) exit 1 ;;
esac'
fake apt-get "echo \"apt-get \$*\" >>'$work/calls'"
install="apt-get update
apt-get install -y --no-install-recommends"

fake sudo "echo sudo \$1 >>'$work/calls'; [ \"\$1\" = -v ] || exec \"\$@\""
case_of "all is in place" 0 0 "" here1 here2
case_of "all is in place for a user" 1000 0 "" here1
case_of "root installs what is missing" 0 0 "$install gone1 removed1" here1 gone1 removed1
case_of "a user installs by sudo" 1000 0 "sudo -v
sudo bash
$install gone1" here1 gone1

fake sudo "echo sudo \$1 >>'$work/calls'; exit 1"
case_of "sudo refuses" 1000 1 "sudo -v" gone1 here1
if ! grep -qx 'apt-get update && .*apt-get install -y --no-install-recommends gone1' "$work/err"; then
    wrong=$((wrong + 1))
    echo "the line to run is not told"
fi

fake apt-get "echo \"apt-get \$*\" >>'$work/calls'; exit 100"
case_of "the archive is out of reach" 0 100 "apt-get update" gone1
echo "packages_test: $wrong wrong"
exit $((wrong > 0))
