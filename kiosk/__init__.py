"""The lobby kiosk: fax, print, repairs, messages and payments at a villa estate's service counter."""
