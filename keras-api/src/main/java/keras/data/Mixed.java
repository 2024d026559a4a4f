package keras.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keras.config.ConstructionOrder;
import org.jspecify.annotations.Nullable;

/** Datasets that take their batches from several others. */
final class Mixed {
  private Mixed() {}

  /** Batches of datasets in the order of choices, {@code choose_from_datasets} of tf.data. */
  record Chosen(List<Dataset> datasets, Supplier<Iterator<Integer>> choices, boolean stopOnEmpty)
      implements Dataset {
    @Override
    public Iterator<Batch> iterator() {
      return new ChosenPass(this);
    }

    @Override
    public boolean batched() {
      return datasets.stream().allMatch(Dataset::batched);
    }
  }

  private static final class ChosenPass extends Sampled.Ahead {
    private final Chosen of;
    private final Iterator<Integer> choices;
    private final List<@Nullable Iterator<Batch>> passes = new ArrayList<>();

    ChosenPass(Chosen of) {
      super(List.<Batch>of().iterator());
      this.of = of;
      this.choices = of.choices().get();
      of.datasets().forEach(each -> passes.add(each.iterator()));
    }

    @Override
    @Nullable Batch make() {
      while (passes.stream().anyMatch(p -> p != null) && choices.hasNext()) {
        int choice = choices.next();
        if (choice < 0 || choice >= passes.size()) {
          throw new IllegalArgumentException(
              "Dataset.chooseFromDatasets: a choice must be in [0, %d). Received: %d."
                  .formatted(passes.size(), choice));
        }
        Iterator<Batch> pass = passes.get(choice);
        if (pass != null && pass.hasNext()) {
          return pass.next();
        } else if (pass != null) {
          Passes.close(pass);
          passes.set(choice, null);
        }
        if (of.stopOnEmpty()) {
          return null;
        }
      }
      return null;
    }

    @Override
    public void close() {
      Mixed.closeAll(passes);
    }
  }

  /** Closes all passes, whatever one of them throws. */
  private static void closeAll(List<? extends @Nullable Iterator<Batch>> passes) {
    RuntimeException failure = null;
    for (Iterator<Batch> each : passes) {
      try {
        if (each != null) {
          Passes.close(each);
        }
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  static Dataset sampled(List<Dataset> datasets, double[] weights, long seed) {
    boolean positive = Arrays.stream(weights).allMatch(w -> w > 0 && w < Double.POSITIVE_INFINITY);
    if (datasets.isEmpty() || weights.length != datasets.size() || !positive) {
      throw new IllegalArgumentException(
          "Dataset.sampleFromDatasets: expected a positive weight for each of %d datasets. Received: weights=%s."
              .formatted(datasets.size(), Arrays.toString(weights)));
    }
    Long global = ConstructionOrder.globalSeed();
    return new Chosen(
        List.copyOf(datasets), drawn(weights, () -> SampleBuffer.seeds(global, seed)), false);
  }

  /** Returns the choices of {@code sample_from_datasets}, without end, the same in each pass. */
  static Supplier<Iterator<Integer>> drawn(double[] weights, Supplier<RandomShuffle> seeds) {
    double[] sums = new double[weights.length];
    float[] logits = new float[weights.length];
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      logits[i] = (float) Math.log((float) weights[i]);
      most = Math.max(most, logits[i]);
    }
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      total += Math.exp((double) logits[i] - most);
      sums[i] = total;
    }
    double end = total;
    return () -> {
      RandomShuffle random = seeds.get();
      return Stream.generate(
              () -> {
                long first = Integer.toUnsignedLong(random.next());
                long second = Integer.toUnsignedLong(random.next());
                double at = RandomShuffle.stateless(first, second).nextDouble() * end;
                return IntStream.range(0, sums.length)
                    .filter(i -> sums[i] > at)
                    .findFirst()
                    .orElse(sums.length - 1);
              })
          .iterator();
    };
  }

  /** Blocks of the datasets that a function makes of batches, in turn, as tf.data interleaves. */
  static final class Interleaved extends Sampled.Ahead {
    private final Function<Batch, Dataset> function;
    private final List<@Nullable Iterator<Batch>> cycle;
    private final int blockLength;
    private int place;
    private int taken;

    Interleaved(
        Iterator<Batch> source, Function<Batch, Dataset> function, int cycleLength, int block) {
      super(source);
      this.function = function;
      this.cycle = new ArrayList<>();
      for (int i = 0; i < cycleLength; i++) {
        cycle.add(null);
      }
      this.blockLength = block;
    }

    @Override
    @Nullable Batch make() {
      int empty = 0;
      while (empty < cycle.size()) {
        Iterator<Batch> pass = cycle.get(place);
        if (pass == null && source.hasNext()) {
          pass = function.apply(source.next()).iterator();
          cycle.set(place, pass);
        }
        if (pass != null && taken < blockLength && pass.hasNext()) {
          taken++;
          return pass.next();
        }
        if (pass != null && taken < blockLength) {
          cycle.set(place, null);
          Passes.close(pass);
        }
        empty = pass == null ? empty + 1 : 0;
        place = (place + 1) % cycle.size();
        taken = 0;
      }
      return null;
    }

    @Override
    public void close() {
      List<@Nullable Iterator<Batch>> all = new ArrayList<>(cycle);
      all.add(source);
      closeAll(all);
    }
  }

  /** The batches of one dataset, then those of another. */
  record Joined(Dataset first, Dataset second) implements Dataset {
    @Override
    public Iterator<Batch> iterator() {
      return new JoinedPass(first.iterator(), second);
    }

    @Override
    public long cardinality() {
      long a = first.cardinality();
      long b = second.cardinality();
      if (a == ENDLESS || b == ENDLESS) {
        return ENDLESS;
      }
      return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : Math.addExact(a, b);
    }

    @Override
    public boolean batched() {
      return first.batched();
    }

    /** As in tf.data the second one has no pass before the first one's has ended. */
    @Override
    public void skipPass() {
      first.skipPass();
    }
  }

  private static final class JoinedPass extends Passes.Chained {
    private final Dataset second;
    private boolean last;

    JoinedPass(Iterator<Batch> first, Dataset second) {
      super(first);
      this.second = second;
    }

    @Override
    boolean isLast() {
      return last;
    }

    @Override
    Iterator<Batch> following() {
      last = true;
      return second.iterator();
    }
  }
}
