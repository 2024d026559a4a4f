package keras.trainers;

import static keras.testing.Refusals.classifier;
import static keras.testing.Refusals.one;
import static keras.testing.Refusals.refuses;
import static keras.testing.Refusals.two;
import static keras.testing.Refusals.zeros;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.data.Dataset;
import keras.data.SampleOrder;
import org.junit.jupiter.api.Test;

/** What fit, evaluate and predict refuse as options, of arrays and of datasets. */
class FitOptionsTest {
  private static final float[][] A = {{1, 2}, {3, 4}, {-1, 0.5f}, {0, 1}};
  private static final float[][] B = {{1, 2, 0}, {3, 4, 1}, {-1, 0.5f, 2}, {0, 1, 3}};
  private static final float[][] P = {{1}, {2}, {3}, {4}};
  private static final float[][] Q = {{1, 0}, {2, 1}, {3, 1}, {4, 0}};

  private static void refusesFit(String message, Object x, Object y, Consumer<Fit> options) {
    refuses(message, () -> one().fit(x, y, options));
  }

  private static void refusesTwo(String message, Object x, Object y, Consumer<Fit> options) {
    refuses(message, () -> two().fit(x, y, options));
  }

  private static void refusesStream(String message, Dataset data, Consumer<Fit> options) {
    refuses(message, () -> one().fit(data, options));
  }

  // ---------------------------------------------------------------- options

  @Test
  void refusesNumbersThatAreTooSmall() {
    refusesFit(
        "model.fit: `epochs` must not be negative. Received: epochs=-1.",
        A,
        zeros(4, 3),
        f -> f.epochs(-1));
    refusesFit(
        "model.fit: `batchSize` must be a positive integer. Received: batchSize=0.",
        A,
        zeros(4, 3),
        f -> f.batchSize(0));
    refusesFit(
        "model.fit: `initialEpoch` must not be negative. Received: initialEpoch=-1.",
        A,
        zeros(4, 3),
        f -> f.initialEpoch(-1));
    refusesFit(
        "model.fit: `validationFreq` must be a positive integer. Received: validationFreq=0.",
        A,
        zeros(4, 3),
        f -> f.validationFreq(0));
    refuses(
        "model.evaluate: `batchSize` must be a positive integer. Received: batchSize=-5.",
        () -> one().evaluate(A, zeros(4, 3), e -> e.batchSize(-5)));
    refuses(
        "model.predict: `steps` must be a positive integer. Received: steps=0.",
        () -> one().predict(A, p -> p.steps(0)));
  }

  @Test
  void refusesWordsThatAreUnknown() {
    refusesFit(
        "model.fit: `verbose` must be 0, 1, 2 or \"auto\". Received: verbose=3.",
        A,
        zeros(4, 3),
        f -> f.verbose(3));
    refuses(
        "model.predict: `verbose` must be 0, 1, 2 or \"auto\". Received: verbose=loud.",
        () -> one().predict(A, p -> p.verbose("loud")));
    refusesFit(
        "model.fit: `shuffle` must be true, false or \"batch\". Received: shuffle=all.",
        A,
        zeros(4, 3),
        f -> f.shuffle("all"));
  }

  @Test
  void refusesASplitThatLeavesNothing() {
    for (double split : new double[] {1, -0.1, Double.NaN}) {
      refusesFit(
          "model.fit: `validationSplit` must be in [0, 1). Received: validationSplit=%s."
              .formatted(split),
          A,
          zeros(4, 3),
          f -> f.validationSplit(split));
    }
    refusesFit(
        "model.fit: 1 samples are not enough to hold back a part as `validationSplit=0.1` says."
            + " Give more samples or another fraction.",
        zeros(1, 2),
        zeros(1, 3),
        f -> f.validationSplit(0.1));
  }

  @Test
  void refusesClassWeightsWithoutClasses() {
    Map<Integer, Double> weights = Map.of(0, 2.0);
    refuses(
        "model.fit: give `classWeight` or `sampleWeight`, not both.",
        () ->
            classifier()
                .fit(A, new int[4], f -> f.classWeight(weights).sampleWeight(new float[4])));
    refusesTwo(
        "model.fit: `classWeight` is for models of one output. Received: 2 arrays of targets.",
        List.of(A, B),
        List.of(P, Q),
        f -> f.classWeight(weights));
    refusesFit(
        "model.fit: `classWeight` needs one class a sample: targets of shape (samples), (samples,"
            + " 1) or (samples, classes). Received: shape (4, 3, 3).",
        A,
        new float[4][3][3],
        f -> f.classWeight(weights));
  }

  @Test
  void refusesSampleWeightsThatFitNoOutput() {
    refusesTwo(
        "model.fit: one `sampleWeight` for several outputs needs one number a sample; else give an"
            + " array for each output. Received: shape (4, 2).",
        List.of(A, B),
        List.of(P, Q),
        f -> f.sampleWeight(zeros(4, 2)));
    refusesTwo(
        "model.fit: `sampleWeight` needs one array, or one for each of the 2 in y. Received: 3"
            + " arrays.",
        List.of(A, B),
        List.of(P, Q),
        f -> f.sampleWeight(List.of(new float[4], new float[4], new float[4])));
    refusesTwo(
        "model.fit: sampleWeight has no array for 'q'. Expected one for each of [p, q]. Received:"
            + " [p].",
        List.of(A, B),
        List.of(P, Q),
        f -> f.sampleWeight(Map.of("p", new float[4])));
  }

  // ---------------------------------------------------------------- datasets

  @Test
  void refusesOptionsThatADatasetCannotObey() {
    Dataset data = Dataset.of(A, zeros(4, 3));
    refusesStream(
        "model.fit: `sampleWeight` is for arrays; the data are a Dataset. Put the weights in its"
            + " batches.",
        data,
        f -> f.sampleWeight(new float[4]));
    refusesStream(
        "model.fit: `batchSize` is for arrays; the data are a Dataset. Batch it: data.batch(64).",
        data,
        f -> f.batchSize(2));
    refusesStream(
        "model.fit: `shuffle` is for arrays; the data are a Dataset. Shuffle it.",
        data,
        f -> f.shuffle(true));
    refusesStream(
        "model.fit: `sampleOrder` is for arrays; the data are a Dataset. Shuffle it.",
        data,
        f -> f.sampleOrder(SampleOrder.FRESH));
    refusesStream(
        "model.fit: `validationSplit` is for arrays; the data are a Dataset. Give"
            + " validationData(...) instead.",
        data,
        f -> f.validationSplit(0.5));
    refusesFit(
        "model.fit: `validationBatchSize` is for arrays; the data are a Dataset. Batch it.",
        A,
        zeros(4, 3),
        f -> f.validationData(data).validationBatchSize(2));
    refuses(
        "model.evaluate: `sampleWeight` is for arrays; the data are a Dataset. Put the weights in"
            + " its batches.",
        () -> one().evaluate(data, e -> e.sampleWeight(new float[4])));
  }

  @Test
  void refusesADatasetWithoutEnd() {
    Dataset endless = Dataset.of(A, zeros(4, 3)).repeat();
    refusesStream(
        "model.fit: the Dataset has no end. Say how many of its batches to take, with"
            + " `stepsPerEpoch`.",
        endless,
        f -> f.verbose(0));
    refusesFit(
        "model.fit: validationData: the Dataset has no end. Say how many of its batches to take,"
            + " with `validationSteps`.",
        A,
        zeros(4, 3),
        f -> f.validationData(endless));
    refuses(
        "model.predict: the Dataset has no end. Say how many of its batches to take, with `steps`.",
        () -> one().predict(Dataset.of(A).repeat()));
  }

  @Test
  void refusesADatasetWithTargetsBesideIt() {
    refuses(
        "model.fit: expected arrays. Received: a Dataset, whose batches hold x, y and weights; it"
            + " goes alone into fit, evaluate and predict.",
        () -> one().fit((Object) Dataset.of(A), zeros(4, 3)));
  }
}
