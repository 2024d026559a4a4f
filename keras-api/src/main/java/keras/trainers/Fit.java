package keras.trainers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.callbacks.Callback;
import keras.data.Dataset;
import keras.data.SampleOrder;
import keras.trainers.data.TrainingData;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code model.fit}, by Keras' names.
 *
 * <pre>{@code
 * model.fit(x, y, f -> f.epochs(100).validationSplit(0.1).callbacks(new EarlyStopping()));
 * }</pre>
 *
 * <p>Differs from Keras: options that a Dataset cannot obey (batchSize, shuffle, sampleWeight and
 * the like) are refused beside one, where Keras ignores some and warns of others. Where the length
 * of a Dataset is not known, callbacks are told of the batches there are and not of the one that
 * Keras looks for in vain.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
public final class Fit {
  /** How samples are ordered: as they come, all shuffled, or shuffled within batches. */
  enum Shuffle {
    NONE,
    ALL,
    BATCH;

    /** How the user would write it. */
    @Override
    public String toString() {
      return switch (this) {
        case NONE -> "false";
        case ALL -> "true";
        case BATCH -> "\"batch\"";
      };
    }
  }

  @Nullable Integer batchSize;
  int epochs = 1;
  Object verbose = "auto";
  List<Callback> callbacks = List.of();
  double validationSplit;
  @Nullable TrainingData validation;
  @Nullable Shuffle shuffle; // null: all, where the data are arrays
  @Nullable SampleOrder order; // null: that of Keras 3
  @Nullable Map<Integer, Double> classWeight;
  @Nullable Object sampleWeight;
  int initialEpoch;
  @Nullable Integer stepsPerEpoch;
  @Nullable Integer validationSteps;
  @Nullable Integer validationBatchSize;
  int validationFreq = 1;
  @Nullable List<Integer> validationEpochs;

  /** Makes the options with Keras' defaults. */
  Fit() {}

  private static int positive(String option, int value) {
    return OptionChecks.positive("model.fit", option, value);
  }

  /** Sets how many samples a step takes; 32 unless set. */
  public Fit batchSize(int size) {
    batchSize = positive("batchSize", size);
    return this;
  }

  /** Sets the epoch at which training ends. */
  public Fit epochs(int epochs) {
    this.epochs = OptionChecks.notNegative("model.fit", "epochs", epochs);
    return this;
  }

  /** Sets what is shown: 0 nothing, 1 a progress bar, 2 a line an epoch. */
  public Fit verbose(int verbose) {
    this.verbose = OptionChecks.verbose("model.fit", verbose);
    return this;
  }

  /**
   * Sets that what is shown is chosen for the place, {@code "auto"}: a progress bar on a terminal,
   * plain lines elsewhere.
   */
  public Fit verbose(String verbose) {
    this.verbose = OptionChecks.verbose("model.fit", verbose);
    return this;
  }

  /** Adds callbacks, called in order. */
  public Fit callbacks(Callback... callbacks) {
    List<Callback> all = new ArrayList<>(this.callbacks);
    all.addAll(Arrays.asList(callbacks));
    this.callbacks = all;
    return this;
  }

  /** Holds back the last part of the data, before shuffling, to validate on; in [0, 1). */
  public Fit validationSplit(double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "model.fit: `validationSplit` must be in [0, 1). Received: validationSplit=%s."
              .formatted(fraction));
    }
    validationSplit = fraction;
    return this;
  }

  /** Sets the data to validate on after each epoch. */
  public Fit validationData(Object x, Object y) {
    validation = TrainingData.of("model.fit: validationData", x, y, null);
    return this;
  }

  /** Sets the data to validate on after each epoch, with the samples' weights. */
  public Fit validationData(Object x, Object y, Object sampleWeight) {
    validation = TrainingData.of("model.fit: validationData", x, y, sampleWeight);
    return this;
  }

  /** Sets the batches to validate on after each epoch. */
  public Fit validationData(Dataset data) {
    validation = TrainingData.of("model.fit: validationData", data);
    return this;
  }

  /**
   * Sets whether samples are shuffled, or the batches of an {@link keras.data.IndexedDataset}; they
   * are unless set. Streams shuffle themselves.
   */
  public Fit shuffle(boolean shuffle) {
    this.shuffle = shuffle ? Shuffle.ALL : Shuffle.NONE;
    return this;
  }

  /** Sets shuffling by Keras' name: {@code "batch"} shuffles within each batch. */
  public Fit shuffle(String how) {
    if (!how.equals("batch")) {
      throw new IllegalArgumentException(
          "model.fit: `shuffle` must be true, false or \"batch\". Received: shuffle=%s."
              .formatted(how));
    }
    shuffle = Shuffle.BATCH;
    return this;
  }

  /** Sets whose order of samples a seeded, shuffled fit follows; that of Keras 3.15 unless set. */
  public Fit sampleOrder(SampleOrder order) {
    this.order = order;
    return this;
  }

  /** Weighs the samples of classes in the loss; classes that are absent weigh 1. */
  public Fit classWeight(Map<Integer, Double> weights) {
    classWeight = new LinkedHashMap<>(weights);
    return this;
  }

  /**
   * Weighs each sample in the loss.
   *
   * @param weights one number a sample; for several outputs also a list with an array an output, or
   *     a map by the outputs' names
   */
  public Fit sampleWeight(Object weights) {
    sampleWeight = weights;
    return this;
  }

  /** Sets the epoch to start from, to go on with an earlier run. */
  public Fit initialEpoch(int epoch) {
    initialEpoch = OptionChecks.notNegative("model.fit", "initialEpoch", epoch);
    return this;
  }

  /** Sets how many batches make an epoch. */
  public Fit stepsPerEpoch(int steps) {
    stepsPerEpoch = positive("stepsPerEpoch", steps);
    return this;
  }

  /** Sets how many batches validation takes. */
  public Fit validationSteps(int steps) {
    validationSteps = positive("validationSteps", steps);
    return this;
  }

  /** Sets how many samples a validation step takes. */
  public Fit validationBatchSize(int size) {
    validationBatchSize = positive("validationBatchSize", size);
    return this;
  }

  /** Validates every so many epochs. */
  public Fit validationFreq(int epochs) {
    validationFreq = positive("validationFreq", epochs);
    return this;
  }

  /** Validates after these epochs, counted from 1. */
  public Fit validationFreq(List<Integer> epochs) {
    validationEpochs = List.copyOf(epochs);
    return this;
  }

  boolean validatesAfter(int epoch) {
    List<Integer> chosen = validationEpochs;
    return chosen != null ? chosen.contains(epoch + 1) : (epoch + 1) % validationFreq == 0;
  }
}
