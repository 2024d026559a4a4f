package keras.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Passes that take the samples of another one, each a batch of one, together anew. */
final class Sampled {
  private Sampled() {}

  static void requireBuckets(int[] boundaries, int[] sizes) {
    boolean ascending = true;
    for (int i = 1; i < boundaries.length; i++) {
      ascending &= boundaries[i] > boundaries[i - 1];
    }
    boolean positive = Arrays.stream(sizes).allMatch(n -> n > 0);
    if (!ascending || !positive || sizes.length != boundaries.length + 1) {
      throw new IllegalArgumentException(
          "Dataset.bucketBySequenceLength: expected ascending boundaries, and a positive batch size for each bucket, one more than boundaries. Received: boundaries=%s, batchSizes=%s."
              .formatted(Arrays.toString(boundaries), Arrays.toString(sizes)));
    }
  }

  static void requireWindow(int size, int shift, int stride) {
    if (size < 1 || shift < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "Dataset.window: size, shift and stride must be positive. Received: size=%d, shift=%d, stride=%d."
              .formatted(size, shift, stride));
    }
  }

  /** A pass that makes its next batch when it is asked whether there is one. */
  abstract static class Ahead extends Passes.Derived {
    private @Nullable Batch made;

    Ahead(Iterator<Batch> source) {
      super(source);
    }

    /** Returns the next batch; null at the end, and again after it. */
    abstract @Nullable Batch make();

    @Override
    public boolean hasNext() {
      if (made == null) {
        made = make();
      }
      return made != null;
    }

    @Override
    public Batch next() {
      Batch next = hasNext() ? made : null;
      if (next == null) {
        throw Passes.ended();
      }
      made = null;
      return next;
    }
  }

  /** Batches of samples that are padded to one size. */
  static final class Padded extends Ahead {
    private final int size;
    private final Padding padding;

    Padded(Iterator<Batch> samples, int size, Padding padding) {
      super(samples);
      this.size = size;
      this.padding = padding;
    }

    @Override
    @Nullable Batch make() {
      List<Batch> samples = new ArrayList<>();
      while (samples.size() < size && source.hasNext()) {
        samples.add(source.next());
      }
      boolean none = samples.isEmpty() || (samples.size() < size && padding.drops());
      return none ? null : padding.join(samples);
    }
  }

  /** Batches of samples of like length, as {@code bucket_by_sequence_length} gives them. */
  static final class Buckets extends Ahead {
    private final ToIntFunction<Batch> length;
    private final int[] boundaries;
    private final int[] sizes;
    private final Padding padding;
    private final List<List<Batch>> buckets = new ArrayList<>();
    private int left;

    Buckets(
        Iterator<Batch> samples,
        ToIntFunction<Batch> length,
        int[] boundaries,
        int[] sizes,
        Padding padding) {
      super(samples);
      this.length = length;
      this.boundaries = boundaries;
      this.sizes = sizes;
      this.padding = padding;
      for (int i = 0; i < sizes.length; i++) {
        buckets.add(new ArrayList<>());
      }
    }

    @Override
    @Nullable Batch make() {
      while (source.hasNext()) {
        Batch sample = source.next();
        int place = place(length.applyAsInt(sample));
        buckets.get(place).add(sample);
        if (buckets.get(place).size() == sizes[place]) {
          return join(place);
        }
      }
      for (; left < sizes.length; left++) {
        if (!buckets.get(left).isEmpty() && !padding.drops()) {
          return join(left);
        }
      }
      return null;
    }

    private Batch join(int place) {
      List<Batch> samples = List.copyOf(buckets.get(place));
      buckets.get(place).clear();
      if (!padding.fillsToBoundary()) {
        return padding.join(samples);
      }
      if (place == boundaries.length) {
        throw new IllegalArgumentException(
            "Dataset.bucketBySequenceLength: with padToBucketBoundary every sample must be shorter than the last boundary, %d. Received: one of length %d."
                .formatted(boundaries[place - 1], length.applyAsInt(samples.get(0))));
      }
      return padding.length(boundaries[place] - 1L).join(samples);
    }

    private int place(int length) {
      int place = 0;
      while (place < boundaries.length && length >= boundaries[place]) {
        place++;
      }
      return place;
    }
  }

  /** Windows over samples, each one sample with an axis more. */
  static final class Windows extends Ahead {
    private final int size;
    private final int shift;
    private final int stride;
    private final boolean drops;
    private final Deque<Batch> kept = new ArrayDeque<>();
    private int toSkip;

    Windows(Iterator<Batch> samples, int size, int shift, int stride, boolean drops) {
      super(samples);
      this.size = size;
      this.shift = shift;
      this.stride = stride;
      this.drops = drops;
    }

    @Override
    @Nullable Batch make() {
      int span = (size - 1) * stride + 1;
      for (; toSkip > 0 && source.hasNext(); toSkip--) {
        source.next();
      }
      while (kept.size() < span && source.hasNext()) {
        kept.add(source.next());
      }
      if (kept.isEmpty() || (kept.size() < span && drops)) {
        return null;
      }
      List<Batch> window = new ArrayList<>();
      int place = 0;
      for (Batch each : kept) {
        if (place++ % stride == 0) {
          window.add(each);
        }
      }
      toSkip = Math.max(0, shift - kept.size());
      for (int i = 0; i < shift && !kept.isEmpty(); i++) {
        kept.remove();
      }
      return Rebatch.window(window);
    }
  }
}
