package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import keras.io.storage.AtomicFile;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every group, attribute, dtype, shape and value of what we write, as three programs list them. */
@ExtendWith(PythonExtension.class)
class Hdf5JudgesTest {
  private static final String H5PY =
      """
      def dtype(of):
          if h5py.check_string_dtype(of):
              return "text" if h5py.check_string_dtype(of) == ("utf-8", None) else "another text"
          return "opaque" if of.kind == "V" else of.name if of == of.newbyteorder("<") else "big"
      def shown(value, of):
          if dtype(of) == "text":
              return json.dumps([value] if isinstance(value, str) else list(value))
          return np.asarray(value).tobytes().hex()
      def visit(name, o):
          path = o.name
          assert len(o.attrs) == len(list(o.attrs)), path
          for key in o.attrs:
              id = o.attrs.get_id(key)
              lines.append(f"{path} @{key} {dtype(id.dtype)} {id.shape} {shown(o.attrs[key], id.dtype)}")
          if isinstance(o, h5py.Group):
              lines.append(f"{path} group {json.dumps(list(o))}")
          else:
              lines.append(f"{path} {dtype(o.dtype)} {o.shape} {shown(o[()], o.dtype)}")
      lines = []
      with h5py.File(path) as f:
          visit("/", f)
          f.visititems(visit)
      result["lines"] = lines
      """;

  private static final String H5DUMP =
      """
      import sys
      sys.path.insert(0, "golden")
      import h5dump
      try:
          result["lines"] = h5dump.listing(path)
      except LookupError as e:
          result["problem"] = str(e)
      """;

  private static final Map<String, List<String>> NATIVES =
      Map.of(
          "linux-x86_64", List.of("libhdf5.so.310", "libhdf5_java.so"),
          "macosx-x86_64", List.of("libhdf5.310.dylib", "libhdf5_java.dylib"),
          "windows-x86_64", List.of("hdf5_java.dll"));

  private static final long[] SCALAR = {};

  private final Path dir;

  Hdf5JudgesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  /** Who lists the file. */
  enum Judge {
    /** What both Kerases read with. */
    H5PY,
    /** The HDF Group's program. */
    H5DUMP,
    /** The HDF Group's Java library. */
    HDF5LIB
  }

  @ParameterizedTest
  @EnumSource(Judge.class)
  void readEveryDtypeInEveryShape(Judge judge, Python python) throws IOException {
    float infinity = Float.POSITIVE_INFINITY;
    JudgedFile file =
        new JudgedFile()
            .halves(
                "/half",
                "float16",
                new long[] {2, 3},
                new float[] {1, -2, 65504, 0x1p-24f, -0.0f, infinity},
                0x3c00,
                0xc000,
                0x7bff,
                1,
                0x8000,
                0x7c00)
            .halves(
                "/brain",
                "bfloat16",
                new long[] {2, 2},
                new float[] {1, -2, 3.140625f, 0x1p-126f},
                0x3f80,
                0xc000,
                0x4049,
                0x0080)
            .floats("/single", new long[] {5}, 1, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, infinity)
            .doubles(
                "/double", new long[] {1, 2, 1, 2}, 0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE)
            .halves("/scalar/float16", "float16", SCALAR, new float[] {0.5f}, 0x3800)
            .halves("/scalar/bfloat16", "bfloat16", SCALAR, new float[] {0.5f}, 0x3f00)
            .floats("/scalar/float32", SCALAR, 0.1f)
            .doubles("/scalar/float64", SCALAR, 0.1)
            .floats("/empty/none", new long[] {0})
            .floats("/empty/rows", new long[] {0, 3})
            .doubles("/empty/columns", new long[] {3, 0})
            .longs("/empty/flags", "bool", 1, new long[] {0})
            .longs("/flags", "bool", 1, new long[] {3}, 1, 0, 1)
            .longs("/scalar/bool", "bool", 1, SCALAR, 1);
    for (int width = 1; width <= 8; width *= 2) {
      long most = -1L >>> (65 - 8 * width);
      String dtype = "int" + 8 * width;
      file.longs("/" + dtype, dtype, width, new long[] {3}, most, -most - 1, -1)
          .longs("/u" + dtype, "u" + dtype, width, new long[] {2, 1}, 2 * most + 1, 7)
          .longs("/scalar/" + dtype, dtype, width, SCALAR, -7);
    }
    judge(judge, file, python);
  }

  @ParameterizedTest
  @EnumSource(Judge.class)
  void readAttributesOfMoreThan64Kilobytes(Judge judge, Python python) throws IOException {
    // The program prints a text of several lines as if it were indented.
    String lines = judge == Judge.H5DUMP ? "" : "\n\t\r\n";
    StringBuilder config = new StringBuilder("{\"ключ\": \"层\\, (0) {}\", \"a\": \"" + lines);
    IntStream.range(0, 40_000).forEach(i -> config.append("слой_").append(i).append(", "));
    List<String> ascii = names("a_rather_long_layer_name_".repeat(4), 1000);
    List<String> wide = names("слой".repeat(8) + "/", 1500);
    JudgedFile file =
        new JudgedFile()
            .text("/", "model_config", config.append("\"}").toString())
            .text("/", "empty", "")
            .text("/", "имя", "слой €")
            .number("/", "whole", -3)
            .number("/", "part", 0.1)
            // 103 bytes each, 626 to a piece; 69 bytes each, 935 to a piece.
            .texts("/model_weights", "layer_names", ascii, 500, 500)
            .texts("/model_weights/层", "weight_names", wide, 750, 750)
            .texts("/model_weights/dense", "weight_names", List.of("dense/kernel:0", "", "b"), 3)
            .texts("/model_weights/dense", "one", List.of("x"), 1)
            // References of 16 bytes, 4032 to a piece.
            .texts("/short", "layer_names", names("n", 10_000), 3334, 3333, 3333)
            .noTexts("/model_weights/flatten", "weight_names");
    judge(judge, file, python);
  }

  @ParameterizedTest
  @EnumSource(Judge.class)
  void readEightHundredLayers(Judge judge, Python python) throws IOException {
    List<String> layers = new ArrayList<>();
    JudgedFile file = new JudgedFile();
    for (int i = 0; i < 800; i++) {
      String layer = (i % 2 == 0 ? "dense_" : "слой ") + i;
      String group = "/model_weights/" + layer;
      layers.add(layer);
      if (i % 5 == 4) {
        file.noTexts(group, "weight_names");
        continue;
      }
      file.texts(group, "weight_names", List.of(layer + "/kernel:0", layer + "/bias:0"), 2)
          .floats(group + "/" + layer + "/kernel:0", new long[] {2, 3}, i, 1, 2, 3, 4, -i)
          .floats(group + "/" + layer + "/bias:0", new long[] {3}, i / 7f, 0, 1);
    }
    judge(judge, file.texts("/model_weights", "layer_names", layers, 800), python);
  }

  /**
   * Keras counts the bytes of a list in one way, HDF5 in another; where Keras can write it, ours
   * has the same pieces.
   */
  @Test
  void listsAreCutWhereKerasCutsThem(Python python) throws IOException {
    List<List<String>> lists =
        List.of(
            names("n", 10),
            names("n", 4032),
            names("x".repeat(60), 1008),
            names("x".repeat(60), 1009),
            names("слой".repeat(10), 3000));
    Hdf5Writer file = new Hdf5Writer();
    for (int i = 0; i < lists.size(); i++) {
      file.root().group("" + i).attribute("layer_names", lists.get(i));
    }
    Path path = dir.resolve("lists.h5");
    AtomicFile.write(path, file::write);
    PythonResult cut =
        python
            .keras3()
            .exec(
                """
                from keras.src.legacy.saving import legacy_h5_format as legacy
                def pieces(group):
                    return {key: list(group.attrs[key].shape) for key in sorted(group.attrs)}
                with h5py.File(path) as ours, h5py.File(other, "w") as theirs:
                    for i, names in enumerate(lists):
                        group = theirs.create_group(str(i))
                        legacy.save_attributes_to_hdf5_group(
                            group, "layer_names", [n.encode() for n in names])
                        read = legacy.load_attributes_from_hdf5_group(ours[str(i)], "layer_names")
                        assert read == names, i
                    result["ours"] = [pieces(ours[str(i)]) for i in range(len(lists))]
                    result["theirs"] = [pieces(theirs[str(i)]) for i in range(len(lists))]
                """,
                Map.of("path", path, "other", dir.resolve("other.h5"), "lists", lists));
    assertEquals(cut.list("theirs"), cut.list("ours"));
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private void judge(Judge judge, JudgedFile file, Python python) throws IOException {
    Path path = dir.resolve("judged.h5");
    file.write(path);
    List<?> lines =
        switch (judge) {
          case H5PY -> python.keras3().exec(H5PY, Map.of("path", path)).list("lines");
          case H5DUMP -> h5dump(path, python);
          case HDF5LIB -> hdf5lib(path);
        };
    List<String> found = lines.stream().map(String::valueOf).sorted().toList();
    List<String> expected = file.listing();
    assertEquals(without(expected, found), without(found, expected));
    assertEquals(expected.size(), found.size());
  }

  /** Returns what the others do not have, so that a difference can be read. */
  private static List<String> without(List<String> lines, List<String> others) {
    Set<String> known = new HashSet<>(others);
    return lines.stream().filter(line -> !known.contains(line)).toList();
  }

  /** Without the program the test is skipped, and says how to have it. */
  private static List<?> h5dump(Path path, Python python) {
    PythonResult dumped = python.keras3().exec(H5DUMP, Map.of("path", path));
    if (dumped.values().containsKey("problem")) {
      abort(dumped.text("problem"));
    }
    return dumped.list("lines");
  }

  private List<?> hdf5lib(Path path) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Path.of("golden", "Hdf5libListing.java").toString());
    command.add(path.toString());
    String platform = Loader.getPlatform();
    List<String> natives = NATIVES.getOrDefault(platform, List.of());
    assumeTrue(!natives.isEmpty(), "hdf.hdf5lib has no natives for " + platform + ".");
    for (String file : natives) {
      Path copy = dir.resolve(file);
      try (InputStream in =
          Hdf5JudgesTest.class.getResourceAsStream("/org/bytedeco/hdf5/" + platform + "/" + file)) {
        Files.copy(Objects.requireNonNull(in, file), copy);
      }
      command.add(copy.toString());
    }
    Path errors = dir.resolve("errors.txt");
    Process child = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertEquals(0, child.waitFor(), Files.readString(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while hdf.hdf5lib read the file.", e);
    }
    return lines.lines().toList();
  }
}
