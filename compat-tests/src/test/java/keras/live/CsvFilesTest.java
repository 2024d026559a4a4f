package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.io.data.CsvDatasets;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tables of many files: which they are, in which turn they are read, how they are encoded. */
@ExtendWith(PythonExtension.class)
class CsvFilesTest {
  private static final String READ =
      """
      csv = lambda p, n, **k: [np.array(v) for b in tf.data.experimental.make_csv_dataset(
          folder + "/" + p, n, **k).take(9) for v in b.values()]
      tf.random.set_seed(7)
      result["all"] = csv("p*.csv", 4, shuffle=False, num_epochs=1)
      result["one"] = csv("p[1-2].csv", 4, shuffle=False, num_epochs=1)
      result["deep"] = csv("in*/q?.csv", 4, shuffle=False, num_epochs=1)
      result["turns"] = csv("p*.csv", 4, shuffle=False, num_epochs=2, num_parallel_reads=2)
      result["three"] = csv("p*.csv", 3, shuffle=False, num_epochs=1, num_parallel_reads=3, prefetch_buffer_size=1)
      result["shuffled"] = csv("p*.csv", 4, shuffle_seed=5, num_epochs=2, num_parallel_reads=2)
      d = tf.data.experimental.make_csv_dataset(folder + "/latin.csv", 2, shuffle=False, num_epochs=1, encoding="latin-1")
      result["latin"] = [[k, [v.decode("latin-1") for v in x.numpy()]] for b in d for k, x in b.items()]
      """;

  private final Path dir;

  CsvFilesTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    Keras.clearSession();
    Files.createDirectory(dir.resolve("inner"));
    int[] lengths = {5, 1, 2, 4};
    for (int i = 0; i < lengths.length; i++) {
      StringBuilder text = new StringBuilder("a,b\n");
      for (int row = 0; row < lengths[i]; row++) {
        text.append(100 * i + row).append(',').append(row / 2.0).append('\n');
      }
      Files.writeString(dir.resolve("p" + i + ".csv"), text.toString());
      Files.writeString(dir.resolve("inner").resolve("q" + i + ".csv"), text.toString());
    }
    Files.writeString(dir.resolve("latin.csv"), "ä,b\nö,é\n", StandardCharsets.ISO_8859_1);
  }

  private static List<HostTensor> taken(Dataset data) {
    List<HostTensor> all = new ArrayList<>();
    for (Batch batch : data.take(9)) {
      batch.x().forEach(a -> all.add(HostTensor.of(a)));
    }
    return all;
  }

  private String at(String pattern) {
    return dir + "/" + pattern;
  }

  @Test
  void givesTensorFlowsBatches(Python python) {
    PythonResult tf = python.keras3().exec(READ, Map.of("folder", dir));
    Keras.setRandomSeed(7);
    Map<String, Dataset> ours = new LinkedHashMap<>();
    ours.put(
        "all", CsvDatasets.makeCsvDataset(at("p*.csv"), 4, o -> o.shuffle(false).numEpochs(1)));
    ours.put(
        "one", CsvDatasets.makeCsvDataset(at("p[1-2].csv"), 4, o -> o.shuffle(false).numEpochs(1)));
    ours.put(
        "deep",
        CsvDatasets.makeCsvDataset(at("in*/q?.csv"), 4, o -> o.shuffle(false).numEpochs(1)));
    ours.put(
        "turns",
        CsvDatasets.makeCsvDataset(
            at("p*.csv"), 4, o -> o.shuffle(false).numEpochs(2).numParallelReads(2)));
    ours.put(
        "three",
        CsvDatasets.makeCsvDataset(
            at("p*.csv"),
            3,
            o -> o.shuffle(false).numEpochs(1).numParallelReads(3).prefetchBufferSize(1)));
    ours.put(
        "shuffled",
        CsvDatasets.makeCsvDataset(
            at("p*.csv"), 4, o -> o.shuffleSeed(5).numEpochs(2).numParallelReads(2)));
    ours.forEach((name, data) -> assertEquals(tf.arrays(name), taken(data), name));
    List<Object> latin = new ArrayList<>();
    CsvDatasets.makeCsvDataset(
            at("latin.csv"), 2, o -> o.shuffle(false).numEpochs(1).encoding("ISO-8859-1"))
        .forEach(
            batch ->
                batch.named().forEach((k, v) -> latin.add(List.of(k, List.of(v.getObject(0))))));
    assertEquals(tf.list("latin").toString(), latin.toString());
  }

  private static String refusal(Class<? extends Throwable> type, Executable body) {
    return String.valueOf(assertThrows(type, body).getMessage());
  }

  @Test
  void refusesWhatItCannotRead() {
    assertEquals(
        "makeCsvDataset: no files match " + at("z*.csv") + ".",
        refusal(
            IllegalArgumentException.class,
            () -> CsvDatasets.makeCsvDataset(at("z*.csv"), 2, o -> {})));
    assertEquals(
        "makeCsvDataset: `sloppy=True` is not supported, for its order of rows could not be had"
            + " again. Leave it out, and set `numParallelReads`.",
        refusal(
            UnsupportedOperationException.class,
            () -> CsvDatasets.makeCsvDataset(at("p*.csv"), 2, o -> o.sloppy(true))));
    assertEquals(
        "makeCsvDataset: `num_parallel_reads` must be positive. Received: 0.",
        refusal(
            IllegalArgumentException.class,
            () -> CsvDatasets.makeCsvDataset(at("p*.csv"), 2, o -> o.numParallelReads(0))));
    assertEquals(
        "makeCsvDataset: `encoding` must be one that Java knows. Received: klingon.",
        refusal(
            IllegalArgumentException.class,
            () -> CsvDatasets.makeCsvDataset(at("p*.csv"), 2, o -> o.encoding("klingon"))));
    assertEquals(
        dir.resolve("latin.csv") + ": after line 0: expected UTF-8. Received: bytes that are not.",
        refusal(
            ModelFormatException.class,
            () -> CsvDatasets.makeCsvDataset(at("latin.csv"), 2, o -> {})));
  }
}
