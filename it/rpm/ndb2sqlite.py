#!/usr/bin/env python3
"""Copies the headers of an rpm database in NDB form into one in SQLite form (`rpm --initdb`), which every rpm can read.

  it/rpm/ndb2sqlite.py Packages.db rpmdb.sqlite

Written from rpm's lib/backend/ndb/rpmpkg.c and lib/backend/sqlite.c; shares no code with ours.
"""
import sqlite3, struct, sys, zlib

data = open(sys.argv[1], "rb").read()
magic, version, _generation, pages, _next = struct.unpack_from("<4sIIII", data)
assert magic == b"RpmP" and version == 0
db = sqlite3.connect(sys.argv[2])
db.execute("CREATE TABLE IF NOT EXISTS Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
for at in range(32, pages * 4096, 16):
    slot, number, block, blocks = struct.unpack_from("<4sIII", data, at)
    assert slot == b"Slot"
    if number:
        blob = data[block * 16 : (block + blocks) * 16]
        start, own, _generation, length = struct.unpack_from("<4sIII", blob)
        checksum, again, end = struct.unpack_from("<II4s", blob, len(blob) - 12)
        assert (start, own, again, end) == (b"BlbS", number, length, b"BlbE") and checksum == zlib.adler32(blob[:-12])
        db.execute("INSERT INTO Packages VALUES (?, ?)", (number, blob[16 : 16 + length]))
db.commit()
