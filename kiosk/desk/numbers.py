"""Is this number one we may fax, and how is it dialled? (B1)

Owns the checks of a recipient number: national plan, emergency, premium rate, not permitted; the zone, the reading back
in groups, and the dial string, which is made of checked digits only. The plans are those of the ``phonenumbers``
library (ITU-T E.164 and the national plans). Knows no store.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import phonenumbers
from phonenumbers import (
    MatchType,
    NumberParseException,
    PhoneNumber,
    PhoneNumberType,
    ValidationResult,
    shortnumberinfo,
)

from kiosk.domain.tariff import Zone
from kiosk.locale import Language

_LONGEST = 20
_E164_LONGEST = 15  # E.164 6.1: more digits are no telephone number
_TELLS_FROM = 7  # digits: a shorter identification (an extension, "1") says nothing of the number
_PREMIUM = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)
# China's information services of the 96x, 160/168 kinds, charged above the call, which the library calls unknown.
_PREMIUM_CN = re.compile(r"^(?:0\d{2,3})?(?:16[08]\d{5,}|9[56]\d{3,6})$")


@dataclass(frozen=True)
class Plan:
    """Where the kiosk stands in the telephone world."""

    country: str
    area_code: str
    outside_prefix: str
    refused_prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """What is known of a number as typed so far; see ``kiosk.desk.views.NumberCheck``."""

    groups: tuple[str, ...]
    reason_key: str = ""
    missing: int = 0
    e164: str = ""
    dial: str = ""
    zone: Zone | None = None
    place: str = ""


def check(text: str, plan: Plan, language: Language) -> Checked:
    """Check ``text`` (digits, a leading ``+``, blanks and dashes) against the plan. Never raises."""
    digits = re.sub(r"[\s\-()]", "", text)
    groups = group(digits, plan.country)
    if not re.fullmatch(r"\+?[0-9]*", digits):
        return Checked(groups, "number.unknown")
    if len(digits) > _LONGEST:
        return Checked(groups, "number.long")
    if shortnumberinfo.is_emergency_number(digits, plan.country):
        return Checked(groups, "number.emergency")
    if plan.country == "CN" and _PREMIUM_CN.match(digits):
        return Checked(groups, "number.premium")
    number = _parse(digits, plan)
    if number is None:
        # A country code has at most three digits (E.164 6.1): longer and still not parsed is no country's number.
        hopeless = len(digits) > len("+999") and digits.startswith(("+", "00"))
        return Checked(groups, "number.unknown" if hopeless else "number.short", missing=max(1, 7 - len(digits)))
    return _judge(number, groups, digits, plan, language)


def _judge(number: PhoneNumber, groups: tuple[str, ...], digits: str, plan: Plan, language: Language) -> Checked:
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return Checked(groups, "number.short", missing=_missing(number))
    if possible == ValidationResult.TOO_LONG:
        return Checked(groups, "number.long")
    if phonenumbers.number_type(number) in _PREMIUM:
        return Checked(groups, "number.premium")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if any(e164.startswith(prefix) for prefix in plan.refused_prefixes):
        return Checked(groups, "number.not_permitted")
    if not phonenumbers.is_valid_number(number):
        missing = _missing(number)
        return Checked(groups, "number.short" if missing else "number.unknown", missing=missing)
    zone = _zone(number, plan)
    return Checked(groups, "", 0, e164, _dial(number, zone, plan), zone, _place(number, plan, language))


def same_number(ident: str | None, e164: str, country: str) -> bool | None:
    """Whether a machine that calls itself ``ident`` (CSI, TSI) is ``e164``; None when it does not say enough (B7).

    Machines write their number with or without country code, trunk prefix or area code.
    """
    digits = re.sub(r"[^0-9+]", "", ident or "")
    if len(digits.lstrip("+0")) < _TELLS_FROM:
        return None
    try:
        match = phonenumbers.is_number_match(phonenumbers.parse(digits, country), e164)
    except NumberParseException:
        return None
    return bool(match in (MatchType.EXACT_MATCH, MatchType.NSN_MATCH, MatchType.SHORT_NSN_MATCH))


def group(digits: str, country: str) -> tuple[str, ...]:
    """The number read back in groups of the national plan, as far as typed."""
    formatter = phonenumbers.AsYouTypeFormatter(country)
    shown = ""
    for digit in digits:
        shown = formatter.input_digit(digit)
    return tuple(re.split(r"[\s\-]+", shown.strip())) if shown.strip() else ()


def readable(told: str | None, country: str) -> str:
    """A number of a call as people read it: in groups of the plan if it came as bare digits, else as it was told.

    ``told``: a machine's identification (CSI, TSI) or what the exchange told. Whoever set up a machine with blanks or a
    name in its identification has grouped it already. Empty for None.
    """
    words = " ".join((told or "").split())
    bare = re.fullmatch(r"\+?([0-9]+)", words)
    if bare is None or not _TELLS_FROM <= len(bare[1]) <= _E164_LONGEST:
        return words
    return " ".join(group(words, country))


def _parse(digits: str, plan: Plan) -> PhoneNumber | None:
    """A local number without its area code is completed by the kiosk's own."""
    whole = digits.startswith(("+", "0", "1", "400", "800"))
    text = digits if whole or plan.country != "CN" else f"0{plan.area_code}{digits}"
    try:
        return phonenumbers.parse(text, plan.country)
    except NumberParseException:
        return None


def _zone(number: PhoneNumber, plan: Plan) -> Zone:
    if number.country_code != phonenumbers.country_code_for_region(plan.country):
        return Zone.INTERNATIONAL
    national = phonenumbers.national_significant_number(number)
    return Zone.LOCAL if national.startswith(plan.area_code) and not _mobile(number) else Zone.DOMESTIC


def _mobile(number: PhoneNumber) -> bool:
    return bool(phonenumbers.number_type(number) == PhoneNumberType.MOBILE)


def _dial(number: PhoneNumber, zone: Zone, plan: Plan) -> str:
    """Digits (and the comma of an outside line) only: the E.164 number by the rules of its zone."""
    national = phonenumbers.national_significant_number(number)
    match zone:
        case Zone.LOCAL:
            rest = national[len(plan.area_code) :]
        case Zone.DOMESTIC:
            rest = national if _mobile(number) else f"0{national}"
        case Zone.INTERNATIONAL:
            rest = f"00{number.country_code}{national}"
    return plan.outside_prefix + rest


def _missing(number: PhoneNumber) -> int:
    """How many digits, at least, make this a number of its country (0 when no continuation would)."""
    national = phonenumbers.national_significant_number(number)
    region = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code or 0
    )
    for more in range(1, 9):
        longer = PhoneNumber(country_code=number.country_code, national_number=int(national + "2" * more))
        if phonenumbers.is_possible_number(longer) and phonenumbers.is_valid_number_for_region(longer, region):
            return more
    return 0


def _place(number: PhoneNumber, plan: Plan, language: Language) -> str:
    """The city of a land line of the home country, or the country; a mobile number is at home everywhere."""
    region = phonenumbers.region_code_for_number(number) or ""
    if region != plan.country:
        return _table("countries").get(region, {}).get(language.value, "")
    national = phonenumbers.national_significant_number(number)
    if _mobile(number) or not national:
        return ""
    areas = _table(f"areas-{plan.country.lower()}")
    return next((areas[national[:n]][language.value] for n in (3, 2) if national[:n] in areas), "")


@cache
def _table(name: str) -> Mapping[str, Mapping[str, str]]:
    """A table made by ``kiosk.place_build``; empty for a country that has none."""
    path = Path(__file__).parent / "places" / f"{name}.json"
    table: Mapping[str, Mapping[str, str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return table
