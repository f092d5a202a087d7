#!/usr/bin/env bash
# Puts units, accounts, device rules and a first configuration in place: install.sh [--root FOLDER] kiosk|headoffice
#
# Run by the installer after `./run setup` in /opt/lobby-kiosk. May be run again: a configuration that is there stays.
# With --root it only lays the files out below FOLDER (for an image), else it tells the running system about them.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=
if [ "${1:-}" = --root ] && [ -n "${2:-}" ]; then
    root=$2
    shift 2
fi
case ${1:-} in
    kiosk | headoffice) ;;
    *) # before anything is laid out, and any account made
        echo "usage: install.sh [--root FOLDER] kiosk|headoffice" >&2
        exit 2
        ;;
esac

lay() { install -D -m "$1" "$here/$2" "$root$3"; } # MODE FILE TARGET

lay_configuration() { # NAME: readable for its service only, since it names numbers and certificates
    if [ ! -e "$root/etc/lobby-kiosk/$1" ]; then lay 0640 "$1" "/etc/lobby-kiosk/$1"; fi
    if [ -z "$root" ]; then chgrp "$2" "/etc/lobby-kiosk/$1"; fi
}

sync_spooler() { # After a power cut cupsd must still know what it was given and what came out of it (docs/printing.md)
    local file=$root/etc/cups/cups-files.conf
    if [ -e "$file" ] && ! grep -qi "^[[:space:]]*SyncOnClose" "$file"; then printf "\nSyncOnClose Yes\n" >>"$file"; fi
}

lay 0644 systemd/kiosk.sysusers /etc/sysusers.d/lobby-kiosk.conf
lay 0644 systemd/kiosk.journald.conf /etc/systemd/journald.conf.d/lobby-kiosk.conf
if [ -z "$root" ]; then systemd-sysusers; fi
case $1 in
    kiosk)
        lay 0644 systemd/kiosk-core.service /etc/systemd/system/kiosk-core.service
        lay 0644 systemd/kiosk-ui.service /etc/systemd/system/kiosk-ui.service
        lay 0644 systemd/kiosk.cups.conf /etc/systemd/system/cups.service.d/lobby-kiosk.conf
        lay 0644 systemd/kiosk.tmpfiles /etc/tmpfiles.d/lobby-kiosk.conf
        lay 0644 udev/70-lobby-kiosk.rules /etc/udev/rules.d/70-lobby-kiosk.rules
        lay_configuration kiosk.toml kiosk
        sync_spooler
        units="kiosk-core.service kiosk-ui.service"
        ;;
    headoffice)
        lay 0644 systemd/kiosk-headoffice.service /etc/systemd/system/kiosk-headoffice.service
        lay_configuration headoffice.toml kiosk-headoffice
        units=kiosk-headoffice.service
        ;;
esac

if [ -z "$root" ]; then
    systemd-tmpfiles --create
    if [ -d /run/systemd/system ]; then # sd_booted(3): in an image that is being built there is nobody to tell
        udevadm control --reload
        systemctl daemon-reload
        systemctl try-restart systemd-journald
    fi
    echo "Look at /etc/lobby-kiosk, then: systemctl enable --now $units"
fi

# The services may not write beside the program: uncompiled, every start compiles all of it. Last: it runs without, too.
if ! "$here/../.venv/bin/python" -m compileall -q "$here/../kiosk"; then
    echo "install.sh: all is laid out, but the program could not be compiled: each start will take seconds longer" >&2
fi
