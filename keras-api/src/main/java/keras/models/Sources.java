package keras.models;

import keras.data.Dataset;
import keras.data.SampleOrder;
import keras.models.Feed.Columns;
import keras.models.Fit.Shuffle;
import org.jspecify.annotations.Nullable;

/**
 * The batches that the options of fit, evaluate and predict ask for.
 *
 * <p>Keras: {@code keras/src/trainers/data_adapters/__init__.py}, {@code
 * keras/src/trainers/data_adapters/array_data_adapter.py}.
 */
final class Sources {
  private static final int KERAS_BATCH_SIZE = 32;

  private Sources() {}

  /** Returns where the validation's part of the samples starts. */
  static int split(Feed data, double fraction) {
    if (!data.isArrays()) {
      throw new IllegalArgumentException(
          "model.fit: `validation_split` is for arrays; the data are a Dataset. Give"
              + " validationData(...) instead.");
    }
    int n = data.count();
    int split = (int) Math.floor(n * (1.0 - fraction));
    if (split == 0 || split == n) {
      throw new IllegalArgumentException(
          "model.fit: %d samples are not enough to hold back a part as `validation_split=%s` says. Give more samples or another fraction."
              .formatted(n, fraction));
    }
    return split;
  }

  /** The batches to train on. */
  static BatchSource train(Feed data, Fit f, Model model) {
    if (!data.isArrays()) {
      Arguments.forArraysOnly(
          "model.fit", "sample_weight", f.sampleWeight, "Put the weights in its batches.");
      Arguments.forArraysOnly(
          "model.fit", "shuffle", f.shuffle == Shuffle.NONE ? null : f.shuffle, "Shuffle it.");
      Arguments.forArraysOnly("model.fit", "sampleOrder", f.order, "Shuffle it.");
      return streamed(data, f.batchSize, f.stepsPerEpoch, f, model);
    }
    Columns columns = data.columns(model, f.classWeight);
    int n = columns.count();
    int size = size(f.batchSize, f.stepsPerEpoch, n);
    Shuffle shuffle = f.shuffle == null ? Shuffle.ALL : f.shuffle;
    SampleOrder order = f.order == null ? SampleOrder.KERAS_3 : f.order;
    return switch (shuffle) {
      case NONE -> BatchSource.inOrder(columns, size, f.stepsPerEpoch);
      case ALL ->
          BatchSource.ordered(columns, size, f.stepsPerEpoch, order.shuffled(n, Seeding.get()));
      case BATCH ->
          BatchSource.ordered(
              columns, size, f.stepsPerEpoch, order.shuffledInBatches(n, size, Seeding.get()));
    };
  }

  /** The batches to validate on. */
  static BatchSource validation(Feed data, Fit f, Model model) {
    if (!data.isArrays()) {
      Arguments.forArraysOnly(
          "model.fit", "validation_batch_size", f.validationBatchSize, "Batch it.");
      return streamed(data, null, f.validationSteps, null, model);
    }
    Integer size = f.validationBatchSize != null ? f.validationBatchSize : f.batchSize;
    return inOrder(data, size, f.validationSteps, model);
  }

  /** The batches to evaluate or predict. */
  static BatchSource inOrder(
      Feed data, @Nullable Integer batchSize, @Nullable Integer steps, Model model) {
    if (!data.isArrays()) {
      return streamed(data, batchSize, steps, null, model);
    }
    Columns columns = data.columns(model, null);
    return BatchSource.inOrder(columns, size(batchSize, steps, columns.count()), steps);
  }

  private static int size(@Nullable Integer batchSize, @Nullable Integer steps, int samples) {
    return batchSize != null
        ? batchSize
        : steps != null ? (samples + steps - 1) / steps : KERAS_BATCH_SIZE;
  }

  private static BatchSource streamed(
      Feed data,
      @Nullable Integer batchSize,
      @Nullable Integer steps,
      @Nullable Fit fit,
      Model model) {
    Arguments.forArraysOnly(data.caller(), "batch_size", batchSize, "Batch it: data.batch(64).");
    Dataset dataset = data.requireDataset();
    if (steps == null && dataset.cardinality() == Dataset.ENDLESS) {
      throw new IllegalArgumentException(
          "%s: the Dataset has no end. Say how many of its batches to take, with `%s`."
              .formatted(
                  data.caller(),
                  fit != null
                      ? "steps_per_epoch"
                      : data.caller().startsWith("model.fit") ? "validation_steps" : "steps"));
    }
    return BatchSource.streamed(
        dataset, batch -> data.columns(batch, model, fit == null ? null : fit.classWeight), steps);
  }
}
