/* Another clock: preloaded into a program, its time of day is off by the seconds that a file holds, from when it holds them.
 *
 * LONGSHORE_CLOCK  the file; without it, or while it is empty, the time is right
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *time)
{
    static __typeof__(&clock_gettime) real;
    if (!real)
        real = (__typeof__(&clock_gettime))dlsym(RTLD_NEXT, "clock_gettime");
    int answer = real(clock, time);
    const char *path = getenv("LONGSHORE_CLOCK");
    if (answer != 0 || clock != CLOCK_REALTIME || !path)
        return answer;
    FILE *file = fopen(path, "re");
    long seconds = 0;
    if (file) {
        if (fscanf(file, "%ld", &seconds) == 1)
            time->tv_sec += seconds;
        fclose(file);
    }
    return answer;
}
