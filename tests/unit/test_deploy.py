"""What is laid out on a kiosk fits together: units, accounts, device rules and the first configuration."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.config import load_config
from kiosk.headoffice.config import read_config

ROOT = Path(__file__).parents[2]
UNITS = ("kiosk-core.service", "kiosk-ui.service", "kiosk-headoffice.service")
SYSTEM_UNITS = Path("/usr/lib/systemd/system")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root folder in which both kinds of machine were installed."""
    root = tmp_path_factory.mktemp("image")
    for kind in ("kiosk", "headoffice"):
        subprocess.run([ROOT / "deploy" / "install.sh", "--root", root, kind], check=True)
    command = root / "opt/lobby-kiosk/.venv/bin/kiosk"
    command.parent.mkdir(parents=True)
    shutil.copy("/bin/true", command)
    return root


@pytest.mark.parametrize("words", [(), ("kiosks",), ("headoffice.toml", "kiosk")])
def test_a_word_that_is_no_kind_of_machine_lays_out_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    command = [ROOT / "deploy" / "install.sh", "--root", tmp_path, *words]
    refused = subprocess.run(command, capture_output=True, check=False, text=True)
    assert refused.returncode == 2 and refused.stderr.startswith("usage: install.sh")
    assert list(tmp_path.iterdir()) == []


class UnitFile(configparser.RawConfigParser):
    """A systemd unit: keys keep their case, and some come more than once."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(image: Path, name: str) -> UnitFile:
    parser = UnitFile(strict=False)
    parser.read(image / "etc/systemd/system" / name, encoding="utf-8")
    return parser


@pytest.mark.parametrize("name", UNITS)
def test_a1_a_crash_leaves_no_copy_of_memory_on_disk(image: Path, name: str) -> None:
    """systemd lifts the limit for all services, so that a collector of crashes, once installed, would keep them."""
    assert unit(image, name)["Service"]["LimitCORE"] == "0"


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_the_installed_command_with_the_installed_configuration(image: Path, name: str) -> None:
    words = unit(image, name)["Service"]["ExecStart"].split()
    assert (image / words[0].lstrip("/")).is_file()
    assert (image / words[words.index("--config") + 1].lstrip("/")).is_file()


@pytest.mark.parametrize("name", UNITS)
def test_the_command_of_a_unit_is_one_the_kiosk_has(image: Path, name: str) -> None:
    _, *words = unit(image, name)["Service"]["ExecStart"].split()
    command = [sys.executable, "-m", "kiosk", *words, "--help"]
    said = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout
    assert said.startswith(f"usage: kiosk {words[0]} ")


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_as_an_account_that_is_made(image: Path, name: str) -> None:
    user = unit(image, name)["Service"]["User"]
    accounts = (image / "etc/sysusers.d/lobby-kiosk.conf").read_text(encoding="utf-8")
    assert re.search(rf"^u {user} ", accounts, re.MULTILINE)


@pytest.mark.parametrize("name", UNITS)
def test_k1_a_unit_comes_back_however_often_it_fell(image: Path, name: str) -> None:
    parsed = unit(image, name)
    assert parsed["Service"]["Restart"] == "always"
    assert parsed["Unit"]["StartLimitIntervalSec"] == "0"


def test_k1_a_core_that_hangs_is_started_anew(image: Path) -> None:
    service = unit(image, "kiosk-core.service")["Service"]
    assert (service["Type"], int(service["WatchdogSec"])) == ("notify", 30)


def test_k2_the_glass_is_lit_while_the_core_starts_and_books_of_years_have_the_time_to_be_opened(image: Path) -> None:
    glass, core = unit(image, "kiosk-ui.service")["Unit"], unit(image, "kiosk-core.service")["Service"]
    assert glass["Wants"] == "kiosk-core.service" and "kiosk-core" not in glass["After"]
    assert core["TimeoutStartSec"] == "10min"


def test_k4_the_line_comes_before_the_glass_and_the_glass_before_all_others(image: Path) -> None:
    core, glass = (unit(image, f"kiosk-{name}.service")["Service"] for name in ("core", "ui"))
    assert core["CPUSchedulingPolicy"] == glass["CPUSchedulingPolicy"] == "rr", "before every process that is not"
    assert int(core["CPUSchedulingPriority"]) > int(glass["CPUSchedulingPriority"]) > 0
    assert int(core["CPUWeight"]) > int(glass["CPUWeight"]) > 100


def test_k1_cupsd_starts_with_its_queues_held(image: Path, tmp_path: Path) -> None:
    """Else it would print a receipt a second time after a power cut."""
    text = (image / "etc/systemd/system/cups.service.d/lobby-kiosk.conf").read_text(encoding="utf-8")
    python, option, program = shlex.split(text.partition("ExecStartPre=")[2])
    kiosk = Path(unit(image, "kiosk-core.service")["Service"]["ExecStart"].split()[0])
    assert (python, option) == (str(kiosk.with_name("python")), "-c")
    queues = tmp_path / "printers.conf"
    queues.write_text("<Printer receipts>\nState Idle\n</Printer>\n", encoding="utf-8")
    command = [sys.executable, "-c", program.replace("/etc/cups/printers.conf", str(queues))]
    subprocess.run(command, check=True, cwd=ROOT)
    assert "State Stopped" in queues.read_text(encoding="utf-8")
    accounts = (image / "etc/sysusers.d/lobby-kiosk.conf").read_text(encoding="utf-8")
    assert "m kiosk lpadmin\n" in accounts, "the kiosk may open them"


def test_k1_what_cupsd_writes_is_on_the_disk_when_the_power_goes(tmp_path: Path) -> None:
    """Else it may not remember a receipt that it printed, and the kiosk would hand it over again."""
    files = tmp_path / "etc/cups/cups-files.conf"
    files.parent.mkdir(parents=True)
    files.write_text("#SyncOnClose Yes\nSystemGroup lpadmin", encoding="utf-8")
    for _ in range(2):
        subprocess.run([ROOT / "deploy" / "install.sh", "--root", tmp_path, "kiosk"], check=True)
    said = files.read_text(encoding="utf-8").splitlines()
    assert said.count("SyncOnClose Yes") == 1 and "SystemGroup lpadmin" in said


def test_k1_cupsd_comes_back_however_often_it_fell(image: Path) -> None:
    drop_in = UnitFile()
    drop_in.read(image / "etc/systemd/system/cups.service.d/lobby-kiosk.conf", encoding="utf-8")
    assert (drop_in["Unit"]["StartLimitIntervalSec"], drop_in["Service"]["Restart"]) == ("0", "on-failure")


def test_a_program_that_cannot_be_compiled_is_told_of_when_all_is_laid_out(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "deploy", tmp_path / "bare/deploy")  # without its .venv
    command = [tmp_path / "bare/deploy/install.sh", "--root", tmp_path / "image", "kiosk"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    assert "could not be compiled" in said and (tmp_path / "image/etc/lobby-kiosk/kiosk.toml").is_file()


def test_the_system_s_log_cannot_fill_the_card(image: Path) -> None:
    limits = UnitFile()
    limits.read(image / "etc/systemd/journald.conf.d/lobby-kiosk.conf", encoding="utf-8")
    assert set(limits["Journal"]) == {"SystemMaxUse", "RuntimeMaxUse", "MaxRetentionSec"}


def test_the_first_configuration_is_one_the_kiosk_starts_with(image: Path) -> None:
    config = load_config(image / "etc/lobby-kiosk/kiosk.toml")
    assert config.doubles == ()
    assert f"StateDirectory={config.kiosk.state_dir.name}" in (ROOT / "deploy/systemd/kiosk-core.service").read_text()
    assert f"d {config.kiosk.runtime_dir} " in (image / "etc/tmpfiles.d/lobby-kiosk.conf").read_text()


def test_the_modem_of_the_configuration_is_the_one_the_device_rule_names(image: Path) -> None:
    port = Path(load_config(image / "etc/lobby-kiosk/kiosk.toml").fax.port)
    rules = (image / "etc/udev/rules.d/70-lobby-kiosk.rules").read_text(encoding="utf-8")
    assert f'SYMLINK+="{port.name}"' in rules


def test_head_offices_first_configuration_is_read(image: Path) -> None:
    assert read_config(image / "etc/lobby-kiosk/headoffice.toml").port == 8883


def test_installing_again_leaves_the_configuration_alone(image: Path) -> None:
    kept = image / "etc/lobby-kiosk/kiosk.toml"
    text = kept.read_text(encoding="utf-8").replace("k001", "k007")
    kept.write_text(text, encoding="utf-8")
    subprocess.run([ROOT / "deploy" / "install.sh", "--root", image, "kiosk"], check=True)
    assert kept.read_text(encoding="utf-8") == text


def test_the_accounts_can_be_made(tmp_path: Path, image: Path) -> None:
    """Root's own tool makes them in an empty root; where it is missing, the file's words are still the known ones."""
    accounts = image / "etc/sysusers.d/lobby-kiosk.conf"
    assert {line.split()[0] for line in accounts.read_text("utf-8").splitlines() if line[0] != "#"} == {"u", "m"}
    tool, said = shutil.which("systemd-sysusers"), ""
    if tool:
        shutil.copytree(image / "etc/sysusers.d", tmp_path / "etc/sysusers.d")
        said = subprocess.run([tool, f"--root={tmp_path}"], capture_output=True, text=True, check=False).stderr
    assert [line for line in said.splitlines() if not line.startswith("Creating")] == []


def test_systemd_has_nothing_to_say_about_the_units(image: Path) -> None:
    """Its exit status is 0 even for values it ignores, hence the look at what it says."""
    analyze = shutil.which("systemd-analyze")
    said = ""
    if analyze and SYSTEM_UNITS.is_dir():  # containers have no systemd; the other tests hold there too
        shutil.copytree(SYSTEM_UNITS, image / "usr/lib/systemd/system", symlinks=True, dirs_exist_ok=True)
        units = [image / "etc/systemd/system" / name for name in UNITS]
        command = [analyze, "verify", "--man=no", f"--root={image}", *units]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert [line for line in said.splitlines() if "kiosk-" in line] == []


def test_k5_no_stick_is_the_medium_for_backups_because_its_label_says_so() -> None:
    """The label is told in public: with it alone a stranger's stick would be handed the books and the keys."""
    told = (ROOT / "docs" / "backup.md").read_text("utf-8").splitlines()
    lines = [line.split() for line in told if " ext4 nofail" in line]
    assert len(lines) == 1 and lines[0][0].startswith("UUID=")
