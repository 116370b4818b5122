"""Unpacks a bundle, a zip or tar.gz file, refusing whatever would land or point outside its folder."""

import os
import stat

# What a bundle may grow to: deflate packs zeros 1000 to 1, but real files hardly ever 100 to 1.
UNPACKED_BASE = 64 << 20
UNPACKED_RATIO = 100
ENTRIES = 100000


class BadBundle(Exception):
    """Why a bundle is refused."""

    longshore_failure = ("payload", 65)


def unpack(path, root):
    """Unpacks the archive at `path` into the new folder `root`; raises `BadBundle`."""
    with open(path, "rb") as file:
        magic = file.read(2)
    members = {b"PK": _zip_members, b"\x1f\x8b": _tar_members}.get(magic)
    if members is None:
        raise BadBundle("The bundle is neither a zip nor a tar.gz file.")
    room = UNPACKED_BASE + UNPACKED_RATIO * os.path.getsize(path)
    os.mkdir(root)
    try:
        links = []
        for count, member in enumerate(members(path)):
            if count >= ENTRIES:
                raise BadBundle("The bundle has more than %d entries." % ENTRIES)
            room -= _write(root, room, *member)
            if stat.S_ISLNK(member[1]):
                links.append(member[0])
        # Where a link leads may depend on links that came after it.
        for name in links:
            if not _inside(root, os.path.join(root, name)):
                raise BadBundle("The bundle's link %r points outside of it." % name)
    except BadBundle:
        raise
    except Exception as error:  # the archive modules raise many kinds at damaged input
        raise BadBundle("The bundle cannot be unpacked: %s: %s" % (type(error).__name__, error)) from error


def _write(root, room, name, mode, link, source):
    """Writes one member and returns the bytes it took, at most `room`."""
    target = _place(root, name)
    if stat.S_ISDIR(mode):
        os.makedirs(target, exist_ok=True)
        return 0
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.lexists(target):
        os.remove(target)
    if stat.S_ISLNK(mode):
        if os.path.isabs(link) or not _inside(root, os.path.join(os.path.dirname(target), link)):
            raise BadBundle("The bundle's link %r points outside of it." % name)
        os.symlink(link, target)
        return 0
    if not stat.S_ISREG(mode):
        raise BadBundle("The bundle's entry %r is neither file, folder nor link." % name)
    size = _copy(source, target, room)
    os.chmod(target, 0o755 if mode & 0o111 else 0o644)
    return size


def _place(root, name):
    """Where the member `name` goes; links made by earlier members count in the judgement."""
    target = os.path.normpath(os.path.join(root, name))
    leaves = os.path.isabs(name) or os.path.splitdrive(name)[0] or ".." in name.replace("\\", "/").split("/")
    if leaves or not _inside(root, target if target == root else os.path.dirname(target)):
        raise BadBundle("The bundle's entry %r would land outside of it." % name)
    return target


def _inside(root, path):
    return (os.path.realpath(path) + os.sep).startswith(os.path.realpath(root) + os.sep)


def _copy(source, target, room):
    size = 0
    with open(target, "xb") as file:
        for block in iter(lambda: source.read(1 << 20), b""):
            size += len(block)
            if size > room:
                raise BadBundle("The bundle unpacks to over %d times its size: is it a zip bomb?" % UNPACKED_RATIO)
            file.write(block)
    return size


def _zip_members(path):
    """Yields (name, mode, target of a link, open file) of each member."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            mode = info.external_attr >> 16
            if info.filename.endswith("/"):
                mode = stat.S_IFDIR
            elif stat.S_IFMT(mode) == 0:  # made where files have no mode
                mode |= stat.S_IFREG
            with archive.open(info) as source:
                link = os.fsdecode(source.read(4096)) if stat.S_ISLNK(mode) else None
                yield info.filename, mode, link, source


def _tar_members(path):
    """Like `_zip_members`; the mode of what is no file, folder or link is 0."""
    import tarfile

    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            if member.isreg() or member.islnk():  # a hard link is read as the file it names
                yield member.name, stat.S_IFREG | member.mode, None, archive.extractfile(member)
            elif member.isdir():
                yield member.name, stat.S_IFDIR, None, None
            else:
                yield member.name, stat.S_IFLNK if member.issym() else 0, member.linkname, None
