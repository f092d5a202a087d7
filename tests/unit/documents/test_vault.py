"""Documents are kept encrypted, whole or not at all, and are destroyed for good (A6, B2)."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.documents.errors import (
    DamagedDocumentError,
    DocumentExistsError,
    NoSuchDocumentError,
    NoSuchPageError,
    SourceUnreadableError,
    StorageFullError,
)
from kiosk.documents.intake import storage_errors
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.pages import PageChoice
from kiosk.documents.sealed import Sealer
from kiosk.documents.vault import DocumentVault
from kiosk.fax.outcome import FaxPage, Resolution
from tests.hw_doubles.stick_tray import StickTray
from tests.unit.documents import materials
from tests.unit.documents.vault_contents import CANARY, KEY, fax_page, files, letter


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"  # the name lies; the content is text
    path.write_bytes(letter())
    return path


class TestTakingIn:
    def test_a_file_becomes_a_document_that_knows_itself(self, vault: DocumentVault, source: Path) -> None:
        document = vault.add(source, "给银行的信.pdf")
        assert (document.name, document.kind, document.page_count) == ("给银行的信.pdf", DocumentKind.TEXT, 1)
        assert (document.octets, document.sha256) == (len(letter()), hashlib.sha256(letter()).hexdigest())
        assert vault.document(document.id) == document and vault.ids() == (document.id,)

    def test_a_kept_document_is_drawn_as_the_file_would_be(self, vault: DocumentVault, source: Path) -> None:
        with vault.open(vault.add(source, "a").id) as reader:
            page = reader.page(PageChoice(1)).page
        assert page.height == 2287 and any(page.rows)

    def test_nothing_readable_ever_reaches_the_disk(self, vault: DocumentVault, source: Path, tmp_path: Path) -> None:
        """A6: names are personal too."""
        vault.add(source, "canary-name.pdf")
        vault.put_pages("job-1", [fax_page(1)])
        stored = b"".join(path.read_bytes() for path in files(tmp_path / "vault"))
        assert stored and CANARY not in stored and b"canary-name" not in stored

    def test_only_the_kiosk_s_user_may_read_the_files(self, vault: DocumentVault, source: Path, tmp_path: Path) -> None:
        vault.add(source, "a")
        modes = {stat.S_IMODE(path.stat().st_mode) for path in files(tmp_path / "vault")}
        assert modes == {0o600}

    def test_progress_is_told_while_a_slow_stick_is_read(self, vault: DocumentVault, tmp_path: Path) -> None:
        big = tmp_path / "big.jpg"
        big.write_bytes(materials.encoded(materials.picture(), "JPEG") + bytes(1_000_000))
        told: list[tuple[int, int]] = []
        vault.add(big, "big", lambda done, whole: told.append((done, whole)))
        assert len(told) > 2 and told[-1] == (big.stat().st_size, big.stat().st_size)

    def test_a_stick_pulled_out_while_it_is_read_leaves_nothing(self, vault: DocumentVault, tmp_path: Path) -> None:
        """B2: a clear sentence, and no half document."""
        tray = StickTray(tmp_path)
        stick = tray.plug("HOLIDAY", {"long.txt": b"text " * 200_000})
        with pytest.raises(SourceUnreadableError) as caught:
            vault.add(
                stick / "long.txt", "long.txt", lambda done, whole: tray.pull("HOLIDAY") if tray.plugged() else None
            )
        assert caught.value.retryable
        assert vault.ids() == () and files(tmp_path / "vault") == []

    def test_a_stick_that_was_pulled_before_is_told_the_same_way(self, vault: DocumentVault, tmp_path: Path) -> None:
        with pytest.raises(SourceUnreadableError, match="ENOENT") as caught:
            vault.add(tmp_path / "gone" / "diagnosis.pdf", "diagnosis.pdf")
        assert "diagnosis" not in caught.value.detail, "it is logged, and names are the owner's business (A1)"

    def test_a_device_error_is_told_the_same_way(self, vault: DocumentVault) -> None:
        """Reading this process's own memory at address 0 fails like a dying stick: with EIO."""
        with pytest.raises(SourceUnreadableError, match="EIO"):
            vault.add(Path("/proc/self/mem"), "a.pdf")

    def test_links_and_pipes_are_not_followed(self, vault: DocumentVault, source: Path, tmp_path: Path) -> None:
        """K5: an ext4 stick may link to the kiosk's own files, or hold a pipe that never ends."""
        link, pipe = tmp_path / "link.pdf", tmp_path / "pipe.pdf"
        link.symlink_to(source)
        os.mkfifo(pipe)
        for path in (link, pipe, tmp_path):
            with pytest.raises(SourceUnreadableError):
                vault.add(path, "a.pdf")

    def test_a_bad_file_leaves_nothing(self, vault: DocumentVault, tmp_path: Path) -> None:
        (tmp_path / "bad.pdf").write_bytes(materials.pdf()[:300])
        with pytest.raises(DamagedDocumentError):
            vault.add(tmp_path / "bad.pdf", "bad.pdf")
        assert files(tmp_path / "vault") == []

    def test_a_full_disk_is_told_before_anything_is_written(self, source: Path, tmp_path: Path) -> None:
        vault = DocumentVault(tmp_path / "vault", KEY, reserve_octets=10**18)
        with pytest.raises(StorageFullError):
            vault.add(source, "a")
        with pytest.raises(StorageFullError):
            vault.put_pages("job", [fax_page(1)])
        assert files(tmp_path / "vault") == []

    def test_a_disk_that_fills_up_meanwhile_is_told(self) -> None:
        with pytest.raises(StorageFullError), storage_errors(), Path("/dev/full").open("wb") as full:
            Sealer(full, KEY, "x").write(bytes(100_000))

    def test_several_people_at_once(self, vault: DocumentVault, source: Path) -> None:
        with ThreadPoolExecutor(3) as pool:
            ids = [document.id for document in pool.map(lambda n: vault.add(source, f"{n}.txt"), range(6))]
        assert vault.ids() == tuple(sorted(ids)) and len(set(ids)) == 6

    def test_memory_stays_flat_however_large_the_file(self, tmp_path: Path) -> None:
        """Must hold: 45 MB go through in chunks; the parent's own peak grows by less than 12 MB."""
        big = tmp_path / "big.jpg"
        with big.open("wb") as file:
            file.write(materials.encoded(materials.picture(), "JPEG"))
            file.truncate(45_000_000)
        grown = subprocess.run(
            [sys.executable, "-m", "tests.unit.documents.memory", str(big), str(tmp_path / "vault")],
            check=True,
            capture_output=True,
            text=True,
        )
        assert int(grown.stdout) < 12_000


class TestPages:
    def test_pages_come_back_as_they_were_put(self, vault: DocumentVault) -> None:
        pages = [fax_page(n, resolution) for n, resolution in enumerate(Resolution, 1)]
        kept = vault.put_pages("job-7", pages)
        assert list(kept) == pages == list(vault.pages("job-7"))
        assert kept[-1] == pages[-1] and kept[1:] == pages[1:] and vault.page("job-7", 2) == pages[1]

    def test_a_page_that_is_not_there_is_refused(self, vault: DocumentVault) -> None:
        vault.put_pages("job-7", [fax_page(1)])
        for number in (0, 2):
            with pytest.raises(NoSuchPageError):
                vault.page("job-7", number)

    def test_kept_pages_are_never_replaced(self, vault: DocumentVault) -> None:
        vault.put_pages("job-7", [fax_page(1)])
        with pytest.raises(DocumentExistsError):
            vault.put_pages("job-7", [fax_page(2)])
        assert vault.page("job-7", 1) == fax_page(1)

    def test_of_two_who_keep_the_same_job_one_wins_whole(self, vault: DocumentVault) -> None:
        def slowly(number: int) -> Iterator[FaxPage]:
            yield fax_page(number)
            meeting.wait(10)
            yield fax_page(number)

        def keep(number: int) -> bool:
            try:
                vault.put_pages("job", slowly(number))
            except DocumentExistsError:
                return False
            return True

        meeting = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(keep, (1, 2))) == [False, True]
        assert vault.page("job", 1) == vault.page("job", 2)

    def test_documents_and_pages_are_not_mistaken_for_each_other(self, vault: DocumentVault, source: Path) -> None:
        vault.put_pages("job", [fax_page(1)])
        with pytest.raises(NoSuchDocumentError):
            vault.open("job")
        with pytest.raises(NoSuchDocumentError):
            vault.pages(vault.add(source, "a").id)

    @pytest.mark.parametrize("id_", ["", "../other", "a/b", "a\x00b", "x" * 65])
    def test_an_id_cannot_lead_out_of_the_vault(self, vault: DocumentVault, id_: str) -> None:
        assert not vault.has(id_)
        with pytest.raises(NoSuchDocumentError):
            vault.pages(id_)
        with pytest.raises(NoSuchDocumentError):
            vault.purge(id_)
        with pytest.raises(ValueError, match="not an id"):
            vault.put_pages(id_, [])
