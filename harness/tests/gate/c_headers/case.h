/* SPDX-License-Identifier: MIT */
/* As many headers are: without what it needs. */
union ints {
    int64_t number;
    unsigned char *text;
};

union floats {
    float single;
    double number;
};

struct outcome {
    union ints value;
    bool is_ok;
};

struct mixed {
    union floats ratio;
    int count;
};

struct large {
    unsigned before;
    union ints value;
    union floats ratio;
    unsigned char after;
};

struct outcome outcome_new(int64_t value);
bool outcome_free(struct outcome outcome);
union floats floats_twice(union floats floats);
struct mixed mixed_next(struct mixed mixed, double by, int add);
struct large large_next(struct large large);

typedef void each_word(const char *word, void *data);
typedef each_word *each_word_fn;
void each(const char *const *words, each_word_fn call, void *data);

/* Of shim.c: */
struct flags {
    unsigned low : 3;
    int high : 6;
    unsigned : 2;
    bool last : 1;
    char name[5];
    union {
        int number;
        float ratio;
    };
    size_t n;
    short data[];
};
ssize_t flags_sum(size_t n, ...);
struct flags *flags_new(void);
