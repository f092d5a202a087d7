"""K1, G3: ``kiosk backup`` and ``kiosk restore`` as a technician types them, and a start without books."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.common import NotOwnerError, as_person, refuse_stranger
from kiosk.desk.auditing import prove
from kiosk.desk.backup_medium import BackupMediumMissingError, device_of, refuse_own_disk
from kiosk.documents.keys import load_or_create_key
from kiosk.doorbell import Doorbell
from tests.desk_fixture import furnish
from tests.faults.money_scenario import CLERK

SAMPLE = Path(__file__).parents[2] / "deploy" / "kiosk.toml"
STAFF = SAMPLE.with_name("sample") / "staff.csv"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The sample configuration, with its folders here, and a kiosk that has taken money."""
    state, runtime = tmp_path / "state", tmp_path / "run"
    kit = furnish(state)
    kit.desk.money.take_cash(CLERK, kit.owe(300), 300)
    kit.close()
    load_or_create_key(state / "keys" / "ledger.key")
    runtime.mkdir()
    text = (
        SAMPLE.read_text("utf-8").replace("/var/lib/lobby-kiosk", str(state)).replace("/run/lobby-kiosk", str(runtime))
    )
    (tmp_path / "kiosk.toml").write_text(text, "utf-8")
    return tmp_path / "kiosk.toml"


def kiosk(config: Path, *words: str) -> int:
    return main([*words, "--config", str(config)])


@pytest.mark.parametrize("keep", ["-1", "0", "none", "1.5"])
def test_no_number_of_backups_that_would_leave_none_is_taken(config: Path, tmp_path: Path, keep: str) -> None:
    assert kiosk(config, "backup", "--keep", "1") == 0
    kept = sorted((tmp_path / "state" / "backups").iterdir())
    kit = furnish(tmp_path / "state")
    kit.desk.money.take_cash(CLERK, kit.owe(300), 300)
    kit.close()
    with pytest.raises(SystemExit) as refused:
        kiosk(config, "backup", "--keep", keep)
    assert refused.value.code == 2
    assert sorted((tmp_path / "state" / "backups").iterdir()) == kept


def test_a_kiosk_is_backed_up_and_restored_from_the_command_line(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    assert kiosk(config, "restore", "--although-sound") == 1 and "There is no backup here." in capsys.readouterr().err
    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert kiosk(config, "backup", "--keep", "2") == 0
    assert os.getpriority(os.PRIO_PROCESS, 0) == before, "who starts it says how important it is"
    assert "transaction 1" in capsys.readouterr().out
    assert kiosk(config, "restore") == 1 and "The records are sound" in capsys.readouterr().err
    (state / "kiosk.db").write_bytes(b"noise" * 4096)
    bell = Doorbell(tmp_path / "run" / "core.bell")
    assert kiosk(config, "restore") == 1 and "Stop it first" in capsys.readouterr().err
    bell.close()
    assert kiosk(config, "restore") == 0
    assert "numbers never to be given: receipt 2 to 20000" in capsys.readouterr().out
    assert prove(state / "kiosk.db").bad is None


def test_what_belongs_to_the_kiosk_is_touched_by_nobody_else(tmp_path: Path) -> None:
    refuse_stranger(tmp_path, os.geteuid())
    with pytest.raises(NotOwnerError):
        refuse_stranger(tmp_path, os.geteuid() + 1)


@pytest.mark.parametrize("words", [("import", "staff", str(STAFF)), ("card", "list"), ("backup",), ("restore",)])
def test_nobody_else_makes_files_where_the_kiosk_keeps_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Keys that root has made before the first start are what the kiosk could never read: it would not start."""
    theirs = somebody_elses(tmp_path)
    text = SAMPLE.read_text("utf-8").replace("/run/lobby-kiosk", str(tmp_path / "run"))
    (tmp_path / "kiosk.toml").write_text(text.replace("/var/lib/lobby-kiosk", str(theirs)), "utf-8")
    before = sorted(theirs.iterdir())
    assert kiosk(tmp_path / "kiosk.toml", *words) == 1 and "[4015]" in capsys.readouterr().err
    with pytest.raises(NotOwnerError):
        as_person(tmp_path / "kiosk.toml", "07", "707070", lambda house, staff: None)
    assert sorted(theirs.iterdir()) == before


def somebody_elses(tmp_path: Path) -> Path:
    if os.geteuid():
        return Path("/")  # root's
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", 1, 1)
    return tmp_path / "theirs"


def test_a_backup_of_a_damaged_store_says_so_to_whoever_asked(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state" / "kiosk.db").write_bytes(b"noise" * 4096)
    assert kiosk(config, "backup") == 3 and "damaged" in capsys.readouterr().err


def test_k1_nothing_is_written_where_the_backup_medium_is_not_mounted_and_the_books_are_proved_all_the_same(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The empty mount point is there: backups in it would die with the disk that they are made against."""
    medium, text = tmp_path / "medium", config.read_text("utf-8")
    medium.mkdir()
    config.write_text(f'{text}\n[backup]\nfolder = "{medium}"\n', "utf-8")
    assert kiosk(config, "backup") == 4 and "another_medium" in capsys.readouterr().err
    assert kiosk(config, "restore", "--although-sound") == 1 and "[4016]" in capsys.readouterr().err
    assert list(medium.iterdir()) == []
    config.write_text(f'{text}\n[backup]\nfolder = "{medium}"\nanother_medium = false\n', "utf-8")
    assert kiosk(config, "backup") == 0 and len(list(medium.iterdir())) == 1
    books = tmp_path / "state"
    by_hand = ["backup", "--state", str(books), "--to", str(medium), "--keep", "3"]
    assert main(by_hand) == 0 and main([*by_hand, "--another-medium"]) == 4
    (books / "kiosk.db").write_bytes(b"noise" * 4096)
    assert main([*by_hand, "--another-medium"]) == 3


def test_a_medium_of_its_own_is_known_by_its_file_system_before_a_folder_is_made_on_it(tmp_path: Path) -> None:
    state, medium = tmp_path / "state", tmp_path / "medium"
    medium.mkdir()
    system, books, mounted = 1, 2, 3
    refuse_own_disk(medium, state, {state: books, medium: mounted, Path("/"): system}.__getitem__)
    for own in (system, books):
        with pytest.raises(BackupMediumMissingError):
            refuse_own_disk(medium, state, {state: books, medium: own, Path("/"): system}.__getitem__)
    assert device_of(medium / "not" / "yet") == medium.stat().st_dev


def test_a_medium_that_answers_nothing_any_more_is_missing(tmp_path: Path) -> None:
    def pulled_out(path: Path) -> int:
        raise OSError(errno.EIO, "Input/output error", str(path))

    with pytest.raises(BackupMediumMissingError, match="Input/output error"):
        refuse_own_disk(tmp_path, tmp_path, pulled_out)


def test_a_restore_that_the_power_cut_broke_off_is_finished_by_the_same_command(config: Path, tmp_path: Path) -> None:
    """The old store has moved aside, its log has not, and of the new one there is a part."""
    state = tmp_path / "state"
    assert kiosk(config, "backup") == 0
    (state / "kiosk.db").rename(state / "elsewhere")
    (state / "kiosk.db-wal").write_bytes(b"an old log")
    (state / "kiosk.db.restoring").write_bytes(b"half")
    assert kiosk(config, "import", "prices", "nothing.json") == 1  # it does not start
    assert not (state / "kiosk.db").exists()
    assert kiosk(config, "restore") == 0
    assert prove(state / "kiosk.db").bad is None and not (state / "kiosk.db-wal").exists()
    assert [path.name for path in state.glob("damaged-*/*-wal")] == ["kiosk.db-wal"]
