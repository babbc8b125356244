# SPDX-License-Identifier: Apache-2.0
# packages.sh - the Debian 12 packages that a build needs; sourced by tools/demo and tools/test.
#
#   need_packages NAME...    installs what is missing, as root or by sudo
#
# With everything in place only dpkg's own records are read: no network, no privileges.

# What the program is built from.
BUILD_PACKAGES="cmake ninja-build gcc libc6-dev pkg-config gettext libconfig-dev
  libsqlite3-dev libgmp-dev libxlsxwriter-dev libutf8proc-dev libjansson-dev libxxhash-dev
  libsodium-dev zlib1g-dev"
# What its tests need besides.
TEST_PACKAGES="libcunit1-dev python3 sqlite3 clang-format valgrind g++ clang"

is_installed()
{
    dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

need_packages()
{
    local missing=() name install
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "installing: ${missing[*]}" >&2
    install="apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" -eq 0 ]; then
        bash -c "$install" >&2
    elif command -v sudo >/dev/null && sudo -v; then
        sudo bash -c "$install" >&2
    else
        echo "cannot install packages; as root, run:" >&2
        echo "$install" >&2
        exit 1
    fi
}
