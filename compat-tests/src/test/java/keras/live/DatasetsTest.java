package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.data.Npz;
import keras.datasets.BostonHousing;
import keras.datasets.CaliforniaHousing;
import keras.datasets.Cifar10;
import keras.datasets.Cifar100;
import keras.datasets.Data;
import keras.datasets.Imdb;
import keras.datasets.Reuters;
import keras.datasets.Samples;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.utils.Sequences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;

/**
 * The loaders of data sets give what Keras' give from the same files. The files are small ones of
 * the same form, written by Python.
 */
@ExtendWith(PythonExtension.class)
class DatasetsTest {
  private static final String WORDS =
      """
      import importlib, json
      rng = np.random.RandomState(7)
      def texts(n):
          made = np.empty(n, dtype=object)
          for i in range(n):
              made[i] = [int(w) for w in rng.randint(1, 40000, rng.randint(1, 12))]
          return made
      x, more = texts(60), texts(40)
      np.savez(file, x_train=x, y_train=rng.randint(0, 2, 60), x_test=more, y_test=rng.randint(0, 2, 40),
               x=x, y=rng.randint(0, 46, 60))
      module = importlib.import_module("keras.src.datasets." + name)
      module.get_file = lambda *a, **k: file
      shown = []
      for arguments in calls:
          (x, y), (x2, y2) = module.load_data(**arguments)
          shown.append(json.dumps([[list(r) for r in x], y.tolist(), [list(r) for r in x2], y2.tolist()]))
      result["shown"] = shown
      """;

  private static final List<Map<String, Object>> CALLS =
      List.of(
          Map.of(),
          Map.of("num_words", 1000),
          Map.of("num_words", 20000, "skip_top", 500, "seed", 5),
          Map.of("maxlen", 8, "start_char", 9, "oov_char", 7, "index_from", 11));

  private static String shown(Samples<int[][], long[]> data) {
    return "[%s, %s, %s, %s]"
        .formatted(
            Arrays.deepToString(data.train().x()),
            Arrays.toString(data.train().y()),
            Arrays.deepToString(data.test().x()),
            Arrays.toString(data.test().y()));
  }

  @Test
  void imdb(Python python, @TempDir Path folder) {
    Path file = folder.resolve("imdb.npz");
    PythonResult keras = words(python, file, "imdb");
    List<Consumer<Imdb.Options>> calls =
        List.of(
            o -> {},
            o -> o.numWords(1000),
            o -> o.numWords(20000).skipTop(500).seed(5),
            o -> o.maxlen(8).startChar(9).oovChar(7).indexFrom(11));
    assertEquals(keras.list("shown"), calls.stream().map(o -> shown(Imdb.load(file, o))).toList());
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> Imdb.load(file, o -> o.maxlen(1)));
    assertEquals(
        "Imdb.load: no review is shorter than maxlen=1. Increase maxlen.", none.getMessage());
  }

  @Test
  void reuters(Python python, @TempDir Path folder) {
    Path file = folder.resolve("reuters.npz");
    PythonResult keras = words(python, file, "reuters");
    List<Consumer<Reuters.Options>> calls =
        List.of(
            o -> {},
            o -> o.numWords(1000),
            o -> o.numWords(20000).skipTop(500).seed(5),
            o -> o.maxlen(8).startChar(9).oovChar(7).indexFrom(11));
    assertEquals(
        keras.list("shown"), calls.stream().map(o -> shown(Reuters.load(file, o))).toList());
  }

  private static PythonResult words(Python python, Path file, String name) {
    return python
        .keras3()
        .exec(WORDS, Map.of("file", file.toString(), "name", name, "calls", CALLS));
  }

  @Test
  void partsOfReuters(Python python, @TempDir Path folder) {
    Path file = folder.resolve("words.npz");
    PythonResult keras =
        python
            .keras3()
            .exec(
                WORDS.replace("calls:", "[dict(test_split=0.35)]:"),
                Map.of("file", file.toString(), "name", "reuters"));
    assertEquals(keras.list("shown"), List.of(shown(Reuters.load(file, o -> o.testSplit(0.35)))));
  }

  @Test
  void paddedSequences(Python python) {
    int[][] sequences = {{1}, {2, 3}, {4, 5, 6}, {}};
    PythonResult keras =
        python
            .keras3()
            .exec(
                """
                s = [[1], [2, 3], [4, 5, 6], []]
                pad = keras.utils.pad_sequences
                result["shown"] = [str(p.tolist()) for p in [
                    pad(s), pad(s, padding="post", value=9), pad(s, maxlen=2), pad(s, maxlen=2, truncating="post"),
                    pad([[0.5, 2.0], [1.0]], dtype="float32", maxlen=4, value=-1.5)]]
                """);
    assertEquals(
        keras.list("shown"),
        List.of(
            Arrays.deepToString(Sequences.padSequences(sequences)),
            Arrays.deepToString(Sequences.padSequences(sequences, o -> o.padding("post").value(9))),
            Arrays.deepToString(Sequences.padSequences(sequences, o -> o.maxlen(2))),
            Arrays.deepToString(
                Sequences.padSequences(sequences, o -> o.maxlen(2).truncating("post"))),
            Arrays.deepToString(
                Sequences.padSequences(
                    new float[][] {{0.5f, 2}, {1}}, o -> o.maxlen(4).value(-1.5)))));
  }

  @Test
  void wordsWithoutMarkers(Python python, @TempDir Path folder) {
    Path file = folder.resolve("words.npz");
    PythonResult keras =
        python
            .keras3()
            .exec(
                WORDS.replace("calls:", "[dict(start_char=None, oov_char=None, num_words=9000)]:"),
                Map.of("file", file.toString(), "name", "imdb"));
    assertEquals(
        keras.list("shown"),
        List.of(shown(Imdb.load(file, o -> o.startChar(null).oovChar(null).numWords(9000)))));
  }

  @Test
  void wordIndexes(Python python, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("index.json");
    python
        .keras3()
        .exec(
            """
            import json
            json.dump({"fawn": 34701, "l'\\u00e9t\\u00e9": 2, 'a"b\\\\c': 3, "\\u0096\\t": 4}, open(file, "w"))
            """,
            Map.of("file", file.toString()));
    assertEquals(
        Map.of("fawn", 34701, "l'été", 2, "a\"b\\c", 3, "\u0096\t", 4), Imdb.wordIndex(file));
    Files.writeString(file, "{\"a\": 1, \"b\": [2]}");
    var e = assertThrows(UncheckedIOException.class, () -> Reuters.wordIndex(file));
    assertEquals(
        file
            + ": expected one JSON object of words and their numbers; character 8 is not part of"
            + " one.",
        e.getMessage());
  }

  @Test
  void houses(Python python, @TempDir Path folder) {
    Path file = folder.resolve("houses.npz");
    PythonResult keras =
        python
            .keras3()
            .exec(
                """
                import importlib, json
                rng = np.random.RandomState(3)
                np.savez(file, x=rng.rand(700, 2), y=rng.rand(700))
                shown = []
                for name, arguments in [
                    ("boston_housing", {}), ("boston_housing", dict(test_split=0.1, seed=4)),
                    ("california_housing", {}), ("california_housing", dict(version="small", test_split=0))]:
                    module = importlib.import_module("keras.src.datasets." + name)
                    module.get_file = lambda *a, **k: file
                    (x, y), (x2, y2) = module.load_data(**arguments)
                    shown.append(json.dumps([len(x), len(x2), x[5].tolist(), y[5], y[-1]]))
                result["shown"] = shown
                """,
                Map.of("file", file.toString()));
    assertEquals(
        keras.list("shown"),
        List.of(
            head(BostonHousing.load(file, o -> {})),
            head(BostonHousing.load(file, o -> o.testSplit(0.1).seed(4))),
            head(CaliforniaHousing.load(file, o -> {})),
            head(CaliforniaHousing.load(file, o -> o.version("small").testSplit(0)))));
  }

  private static String head(Samples<NdArray<?>, NdArray<?>> houses) {
    NdArray<?> x = houses.train().x();
    NdArray<?> y = houses.train().y();
    long n = y.size();
    return "[%d, %d, [%s, %s], %s, %s]"
        .formatted(
            n,
            houses.test().y().size(),
            x.getObject(5, 0),
            x.getObject(5, 1),
            y.getObject(5),
            y.getObject(n - 1));
  }

  @Test
  void cifar(Python python, @TempDir Path folder) {
    Path ten = folder.resolve("ten.tar.gz");
    Path hundred = folder.resolve("hundred.tar.gz");
    PythonResult keras =
        python
            .keras3()
            .exec(
                """
                import importlib, io, json, os, pickle, tarfile
                rng = np.random.RandomState(5)
                def add(tar, folder, name, images, classes):
                    batch = {b"batch_label": b"x", b"data": np.resize(rng.randint(0, 256, 3067), (images, 3072)).astype("uint8")}
                    for key, n in classes.items():
                        batch[key] = rng.randint(0, n, images).tolist()
                    path = os.path.join(folder, name)
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    with open(path, "wb") as out:  # Python 2 wrote the keys as its strings
                        out.write(pickle.dumps(batch, protocol=3).replace(b"C\\x04data", b"U\\x04data"))
                    tar.add(path, name)
                folder = os.path.dirname(ten)
                with tarfile.open(ten, "w:gz") as tar:
                    for name in ["test_batch"] + ["data_batch_%d" % i for i in range(1, 6)]:
                        add(tar, folder, "cifar-10-batches-py/" + name, 10000 if name != "test_batch" else 3, {b"labels": 10})
                with tarfile.open(hundred, "w:gz") as tar:
                    for name in ["train", "test"]:
                        add(tar, folder, "cifar-100-python/" + name, 4, {b"fine_labels": 100, b"coarse_labels": 20})
                shown = []
                for name, arguments in [("cifar10", {}), ("cifar100", {}), ("cifar100", dict(label_mode="coarse"))]:
                    module = importlib.import_module("keras.src.datasets." + name)
                    module.get_file = lambda *a, **k: folder
                    (x, y), (x2, y2) = module.load_data(**arguments)
                    shown.append(str([x.shape, y.shape, x2.shape, y2.shape, str(y.dtype)]).replace("(", "[").replace(")", "]"))
                    shown.append(json.dumps([int(x[2, 30, 5, 1]), int(x[-1, 7, 31, 2]), int(y[-1, 0]), int(y2[1, 0])]))
                result["shown"] = shown
                """,
                Map.of("ten", ten.toString(), "hundred", hundred.toString()));
    Data images = Cifar10.load(ten);
    Samples<ByteNdArray, LongNdArray> fine = Cifar100.load(hundred, "fine");
    Samples<ByteNdArray, LongNdArray> coarse = Cifar100.load(hundred, "coarse");
    assertEquals(
        keras.list("shown"),
        List.of(
            shapes(images.train().x(), images.train().y(), images.test().x(), images.test().y()),
            pixels(images.train().x(), images.train().y(), images.test().y()),
            shapes(fine.train().x(), fine.train().y(), fine.test().x(), fine.test().y()),
            pixels(fine.train().x(), fine.train().y(), fine.test().y()),
            shapes(coarse.train().x(), coarse.train().y(), coarse.test().x(), coarse.test().y()),
            pixels(coarse.train().x(), coarse.train().y(), coarse.test().y())));
  }

  private static String shapes(NdArray<?> x, NdArray<?> y, NdArray<?> x2, NdArray<?> y2) {
    String dtype = y instanceof ByteNdArray ? "uint8" : "int64";
    return "[%s, %s, %s, %s, '%s']".formatted(x.shape(), y.shape(), x2.shape(), y2.shape(), dtype);
  }

  private static String pixels(ByteNdArray x, NdArray<?> y, NdArray<?> y2) {
    long last = x.shape().get(0) - 1;
    return "[%d, %d, %s, %s]"
        .formatted(
            x.getByte(2, 30, 5, 1) & 0xff,
            x.getByte(last, 7, 31, 2) & 0xff,
            y.getObject(last, 0),
            y2.getObject(1, 0));
  }

  @Test
  void refusePicklesThatRunCode(Python python, @TempDir Path folder) {
    Path file = folder.resolve("bad.npz");
    python
        .keras3()
        .exec(
            """
            import os
            class Bad:
                def __reduce__(self):
                    return (os.system, ("touch " + file + ".ran",))
            bad = np.empty(1, dtype=object)
            bad[0] = Bad()
            np.savez(file, x=bad, y=np.zeros(1, "int64"))
            """,
            Map.of("file", file.toString()));
    var e = assertThrows(UncheckedIOException.class, () -> Npz.readLists(file));
    assertEquals(
        file
            + ": x.npy: the pickle names posix.system, which is refused. The file is corrupted or"
            + " malicious.",
        e.getMessage());
    assertEquals(false, Files.exists(Path.of(file + ".ran")));
  }
}
