/* A disk that is full from the nth write on: preloaded into a program, it fails what would take room below a folder.
 *
 * LONGSHORE_FULL_BELOW  the folder
 * LONGSHORE_FULL_FROM   a file elsewhere that holds the write which fails first, counted from 1; while it holds none, or
 *                       is not there, there is room
 * LONGSHORE_FULL_LOG    a file elsewhere that gets a byte for each write, so that they can be counted
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_long writes;

static long number_in(const char *path)
{
    char text[32] = "";
    int file = REAL(open)(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    return length > 0 ? atol(text) : 0;
}

/* Counts a write to `path`; whether it finds no room. */
static int no_room_at(const char *path)
{
    const char *below = getenv("LONGSHORE_FULL_BELOW"), *from = getenv("LONGSHORE_FULL_FROM"),
               *log = getenv("LONGSHORE_FULL_LOG");
    if (!below || !from || !log || strncmp(path, below, strlen(below)) != 0)
        return 0;
    int saved = errno;
    long nth = atomic_fetch_add(&writes, 1) + 1;
    int counted = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (counted >= 0) {
        (void)!REAL(write)(counted, ".", 1);
        close(counted);
    }
    long first = number_in(from);
    int full = first > 0 && nth >= first;
    errno = full ? ENOSPC : saved;
    return full;
}

static int no_room(int file)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return no_room_at(path);
}

ssize_t write(int file, const void *from, size_t bytes)
{
    return no_room(file) ? -1 : REAL(write)(file, from, bytes);
}

ssize_t writev(int file, const struct iovec *from, int parts)
{
    return no_room(file) ? -1 : REAL(writev)(file, from, parts);
}

ssize_t pwrite(int file, const void *from, size_t bytes, off_t at)
{
    return no_room(file) ? -1 : REAL(pwrite)(file, from, bytes, at);
}

ssize_t pwrite64(int file, const void *from, size_t bytes, off64_t at)
{
    return no_room(file) ? -1 : REAL(pwrite64)(file, from, bytes, at);
}

ssize_t copy_file_range(int source, off64_t *from, int file, off64_t *at, size_t bytes, unsigned flags)
{
    return no_room(file) ? -1 : REAL(copy_file_range)(source, from, file, at, bytes, flags);
}

ssize_t sendfile64(int file, int source, off64_t *from, size_t bytes)
{
    extern ssize_t sendfile64(int, int, off64_t *, size_t);
    return no_room(file) ? -1 : REAL(sendfile64)(file, source, from, bytes);
}

int posix_fallocate64(int file, off64_t from, off64_t bytes)
{
    return no_room(file) ? ENOSPC : REAL(posix_fallocate64)(file, from, bytes);
}

int mkdir(const char *path, mode_t mode)
{
    return no_room_at(path) ? -1 : REAL(mkdir)(path, mode);
}

/* Only what makes a file that is not there takes room. */
static int makes(const char *path, int flags)
{
    return (flags & O_CREAT) && access(path, F_OK) != 0 && no_room_at(path);
}

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return makes(path, flags) ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return makes(path, flags) ? -1 : REAL(open64)(path, flags, mode);
}
