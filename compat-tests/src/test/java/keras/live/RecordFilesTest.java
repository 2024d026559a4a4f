package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.io.data.ExampleFeature;
import keras.io.data.Examples;
import keras.io.data.FixedLenFeature;
import keras.io.data.FixedLenSequenceFeature;
import keras.io.data.TFRecordDataset;
import keras.io.data.TFRecordWriter;
import keras.io.data.VarLenFeature;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Record files and examples: Java reads TensorFlow's, and TensorFlow reads Java's. */
@ExtendWith(PythonExtension.class)
class RecordFilesTest {
  private static final List<String> PACKED = List.of("", "GZIP", "ZLIB");
  private static final String SPEC =
      """
      F = tf.io
      spec = {"area": F.FixedLenFeature([2], tf.float32), "rooms": F.FixedLenFeature([], tf.int64, -1),
              "name": F.FixedLenFeature([1], tf.string), "tags": F.VarLenFeature(tf.string),
              "ids": F.VarLenFeature(tf.int64), "price": F.FixedLenFeature([], tf.float32)}
      def parsed(files, kind):
          out = []
          for record in tf.data.TFRecordDataset(files, kind).batch(3):
              values = F.parse_example(record, spec)
              out += [v.numpy() if isinstance(v, tf.Tensor) else tf.sparse.to_dense(v).numpy()
                      for v in (values[k] for k in spec)]
          return [np.full((len(v), 1), b"", object) if v.size == 0 and v.dtype == object else v
                  for v in out]
      """;
  private static final String WRITE =
      SPEC
          + """
          T = tf.train
          def feature(v):
              if isinstance(v[0], float): return T.Feature(float_list=T.FloatList(value=v))
              if isinstance(v[0], int): return T.Feature(int64_list=T.Int64List(value=v))
              return T.Feature(bytes_list=T.BytesList(value=[s.encode() for s in v]))
          rows = [{"area": [1.5, i / 3], "name": ["Haus Ü" + str(i)], "price": [i * .1],
                   "rooms": [2 ** 40 + i], "tags": ["a"] * (i % 3), "ids": list(range(-1, i))}
                  for i in range(7)]
          del rows[2]["rooms"]
          for kind in kinds:
              with F.TFRecordWriter(folder + "/t" + kind, kind) as out:
                  for row in rows:
                      out.write(T.Example(features=T.Features(
                          feature={k: feature(v) for k, v in row.items() if v})).SerializeToString())
              result["t" + kind] = parsed([folder + "/t" + kind] * 2, kind)
          """;

  private final Path dir;

  RecordFilesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static Map<String, ExampleFeature> spec() {
    Map<String, ExampleFeature> spec = new LinkedHashMap<>();
    spec.put("area", new FixedLenFeature("float32", 2));
    spec.put("rooms", new FixedLenFeature("int64").defaultValue(-1L));
    spec.put("name", new FixedLenFeature("string", 1));
    spec.put("tags", new VarLenFeature("string"));
    spec.put("ids", new VarLenFeature("int64"));
    spec.put("price", new FixedLenFeature("float32"));
    return spec;
  }

  private static List<HostTensor> all(Dataset data) {
    List<HostTensor> all = new ArrayList<>();
    for (Batch batch : data) {
      batch.x().forEach(a -> all.add(HostTensor.of(a)));
      batch.y().forEach(a -> all.add(HostTensor.of(a)));
    }
    return all;
  }

  @Test
  void readTensorFlowsRecords(Python python) {
    PythonResult made = python.keras3().exec(WRITE, Map.of("folder", dir, "kinds", PACKED));
    for (String kind : PACKED) {
      Path file = dir.resolve("t" + kind);
      Dataset data =
          new TFRecordDataset(List.of(file, file), kind).parseExample(3, spec(), "price");
      assertEquals(made.arrays("t" + kind), all(data), kind);
    }
  }

  private static final String SEQUENCES =
      """
      F, T = tf.io, tf.train
      rows = [{"a": [1, 2, 3, 4], "s": ["x"], "p": [.5, .25, 1.]}, {"a": [5, 6]}, {"s": ["y", "z"], "p": [2.]}, {"a": [7, 8]}]
      def feature(v):
          if isinstance(v[0], float): return T.Feature(float_list=T.FloatList(value=v))
          if isinstance(v[0], int): return T.Feature(int64_list=T.Int64List(value=v))
          return T.Feature(bytes_list=T.BytesList(value=[s.encode() for s in v]))
      with F.TFRecordWriter(folder + "/sequences") as out:
          for row in rows:
              out.write(T.Example(features=T.Features(feature={k: feature(v) for k, v in row.items()})).SerializeToString())
      S = lambda *a, **k: F.FixedLenSequenceFeature(*a, allow_missing=True, **k)
      spec = {"a": S([2], tf.int64, default_value=7), "p": S([], tf.float32, default_value=-1.), "s": S([], tf.string),
              "q": S([2, 1], tf.float32)}
      result["batches"] = []
      for record in tf.data.TFRecordDataset(folder + "/sequences").batch(3):
          values = F.parse_example(record, spec)
          ragged = F.parse_example(record, {"p": F.RaggedFeature(tf.float32)})
          values["r"] = ragged["p"].to_tensor()
          result["batches"] += [np.full((len(v), 1), b"", object) if v.size == 0 and v.dtype == object else v
                                for v in (values[k].numpy() for k in [*spec, "r"])]
      """;

  @Test
  void readSequencesOfRows(Python python) {
    PythonResult made = python.keras3().exec(SEQUENCES, Map.of("folder", dir));
    Map<String, ExampleFeature> spec = new LinkedHashMap<>();
    spec.put("a", new FixedLenSequenceFeature("int64", 2).defaultValue(7L));
    spec.put("p", new FixedLenSequenceFeature("float32").defaultValue(-1f));
    spec.put("s", new FixedLenSequenceFeature("string"));
    spec.put("q", new FixedLenSequenceFeature("float32", 2, 1));
    Path file = dir.resolve("sequences");
    List<HostTensor> expected = new ArrayList<>(made.arrays("batches"));
    List<HostTensor> ragged = List.of(expected.remove(4), expected.remove(8));
    assertEquals(expected, all(new TFRecordDataset(file).parseExample(3, spec)));
    assertEquals(
        ragged,
        all(new TFRecordDataset(file).parseExample(3, Map.of("p", new VarLenFeature("float32")))));
    Dataset odd =
        new TFRecordDataset(file)
            .parseExample(1, Map.of("p", new FixedLenSequenceFeature("float32", 2)));
    assertEquals(
        file + ": record at offset 0: feature 'p': expected rows of 2 values. Received: 3 values.",
        assertThrows(ModelFormatException.class, () -> all(odd)).getMessage());
    assertEquals(
        "FixedLenSequenceFeature: `default_value` must be of int64. Received: 7 (Integer).",
        assertThrows(
                IllegalArgumentException.class,
                () -> new FixedLenSequenceFeature("int64").defaultValue(7))
            .getMessage());
  }

  @Test
  void areReadByTensorFlow(Python python) throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("area", new float[] {1.5f, i / 3f});
      row.put("name", "Haus Ü" + i);
      row.put("price", i * 0.1);
      row.put("tags", List.of("a", "b").subList(0, i % 3));
      row.put("ids", new long[][] {{i, Long.MIN_VALUE}});
      if (i != 2) {
        row.put("rooms", i);
      }
      records.add(Examples.of(row).toByteArray());
    }
    for (String kind : PACKED) {
      try (TFRecordWriter out = new TFRecordWriter(dir.resolve("j" + kind), kind)) {
        records.forEach(out::write);
      }
    }
    PythonResult read =
        python
            .keras3()
            .exec(
                SPEC
                    + """
                    for kind in kinds:
                        result["j" + kind] = parsed([folder + "/j" + kind], kind)
                    with F.TFRecordWriter(folder + "/again") as out:
                        for record in tf.data.TFRecordDataset(folder + "/j"):
                            out.write(record.numpy())
                    """,
                Map.of("folder", dir, "kinds", PACKED));
    for (String kind : PACKED) {
      Dataset data =
          new TFRecordDataset(List.of(dir.resolve("j" + kind)), kind)
              .parseExample(3, spec(), "price");
      assertEquals(all(data), read.arrays("j" + kind), kind);
    }
    assertArrayEquals(
        Files.readAllBytes(dir.resolve("j")), Files.readAllBytes(dir.resolve("again")));
    try (Stream<byte[]> bytes = new TFRecordDataset(dir.resolve("j")).records()) {
      assertArrayEquals(records.toArray(), bytes.toArray());
    }
  }

  private void assertBroken(String expected, Path file, String kind) {
    Dataset data =
        new TFRecordDataset(List.of(file), kind)
            .parseExample(3, Map.of("a", new FixedLenFeature("int64")));
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> data.forEach(batch -> assertEquals(1, batch.x().size())));
    assertEquals(file + ": record at offset " + expected, e.getMessage());
  }

  private Path changed(byte[] bytes, int place) throws IOException {
    byte[] other = bytes.clone();
    other[place] ^= 1;
    return Files.write(dir.resolve("changed"), other);
  }

  @Test
  void sayWhereTheyAreBroken() throws IOException {
    Path file = dir.resolve("good");
    byte[] record = Examples.of(Map.of("a", 5)).toByteArray();
    try (TFRecordWriter out = new TFRecordWriter(file)) {
      out.write(record);
      out.write(record);
      out.write(Examples.of(Map.of("a", 5f)).toByteArray());
      out.write(Examples.of(Map.of("b", 5)).toByteArray());
      out.write(new byte[] {1, 2, 3});
    }
    byte[] good = Files.readAllBytes(file);
    int size = record.length + 16;
    assertBroken(
        size + ": the checksum of its length is wrong: this is no file of records.",
        changed(good, size),
        "");
    assertBroken(size + ": the checksum of its bytes is wrong.", changed(good, size + 13), "");
    Path cut = Files.write(dir.resolve("cut"), Arrays.copyOf(good, size + 20));
    assertBroken(
        size
            + ": expected %d bytes more. Received: 8, the file is cut off."
                .formatted(record.length + 4),
        cut,
        "");
    assertBroken(2 * size + ": feature 'a': expected int64. Received: float32.", file, "");
    Path packed = dir.resolve("packed");
    try (TFRecordWriter out = new TFRecordWriter(packed, "GZIP")) {
      out.write(record);
    }
    byte[] zipped = Files.readAllBytes(packed);
    assertBroken(
        "0: the packed file is broken: Unexpected end of ZLIB input stream.",
        Files.write(dir.resolve("cut.gz"), Arrays.copyOf(zipped, 15)),
        "GZIP");
  }
}
