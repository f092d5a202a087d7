"""Sticks come and go, and their files are listed without harm (B2, K2, K5)."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import SystemClock, TurnedClock
from kiosk.devices.media import FolderSticks, MountedSticks
from kiosk.devices.protocols import HealthState, MediaSource
from kiosk.documents.errors import SourceUnreadableError
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.listing import ListingLimits, list_files
from kiosk.documents.names import clean_name
from tests.hw_doubles.stick_tray import StickTray
from tests.unit.documents import materials

CLOCK = SystemClock()


def names(root: Path) -> list[str]:
    return [file.name for file in list_files(root, CLOCK)]


@pytest.fixture
def tray(tmp_path: Path) -> StickTray:
    return StickTray(tmp_path)


class TestFolderSticks:
    def test_a_plugged_stick_is_seen_with_its_label_and_gone_when_pulled(self, tray: StickTray) -> None:
        source: MediaSource = FolderSticks(tray.folder)
        assert source.sticks() == ()
        root = tray.plug("老林的U盘", {"a.txt": b"hello"})
        (stick,) = source.sticks()
        assert (stick.label, stick.root) == ("老林的U盘", root)
        tray.pull("老林的U盘")
        assert source.sticks() == ()

    def test_plugging_the_same_stick_again_is_another_plugging(self, tray: StickTray) -> None:
        source = FolderSticks(tray.folder)
        keys = set()
        for _ in range(3):
            tray.plug("A", {})
            keys.add(source.sticks()[0].key)
            tray.pull("A")
        assert len(keys) == 3

    def test_a_stick_keeps_its_key_while_files_are_added(self, tray: StickTray) -> None:
        source = FolderSticks(tray.folder)
        root = tray.plug("A", {})
        before = source.sticks()
        (root / "new.txt").write_bytes(b"new")
        assert source.sticks() == before

    def test_plain_folders_are_sticks_and_files_are_not(self, tmp_path: Path) -> None:
        (tmp_path / "USB").mkdir()
        (tmp_path / ".hidden").mkdir()
        (tmp_path / "readme.txt").write_bytes(b"no stick")
        (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
        assert [stick.label for stick in FolderSticks(tmp_path).sticks()] == ["USB"]

    def test_a_missing_tray_is_told_as_health(self, tmp_path: Path) -> None:
        source = FolderSticks(tmp_path / "none")
        assert source.sticks() == () and source.health().state is HealthState.ABSENT
        assert FolderSticks(tmp_path).health().state is HealthState.OK


class TestMountedSticks:
    """The kernel's tables of a Raspberry Pi with a stick, made as files."""

    @pytest.fixture
    def kernel(self, tmp_path: Path) -> Path:
        def disk(path: str, removable: str, number: str, partition: str, diskseq: str) -> None:
            part = tmp_path / "devices" / path / Path(path).name / f"{Path(path).name}1"
            part.mkdir(parents=True)
            (part / "partition").write_text("1\n")
            (part.parent / "removable").write_text(removable + "\n")
            (part.parent / "diskseq").write_text(diskseq + "\n")
            (tmp_path / "block").mkdir(exist_ok=True)
            (tmp_path / "block" / number).symlink_to(part)

        disk("platform/mmc/mmcblk0", "0", "179:1", "1", "3")
        disk("pci0/usb1/1-1/host0/sda", "1", "8:1", "1", "9")
        disk("pci0/usb2/2-1/host1/sdb", "0", "8:17", "1", "11")
        (tmp_path / "mountinfo").write_text(
            "22 1 179:1 / / rw,noatime shared:1 - ext4 /dev/root rw\n"
            "23 22 0:21 / /proc rw - proc proc rw\n"
            "40 22 8:1 / /media/kiosk/MY\\040STICK ro,nosuid - vfat /dev/sda1 ro\n"
            "41 22 8:1 / /mnt/again ro - vfat /dev/sda1 ro\n"
            "42 22 8:17 / /media/kiosk/\\345\\244\\207\\344\\273\\275 ro - exfat /dev/sdb1 ro\n"
            "broken line\n"
        )
        return tmp_path

    def test_removable_and_usb_disks_are_sticks_and_the_card_is_not(self, kernel: Path) -> None:
        source: MediaSource = MountedSticks(kernel / "mountinfo", kernel / "block")
        sticks = source.sticks()
        assert [(stick.label, str(stick.root)) for stick in sticks] == [
            ("MY STICK", "/media/kiosk/MY STICK"),
            ("备份", "/media/kiosk/备份"),
        ]
        assert len({stick.key for stick in sticks}) == 2 and source.health().state is HealthState.OK

    def test_the_kiosk_s_own_disks_are_nobody_s_stick_though_they_hang_on_usb(self, kernel: Path) -> None:
        """K1, K5: the medium for backups is often a stick, and holds the keys; some kiosks start from a USB disk."""
        sources = [kernel / "mountinfo", kernel / "block"]
        backups = MountedSticks(*sources, own=(Path("/mnt/again/books"),))
        assert [stick.label for stick in backups.sticks()] == ["备份"]
        table = sources[0].read_text("utf-8").replace("22 1 179:1", "22 1 8:17")
        sources[0].write_text(table, "utf-8")
        assert [stick.label for stick in MountedSticks(*sources).sticks()] == ["MY STICK"]

    def test_the_key_changes_when_the_stick_is_plugged_in_again(self, kernel: Path) -> None:
        source = MountedSticks(kernel / "mountinfo", kernel / "block")
        before = source.sticks()[0].key
        (kernel / "devices/pci0/usb1/1-1/host0/sda/sda/diskseq").write_text("12\n")
        assert source.sticks()[0].key != before

    def test_without_the_tables_there_are_no_sticks_and_health_says_so(self, tmp_path: Path) -> None:
        source = MountedSticks(tmp_path / "none", tmp_path / "none")
        assert source.sticks() == () and source.health().state is HealthState.TROUBLE

    def test_this_machine_s_own_tables_can_be_read(self) -> None:
        assert all(stick.root.is_absolute() for stick in MountedSticks().sticks())


class TestListing:
    def test_documents_are_listed_newest_first_by_content_and_not_by_name(self, tray: StickTray) -> None:
        root = tray.plug(
            "A",
            {
                "report.jpg": materials.pdf(),
                "Folder/PHOTO.JPG": b"\xff\xd8\xff\xe0",
                "virus.pdf": b"MZ\x90\x00\x03",
                "empty.pdf": b"",
                "phone.heic": b"\x00\x00\x00\x18ftypheic",
            },
        )
        for age, name in enumerate(("phone.heic", "Folder/PHOTO.JPG", "report.jpg")):
            os.utime(root / name, (1e9 - age, 1e9 - age))
        listed = list_files(root, CLOCK)
        assert [(file.name, file.folder, file.kind) for file in listed] == [
            ("phone.heic", "", DocumentKind.HEIC),
            ("PHOTO.JPG", "Folder", DocumentKind.JPEG),
            ("report.jpg", "", DocumentKind.PDF),
        ]
        assert [file.kind.accepted for file in listed] == [False, True, True]
        assert listed[2].octets == len(materials.pdf()) and listed[2].path == root / "report.jpg"

    def test_hidden_and_system_files_are_passed_over(self, tray: StickTray) -> None:
        hidden = (
            ".Trash-1000/a.txt",
            "System Volume Information/b.txt",
            "$RECYCLE.BIN/c.txt",
            "~$letter.txt",
            "._d.txt",
        )
        root = tray.plug("A", dict.fromkeys((*hidden, "letter.txt", "THUMBS.DB"), b"text"))
        assert names(root) == ["letter.txt"]

    def test_links_do_not_lead_off_the_stick(self, tray: StickTray, tmp_path: Path) -> None:
        """K5"""
        (tmp_path / "secret.txt").write_bytes(b"the kiosk's own")
        root = tray.plug("A", {"a.txt": b"text"})
        (root / "link.txt").symlink_to(tmp_path / "secret.txt")
        (root / "folder").symlink_to(tmp_path)
        (root / "loop").symlink_to(root)
        os.mkfifo(root / "pipe.txt")
        assert names(root) == ["a.txt"]

    def test_names_in_odd_octets_are_shown_safely_and_still_open(self, tray: StickTray) -> None:
        root = tray.plug("A", {})
        odd = os.fsdecode(b"\xb4\xab\xd5\xe6.txt")  # GB 2312 on a stick mounted as UTF-8
        (root / odd).write_bytes(b"text")
        (listed,) = list_files(root, CLOCK)
        assert listed.name == "\ufffd\ufffd\ufffd\ufffd.txt"
        assert listed.path.read_bytes() == b"text"
        assert listed.name.encode("utf-8")

    def test_names_in_capitals_as_fat_gives_them_are_listed(self, tray: StickTray) -> None:
        assert names(tray.plug("A", {"LETTER~1.TXT": b"text"})) == ["LETTER~1.TXT"]

    def test_the_walk_is_bounded_in_count_and_depth(self, tray: StickTray) -> None:
        root = tray.plug("A", {f"{n}.txt": b"text" for n in range(30)} | {"1/2/3/4/deep.txt": b"text"})
        assert len(list_files(root, CLOCK, ListingLimits(files=20))) == 20
        assert len(list_files(root, CLOCK, ListingLimits(entries=10))) == 10
        assert "deep.txt" in names(root)
        assert "deep.txt" not in [file.name for file in list_files(root, CLOCK, ListingLimits(depth=3))]

    def test_the_walk_is_bounded_in_time(self, tray: StickTray) -> None:
        class SlowStick(TurnedClock):
            def monotonic(self) -> float:
                self.turn(1)  # each look at the clock finds a second gone
                return super().monotonic()

        root = tray.plug("A", {f"{n}.txt": b"text" for n in range(30)})
        listed = list_files(root, SlowStick(datetime(2026, 11, 18, tzinfo=UTC)), ListingLimits(seconds=10))
        assert len(listed) < 10

    def test_an_empty_stick_has_an_empty_list(self, tray: StickTray) -> None:
        assert list_files(tray.plug("A", {}), CLOCK) == ()

    def test_a_stick_that_is_gone_is_told(self, tray: StickTray) -> None:
        root = tray.plug("A", {"a.txt": b"text"})
        tray.pull("A")
        with pytest.raises(SourceUnreadableError):
            list_files(root, CLOCK)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("合同.pdf", "合同.pdf"),
        ("annexe\u202efdp.exe", "annexe\ufffdfdp.exe"),
        ("a\nb\x1b[31m.txt", "a\ufffdb\ufffd[31m.txt"),
        ("\udcb4\udcab.txt", "\ufffd\ufffd.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("n" * 200 + ".pdf", "n" * 111 + "…nnnn.pdf"),
    ],
)
def test_names_are_made_fit_to_be_shown(name: str, shown: str) -> None:
    assert clean_name(name) == shown
