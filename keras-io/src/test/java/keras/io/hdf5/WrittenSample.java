package keras.io.hdf5;

import java.nio.file.Path;
import java.util.List;
import keras.io.storage.AtomicFile;

/** A file with one of everything; src/test/python/check_written_sample.py has h5py read it. */
final class WrittenSample {
  private WrittenSample() {}

  static Hdf5Writer describe() {
    Hdf5Writer file = new Hdf5Writer();
    file.root()
        .attribute("text", "слой €")
        .attribute("empty", "")
        .attribute("names", List.of("one", "слой", ""))
        .attribute("none", List.of())
        .attribute("int", 3)
        .attribute("float", 0.5)
        .attribute("имя", "UTF-8");
    Hdf5GroupWriter numbers = file.root().group("numbers");
    for (String dtype : List.of("float16", "bfloat16", "float32", "float64")) {
      numbers.floats(
          dtype, dtype, new long[] {2, 3}, () -> new float[] {0, 1, -2, 3.5f, 100, 1e-3f});
    }
    for (String dtype :
        List.of("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")) {
      numbers.longs(dtype, dtype, new long[] {2}, () -> new long[] {127, -1});
    }
    numbers.longs("bool", "bool", new long[] {3}, () -> new long[] {1, 0, 1});
    numbers.longs("scalar", "int64", new long[0], () -> new long[] {7});
    numbers.floats("nothing", "float32", new long[] {0, 3}, () -> new float[0]);
    file.root().group("zebra").group("ключ/层");
    file.root()
        .group("apple")
        .doubles("deep/er/data", "float64", new long[] {1}, () -> new double[] {0.1});
    return file;
  }

  /** Writes the sample to the path that is given, to renew the one among the resources. */
  public static void main(String[] arguments) {
    AtomicFile.write(Path.of(arguments[0]), describe()::write);
  }
}
