# SPDX-License-Identifier: MIT
# What the scripts share that make a system of Debian's in a folder (bare-system, image). They set $system, the folder, and $certificates
# and $mirror, which may be empty.
# shellcheck shell=sh disable=SC2154

die() {
    echo "ci/${0##*/}: $2" >&2
    exit "$1"
}

can_make_systems() {
    [ "$(id -u)" -eq 0 ] || die 3 "only root can make a system"
    command -v debootstrap >/dev/null || die 3 "there is no debootstrap (Debian: apt-get install debootstrap)"
}

# apart SCRIPT ARGUMENT…: starts it in namespaces of its own, once: what is mounted in the system goes with its mount namespace, and what
# still runs in it with its pid namespace.
apart() {
    if [ "${FH_APART-}" = "$1" ]; then
        # The first process of a pid namespace ends at a signal only if it asks for it.
        trap 'exit 3' HUP INT TERM
        return
    fi
    FH_APART=$1 exec unshare --mount --pid --fork --kill-child "$@"
}

# The folder goes away with the script.
make_folder() {
    system=$(mktemp -d)
    chmod 755 "$system"
    trap 'umount --recursive "$system/proc" "$system/dev" 2>/dev/null; rm -rf --one-file-system "$system"' EXIT
}

# make_base SUITE PACKAGE[,PACKAGE…]
make_base() {
    debootstrap --variant=minbase --include="$2" "$1" "$system" ${mirror:+"$mirror"} &&
        cp /etc/resolv.conf "$system/etc/resolv.conf" || return
    [ -z "$certificates" ] || cp "$certificates" "$system/etc/ssl/network.pem" || return
    mount -t proc proc "$system/proc" && mount --rbind /dev "$system/dev" && mount --make-rslave "$system/dev"
}

# with_network VARIABLE=VALUE … COMMAND …: with nothing of this environment but what leads to the network.
with_network() {
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        eval "value=\${$name-}"
        [ -z "$value" ] || set -- "$name=$value" "$@"
    done
    [ -z "$certificates" ] || for name in SSL_CERT_FILE CARGO_HTTP_CAINFO CURL_CA_BUNDLE NODE_EXTRA_CA_CERTS; do
        set -- "$name=/etc/ssl/network.pem" "$@"
    done
    env -i "$@"
}
