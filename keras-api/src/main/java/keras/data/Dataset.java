package keras.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import keras.config.ConstructionOrder;
import org.tensorflow.ndarray.NdArray;

/**
 * Batches for {@code fit}, {@code evaluate} and {@code predict}, from memory or streamed.
 *
 * <pre>{@code
 * Dataset inMemory = Dataset.of(x, y).shuffle(42).batch(64);
 * Dataset streamed = () -> new MyFileReader(path); // any Iterator<Batch>
 * Dataset prepared = streamed.map(new Resizing(64, 64)).shuffle(1000, 42).batch(32).prefetch(2);
 * }</pre>
 *
 * <p>{@link #iterator()} starts a new pass over the data; {@code fit} calls it once an epoch. Where
 * {@code stepsPerEpoch} is given, an epoch goes on where the last one stopped, and a pass that ends
 * early ends its epoch: {@link #repeat()} the dataset for epochs that are longer than a pass. A
 * streamed dataset needs only that method, so a lambda is one. An iterator that is {@link
 * AutoCloseable} is closed where a pass ends before its last batch.
 *
 * <p>Keras: keras/src/trainers/data_adapters/tf_dataset_adapter.py and py_dataset_adapter.py
 */
@FunctionalInterface
public interface Dataset extends Iterable<Batch> {
  /** The cardinality of a dataset whose passes have no end. */
  long ENDLESS = -1;

  /** The cardinality of a dataset that does not know how many batches a pass has. */
  long UNKNOWN = -2;

  /** Starts a pass over the data. */
  @Override
  Iterator<Batch> iterator();

  /** Goes through one pass, and then ends it: frees what it holds, if it says how. */
  @Override
  default void forEach(Consumer<? super Batch> action) {
    Iterator<Batch> pass = iterator();
    try {
      pass.forEachRemaining(action);
    } finally {
      Passes.close(pass);
    }
  }

  /** Returns how many batches a pass has, {@link #ENDLESS} or {@link #UNKNOWN}. */
  default long cardinality() {
    return UNKNOWN;
  }

  /**
   * Whether {@link #batch} or something like it made the batches, so that {@link #shuffle(int,
   * long)} orders whole batches, as in tf.data; else it orders samples, however many come at once.
   */
  default boolean batched() {
    return false;
  }

  /**
   * Leaves out the next pass: where passes are shuffled, the order that it would have had. Reads no
   * data. As Keras does, {@code fit} leaves out every second pass of a dataset whose number of
   * batches is known, and of none else.
   */
  default void skipPass() {}

  /**
   * Repeats the dataset without end, each time with a new pass; {@code fit} then needs {@code
   * stepsPerEpoch}.
   */
  default Dataset repeat() {
    return new Repeat(this, null);
  }

  /** Repeats the dataset: a pass is {@code times} passes. */
  default Dataset repeat(int times) {
    return new Repeat(this, times);
  }

  /**
   * Cuts the samples into batches of {@code size}, the last one smaller where they do not divide.
   * Batches that differ in size already are joined and cut anew.
   */
  default Dataset batch(int size) {
    return new Rebatched(this, size);
  }

  /**
   * Cuts the samples into batches of one size; those at the end that fill no batch are left out if
   * {@code dropRemainder} says so.
   */
  default Dataset batch(int size, boolean dropRemainder) {
    Dataset batches = batch(size);
    return dropRemainder ? batches.filter(batch -> batch.size() == size) : batches;
  }

  /**
   * Gives the samples of batches one by one, as {@code unbatch} does, each as a batch of one. As in
   * tf.data it does not know how many there are.
   */
  default Dataset unbatch() {
    return () -> new Rebatch(iterator(), 1);
  }

  /** Makes batches of samples that differ in size, padded with zeros to their longest one. */
  default Dataset paddedBatch(int size) {
    return paddedBatch(size, p -> p);
  }

  /**
   * Makes batches of samples that differ in size, as {@code padded_batch} does: they come as
   * batches of one sample each, or of several that are alike.
   */
  default Dataset paddedBatch(int size, UnaryOperator<Padding> options) {
    Batches.requirePositive(size);
    Padding padding = options.apply(new Padding());
    return new Passes.Whole(() -> new Sampled.Padded(new Rebatch(iterator(), 1), size, padding));
  }

  /**
   * Makes padded batches of samples of like length, as {@code bucket_by_sequence_length} does.
   *
   * @param length of a sample, which comes as a batch of one
   * @param boundaries in ascending order: the lengths at which the next bucket begins
   * @param batchSizes how many samples make a batch of each bucket, one more than boundaries
   */
  default Dataset bucketBySequenceLength(
      ToIntFunction<Batch> length, int[] boundaries, int[] batchSizes) {
    return bucketBySequenceLength(length, boundaries, batchSizes, p -> p);
  }

  /** Makes padded batches of samples of like length, with options of the padding. */
  default Dataset bucketBySequenceLength(
      ToIntFunction<Batch> length,
      int[] boundaries,
      int[] batchSizes,
      UnaryOperator<Padding> options) {
    Sampled.requireBuckets(boundaries, batchSizes);
    int[] at = boundaries.clone();
    int[] sizes = batchSizes.clone();
    Padding padding = options.apply(new Padding());
    return new Passes.Whole(
        () -> new Sampled.Buckets(new Rebatch(iterator(), 1), length, at, sizes, padding));
  }

  /**
   * Makes a sample of each window over the samples, with an axis more that counts those in it:
   * {@code window(size, shift, stride, drop_remainder)} of tf.data, each window batched.
   *
   * @param shift how many samples later the next window begins
   * @param stride from one sample of a window to the next
   * @param dropRemainder whether windows at the end that are not full are left out; those cannot be
   *     batched with others
   */
  default Dataset window(int size, int shift, int stride, boolean dropRemainder) {
    Sampled.requireWindow(size, shift, stride);
    return () ->
        new Sampled.Windows(new Rebatch(iterator(), 1), size, shift, stride, dropRemainder);
  }

  /** Keeps each batch whose number, divided by {@code shards}, leaves {@code index}. */
  default Dataset shard(int shards, int index) {
    if (shards < 1 || index < 0 || index >= shards) {
      throw new IllegalArgumentException(
          "Dataset.shard: the index must be in [0, shards). Received: shards=%d, index=%d."
              .formatted(shards, index));
    }
    return () -> {
      long[] count = {0};
      return new Passes.Filtered(iterator(), batch -> count[0]++ % shards == index);
    };
  }

  /** Lets the batches of another dataset follow. */
  default Dataset concatenate(Dataset other) {
    return new Mixed.Joined(this, other);
  }

  /**
   * Makes a dataset of each batch, and takes blocks of batches of {@code cycleLength} of those in
   * turn, as {@code interleave} of tf.data does.
   */
  default Dataset interleave(Function<Batch, Dataset> function, int cycleLength, int blockLength) {
    if (cycleLength < 1 || blockLength < 1) {
      throw new IllegalArgumentException(
          "Dataset.interleave: cycleLength and blockLength must be positive. Received: %d and %d."
              .formatted(cycleLength, blockLength));
    }
    return () -> new Mixed.Interleaved(iterator(), function, cycleLength, blockLength);
  }

  /** Goes through a pass with a value that each batch changes, and returns the last one. */
  default <T> T reduce(T initial, BiFunction<T, Batch, T> function) {
    List<T> state = new ArrayList<>(List.of(initial));
    forEach(batch -> state.set(0, function.apply(state.get(0), batch)));
    return state.get(0);
  }

  /**
   * Takes batches of datasets in the order of numbers, until these or one of the datasets end, as
   * {@code choose_from_datasets} does.
   *
   * @param choices of each pass, places in the list
   */
  static Dataset chooseFromDatasets(List<Dataset> datasets, Iterable<Integer> choices) {
    return new Mixed.Chosen(List.copyOf(datasets), choices::iterator, true);
  }

  /**
   * Takes batches of datasets at random until all have ended, as {@code sample_from_datasets} does:
   * in the same order for the same seed, which depends on {@code setRandomSeed}, too.
   *
   * @param weights how often each dataset comes, in relation to the others
   */
  static Dataset sampleFromDatasets(List<Dataset> datasets, double[] weights, long seed) {
    return Mixed.sampled(datasets, weights, seed);
  }

  /**
   * Shuffles the samples, anew for each pass; one seed gives the same sequence of orders.
   *
   * @throws UnsupportedOperationException when the samples are streamed
   */
  default Dataset shuffle(long seed) {
    throw new UnsupportedOperationException(
        "Dataset.shuffle: this dataset is streamed, its samples are not in memory. "
            + "Give the size of a buffer, shuffle(1000, seed), or use Dataset.of(x, y).");
  }

  /**
   * Shuffles streamed samples through a buffer, anew for each pass: each sample that is given is
   * drawn from {@code bufferSize} ones, so a buffer as large as the data shuffles all of it. One
   * seed gives the same sequence of orders, that of {@code tf.data.Dataset.shuffle(buffer_size,
   * seed)}; it depends on {@code setRandomSeed}, too, as in Python. Samples that come several at
   * once go on so, as many as there were in the first batch. Behind {@link #batch} the buffer holds
   * whole batches, as in Python.
   */
  default Dataset shuffle(int bufferSize, long seed) {
    return new Shuffled(this, bufferSize, SampleBuffer.seeds(ConstructionOrder.globalSeed(), seed));
  }

  /** Lets each batch go through a function. */
  default Dataset map(UnaryOperator<Batch> function) {
    return new Passes.Of(this, Passes.AS_MANY, source -> Mapped.by(function, source));
  }

  /**
   * Lets the inputs of each batch go through a layer, as in {@code data.map(new Resizing(64, 64))};
   * targets and weights stay. A layer that augments images at training does so here too, as in
   * Keras. One that changes targets with the inputs says which arrays are what: {@code data.map(new
   * RandomFlip().onFields(List.of("images"), List.of("segmentation_masks")))}.
   */
  default Dataset map(Transform layer) {
    return new Passes.Of(this, Passes.AS_MANY, source -> Mapped.by(layer, source));
  }

  /** Keeps the batches for which a test holds; {@code batch(1)} before it tests each sample. */
  default Dataset filter(Predicate<Batch> test) {
    return new Passes.Of(
        this,
        n -> n == 0 || n == ENDLESS ? n : UNKNOWN,
        source -> new Passes.Filtered(source, test));
  }

  /**
   * Keeps all batches in memory: the first pass that comes to its end fills it, and later passes
   * repeat that one. Shuffle and augment behind it.
   */
  default Dataset cache() {
    return new Cache(this);
  }

  /**
   * Joins the inputs of two datasets, as {@code tf.data.Dataset.zip} does: those of {@code targets}
   * are the targets. Each pass ends with the shorter one.
   */
  static Dataset zip(Dataset inputs, Dataset targets) {
    return new Passes.Both(inputs, targets);
  }

  /** Keeps the first batches of each pass. */
  default Dataset take(long batches) {
    Batches.requireNotNegative("take", batches);
    return new Passes.Of(
        this,
        n -> n >= 0 ? Math.min(n, batches) : n == ENDLESS ? batches : UNKNOWN,
        source -> new Passes.Some(source, 0, batches));
  }

  /** Leaves the first batches of each pass out. */
  default Dataset skip(long batches) {
    Batches.requireNotNegative("skip", batches);
    return new Passes.Of(
        this,
        n -> n >= 0 ? Math.max(0, n - batches) : n,
        source -> new Passes.Some(source, batches, Long.MAX_VALUE));
  }

  /**
   * Makes the next batches on another thread, while the last one is used. What the stream throws
   * reaches the caller, after the batches before it; the thread ends with the pass, and where the
   * caller is interrupted.
   *
   * @param batches how many are made ahead, at least 1; they all lie in memory
   */
  default Dataset prefetch(int batches) {
    return new Prefetch(this, batches);
  }

  /**
   * Makes a dataset of arrays, in batches of 32 until {@link #batch} says otherwise.
   *
   * @param x an array as {@link SampleArray#of} takes it, or a list with one for each input, or a
   *     map of them by name
   */
  static Dataset of(Object x) {
    return new Batches(Batches.arrays("x", x), null, null);
  }

  /**
   * Makes a dataset of arrays and their targets, in batches of 32 until {@link #batch} says
   * otherwise.
   *
   * @param x an array as {@link SampleArray#of} takes it, or a list with one for each input, or a
   *     map of them by name
   * @param y the targets: an array, or a list with one for each output
   */
  static Dataset of(Object x, Object y) {
    return new Batches(Batches.arrays("x", x), Batches.arrays("y", y), null);
  }

  /**
   * Makes a dataset of arrays, targets and weights, in batches of 32 until {@link #batch} says
   * otherwise.
   *
   * @param weights the weight of each sample: an array, or a list with one for each output
   */
  static Dataset of(Object x, Object y, Object weights) {
    return new Batches(
        Batches.arrays("x", x), Batches.arrays("y", y), Batches.arrays("weights", weights));
  }

  /** Makes a dataset of NdArrays. */
  static Dataset of(NdArray<?> x, NdArray<?> y) {
    return of((Object) x, (Object) y);
  }
}
