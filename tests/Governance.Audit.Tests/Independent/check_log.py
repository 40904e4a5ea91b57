#!/usr/bin/env python3
"""Checks a running log by an implementation of its own: standard library and python3-cryptography.

check_log.py ADDRESS TOKEN LOG_KEY WITNESS_KEY... : checkpoint, cosignatures, every tile, every entry and some proofs.
"""
import base64
import hashlib
import struct
import sys
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def parse_key(text, kind):
    name, key_id, encoded = text.split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    assert raw[0] == kind and len(raw) == 33, "wrong kind of key"
    assert sha(name.encode(), b"\n", raw)[:4].hex() == key_id, "the id does not fit the key"
    return name, key_id, Ed25519PublicKey.from_public_bytes(raw[1:])


def open_note(note, log_key, witnesses):
    """Size and root, after log and every witness have signed."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    verified = set()
    for line in signatures.splitlines():
        dash, name, encoded = line.split(" ")
        raw = base64.b64decode(encoded, validate=True)
        assert dash == "\u2014"
        for known_name, key_id, key in [log_key, *witnesses]:
            if (known_name, key_id) != (name, raw[:4].hex()):
                continue
            message, signature = text.encode(), raw[4:]
            if (known_name, key_id, key) in witnesses:
                (time,) = struct.unpack(">Q", signature[:8])
                message, signature = f"cosignature/v1\ntime {time}\n".encode() + message, signature[8:]
            key.verify(signature, message)
            verified.add((name, key_id))
    assert len(verified) == 1 + len(witnesses), f"only {len(verified)} signatures count"
    origin, size, root = text.splitlines()[:3]
    assert origin == log_key[0]
    return int(size), base64.b64decode(root, validate=True)


def tree_root(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha(b"\1", tree_root(leaves[:split]), tree_root(leaves[split:]))


def root_from(index, size, leaf, path):
    """RFC 9162 section 2.1.3.2."""
    node, last, value = index, size - 1, leaf
    for sibling in path:
        assert last > 0, "the proof is too long"
        if node % 2 or node == last:
            value = sha(b"\1", sibling, value)
            while node and node % 2 == 0:
                node, last = node // 2, last // 2
        else:
            value = sha(b"\1", value, sibling)
        node, last = node // 2, last // 2
    assert last == 0, "the proof is too short"
    return value


def tile_path(index, width):
    path = f"{index % 1000:03}"
    while index := index // 1000:
        path = f"x{index % 1000:03}/{path}"
    return path if width == 256 else f"{path}.p/{width}"


def entries_of(bundle):
    at = 0
    while at < len(bundle):
        (length,) = struct.unpack(">H", bundle[at : at + 2])
        yield bundle[at + 2 : at + 2 + length]
        at += 2 + length


def main(address, token, log_key, *witness_keys):
    def get(path):
        request = urllib.request.Request(address.rstrip("/") + "/" + path, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read()

    log, witnesses = parse_key(log_key, 1), [parse_key(w, 4) for w in witness_keys]
    size, root = open_note(get("checkpoint").decode(), log, witnesses)
    leaves, upper = [], []
    for index in range((size + 255) // 256):
        width = min(256, size - index * 256)
        tile = get(f"tile/0/{tile_path(index, width)}")
        hashes = [tile[i : i + 32] for i in range(0, len(tile), 32)]
        assert len(hashes) == width
        entries = list(entries_of(get(f"tile/entries/{tile_path(index, width)}")))
        assert [sha(b"\0", e) for e in entries] == hashes, "an entry is not what the tree says"
        leaves += hashes
        if width == 256:
            upper.append(tree_root(hashes))
    assert tree_root(leaves) == root, "the tiles do not lead to the checkpoint"
    if upper:
        assert get(f"tile/1/{tile_path(0, len(upper))}") == b"".join(upper), "the upper tile is wrong"
    for index in {0, 1, size // 2, size - 1}:
        proof = get(f"v1/entries/{index}/offline-proof").decode()
        head, _, checkpoint = proof.partition("\n\n")
        first, place, *path = head.splitlines()
        assert (first, place) == ("c2sp.org/tlog-proof@v1", f"index {index}")
        proved_size, proved_root = open_note(checkpoint, log, witnesses)
        hashes = [base64.b64decode(h, validate=True) for h in path]
        assert root_from(index, proved_size, leaves[index], hashes) == proved_root, "a proof does not hold"
    print(f"verified {size} entries")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (AssertionError, InvalidSignature, ValueError) as problem:
        print(f"NOT verified: {problem!r}")
        sys.exit(1)
