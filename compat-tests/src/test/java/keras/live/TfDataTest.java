package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.StdArrays;

/** Datasets give what tf.data gives, in its order. */
@ExtendWith(PythonExtension.class)
class TfDataTest {
  private static final int[] LENGTHS = {1, 4, 2, 6, 3, 5, 1};

  private static final String PYTHON =
      """
      tf.random.set_seed(1)
      D = tf.data.Dataset
      r = D.range(7)
      b = D.from_generator(lambda: (np.arange(i) for i in %s), output_signature=tf.TensorSpec([None], tf.int64))
      w = lambda *a, **k: r.window(*a, **k).flat_map(lambda w: w.batch(9))
      length = lambda e: tf.shape(e)[0]
      s = D.from_tensor_slices([["a", "b"], ["c", "d"]]).concatenate(D.from_tensors(["e", "f", "g"]))
      cases = {
          "window": w(3), "shifted": w(3, shift=1, drop_remainder=True), "strided": w(3, shift=2, stride=2),
          "skipping": w(2, shift=3, drop_remainder=True),
          "interleave": D.range(1, 5).interleave(lambda x: D.from_tensors(x).repeat(3), cycle_length=2, block_length=2),
          "interleave3": D.range(1, 6).interleave(lambda x: D.range(x), cycle_length=3, block_length=1),
          "choose": D.choose_from_datasets([D.range(3), D.range(10, 13)], D.from_tensor_slices(np.array([0, 1, 1, 0, 1, 1, 0]))),
          "shard": r.shard(3, 1), "concatenate": r.take(2).concatenate(D.range(3)), "drop": r.batch(3, drop_remainder=True),
          "bucket": b.bucket_by_sequence_length(length, [3, 5], [2, 2, 2]),
          "bucket_drop": b.bucket_by_sequence_length(length, [3, 5], [2, 2, 2], drop_remainder=True, padding_values=np.int64(-1)),
          "bucket_wide": b.bucket_by_sequence_length(length, [3, 7], [2, 3, 2], pad_to_bucket_boundary=True),
          "padded": b.padded_batch(3), "padded_to": b.padded_batch(3, padded_shapes=[7], padding_values=np.int64(9), drop_remainder=True),
      }
      for i, (a, seed) in enumerate([([.3, .7], 3), ([.5, .5], 0), ([1., 2.], 12345)]):
          cases["sample%%d" %% i] = D.sample_from_datasets([D.range(9), D.range(10, 22)], weights=a, seed=seed)
      result["cases"] = {k: [np.array(e).ravel().tolist() for e in v] for k, v in cases.items()}
      result["shapes"] = {k: [list(np.array(e).shape) for e in cases[k]] for k in ("padded", "padded_to", "bucket", "bucket_wide")}
      tf.random.set_seed(1)
      shuffled = {"batches": r.batch(2).shuffle(3, seed=5), "samples": r.shuffle(3, seed=5).batch(2),
                  "unbatched": r.batch(3).unbatch().shuffle(4, seed=5).batch(2),
                  "padded": b.padded_batch(2).shuffle(3, seed=5),
                  "taken": r.batch(2).map(lambda e: e + 1).repeat(2).prefetch(1).shuffle(3, seed=5).take(3)}
      result["shuffled"] = {k: [[np.array(e).ravel().tolist() for e in v] for _ in range(2)] for k, v in shuffled.items()}
      result["sum"] = int(r.reduce(np.int64(0), lambda a, x: a + x))
      tf.random.set_seed(77)
      result["seeded"] = [int(e) for e in D.sample_from_datasets([D.range(9), D.range(10, 22)], weights=[.4, .6], seed=5)]
      t = D.from_generator(lambda: (["x"] * i for i in (1, 3)), output_signature=tf.TensorSpec([None], tf.string))
      result["words"] = [[v.decode() for v in e.numpy().ravel()] for e in t.padded_batch(2)]
      """
          .formatted(IntStream.of(LENGTHS).boxed().toList());

  private static Dataset range(long from, long to) {
    return Dataset.of(LongStream.range(from, to).toArray()).batch(1);
  }

  private static Dataset range(long to) {
    return range(0, to);
  }

  /** Returns samples of several lengths, each a batch of one. */
  private static Dataset ragged() {
    return () ->
        IntStream.of(LENGTHS)
            .mapToObj(
                n -> Batch.of(StdArrays.ndCopyOf(new long[][] {LongStream.range(0, n).toArray()})))
            .iterator();
  }

  private static int length(Batch batch) {
    return (int) batch.x().get(0).shape().get(1);
  }

  private static List<Object> values(NdArray<?> x) {
    List<Object> all = new ArrayList<>();
    x.scalars().forEach(e -> all.add(e.getObject()));
    return all;
  }

  private static List<List<Object>> all(Dataset data) {
    List<List<Object>> all = new ArrayList<>();
    data.forEach(batch -> all.add(values(batch.x().get(0))));
    return all;
  }

  private static Dataset sampled(double first, double second, long seed) {
    return Dataset.sampleFromDatasets(
        List.of(range(9), range(10, 22)), new double[] {first, second}, seed);
  }

  private static Map<String, Dataset> cases() {
    int[] twos = {2, 2, 2};
    Map<String, Dataset> cases = new LinkedHashMap<>();
    cases.put("window", range(7).window(3, 3, 1, false));
    cases.put("shifted", range(7).window(3, 1, 1, true));
    cases.put("strided", range(7).window(3, 2, 2, false));
    cases.put("skipping", range(7).window(2, 3, 1, true));
    cases.put(
        "interleave",
        range(1, 5).interleave(x -> ((Dataset) () -> List.of(x).iterator()).repeat(3), 2, 2));
    cases.put(
        "interleave3",
        range(1, 6).interleave(x -> range((Long) values(x.x().get(0)).get(0)), 3, 1));
    cases.put(
        "choose",
        Dataset.chooseFromDatasets(List.of(range(3), range(10, 13)), List.of(0, 1, 1, 0, 1, 1, 0)));
    cases.put("shard", range(7).shard(3, 1));
    cases.put("concatenate", range(7).take(2).concatenate(range(3)));
    cases.put("drop", range(7).batch(3, true));
    cases.put(
        "bucket", ragged().bucketBySequenceLength(TfDataTest::length, new int[] {3, 5}, twos));
    cases.put(
        "bucket_drop",
        ragged()
            .bucketBySequenceLength(
                TfDataTest::length, new int[] {3, 5}, twos, p -> p.dropRemainder(true).value(-1)));
    cases.put(
        "bucket_wide",
        ragged()
            .bucketBySequenceLength(
                TfDataTest::length,
                new int[] {3, 7},
                new int[] {2, 3, 2},
                p -> p.padToBucketBoundary(true)));
    cases.put("padded", ragged().paddedBatch(3));
    cases.put("padded_to", ragged().paddedBatch(3, p -> p.shape(7).value(9).dropRemainder(true)));
    cases.put("sample0", sampled(0.3, 0.7, 3));
    cases.put("sample1", sampled(0.5, 0.5, 0));
    cases.put("sample2", sampled(1, 2, 12345));
    return cases;
  }

  private static Map<String, Dataset> shuffled() {
    Dataset plusOne =
        range(7).batch(2).map(b -> Batch.of(StdArrays.ndCopyOf(plusOne(values(b.x().get(0))))));
    return Map.of(
        "batches", range(7).batch(2).shuffle(3, 5),
        "samples", range(7).shuffle(3, 5).batch(2),
        "unbatched", range(7).batch(3).unbatch().shuffle(4, 5).batch(2),
        "padded", ragged().paddedBatch(2).shuffle(3, 5),
        "taken", plusOne.repeat(2).prefetch(1).shuffle(3, 5).take(3));
  }

  private static long[] plusOne(List<Object> values) {
    return values.stream().mapToLong(v -> (Long) v + 1).toArray();
  }

  @Test
  void givesWhatTfDataGives(Python python) {
    Keras.setRandomSeed(1);
    PythonResult tf = python.keras3().exec(PYTHON, Map.of());
    cases()
        .forEach(
            (name, data) -> {
              String expected = String.valueOf(tf.map("cases").get(name));
              assertEquals(expected, all(data).toString(), name);
              assertEquals(expected, all(data).toString(), name + ", a second pass");
              if (tf.map("shapes").get(name) instanceof List<?> shapes) {
                List<Object> own = new ArrayList<>();
                data.forEach(
                    batch ->
                        own.add(
                            LongStream.of(batch.x().get(0).shape().asArray()).boxed().toList()));
                assertEquals(shapes.toString(), own.toString(), name);
              }
            });
    shuffled()
        .forEach(
            (name, data) ->
                assertEquals(
                    String.valueOf(tf.map("shuffled").get(name)),
                    List.of(all(data), all(data)).toString(),
                    name));
    assertEquals(Dataset.UNKNOWN, range(7).batch(3).unbatch().cardinality());
    assertEquals(
        (long) tf.number("sum"),
        (long) range(7).<Long>reduce(0L, (sum, b) -> sum + (Long) values(b.x().get(0)).get(0)));
    Keras.setRandomSeed(77);
    assertEquals(
        tf.list("seeded").toString(),
        all(sampled(0.4, 0.6, 5)).stream().map(each -> each.get(0)).toList().toString());
    Dataset words =
        () ->
            Stream.of(new String[][] {{"x"}}, new String[][] {{"x", "x", "x"}})
                .map(w -> Batch.of(SampleArray.of("words", w).toNdArray()))
                .iterator();
    assertEquals(tf.list("words").toString(), all(words.paddedBatch(2)).toString());
  }

  @Test
  void keepsTargetsAndWeightsWithTheirInputs() {
    Batch one =
        Batch.of(
            StdArrays.ndCopyOf(new float[][] {{1, 2}}),
            StdArrays.ndCopyOf(new int[][] {{3}}),
            NdArrays.vectorOf(0.5f));
    Batch two =
        Batch.of(
            StdArrays.ndCopyOf(new float[][] {{4}}),
            StdArrays.ndCopyOf(new int[][] {{5, 6}}),
            NdArrays.vectorOf(2f));
    Dataset data = () -> List.of(one, two).iterator();
    Batch padded = data.paddedBatch(2, p -> p.value(-1)).iterator().next();
    assertEquals(List.of(1f, 2f, 4f, -1f), values(padded.x().get(0)));
    assertEquals(List.of(3, 0, 5, 6), values(padded.y().get(0)));
    assertArrayEquals(
        new long[] {2},
        padded.weights() == null ? null : padded.weights().get(0).shape().asArray());
    Batch window =
        Dataset.of(new float[] {1, 2, 3}, new int[] {4, 5, 6})
            .window(2, 1, 1, true)
            .batch(2)
            .iterator()
            .next();
    assertEquals(List.of(1f, 2f, 2f, 3f), values(window.x().get(0)));
    assertEquals(List.of(4, 5, 5, 6), values(window.y().get(0)));
    assertArrayEquals(new long[] {2, 2}, window.y().get(0).shape().asArray());
  }

  /** A pass that notes its end, and may fail. */
  private static Dataset watched(List<String> log, int failAt) {
    return () ->
        new AutoClosingPass() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < 3;
          }

          @Override
          public Batch next() {
            if (next == failAt) {
              throw new IllegalStateException("no more");
            }
            return Batch.of(NdArrays.vectorOf(next++));
          }

          @Override
          public void close() {
            log.add("closed");
          }
        };
  }

  private abstract static class AutoClosingPass implements Iterator<Batch>, AutoCloseable {
    @Override
    public abstract void close();
  }

  @Test
  void closesWhatItTakesFrom() {
    List<String> log = new ArrayList<>();
    List<Supplier<Dataset>> all =
        List.of(
            () -> watched(log, 1).concatenate(watched(log, 9)),
            () -> watched(log, 1).paddedBatch(2),
            () -> watched(log, 1).window(2, 1, 1, true),
            () -> watched(log, 1).shard(2, 0),
            () -> watched(log, 1).batch(2, true),
            () -> watched(log, 1).bucketBySequenceLength(b -> 1, new int[] {3}, new int[] {2, 2}),
            () -> Dataset.chooseFromDatasets(List.of(watched(log, 1)), List.of(0, 0, 0)),
            () -> Dataset.sampleFromDatasets(List.of(watched(log, 1)), new double[] {1}, 1),
            () -> range(1).interleave(x -> watched(log, 1), 2, 1));
    for (int i = 0; i < all.size(); i++) {
      log.clear();
      Dataset data = all.get(i).get();
      assertEquals("no more", refusal(IllegalStateException.class, () -> all(data)));
      assertEquals(List.of("closed"), log, "case " + i);
    }
  }

  private static String refusal(Class<? extends Throwable> type, Executable body) {
    return String.valueOf(assertThrows(type, body).getMessage());
  }

  @Test
  void refusesWhatMakesNoSense() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertEquals(
        "Dataset.batch: the size must be a positive integer. Received: 0.",
        refusal(bad, () -> range(3).paddedBatch(0)));
    assertEquals(
        "Dataset.window: size, shift and stride must be positive. Received: size=2, shift=0,"
            + " stride=1.",
        refusal(bad, () -> range(3).window(2, 0, 1, true)));
    assertEquals(
        "Dataset.shard: the index must be in [0, shards). Received: shards=2, index=2.",
        refusal(bad, () -> range(3).shard(2, 2)));
    assertEquals(
        "Dataset.paddedBatch: a sample of x[0] has 4 along axis 0, more than the 3 to fill up to.",
        refusal(bad, () -> all(ragged().paddedBatch(3, p -> p.shape(3)))));
    assertEquals(
        "Dataset.paddedBatch: x[0] cannot be filled with a.",
        refusal(bad, () -> all(ragged().paddedBatch(3, p -> p.value("a")))));
    assertEquals(
        "Dataset.bucketBySequenceLength: with padToBucketBoundary every sample must be shorter than"
            + " the last boundary, 3. Received: one of length 4.",
        refusal(
            bad,
            () ->
                all(
                    ragged()
                        .bucketBySequenceLength(
                            TfDataTest::length,
                            new int[] {3},
                            new int[] {2, 1},
                            p -> p.padToBucketBoundary(true)))));
    assertEquals(
        "Dataset.bucketBySequenceLength: expected ascending boundaries, and a positive batch size"
            + " for each bucket, one more than boundaries. Received: boundaries=[3],"
            + " batchSizes=[2].",
        refusal(bad, () -> range(3).bucketBySequenceLength(b -> 1, new int[] {3}, new int[] {2})));
    assertEquals(
        "Dataset.sampleFromDatasets: expected a positive weight for each of 1 datasets. Received:"
            + " weights=[0.0].",
        refusal(bad, () -> Dataset.sampleFromDatasets(List.of(range(1)), new double[] {0}, 1)));
    assertEquals(
        "Dataset.chooseFromDatasets: a choice must be in [0, 1). Received: 1.",
        refusal(bad, () -> all(Dataset.chooseFromDatasets(List.of(range(1)), List.of(1)))));
  }
}
