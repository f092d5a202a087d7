"""Documents are kept encrypted, whole or not at all, and are destroyed for good (A6, B2)."""

from __future__ import annotations

import hashlib
import io
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
    DocumentTamperedError,
    KeyFileError,
    NoSuchDocumentError,
    NoSuchPageError,
    SourceUnreadableError,
    StorageFullError,
)
from kiosk.documents.intake import storage_errors
from kiosk.documents.keys import load_or_create_key
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.pages import PageChoice
from kiosk.documents.sealed import Sealer, unseal
from kiosk.documents.vault import DocumentVault
from kiosk.fax.outcome import FaxPage, Resolution
from tests.hw_doubles.stick_tray import StickTray
from tests.unit.documents import materials

CANARY = b"CANARY-3f9a-the-owner-writes-to-the-bank"
KEY = bytes(range(32))


def letter() -> bytes:
    """A text that would be found on the disk if it ever got there."""
    return CANARY + b"\n" + "机密".encode()


def fax_page(number: int, resolution: Resolution = Resolution.FINE) -> FaxPage:
    """A page whose rows carry the canary."""
    rows = (CANARY + bytes([number])).ljust(216, b"\x00") * 50
    return FaxPage(1728, 50, resolution, rows)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


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
        with pytest.raises(SourceUnreadableError):
            vault.add(tmp_path / "gone" / "a.pdf", "a.pdf")

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


class TestTampering:
    """A changed file is an error, never a changed fax."""

    def kept(self, vault: DocumentVault, tmp_path: Path) -> Path:
        vault.put_pages("job", [fax_page(1), fax_page(2)])
        return tmp_path / "vault" / "kept" / "job"

    @pytest.mark.parametrize("name", ["key", "card", "page-0001"])
    def test_a_flipped_bit_anywhere_is_noticed(self, vault: DocumentVault, tmp_path: Path, name: str) -> None:
        path = self.kept(vault, tmp_path) / name
        whole = path.read_bytes()
        for at in (0, 8, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(DocumentTamperedError):
                vault.page("job", 1)
        path.write_bytes(whole)
        assert vault.page("job", 1) == fax_page(1)

    def test_pages_that_changed_places_are_noticed(self, vault: DocumentVault, tmp_path: Path) -> None:
        folder = self.kept(vault, tmp_path)
        first, second = folder / "page-0001", folder / "page-0002"
        content = first.read_bytes()
        first.write_bytes(second.read_bytes())
        second.write_bytes(content)
        with pytest.raises(DocumentTamperedError):
            vault.page("job", 1)

    def test_another_document_s_folder_is_noticed(self, vault: DocumentVault, tmp_path: Path) -> None:
        folder = self.kept(vault, tmp_path)
        folder.rename(folder.with_name("other"))
        with pytest.raises(DocumentTamperedError):
            vault.page("other", 1)

    def test_another_kiosk_s_key_opens_nothing(self, vault: DocumentVault, tmp_path: Path) -> None:
        self.kept(vault, tmp_path)
        with pytest.raises(DocumentTamperedError):
            DocumentVault(tmp_path / "vault", bytes(32)).page("job", 1)

    def test_cutting_off_and_reordering_chunks_is_noticed(self) -> None:
        out = io.BytesIO()
        sealer = Sealer(out, KEY, "a/b")
        plain = os.urandom(3 * 65536)
        sealer.write(plain)
        sealer.finish()
        sealed, chunk = out.getvalue(), 65536 + 16
        head, chunks = sealed[:22], [sealed[22 + n * chunk : 22 + (n + 1) * chunk] for n in range(3)]
        assert b"".join(unseal(io.BytesIO(sealed), KEY, "a/b")) == plain
        for bad in (head + chunks[0], head + chunks[0] + chunks[2] + chunks[1], head, sealed + b"x", b""):
            with pytest.raises(DocumentTamperedError):
                list(unseal(io.BytesIO(bad), KEY, "a/b"))


class TestPurging:
    """A6: purging is logged and provable."""

    def test_the_proof_names_what_was_destroyed(self, vault: DocumentVault, tmp_path: Path) -> None:
        vault.put_pages("job", [fax_page(1), fax_page(2)])
        folder = tmp_path / "vault" / "kept" / "job"
        octets = sum(path.stat().st_size for path in files(folder))
        wrapped = (folder / "key").read_bytes()
        proof = vault.purge("job")
        assert proof.files == ("key", "card", "page-0001", "page-0002") and proof.octets == octets
        assert proof.key_sha256 == hashlib.sha256(wrapped).hexdigest()

    def test_afterwards_nothing_is_there(self, vault: DocumentVault, source: Path, tmp_path: Path) -> None:
        id_ = vault.add(source, "a").id
        vault.purge(id_)
        assert not vault.has(id_) and files(tmp_path / "vault") == []
        with pytest.raises(NoSuchDocumentError):
            vault.open(id_)
        with pytest.raises(NoSuchDocumentError):
            vault.purge(id_)

    def test_octets_that_a_memory_card_kept_do_not_open_with_another_key(
        self, vault: DocumentVault, tmp_path: Path
    ) -> None:
        """Everything but the wrapped key is found again: it stays unreadable."""
        vault.put_pages("job", [fax_page(1)])
        page = (tmp_path / "vault" / "kept" / "job" / "page-0001").read_bytes()
        vault.purge("job")
        vault.put_pages("job", [fax_page(1)])
        (tmp_path / "vault" / "kept" / "job" / "page-0001").write_bytes(page)
        with pytest.raises(DocumentTamperedError):
            vault.page("job", 1)

    def test_the_key_is_overwritten_before_it_is_unlinked(self, vault: DocumentVault, tmp_path: Path) -> None:
        vault.put_pages("job", [fax_page(1)])
        key = tmp_path / "vault" / "kept" / "job" / "key"
        wrapped = key.read_bytes()
        with key.open("rb") as still_open:
            vault.purge("job")
            assert still_open.read() != wrapped


class TestPowerCuts:
    """K1: the process dies at every step in turn; what is left is whole, or swept away."""

    def test_dying_at_any_step_of_keeping_leaves_all_or_nothing(self, tmp_path: Path) -> None:
        ends = self.die_at_every_step("put", tmp_path)
        assert ends[-1] == "done" and len(ends) > 10
        for at in range(len(ends)):
            vault = DocumentVault(tmp_path / str(at), KEY)
            vault.sweep()
            assert files(tmp_path / str(at) / "incoming") == [] and files(tmp_path / str(at) / "leaving") == []
            assert not vault.has("job") or list(vault.pages("job")) == [fax_page(1), fax_page(2)]

    def test_dying_at_any_step_of_purging_leaves_all_or_nothing(self, tmp_path: Path) -> None:
        ends = self.die_at_every_step("purge", tmp_path)
        assert ends[-1] == "done" and len(ends) > 5
        for at in range(len(ends)):
            vault = DocumentVault(tmp_path / str(at), KEY)
            vault.sweep()
            if vault.has("job"):
                assert list(vault.pages("job")) == [fax_page(1), fax_page(2)]
            else:
                assert files(tmp_path / str(at)) == []

    def test_dying_while_a_stick_is_read_leaves_nothing(self, tmp_path: Path) -> None:
        ends = self.die_at_every_step("add", tmp_path)
        assert ends[0] == "killed"
        vault = DocumentVault(tmp_path / "0", KEY)
        assert vault.ids() == () and len(vault.sweep()) == 1 and files(tmp_path / "0") == []

    def test_sweeping_leaves_alone_what_a_living_process_is_taking_in(self, vault: DocumentVault) -> None:
        def pages() -> Iterator[FaxPage]:
            yield fax_page(1)
            assert vault.sweep() == ()
            yield fax_page(2)

        vault.put_pages("job", pages())
        assert list(vault.pages("job")) == [fax_page(1), fax_page(2)]

    def die_at_every_step(self, act: str, tmp_path: Path) -> list[str]:
        """One vault a step, ``0``, ``1``, ...; how each process ended."""
        ran = subprocess.run(
            [sys.executable, "-m", "tests.unit.documents.dying", act, str(tmp_path)],
            check=True,
            capture_output=True,
            text=True,
        )
        return ran.stdout.split()


class TestKey:
    def test_it_is_made_once_and_then_stays(self, tmp_path: Path) -> None:
        path = tmp_path / "keys" / "documents.key"
        key = load_or_create_key(path)
        assert len(key) == 32 and load_or_create_key(path) == key
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and files(tmp_path) == [path]

    def test_two_processes_on_a_fresh_kiosk_get_the_same_key(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(lambda _: load_or_create_key(tmp_path / "k"), range(32)))
        assert len(keys) == 1

    def test_a_key_that_others_can_read_is_refused(self, tmp_path: Path) -> None:
        load_or_create_key(tmp_path / "k")
        (tmp_path / "k").chmod(0o644)
        with pytest.raises(KeyFileError, match="readable by others"):
            load_or_create_key(tmp_path / "k")

    @pytest.mark.parametrize("octets", [b"", b"short", bytes(33)])
    def test_a_file_that_is_no_key_is_refused_and_kept(self, tmp_path: Path, octets: bytes) -> None:
        (tmp_path / "k").write_bytes(octets)
        (tmp_path / "k").chmod(0o600)
        with pytest.raises(KeyFileError, match="octets"):
            load_or_create_key(tmp_path / "k")
        assert (tmp_path / "k").read_bytes() == octets
