/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - runs a fuzz entry once over each file of a folder: what a fuzzer found, and
 * the seeds it began with, stay tests. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE_MAX_BYTES = 1 << 20, PATH_BYTES = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *folder, const char *name, uint8_t *bytes)
{
    char path[PATH_BYTES];
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = n > 0 && (size_t)n < sizeof path ? fopen(path, "rb") : NULL;
    if (!f) {
        fprintf(stderr, "%s cannot be read\n", path);
        return 0;
    }
    size_t size = fread(bytes, 1, SIZE_MAX_BYTES, f);
    fclose(f);
    uint8_t *own = malloc(size ? size : 1); /* so that a sanitizer sees its end */
    if (!own)
        return 0;
    memcpy(own, bytes, size);
    LLVMFuzzerTestOneInput(own, size);
    free(own);
    return 1;
}

int main(int argc, char **argv)
{
    static uint8_t bytes[SIZE_MAX_BYTES];
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    int files = 0, fine = 1;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 1;
    }
    for (struct dirent *d = readdir(folder); fine && d; d = readdir(folder))
        if (*d->d_name != '.') {
            fine = run_file(argv[1], d->d_name, bytes);
            files += fine;
        }
    closedir(folder);
    printf("%d files replayed\n", files);
    return !fine || !files;
}
