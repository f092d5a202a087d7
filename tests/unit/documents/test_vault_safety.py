"""What is kept cannot be changed unnoticed, goes for good when purged, and survives power cuts (A6, K1)."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.documents.errors import DocumentTamperedError, KeyFileError, NoSuchDocumentError, StorageError
from kiosk.documents.keys import load_or_create_key
from kiosk.documents.sealed import Sealer, unseal
from kiosk.documents.vault import DocumentVault
from kiosk.fax.outcome import FaxPage
from tests.unit.documents.vault_contents import KEY, fax_page, files, letter


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

    def test_afterwards_nothing_is_there(self, vault: DocumentVault, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_bytes(letter())
        id_ = vault.add(tmp_path / "letter.txt", "a").id
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

    def test_what_a_bad_disk_does_not_let_go_is_still_kept(self, vault: DocumentVault, tmp_path: Path) -> None:
        """A6: the next turn tries again, and has the proof."""
        vault.put_pages("job", [fax_page(1)])
        key = tmp_path / "vault" / "kept" / "job" / "key"
        wrapped = key.read_bytes()
        key.unlink()
        key.symlink_to("/proc/version")  # cannot be overwritten, whoever asks
        with pytest.raises(StorageError):
            vault.purge("job")
        assert vault.has("job") and files(tmp_path / "vault" / "leaving") == []
        key.unlink()
        key.write_bytes(wrapped)
        assert vault.purge("job").key_sha256 == hashlib.sha256(wrapped).hexdigest()
        assert files(tmp_path / "vault") == []

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
