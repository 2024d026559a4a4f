package keras.trainers;

import keras.data.Dataset;
import keras.data.IndexedDataset;
import keras.data.SampleOrder;
import keras.models.Model;
import keras.trainers.Fit.Shuffle;
import keras.trainers.data.EpochBatches;
import keras.trainers.data.TrainingData;
import keras.trainers.data.TrainingData.Columns;
import org.jspecify.annotations.Nullable;

/**
 * The batches that the options of fit, evaluate and predict ask for.
 *
 * <p>Keras: {@code keras/src/trainers/data_adapters/__init__.py}, {@code
 * keras/src/trainers/data_adapters/array_data_adapter.py}.
 */
final class BatchPlans {
  private static final int KERAS_BATCH_SIZE = 32;

  private BatchPlans() {}

  /** Returns where the validation's part of the samples starts. */
  static int split(TrainingData data, double fraction) {
    if (!data.isArrays()) {
      throw new IllegalArgumentException(
          "model.fit: `validationSplit` is for arrays; the data are a Dataset. Give"
              + " validationData(...) instead.");
    }
    int n = data.count();
    int split = (int) Math.floor(n * (1.0 - fraction));
    if (split == 0 || split == n) {
      throw new IllegalArgumentException(
          "model.fit: %d samples are not enough to hold back a part as `validationSplit=%s` says. Give more samples or another fraction."
              .formatted(n, fraction));
    }
    return split;
  }

  /** The batches to train on. */
  static EpochBatches train(TrainingData data, Fit f, Model model) {
    if (!data.isArrays()) {
      OptionChecks.forArraysOnly(
          "model.fit", "sampleWeight", f.sampleWeight, "Put the weights in its batches.");
      boolean indexed = data.requireDataset() instanceof IndexedDataset;
      OptionChecks.forArraysOnly(
          "model.fit",
          "shuffle",
          indexed || f.shuffle == Shuffle.NONE ? null : f.shuffle,
          "Shuffle it.");
      OptionChecks.forArraysOnly("model.fit", "sampleOrder", f.order, "Shuffle it.");
      return streamed(data, f.batchSize, f.stepsPerEpoch, f, model);
    }
    Columns columns = data.columns(model, f.classWeight);
    int n = columns.count();
    int size = size(f.batchSize, f.stepsPerEpoch, n);
    Shuffle shuffle = f.shuffle == null ? Shuffle.ALL : f.shuffle;
    SampleOrder order = f.order == null ? SampleOrder.KERAS_3 : f.order;
    return switch (shuffle) {
      case NONE -> EpochBatches.inOrder(columns, size, f.stepsPerEpoch);
      case ALL ->
          EpochBatches.ordered(columns, size, f.stepsPerEpoch, order.shuffled(n, Seeding.get()));
      case BATCH ->
          EpochBatches.ordered(
              columns, size, f.stepsPerEpoch, order.shuffledInBatches(n, size, Seeding.get()));
    };
  }

  /** The batches to validate on. */
  static EpochBatches validation(TrainingData data, Fit f, Model model) {
    if (!data.isArrays()) {
      OptionChecks.forArraysOnly(
          "model.fit", "validationBatchSize", f.validationBatchSize, "Batch it.");
      return streamed(data, null, f.validationSteps, null, model);
    }
    Integer size = f.validationBatchSize != null ? f.validationBatchSize : f.batchSize;
    return inOrder(data, size, f.validationSteps, model);
  }

  /** The batches to evaluate or predict. */
  static EpochBatches inOrder(
      TrainingData data, @Nullable Integer batchSize, @Nullable Integer steps, Model model) {
    if (!data.isArrays()) {
      return streamed(data, batchSize, steps, null, model);
    }
    Columns columns = data.columns(model, null);
    return EpochBatches.inOrder(columns, size(batchSize, steps, columns.count()), steps);
  }

  private static int size(@Nullable Integer batchSize, @Nullable Integer steps, int samples) {
    return batchSize != null
        ? batchSize
        : steps != null ? (samples + steps - 1) / steps : KERAS_BATCH_SIZE;
  }

  private static EpochBatches streamed(
      TrainingData data,
      @Nullable Integer batchSize,
      @Nullable Integer steps,
      @Nullable Fit fit,
      Model model) {
    OptionChecks.forArraysOnly(data.caller(), "batchSize", batchSize, "Batch it: data.batch(64).");
    Dataset dataset = data.requireDataset();
    if (steps == null && dataset.cardinality() == Dataset.ENDLESS) {
      throw new IllegalArgumentException(
          "%s: the Dataset has no end. Say how many of its batches to take, with `%s`."
              .formatted(
                  data.caller(),
                  fit != null
                      ? "stepsPerEpoch"
                      : data.caller().startsWith("model.fit") ? "validationSteps" : "steps"));
    }
    return EpochBatches.streamed(
        dataset,
        batch -> data.columns(batch, model, fit == null ? null : fit.classWeight),
        steps,
        fit != null && fit.shuffle != Shuffle.NONE);
  }
}
