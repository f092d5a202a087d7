"""Words that the scripts of received calls have in common."""

from __future__ import annotations

CALLED = "T CSI; T DIS"
HELLO = "R TSI; R DCS"
TRAIN = f"{HELLO}; R TCF"
GO = f"{CALLED}; {TRAIN}; T CFR"
ONE = f"{GO}; R PAGE"
BYE = "R DCN; HANGUP"
ECM_DCS = "R DCS 00e2f044"  # V.17 14400, MMR, fine, A4, ECM with 256 octets
ECM_GO = f"{CALLED}; R TSI; {ECM_DCS}; R TCF; T CFR"
