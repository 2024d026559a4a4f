package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.data.SampleArray;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.io.data.CsvColumn;
import keras.io.data.CsvDatasets;
import keras.io.data.CsvOptions;
import keras.io.data.TextLineDataset;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.models.Model;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tables and lines give TensorFlow's batches, in its orders. */
@ExtendWith(PythonExtension.class)
class CsvDatasetsTest {
  private static final String READ =
      """
      def taken(data, batches):
          out = []
          for batch in data.take(batches):
              x, y = batch if isinstance(batch, tuple) else (batch, None)
              out += [np.array(v) for v in x.values()] + ([] if y is None else [np.array(y)])
          return out
      def csv(files, batches, batch_size, **options):
          return taken(tf.data.experimental.make_csv_dataset(
              [folder + "/" + f for f in files], batch_size, **options), batches)
      tf.random.set_seed(7)
      two = ["b.csv", "a.csv"]
      result["plain"] = csv(two, 9, 4, shuffle=False, num_epochs=1)
      result["label"] = csv(two, 9, 5, shuffle=False, num_epochs=2, label_name="kept")
      result["endless"] = csv(["a.csv"], 6, 3, shuffle=False, label_name="price")
      result["shuffled"] = csv(two, 12, 4, num_epochs=3, shuffle_seed=5, label_name="kept")
      result["buffered"] = csv(two, 12, 4, shuffle_seed=5, shuffle_buffer_size=3)
      result["selected"] = csv(two, 9, 4, shuffle=False, num_epochs=1,
          select_columns=["price", "age"], column_defaults=[tf.constant([-1.]), tf.float64])
      result["typed"] = csv(two, 9, 4, shuffle=False, num_epochs=1, select_columns=[0, 3],
          column_defaults=[tf.constant([9], tf.int64), tf.constant(["none"])], na_value="NA")
      result["few"] = csv(two, 9, 4, shuffle=False, num_epochs=1, num_rows_for_inference=1,
          select_columns=["age"])
      result["odd"] = csv(["odd.txt"], 9, 4, shuffle=False, num_epochs=1, header=False,
          column_names=["a", "b", "c"], field_delim=";", use_quote_delim=False)
      result["skipped"] = csv(["bad.csv"], 9, 4, shuffle=False, num_epochs=1, ignore_errors=True,
          column_defaults=[tf.int32, tf.string])
      result["gz"] = csv(["a.csv.gz"], 9, 4, shuffle=False, num_epochs=1, compression_type="GZIP")
      lines = tf.data.TextLineDataset([folder + "/odd.txt", folder + "/a.csv"])
      result["lines"] = [np.array(x) for x in lines.batch(3)]
      result["gzlines"] = [np.array(x) for x in
          tf.data.TextLineDataset(folder + "/a.csv.gz", "GZIP").batch(3)]
      """;

  private final Path dir;

  CsvDatasetsTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    String a =
        """
        age,price,kept,"the, name"
        3,1.5,1,"Zoë, 'z'"
        ,2,0,"say ""hi""
        twice"
        -7, 1e3 ,12345678901,
        +12,nan,5,NA
        8,.25,0,x
        """;
    write("a.csv", a);
    write("b.csv", "age,price,kept,\"the, name\"\r\n1,2,3,4\r\n5,6,7,8\r\n9,10,11,12");
    write("odd.txt", "1;\"2\" q;x\r\n2;3;y\n4;5;6\n");
    write("bad.csv", "n,s\n1,a\nx,b\n\n3,c,d\n4,e\"f\n5,g\n,h\n");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(dir.resolve("a.csv.gz")))) {
      out.write(a.getBytes(StandardCharsets.UTF_8));
    }
  }

  @BeforeEach
  void seed() {
    Keras.clearSession();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  private Dataset csv(List<String> files, int size, Consumer<CsvOptions> options) {
    return CsvDatasets.makeCsvDataset(files.stream().map(dir::resolve).toList(), size, options);
  }

  private static List<HostTensor> taken(Dataset data, int batches) {
    List<HostTensor> all = new ArrayList<>();
    for (Batch batch : data.take(batches)) {
      batch.x().forEach(a -> all.add(HostTensor.of(a)));
      batch.y().forEach(a -> all.add(HostTensor.of(a)));
    }
    return all;
  }

  @Test
  void givesTensorFlowsBatches(Python python) {
    PythonResult expected = python.keras3().exec(READ, Map.of("folder", dir));
    List<String> two = List.of("b.csv", "a.csv");
    Map<String, Dataset> ours = new LinkedHashMap<>();
    Keras.setRandomSeed(7);
    ours.put("plain", csv(two, 4, o -> o.shuffle(false).numEpochs(1)));
    ours.put("label", csv(two, 5, o -> o.shuffle(false).numEpochs(2).labelName("kept")));
    ours.put("endless", csv(List.of("a.csv"), 3, o -> o.shuffle(false).labelName("price")));
    ours.put("shuffled", csv(two, 4, o -> o.numEpochs(3).shuffleSeed(5).labelName("kept")));
    ours.put("buffered", csv(two, 4, o -> o.shuffleSeed(5).shuffleBufferSize(3)));
    ours.put(
        "selected",
        csv(
            two,
            4,
            o ->
                o.shuffle(false)
                    .numEpochs(1)
                    .selectColumns("price", "age")
                    .columnDefaults(CsvColumn.optional(-1f), CsvColumn.required("float64"))));
    ours.put(
        "typed",
        csv(
            two,
            4,
            o ->
                o.shuffle(false)
                    .numEpochs(1)
                    .selectColumns(0, 3)
                    .columnDefaults(CsvColumn.optional(9L), CsvColumn.optional("none"))
                    .naValue("NA")));
    ours.put(
        "few",
        csv(
            two,
            4,
            o -> o.shuffle(false).numEpochs(1).numRowsForInference(1).selectColumns("age")));
    ours.put(
        "odd",
        csv(
            List.of("odd.txt"),
            4,
            o ->
                o.shuffle(false)
                    .numEpochs(1)
                    .header(false)
                    .columnNames("a", "b", "c")
                    .fieldDelim(';')
                    .useQuoteDelim(false)));
    ours.put(
        "skipped",
        csv(
            List.of("bad.csv"),
            4,
            o ->
                o.shuffle(false)
                    .numEpochs(1)
                    .ignoreErrors(true)
                    .columnDefaults(CsvColumn.required("int32"), CsvColumn.required("string"))));
    ours.put(
        "gz",
        csv(List.of("a.csv.gz"), 4, o -> o.shuffle(false).numEpochs(1).compressionType("GZIP")));
    ours.put("lines", new TextLineDataset(dir.resolve("odd.txt"), dir.resolve("a.csv")).batch(3));
    ours.put("gzlines", new TextLineDataset(List.of(dir.resolve("a.csv.gz")), "GZIP").batch(3));
    Map<String, Integer> batches =
        Map.of("endless", 6, "shuffled", 12, "buffered", 12, "lines", 99, "gzlines", 99);
    ours.forEach(
        (name, data) ->
            assertEquals(expected.arrays(name), taken(data, batches.getOrDefault(name, 9)), name));
  }

  private static void assertRefused(String expected, Executable body) {
    assertEquals(expected, String.valueOf(assertThrows(RuntimeException.class, body).getMessage()));
  }

  private void assertBad(String text, String expected) throws IOException {
    write("t.csv", text);
    Dataset data =
        csv(
            List.of("t.csv"),
            2,
            o ->
                o.shuffle(false)
                    .numEpochs(1)
                    .columnDefaults(CsvColumn.required("int32"), CsvColumn.required("string")));
    assertRefused(
        dir.resolve("t.csv") + ": " + expected,
        () -> data.forEach(batch -> assertEquals(2, batch.x().size())));
  }

  @Test
  void saysWhereATableIsWrong() throws IOException {
    assertBad("n,s\n1,a\n2.5,b\n", "line 3, column 'n': expected int32. Received: '2.5'.");
    assertBad("n,s\n2147483648,b\n", "line 2, column 'n': expected int32. Received: '2147483648'.");
    assertBad(
        "n,s\n1,\n",
        "line 2, column 's': expected string, which may not be missing. Received: ''.");
    assertBad("n,s\n1,\"a\nb\"\n2\n", "line 4: expected 2 fields. Received: 1.");
    assertBad("n,s\n\n", "line 2: expected 2 fields. Received: 1.");
    assertBad(
        "n,s\n1,a\"b\n",
        "line 2: expected quotes around a field that has quotes inside. Received: 'a\"b'.");
    assertBad(
        "n,s\n1,\"b\n2,c\n", "line 2: expected a closing quote. Received: the end of the file.");
    write("t.csv", "n,s\n1,a\n");
    assertRefused(
        "makeCsvDataset: `label_name` must be one of the columns [n, s]. Received: t.",
        () -> csv(List.of("t.csv"), 2, o -> o.labelName("t")));
    assertRefused(
        "makeCsvDataset: `select_columns` must be of the columns [n, s]. Received: 2.",
        () -> csv(List.of("t.csv"), 2, o -> o.selectColumns(2)));
    assertRefused(
        dir.resolve("bad.csv")
            + ": line 1: expected the columns of "
            + dir.resolve("a.csv")
            + ", [age, price, kept, the, name]. Received: [n, s].",
        () -> csv(List.of("bad.csv", "a.csv"), 2, o -> o.shuffle(false)));
    Files.write(dir.resolve("latin.txt"), new byte[] {'a', '\n', (byte) 0xe9, '\n'});
    assertRefused(
        dir.resolve("latin.txt") + ": line 2: expected UTF-8. Received: bytes that are not.",
        () -> new TextLineDataset(dir.resolve("latin.txt")).iterator().next());
    assertThrows(
        ModelFormatException.class,
        () -> csv(List.of("latin.txt"), 2, o -> o.header(false).columnNames("a")));
  }

  @Test
  void saysWhichFileCannotBeRead() throws IOException {
    Path plain = dir.resolve("a.csv");
    Path cut = dir.resolve("cut.gz");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(dir.resolve("a.csv.gz")), 40));
    String noGzip = plain + ": the packed file is broken: Not in GZIP format.";
    assertRefused(noGzip, () -> csv(List.of("a.csv"), 2, o -> o.compressionType("GZIP")));
    assertRefused(noGzip, () -> new TextLineDataset(List.of(plain), "GZIP").iterator().next());
    String ends = "the packed file is broken: Unexpected end of ZLIB input stream.";
    assertRefused(
        cut + ": after line 0: " + ends,
        () -> csv(List.of("cut.gz"), 2, o -> o.compressionType("GZIP")));
    assertRefused(
        cut + ": line 1: " + ends,
        () -> new TextLineDataset(List.of(cut), "GZIP").iterator().next());
    assertRefused(
        "makeCsvDataset: cannot read " + dir.resolve("z.csv") + ": there is no such file.",
        () -> csv(List.of("a.csv", "z.csv"), 2, o -> {}));
  }

  @Test
  void opensNoMoreFilesThanItsTypesNeed() throws IOException {
    List<String> files = List.of("a.csv", "z.csv"); // there is no z.csv yet
    Dataset data =
        csv(
            files,
            4,
            o ->
                o.shuffle(false)
                    .columnNames("a", "b", "c", "d")
                    .header(true)
                    .numRowsForInference(3));
    write("z.csv", "a,b,c,d\n");
    assertEquals(
        List.of("int32", "float32", "int64", "string"),
        data.iterator().next().x().stream().map(a -> SampleArray.of("x", a).dtype()).toList());
  }

  @Test
  void readsOtherFileSystems() throws IOException {
    Path zip = dir.resolve("tables.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      List<Path> paths = new ArrayList<>();
      for (String name : List.of("a.csv", "b.csv")) {
        paths.add(Files.copy(dir.resolve(name), files.getPath("packed-" + name)));
      }
      Consumer<CsvOptions> options = o -> o.numEpochs(2).shuffleSeed(5);
      assertEquals(
          taken(csv(List.of("a.csv", "b.csv"), 4, options), 5),
          taken(CsvDatasets.makeCsvDataset(paths, 4, options), 5));
    }
  }

  @Test
  void isTrainedOnAsInKeras(Python python) throws IOException {
    StringBuilder rows = new StringBuilder("rooms,price,area\n");
    for (int i = 0; i < 20; i++) {
      rows.append("%d.5,%d,%d.25\n".formatted(i % 5, i, i % 7));
    }
    write("houses.csv", rows.toString());
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                keras.utils.set_random_seed(3)
                data = tf.data.experimental.make_csv_dataset(
                    path, 6, label_name="price", num_epochs=1, shuffle_seed=5)
                rooms, area = keras.Input((1,), name="rooms"), keras.Input((1,), name="area")
                x = keras.layers.Concatenate()([rooms, area])
                model = keras.Model([rooms, area], keras.layers.Dense(1, kernel_initializer="ones")(x))
                model.compile(keras.optimizers.SGD(0.001), "mse")
                result["loss"] = model.fit(data, epochs=3, verbose=0).history["loss"]
                """,
                Map.of("path", dir.resolve("houses.csv")));
    Keras.setRandomSeed(3);
    Dataset data =
        csv(List.of("houses.csv"), 6, o -> o.labelName("price").numEpochs(1).shuffleSeed(5));
    KerasTensor rooms = Keras.input("rooms", 1);
    KerasTensor area = Keras.input("area", 1);
    KerasTensor x = new Concatenate().apply(rooms, area);
    KerasTensor y = new Dense(1).kernelInitializer("ones").apply(x);
    try (Model model = Model.of(List.of(rooms, area), List.of(y))) {
      model.compile(new SGD(0.001), "mse");
      double[] losses =
          model.fit(data, f -> f.epochs(3).verbose(0)).get("loss").stream()
              .mapToDouble(v -> v)
              .toArray();
      assertArrayEquals(expected.numbers("loss"), losses, 1e-5);
    }
  }
}
