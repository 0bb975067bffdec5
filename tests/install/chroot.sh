#!/bin/sh
# Tries the README's two commands as on a fresh machine: a minimal Debian 12 in which nothing is installed, and a clone of
# what is committed. Needs root, debootstrap and a Debian mirror; takes some 10 to 20 minutes. Not part of the default run.
#   tests/install/chroot.sh [FOLDER]   FOLDER holds the Debian; made when it is not there, kept for the next time as it was
set -eu
project=$(cd "$(dirname "$0")/../.." && pwd)
base=${1:-/var/tmp/wardmap-chroot}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

[ "$(id -u)" -eq 0 ] || { echo 'chroot.sh: needs root' >&2; exit 2; }
[ -d "$base/usr" ] || debootstrap --variant=minbase bookworm "$base" "$mirror"

work=$(mktemp -d /var/tmp/wardmap-chroot-work.XXXXXX)
tidy() {
    for folder in proc dev; do
        mountpoint -q "$work/root/$folder" && umount -l "$work/root/$folder"
    done
    rm -rf "$work"
}
trap tidy EXIT
cp -a "$base" "$work/root"
cp /etc/resolv.conf "$work/root/etc/resolv.conf"
# The host's way to a mirror (a proxy, for one) is part of the network, not of what is being tested.
cp -a /etc/apt/apt.conf.d/. "$work/root/etc/apt/apt.conf.d/"
mount -t proc proc "$work/root/proc"
mount --rbind /dev "$work/root/dev"
git clone -q "$project" "$work/root/wardmap"

run() {
    echo "== $*"
    chroot "$work/root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c "cd /wardmap && $*"
}
run ./wardmap-dev demo
run ls -l wardmap-demo
run ./wardmap-dev test
# With the packages there, both work without a network.
unshare -n chroot "$work/root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    sh -c 'cd /wardmap && ./wardmap-dev demo >/dev/null'
echo 'chroot: demo and test pass on a minimal Debian 12; demo passes without a network'
