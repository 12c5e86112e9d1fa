// The same draws in C: packed tables, no branch on what is drawn, prefetching. Given a task, n, the draws in a batch and
// the milliseconds to spend, it writes {"samples": [ms per draw, ...]} (for `build`: per item).
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint32_t A = 1, B = 2, C = 3, D = 4;

static inline uint32_t word(void) {
  uint32_t t = A + B + D++;
  A = B ^ (B >> 9);
  B = C + (C << 3);
  C = ((C << 21) | (C >> 11)) + t;
  return t;
}
static inline double number(void) {
  uint32_t high = word() >> 5, low = word() >> 6;
  return (high * 67108864.0 + low) * 0x1p-53;
}
static double gauss(void) {
  double sum = -6;
  for (int k = 0; k < 12; k++) sum += number();
  return sum;
}

static double *scores, *weights, *mass;
static int32_t *table, *order;
static int64_t n, columns;
static int bits;

static void make_weights(void) {
  for (int64_t i = 0; i < n; i++) weights[i] = exp(scores[i]);
}

/** Those of the greatest score are 1 before they are made to sum to 1. */
static void softmax(void) {
  double most[4] = {scores[0], scores[0], scores[0], scores[0]}, sums[4] = {0};
  for (int64_t i = 0; i + 3 < n; i += 4)
    for (int q = 0; q < 4; q++) most[q] = scores[i + q] > most[q] ? scores[i + q] : most[q];
  for (int64_t i = n & ~3ll; i < n; i++) most[0] = scores[i] > most[0] ? scores[i] : most[0];
  for (int q = 1; q < 4; q++) most[0] = most[q] > most[0] ? most[q] : most[0];
  for (int64_t i = 0; i < n; i++) sums[i & 3] += weights[i] = exp(scores[i] - most[0]);
  double sum = sums[0] + sums[1] + sums[2] + sums[3];
  for (int64_t i = 0; i < n; i++) weights[i] /= sum;
}

static void build(void) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += weights[i];
  double scale = columns / sum;
  int64_t small = 0, large = columns;
  for (int64_t i = 0; i < columns; i++) {
    double m = i < n ? weights[i] * scale : 0;
    mass[i] = m;
    order[small] = i;
    order[large - 1] = i;
    int is_small = m < 1;
    small += is_small;
    large -= 1 - is_small;
  }
  int64_t next = columns - 1;
  int32_t giver = order[next];
  double left = mass[giver];
  for (int64_t k = 0; k < small; k++) {
    int32_t column = order[k];
    table[2 * column] = mass[column] * 2147483647.0;
    table[2 * column + 1] = giver;
    left -= 1 - mass[column];
    while (left < 1 && next > small) {
      table[2 * giver] = left * 2147483647.0;
      double lack = 1 - left;
      int32_t filler = order[--next];
      table[2 * giver + 1] = filler;
      giver = filler;
      left = mass[filler] - lack;
    }
  }
  for (; next >= small; next--) {
    table[2 * order[next]] = 0;
    table[2 * order[next] + 1] = order[next];
  }
}

static void draw_alias(int32_t *out, int64_t m) {
  int shift = 32 - bits;
  if (columns < 1 << 16) {
    for (int64_t k = 0; k < m; k++) {
      uint32_t i = word() >> shift;
      int32_t alias = table[2 * i + 1];
      out[k] = alias ^ ((alias ^ (int32_t)i) & (((int32_t)(word() >> 1) - table[2 * i]) >> 31));
    }
    return;
  }
  enum { BLOCK = 64 };
  uint32_t is[BLOCK];
  int32_t fs[BLOCK];
  for (int64_t s = 0; s < m; s += BLOCK) {
    int64_t count = m - s < BLOCK ? m - s : BLOCK;
    for (int k = 0; k < count; k++) {
      is[k] = word() >> shift;
      fs[k] = word() >> 1;
      __builtin_prefetch(table + 2 * is[k]);
    }
    for (int k = 0; k < count; k++) {
      uint32_t i = is[k];
      int32_t alias = table[2 * i + 1];
      out[s + k] = alias ^ ((alias ^ (int32_t)i) & ((fs[k] - table[2 * i]) >> 31));
    }
  }
}

static double *tree;

static void make_tree(void) {
  memset(tree, 0, 16 * columns);
  memcpy(tree + columns, weights, 8 * n);
  for (int64_t i = columns - 1; i > 0; i--) tree[i] = tree[2 * i] + tree[2 * i + 1];
}
static void draw_tree(int32_t *out, int64_t m) {
  enum { ABREAST = 64 };
  int64_t at[ABREAST];
  double us[ABREAST];
  for (int64_t s = 0; s < m; s += ABREAST) {
    int64_t count = m - s < ABREAST ? m - s : ABREAST;
    for (int k = 0; k < count; k++) {
      us[k] = number() * tree[1];
      at[k] = 1;
    }
    for (int64_t level = 1; level < columns; level *= 2)
      for (int k = 0; k < count; k++) {
        int64_t left = 2 * at[k];
        double sum = tree[left];
        int right = (us[k] >= sum) & (tree[left + 1] > 0);
        us[k] -= right ? sum : 0;
        at[k] = left + right;
      }
    for (int k = 0; k < count; k++) out[s + k] = at[k] - columns;
  }
}
static void update_tree(int32_t *indices, int64_t m) {
  static int64_t *parents;
  if (!parents) parents = malloc(8 * m);
  for (int64_t k = 0; k < m; k++) {
    tree[columns + indices[k]] = weights[indices[k]];
    parents[k] = (columns + indices[k]) >> 1;
  }
  int64_t level = columns / 2;
  for (; level > 2 * m; level /= 2)
    for (int64_t k = 0; k < m; k++) {
      int64_t i = parents[k];
      tree[i] = tree[2 * i] + tree[2 * i + 1];
      parents[k] = i >> 1;
    }
  for (int64_t i = 2 * level - 1; i > 0; i--) tree[i] = tree[2 * i] + tree[2 * i + 1];
}

/** Index i is written where its first draw would go, and whoever follows writes over it if it has none: no branches. */
static void systematic(int32_t *out, int64_t m) {
  double sum = 0, line = 0, start = 1 - number();
  for (int64_t i = 0; i < n; i++) sum += weights[i];
  double scale = m / sum;
  memset(out, 0, 4 * m);
  int64_t drawn = 0;
  for (int64_t i = 0; i < n; i++) {
    out[drawn < m ? drawn : m] = i;
    line += weights[i];
    drawn = line * scale + start;
  }
  for (int64_t k = 1; k < m; k++) out[k] = out[k] > out[k - 1] ? out[k] : out[k - 1];
}

/** The same by our method: whole shares are drawn as they are, so that rounding costs nobody one, and the fractions spread. */
static void systematic_exact(int32_t *out, int64_t m) {
  double sum = 0, line = 0;
  int64_t wholes = 0;
  for (int64_t i = 0; i < n; i++) sum += weights[i];
  double scale = m / sum;
  for (int64_t i = 0; i < n; i++) {
    double share = weights[i] * scale;
    int32_t whole = share + 1e-9;
    line += share - whole > 1e-9 ? share - whole : 0;
    wholes += whole;
  }
  double extras = m - wholes, step = extras > 0 ? extras / line : 0;
  double margin = 1e-9 + extras * 0x1p-50, start = 1 - margin - (1 - 2 * margin) * number();
  memset(out, 0, 4 * m);
  line = wholes = 0;
  for (int64_t i = 0; i < n; i++) {
    out[wholes + (int32_t)(start + line * step)] = i;
    double share = weights[i] * scale;
    int32_t whole = share + 1e-9;
    line += share - whole > 1e-9 ? share - whole : 0;
    wholes += whole;
  }
  for (int64_t k = 1; k < m; k++) out[k] = out[k] > out[k - 1] ? out[k] : out[k - 1];
}

static uint32_t *marks;

static int64_t keep_new(int32_t *out, int64_t k, int64_t m) {
  for (int64_t d = k; d < m; d++) {
    int32_t i = out[d];
    uint32_t mark = marks[i >> 5];
    out[k] = i;
    k += 1 ^ ((mark >> (i & 31)) & 1);
    marks[i >> 5] = mark | (1u << (i & 31));
  }
  return k;
}
static void subset_table(int32_t *out, int64_t m) {
  for (int64_t k = 0; k < m;) {
    draw_alias(out + k, m - k);
    k = keep_new(out, k, m);
  }
  for (int64_t k = 0; k < m; k++) marks[out[k] >> 5] = 0;
}

/** Sums of blocks of 32, a binary search among them, and repeats left out: quicker here than exponential jumps. */
static void subset(int32_t *out, int64_t m) {
  static double *sums;
  int64_t blocks = (n + 31) / 32;
  if (!sums) sums = malloc(8 * (blocks + 1));
  sums[0] = 0;
  for (int64_t b = 0; b < blocks; b++) {
    int64_t end = (b + 1) * 32 < n ? (b + 1) * 32 : n;
    double s[4] = {0};
    int64_t i = b * 32;
    for (; i + 3 < end; i += 4)
      for (int q = 0; q < 4; q++) s[q] += weights[i + q];
    for (; i < end; i++) s[0] += weights[i];
    sums[b + 1] = sums[b] + s[0] + s[1] + s[2] + s[3];
  }
  for (int64_t k = 0; k < m;) {
    for (int64_t d = k; d < m; d++) {
      double u = number() * sums[blocks];
      int64_t b = 0;
      for (int64_t step = 1ll << (63 - __builtin_clzll(blocks)); step; step >>= 1)
        b += b + step < blocks && sums[b + step] <= u ? step : 0;
      u -= sums[b];
      int64_t i = b * 32, end = i + 31 < n - 1 ? i + 31 : n - 1;
      while (i < end && u >= weights[i]) u -= weights[i++];
      out[d] = i;
    }
    k = keep_new(out, k, m);
  }
  for (int64_t k = 0; k < m; k++) marks[out[k] >> 5] = 0;
}

/** The walk of `quotaSampler`, by other weights at each call. */
static void quota(int32_t *out, int64_t m) {
  enum { BLOCK = 1024, CHUNK = 64 };
  static double *owed, *twice;
  static int32_t *once;
  static int64_t call;
  if (!owed) {
    owed = calloc(n, 8);
    once = malloc(4 * (n + 1));
    twice = malloc(16 * n);
    memcpy(twice, weights, 8 * n);
    memcpy(twice + n, weights, 8 * n);
  }
  double *w = twice + call++ % 8 * (n / 8);
  double sums[4] = {0}, chances[BLOCK];
  for (int64_t i = 0; i + 3 < n; i += 4)
    for (int q = 0; q < 4; q++) sums[q] += w[i + q];
  for (int64_t i = n & ~3ll; i < n; i++) sums[0] += w[i];
  double scale = m / (sums[0] + sums[1] + sums[2] + sums[3]), line = 0, point = number();
  int32_t whole[BLOCK + 1];
  int64_t drawn = 0, k = 0;
  for (int64_t start = 0; start < n; start += BLOCK) {
    int size = n - start < BLOCK ? n - start : BLOCK, wholes = 0;
    for (int i = 0; i < size; i++) {
      double before = owed[start + i], now = before + w[start + i] * scale;
      double ahead = before > 0 ? before : 0, gain = now - ahead;
      owed[start + i] = now;
      chances[i] = (gain > 0 ? gain : 0) / (1 - ahead);
    }
    for (int i = 0; i < size; i++) {
      whole[wholes] = i;
      wholes += owed[start + i] >= 1 - 1e-9;
    }
    for (int d = 0; d < wholes; d++) {
      double now = owed[start + whole[d]];
      int times = now + 1e-9;
      for (int t = 0; t < times && k < m; t++) out[k++] = start + whole[d];
      owed[start + whole[d]] = now - times;
      chances[whole[d]] = now > times ? now - times : 0;
    }
    for (int i = 0; i < size;) {
      int end = i + CHUNK < size ? i + CHUNK : size;
      for (int moved = 0; i < end && !moved;) {
        double from = line;
        line += chances[i];
        once[drawn] = start + i++;
        int64_t border = line;
        moved = border > from;
        if (moved) {
          double a = border - from, b = line - border, u = number(), chance = b / (1 - a);
          if (drawn >= border && u >= chance) point = (1 - b) * ((u - chance) / (1 - chance));
          else point = drawn >= border ? 1 - b + b * (u / chance) : (1 - b) * u;
          if (point >= 1) point = 1 - 0x1p-53;
        }
        drawn = (int64_t)(line + point);
      }
      for (; i < end; i++) {
        line += chances[i];
        once[drawn] = start + i;
        drawn = (int64_t)(line + point);
      }
    }
  }
  for (; k + drawn > m; drawn--) once[(int64_t)(number() * drawn)] = once[drawn - 1];
  for (int64_t d = 0; d < drawn; d++) owed[out[k++] = once[d]] -= 1;
  while (k < m) {
    int64_t i = number() * n;
    double now = owed[i], before = now - w[i] * scale, ahead = before > 0 ? before : 0;
    if (now > ahead && number() < (now - ahead) / (1 - ahead)) owed[out[k++] = i] -= 1;
  }
  for (int64_t last = m - 1; last > 0; last--) {
    int64_t other = number() * (last + 1);
    int32_t index = out[last];
    out[last] = out[other];
    out[other] = index;
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static const char *task;
static int32_t *out;
static int64_t batch;

static void once(void) {
  if (!strcmp(task, "alias")) draw_alias(out, batch);
  else if (!strcmp(task, "build")) softmax(), build();
  else if (!strcmp(task, "dynamic")) draw_tree(out, batch), update_tree(out, batch);
  else if (!strcmp(task, "systematic")) systematic(out, batch);
  else if (!strcmp(task, "systematic-exact")) systematic_exact(out, batch);
  else if (!strcmp(task, "quota")) quota(out, batch);
  else if (!strcmp(task, "subset-table")) subset_table(out, batch);
  else if (!strcmp(task, "subset")) subset(out, batch);
  else exit(2);
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  task = arguments[1];
  n = atoll(arguments[2]);
  batch = atoll(arguments[3]);
  double spend = atof(arguments[4]);
  for (bits = 1; 1ll << bits < n; bits++) {}
  columns = 1ll << bits;
  scores = malloc(8 * n);
  weights = malloc(8 * n);
  mass = malloc(8 * columns);
  order = malloc(4 * columns);
  table = malloc(8 * columns);
  tree = malloc(16 * columns);
  marks = calloc(n / 32 + 1, 4);
  out = malloc(4 * (batch + 1));
  for (int64_t i = 0; i < n; i++) scores[i] = gauss();
  make_weights();
  build();
  make_tree();
  int64_t operations = strcmp(task, "build") ? batch : n;
  double start = now();
  while (now() - start < spend / 4) once();
  int inner = 1;
  double t = now();
  once();
  while ((now() - t) * inner < 0.02 && inner < 1024) inner *= 2;
  printf("{\"samples\": [");
  start = now();
  int64_t check = 0;
  for (int samples = 0; samples == 0 || (now() - start < spend && samples < 20000); samples++) {
    double t = now();
    for (int k = 0; k < inner; k++) once();
    double took = now() - t;
    check += out[0];
    printf("%s%.9g", samples ? ", " : "", took / inner / operations);
  }
  printf("], \"check\": %lld}\n", (long long)check);
}
