/* Stands between a process and the C library (LD_PRELOAD), for what no test can do to the machine itself.

   STRIKELOG_TEST_DISK: a folder, in which a copy of each file of the folder above it is kept as it was when it was last
   synchronised with the disk: what is certain to be there after a loss of power, and nothing else. The folder needs a
   full path without links.

   STRIKELOG_TEST_CLOCK: a file with the seconds by which the clock of the day is wrong. The monotonic clock is left
   alone, as it is by those who set the clock of a machine.
*/

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void join(char *path, const char *folder, const char *name, const char *ending) {
    if (snprintf(path, PATH_MAX, "%s/%s%s", folder, name, ending) >= PATH_MAX) abort();
}

/* Copies through the descriptor itself: to open the file and close it again would drop SQLite's locks on it. */
static void copy(int file, const char *disk, const char *name) {
    char kept[PATH_MAX], partial[PATH_MAX], bytes[65536];
    join(kept, disk, name, "");
    join(partial, disk, name, ".partial");
    int to = open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (to < 0) abort();
    ssize_t length;
    for (off_t at = 0; (length = pread(file, bytes, sizeof bytes, at)) > 0; at += length)
        if (write(to, bytes, (size_t)length) != length) abort();
    close(to);
    if (rename(partial, kept) != 0) abort();
}

/* A name that was removed is certain to be gone once the folder was synchronised. */
static void forget(const char *folder, const char *disk) {
    char path[PATH_MAX];
    DIR *kept = opendir(disk);
    if (kept == NULL) abort();
    for (struct dirent *entry; (entry = readdir(kept)) != NULL;) {
        join(path, folder, entry->d_name, "");
        if (access(path, F_OK) == 0) continue;
        join(path, disk, entry->d_name, "");
        unlink(path);
    }
    closedir(kept);
}

static void keep(int file) {
    const char *disk = getenv("STRIKELOG_TEST_DISK");
    char link[64], path[PATH_MAX];
    if (disk == NULL) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    size_t folder = (size_t)(strrchr(disk, '/') - disk);
    if (strncmp(path, disk, folder) != 0) return;
    /* One at a time: a copy that was begun earlier must not take the place of a later one. */
    int lock = open(disk, O_RDONLY);
    if (lock < 0 || flock(lock, LOCK_EX) != 0) abort();
    if (path[folder] == 0)
        forget(path, disk);
    else if (path[folder] == '/' && strchr(path + folder + 1, '/') == NULL)
        copy(file, disk, path + folder + 1);
    close(lock);
}

int fsync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int result = real(file);
    if (result == 0) keep(file);
    return result;
}

int fdatasync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int result = real(file);
    if (result == 0) keep(file);
    return result;
}

static long wrong_by(void) {
    const char *path = getenv("STRIKELOG_TEST_CLOCK");
    long seconds = 0;
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    if (file == NULL) return 0;
    if (fscanf(file, "%ld", &seconds) != 1) seconds = 0;
    fclose(file);
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += wrong_by();
    return result;
}

int gettimeofday(struct timeval *now, void *zone) {
    int (*real)(struct timeval *, void *) = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
    int result = real(now, zone);
    if (result == 0) now->tv_sec += wrong_by();
    return result;
}

time_t time(time_t *now) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (now != NULL) *now = precise.tv_sec;
    return precise.tv_sec;
}
